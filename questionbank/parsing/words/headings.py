"""Section headings: what number, title, kind, counts, points, minutes and policy they state. Input is folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from questionbank.content import ItemKind
from questionbank.parsing.words.kinds import announces_questions, kind_in, names_choice, names_questions, section_kind
from questionbank.parsing.words.numerals import CN, value_of
from questionbank.parsing.words.patterns import compiled

# `一 单选(5题×4分)`: a blank in place of the mark, where the name of a kind follows and nothing else.
_KIND_NAMED = r"(?:[单多]选|[单多]项选择|不定项|选择|判断|填空|简答|问答|论述|案例分析|名词解释)题?\s*+(?:[(]|$)"
_ORDINAL = compiled(
    rf"(?:#{{1,6}}\s*+)?(?:\*\*)?\s*+(?:(?P<cn>{CN})(?:\s*+[、.:,]|[ \t\u3000]++(?={_KIND_NAMED}))|"
    rf"[(](?P<pcn>{CN})[)]\s*[、.:]?"
    rf"|第\s*(?P<volume>[IVX]{{1,4}}|[ⅠⅡⅢⅣⅤ]{{1,2}})\s*卷\s*[:、.]?"
    rf"|第\s*(?P<part>{CN}|\d{{1,3}})\s*(?:大?部分|大题|章|节|讲|课|单元|篇|模块|卷|类|项目|板块|环节|轮|套|份|期(?=\s*$))\s*[:、.]?"
    r"|(?:part|section|chapter|unit)\s+(?P<en>\d{1,2}|[ivx]{1,4}|[A-H])\b\s*[:.、)-]*"
    r"|(?P<roman>[IVX]{1,4})[.、]\s*)",
    re.IGNORECASE,
)
_MARKDOWN = compiled(r"\s*#{1,6}\s+")
_BARE = compiled(
    r"\s*+(?:#{1,6}\s*+)?[*\[(<]{0,2}\s*+(?:(?:[单多]选|判断|填空|简答|论述)[、和及/])?"
    r"(?:[单多]项?选择?题|不定项选择题?|选择题|[单多]选|判断(?:正误|改错|说理|对错)?题|是非题|填空题|简答题|问答题|论述题|名词解释题?|案例(?:分析)?题|"
    r"情[景境](?:模拟|分析)?题|开放(?:性|式)?(?:题|问题)|实操题|综合(?:分析)?题|材料(?:分析)?题|(?:组合|题组|复合|套)题|(?:组合|综合|案例|情[景境]|材料|阅读|最佳)选择题|计算题|面试题|主观题|客观题|"
    r"(?:辨析|改错|排序|连线|匹配|配对|翻译|写作|操作|应用|设计|分析|讨论|思考|编程|简述|阅读理解|完形填空|默写)题|阅读理解|完形填空|[ABX]\d?型题|"
    r"(?:multiple|single)[- ]choice(?: questions)?|true\s*(?:/|or)\s*false(?: questions)?|"
    r"short[- ]answers?(?: questions)?|essays?(?: questions)?|completion(?=\s*$))"
    r"(?:(?:历年)?(?:真题|试题|练习题?)?(?:题库|汇总|集锦)(?=$|(?:参考)?答案))?\s*[*\])>]{0,2}\s*"
    r"(?=$|[:(\[,，、]|(?:参考)?答案)",
    re.IGNORECASE,
)
_BOXED = compiled(r"\s*[\[<]([^\[\]<>\d()]{2,16})[\]>]\s*")
_DECORATED = compiled(r"[=~*#<>«»‹›\s-]{3,}([^=~*#<>«»‹›\s-][^=~*#<>«»‹›]{1,20}[^=~*#<>«»‹›\s-])[=~*#<>«»‹›\s-]{3,}")
_NUMBER = r"(\d{1,4}(?:\.\d{1,2})?)"
_EACH = compiled(
    rf"[每各](?:小|道|个)?(?:题|空|问)?\s*(?:各|得|为|计)?\s*{_NUMBER}\s*分|{_NUMBER}\s*分\s*[/每]\s*(?:小|道)?题|"
    rf"{_NUMBER}\s*(?:points?|marks?)\s*each",
    re.IGNORECASE,
)
_OWN = compiled(
    rf"第\s*+(\d{{1,2}}(?:\s*+[-~—–至到]\s*+\d{{1,2}}|(?:\s*+[、,，和]\s*+\d{{1,2}})*))\s*+小?题\s*+(?:各|每题|均)?\s*+(?:为|计)?"
    rf"\s*+{_NUMBER}\s*+分"
)
_TIMES = compiled(rf"(\d{{1,3}})\s*(?:小|道)?题\s*[×xX*]\s*{_NUMBER}\s*分")  # `5题×4分`
# `5×2=10`: as many questions as one of the two, each worth the other
_PRODUCT = compiled(
    rf"(?<![\d.]){_NUMBER}\s*(分|(?:小|道)?题)?\s*[×xX*]\s*{_NUMBER}\s*(分|(?:小|道)?题)?\s*=\s*{_NUMBER}\s*分?"
)
_PER_BLANK = compiled(r"每个?空")
_COUNT = compiled(
    r"(?:共|计|合计|总计)\s*(\d{1,4})\s*(?:小|道|个)?题|(?<![每各第\d.~\-—–至到])(\d{1,4})\s*(?:小|道)?题(?!目)|(\d{1,4})\s*questions",
    re.IGNORECASE,
)
_TOTAL = compiled(
    rf"(?:总分|共计?|总计|满分|合计|计|本题|本大题|小计|分值)\s*[:为]?\s*{_NUMBER}\s*分|^[\s(]*{_NUMBER}\s*(?:分|marks?|points?)[\s)]*$|"
    rf"{_NUMBER}\s*(?:points?|marks?)\s*(?:in )?total|题\s*[,，;；、]\s*{_NUMBER}\s*分\s*[)\]]",
    re.IGNORECASE,
)
_MINUTES = compiled(r"(\d{1,3})\s*(?:分钟|min(?:ute)?s?)", re.IGNORECASE)
_POLICIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        compiled(
            rf"(?:少选|漏选|选不全|选对但不全|部分选对)[^。;]{{0,6}}?(?:每[个一]|每选对一[个项])[^。;]{{0,10}}?{_NUMBER}\s*分|"
            rf"每(?:选对|个)(?:一[个项])?(?:正确)?(?:选项|答案)?\s*得?\s*{_NUMBER}\s*分"
        ),
        "per_option",
    ),
    (
        compiled(rf"(?:少选|漏选|选不全|选对但不全|部分选对|未选全)[^。;每]{{0,8}}?得?\s*{_NUMBER}\s*分"),
        "fixed_if_subset",
    ),
    (compiled(r"(?:少选|漏选|选不全|部分选对|未选全)[^。;]{0,8}?(?:一半|半分|50%)"), "half_if_subset"),
    (compiled(r"(?:少选|漏选|选不全|部分选对)[^。;]{0,6}?(?:按比例|酌情)"), "proportional_if_subset"),
    (
        compiled(
            r"(?:多选|少选|漏选|错选|不选)[^。;]{0,14}?(?:不得分|不给分|0分|零分|均无分)|全部选对才?得分|全对得分"
        ),
        "all_or_nothing",
    ),
)
_TAIL = compiled(r"[\s:：*#]+$")
_ENDS_SENTENCE = compiled(r"[。?!;,]\s*[*\"”]*$")
MAX_TITLE = 40


@dataclass(slots=True)
class Heading:
    """What a heading states. `style` tells 一、 from （一） and 第一章, `value` is its number."""

    title: str
    style: str = "bare"
    value: int | None = None
    kind: ItemKind | None = None
    genre: str | None = None
    choice: bool = False
    questions: bool = False
    points_each: Decimal | None = None
    count: int | None = None
    total: Decimal | None = None
    minutes: int | None = None
    policy: dict[str, str] | None = None
    per_blank: bool = False
    own: dict[int, Decimal] = field(default_factory=dict)  # points of single questions: `第3小题16分`
    product: tuple[Decimal, Decimal] | None = None
    cut: bool = False
    body: int = 0
    facts: list[str] = field(default_factory=list)

    @property
    def declares(self) -> bool:
        """Whether it states anything that only a section of questions has."""
        stated = self.count is not None or self.points_each is not None
        return self.kind is not None or self.choice or self.questions or stated

    def each(self, count: int) -> Decimal | None:
        """What each of so many questions is worth."""
        if self.points_each is not None or self.product is None:
            return self.points_each
        first, second = self.product
        return second if first == count else first if second == count else None

    @property
    def promises(self) -> bool:
        return self.declares or announces_questions(self.title)


# `[单选] [C]`: the tag of a question and its key
_KEYED = compiled(r"\s*\[[^\[\]\s]{2,8}\]\s*\[\s*(?:[A-H](?:[,、\s]*[A-H]){0,7}|对|错误?|正确|[√×✓✗TF])\s*\]")


def _first(match: re.Match[str] | None) -> str | None:
    return next((group for group in match.groups() if group), None) if match else None


def _integer(pattern: re.Pattern[str], text: str) -> int | None:
    found = _first(pattern.search(text))
    return int(found) if found else None


def _decimal(pattern: re.Pattern[str], text: str) -> Decimal | None:
    found = _first(pattern.search(text))
    return Decimal(found) if found and Decimal(found) <= 1000 else None


def policy_in(text: str) -> dict[str, str] | None:
    """The multiple-choice rule that a heading states: `{"id": …, "c": …}` as in questionbank/policy.py."""
    for pattern, name in _POLICIES:
        match = pattern.search(text)
        if match:
            points = _first(match)
            return {"id": name, "c": points} if points else {"id": name}
    return None


def _own_points(facts: str) -> dict[int, Decimal]:
    """`第1、2小题各12分，第3小题16分` by number."""
    found: dict[int, Decimal] = {}
    for match in _OWN.finditer(facts):
        low, dash, high = re.sub(r"\s*[-~—–至到]\s*", "-", match.group(1)).partition("-")
        numbers = range(int(low), int(high) + 1) if dash else map(int, re.findall(r"\d+", low))
        found.update(dict.fromkeys(numbers, Decimal(match.group(2))))
    return found


def read_facts(heading: Heading, facts: str) -> None:
    """Fill in what the brackets of a heading, or a line under it, state."""
    own = _own_points(facts)
    heading.own |= own
    facts = _OWN.sub("", facts) if own else facts
    times = _TIMES.search(facts)
    if times and heading.points_each is None:
        heading.points_each = Decimal(times.group(2))
    heading.points_each = heading.points_each or _decimal(_EACH, facts)
    product = _PRODUCT.search(facts) if heading.points_each is None else None
    if product:
        _read_product(heading, product)
    heading.count = heading.count if heading.count is not None else _integer(_COUNT, facts)
    heading.total = heading.total or _decimal(_TOTAL, facts)
    heading.minutes = heading.minutes or _integer(_MINUTES, facts)
    heading.policy = heading.policy or policy_in(facts)
    heading.per_blank = heading.per_blank or _PER_BLANK.search(facts) is not None


def _read_product(heading: Heading, product: re.Match[str]) -> None:
    """`2×15分=30分` says itself what each is worth."""
    first, second = Decimal(product.group(1)), Decimal(product.group(3))
    if (product.group(2) == "分") == (product.group(4) == "分"):
        heading.product = (first, second)
    else:
        heading.points_each = second if product.group(4) == "分" else first


def _style(match: re.Match[str]) -> tuple[str, int | None]:
    for name, group in match.groupdict().items():
        if group:
            value = (
                ord(group.upper()) - 64 if name == "en" and re.fullmatch("[A-HJ-U]", group) else value_of(group.upper())
            )
            return name, value
    return "bare", None


def _split_title(text: str) -> tuple[str, str, bool]:
    """Title, facts, and whether a bracket was left open (a heading that was cut off)."""
    closed = text.find("]") + 1 if text[:1] == "[" else 0  # `[多选题](3分)`
    bracket = re.compile(r"[(\[]").search(text, closed)
    title, facts = (text[: bracket.start()], text[bracket.start() :]) if bracket else (text, "")
    comma = re.search(r"[,，:。;]|共\s*\d|每题|(?<=题)(?=下列|请|以下各|根据|本题|每小题|在每)", title)
    if comma and (not bracket or re.search(r"\d|下列|请", title[comma.start() :])):
        title, facts = title[: comma.start()], text[comma.start() :]
    cut = facts.count("(") + facts.count("[") > facts.count(")") + facts.count("]")
    return _TAIL.sub("", title).strip(" *#[]<>"), facts, cut


def read_heading(text: str) -> Heading | None:
    """The heading on a folded line, or None. Whether it is one in its place is for the machine to decide."""
    if _KEYED.match(text):
        return None
    decorated = _DECORATED.fullmatch(text)  # `===<<单选题>>===`
    text = decorated.group(1) if decorated and _BARE.match(decorated.group(1)) else text
    boxed = _BOXED.fullmatch(text)
    if boxed and not _BARE.match(text):
        return Heading(title=boxed.group(1), style="boxed")
    text = boxed.group(1) if boxed else text
    match = _ORDINAL.match(text)
    bare = None if match else (_BARE.match(text) or _MARKDOWN.match(text))
    if not match and not bare:
        return None
    body = match.end() if match else (len(_MARKDOWN.match(text).group()) if _MARKDOWN.match(text) else 0)  # type: ignore[union-attr]
    rest = text[body:].strip()
    title, facts, cut = _split_title(rest)
    if len(title) > MAX_TITLE or (not rest and match is None):
        return None
    style, value = _style(match) if match else ("bare", None)
    heading = Heading(title=title, style=style, value=value, cut=cut, body=body)
    heading.kind, heading.genre = (section_kind if style != "bare" else kind_in)(title)
    if heading.kind is None and "题" in facts:
        told = kind_in(re.sub(r"下列|以下", "", facts.split(")")[0]))
        heading.kind, heading.genre = told if told[0] else (None, heading.genre)
    heading.choice = heading.kind is None and names_choice(title)
    heading.questions = style != "bare" and names_questions(title)
    read_facts(heading, facts or rest)
    return heading


def ends_sentence(text: str, but: str = "") -> bool:
    """Whether the line ends like a sentence; marks in `but` do not count."""
    text = text.rstrip()
    return _ENDS_SENTENCE.search(text) is not None and text[-1] not in but
