"""Whatever the text: nothing raises, nothing is lost, offsets are right, work grows with the size and no faster."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionbank.document import Document
from questionbank.parsing import Mark, SourceLine, parse_lines, parse_text
from tests.questionbank.parsing.rules import uncovered

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
LINES = sorted({line for path in CASES for line in path.read_text(encoding="utf-8").splitlines()})
PIECES = st.sampled_from(
    [
        *"一二三、.．:：()（）[]【】√×ABCDEF123①②_-•|\t\n \u3000\u200b?",
        "答案",
        "解析",
        "题",
        "单选题",
        "参考",
        "分",
        "要点",
    ]
)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_sound(document: Document) -> None:
    text = document.text or ""
    assert uncovered(document) == []
    for item in document.items:
        assert item.spans
        assert all(0 <= span.start < span.end <= len(text) for span in item.spans)
    assert all(0 <= skip.start < skip.end <= len(text) for skip in document.skipped)
    assert all(text[made.start : made.end] == made.repaired for made in document.repairs)
    assert len({item.id for item in document.items}) == len(document.items)
    assert {item.section for item in document.items} - {None} <= {section.id for section in document.sections}
    assert bool(document.items) is not any(d.code == "no-question" for d in document.diagnostics)
    assert Document.model_validate_json(document.to_json()) == document


@QUICK
@given(st.text())
def test_any_text(text: str) -> None:
    assert_sound(parse_text(text))


@QUICK
@given(st.lists(PIECES, max_size=60).map("".join))
def test_structural_noise(text: str) -> None:
    assert_sound(parse_text(text))


@QUICK
@given(st.lists(st.sampled_from(LINES), max_size=40), st.sampled_from(["\n", "\n\n", " ", ""]))
def test_shuffled_lines_of_real_layouts(lines: list[str], between: str) -> None:
    assert_sound(parse_text(between.join(lines)))


@QUICK
@given(st.lists(st.sampled_from(LINES), max_size=20), st.lists(st.sampled_from(LINES), max_size=20))
def test_any_key_text(lines: list[str], answers: list[str]) -> None:
    assert_sound(parse_text("\n".join(lines), key_text="\n".join(answers)))


@QUICK
@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
def test_cut_off_anywhere(path: Path, chance: random.Random) -> None:
    text = path.read_text(encoding="utf-8")
    assert_sound(parse_text(text[: chance.randrange(len(text) + 1)]))


def test_lines_of_a_reader_carry_printed_numbers() -> None:
    document = parse_lines(
        [
            SourceLine("面单贴在哪一面？", number_label="1.", level=0),
            SourceLine("最大面", number_label="A.", level=1, marks=(Mark(0, 3, "colour"),)),
            SourceLine("底面", number_label="B.", level=1),
            SourceLine("答案：A"),
        ]
    )

    assert [(i.number, i.stem, [o.text for o in i.options], i.key) for i in document.items] == [
        ("1", "面单贴在哪一面？", ["最大面", "底面"], ["A"])
    ]
    assert document.text == "1. 面单贴在哪一面？\nA. 最大面\nB. 底面\n答案：A"


def test_coloured_options_are_the_key_when_others_are_not() -> None:
    lines = [
        SourceLine("1. 面单贴在哪一面？"),
        SourceLine("A. 最大面"),
        SourceLine("B. 底面", marks=(Mark(3, 5, "colour"),)),
        SourceLine("2. 晚班几点交接？"),
        SourceLine("A. 八点", marks=(Mark(0, 5, "colour"),)),
        SourceLine("B. 九点", marks=(Mark(0, 5, "colour"),)),
        SourceLine("3. 截单几点？"),
        SourceLine("A. 四点", marks=(Mark(0, 5, "bold"),)),
        SourceLine("B. 五点"),
    ]

    assert [item.key for item in parse_lines(lines).items] == [["B"], None, None]


def steps(text: str) -> int:
    """Lines of Python run inside the parser: a measure of work that does not depend on the machine."""
    count = 0

    def local(frame: object, event: str, arg: object) -> object:
        nonlocal count
        count += event == "line"
        return local

    def trace(frame: object, event: str, arg: object) -> object:
        return local if "parsing" in frame.f_code.co_filename else None  # type: ignore[attr-defined]

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        parse_text(text)
    finally:
        sys.settrace(before)
    return count


GROWING = {
    "questions": "{n}. 面单贴在哪一面？\nA. 最大面\nB. 底面\n答案：A\n",
    "one line": "{n}.面单贴在哪一面?A.最大面B.底面C.侧面",
    "numbers": "{n}. 说明\n",
    "labels": "答案：A 解析：因为 答案：B\n",
    "options": "A. 甲 A. 乙 A. 丙 ",
    "brackets": "（A）（√）[单选]((((",
    "circled": "①甲②乙③丙",
    "keys": "{n}.A ",
    "answer headings": "参考答案\n{n}. A\n",
    "damage": "優(yōu)內(nèi)結(jié)當?shù)匚幕曀?熟悉",
    "rulers": "----\n",
    "counters": "{n}\n",
    "pages": "- {n} -\n",
    "plain": "我们的仓库在城东，共有三层。",
}


@pytest.mark.parametrize("layout", GROWING)
def test_work_grows_with_the_size(layout: str) -> None:
    def grown(times: int) -> str:
        return "".join(GROWING[layout].format(n=n) for n in range(1, times + 1))

    assert steps(grown(200)) < 4 * 1.6 * steps(grown(50)) + 2000


# What expressions do inside is no line of Python, so `steps` does not see it. One that tries every place of such a run
# anew takes minutes here, in which the server answers nobody.
RUNS = [
    "_",
    " ",
    "\u3000",
    "1",
    "1.",
    "A",
    "A.",
    "(",
    "（　",
    "答案：A ",
    "____ ",
    "1-",
    "A、",
    "|",
    "①",
    "2分",
    "\n",
    "1\n",
    "… ",
    "【答案】",
]


@pytest.mark.parametrize("numbers", ["1234567890" * 8, "十一十二" * 20, "| 10 " * 40])
def test_a_long_row_of_numbers_without_a_box_for_marks_is_read_at_once(numbers: str) -> None:
    """There are more ways to part such a row into numbers of one and two figures than anybody can try."""
    started = time.process_time()

    parse_text(f"题号 {numbers}\n1. 面单贴在哪一面？\n")

    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "words",
    [
        "正确答案",
        "参考答案及解析",
        "答案 *",
        "## 答案汇总",
        "【答案",
        "# ",
        "一、",
        "满分",
        "正确",
        "根据材料回答",
        "第1-",
    ],
)
def test_blanks_behind_the_words_of_answers_take_no_long_time(words: str) -> None:
    started = time.process_time()

    parse_text(f"1. 面单贴在哪一面？\nA. 最大面\n{words}{' ' * 2_000}底\n")

    assert time.process_time() - started < 20


@pytest.mark.parametrize("text", RUNS)
def test_long_runs_take_no_long_time(text: str) -> None:
    run = text * (30_000 // len(text))
    started = time.process_time()

    parse_text(f"一、单选题\n1. 面单贴在哪一面？{run}\nA. {run}最大面\nB. 底面\n答案：{run}A\n解析：{run}z\n")

    assert time.process_time() - started < 20
