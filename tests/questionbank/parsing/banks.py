"""Random banks: questions of all kinds with everything that a document may say about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

SUBJECTS = [
    "面单",
    "破损件",
    "催件消息",
    "退货单",
    "晚班交接单",
    "工单",
    "回访记录",
    "发票抬头",
    "VIP客户的来电",
    "2号仓的货架",
]
ASKED = ["应当怎样处理", "先交给哪个班组", "在什么时候登记", "由谁负责确认", "超过24小时怎么办"]
WORDS = [
    "拍照登记",
    "通知主管",
    "联系承运商",
    "核对称重",
    "当面清点",
    "暂停发货",
    "补发商品",
    "记录原因",
    "3个工作日内回复",
]
WORDS += ["更新CRM系统", "留存“签收”凭证", "先安抚，再核实"]
REASONS = ["", "按规定办理，先看记录。", "见入库手册第3章。", "先核对，后放行；出错的退回。"]
TERMS = ["24", "主管", "三个工作日", "CRM", "最大面"]


@dataclass(frozen=True)
class Question:
    """`key` is letters, or √ or ×; `blank` tells where a choice stem leaves a place for it (`end`, `inside`, none)."""

    kind: str
    subject: str
    asked: str
    serial: int
    blank: str = ""
    options: tuple[str, ...] = ()
    key: str = ""
    explanation: str = ""
    points: tuple[str, ...] = ()
    reference: str = ""
    terms: tuple[str, ...] = field(default=())


@st.composite
def questions(draw: st.DrawFn, kind: str, serial: int) -> Question:
    subject, asked = draw(st.sampled_from(SUBJECTS)), draw(st.sampled_from(ASKED))
    explanation = draw(st.sampled_from(REASONS))
    if kind == "true_false":
        return Question(kind, subject, asked, serial, key=draw(st.sampled_from("√×")), explanation=explanation)
    if kind == "short_answer":
        points = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True))
        return Question(kind, subject, asked, serial, points=tuple(points))
    if kind == "essay":
        return Question(kind, subject, asked, serial, reference=draw(st.sampled_from([r for r in REASONS if r])))
    if kind == "fill_in":
        terms = draw(st.lists(st.sampled_from(TERMS), min_size=1, max_size=2, unique=True))
        return Question(kind, subject, asked, serial, terms=tuple(terms))
    return _choice(draw, Question(kind, subject, asked, serial, explanation=explanation))


def _choice(draw: st.DrawFn, base: Question) -> Question:
    most = 5 if base.kind == "single_choice" else 7
    options = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=most, unique=True))
    letters = "ABCDEFG"[: len(options)]
    count = 1 if base.kind == "single_choice" else draw(st.integers(2, len(options)))
    key = "".join(sorted(draw(st.lists(st.sampled_from(letters), min_size=count, max_size=count, unique=True))))
    blank = draw(st.sampled_from(["", "end", "inside"]))
    return Question(base.kind, base.subject, base.asked, base.serial, blank, tuple(options), key, base.explanation)


KINDS = ["single_choice", "multiple_choice", "true_false", "fill_in", "short_answer", "essay"]
Bank = list[tuple[str, list[Question]]]


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Sections in any order, each of one kind, with one to seven questions."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5, unique=True))
    return [(kind, [draw(questions(kind, n)) for n in range(1, draw(st.integers(1, 7)) + 1)]) for kind in kinds]
