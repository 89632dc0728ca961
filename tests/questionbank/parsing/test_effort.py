"""Twice the text takes twice the work, however it is laid out: counted in calls, which no other load changes."""

from __future__ import annotations

import subprocess
import sys
from cProfile import Profile
from pstats import Stats

import pytest

from questionbank.parsing import parse_text

LINES = "".join(f"word{number},第{number}个词语\n" for number in range(1_200))
PARAGRAPHS = "".join(
    f"这一段写第{number}批货物怎样交接,与上面的题目没有关系,只是说明当天的情况,不再多写。\n" for number in range(1_200)
)
CHAPTERS = "".join(f"{number}. 退货要登记单号。( )\n" for number in range(1, 1_201))


def by_chapters(count: int) -> str:
    """Chapters of ten statements each, and their keys behind all of them."""
    asked = (
        f"第{n}章\n" + "".join(f"{i}. 第{n}库的第{i}件货物要登记单号。( )\n" for i in range(1, 11))
        for n in range(count)
    )
    told = (f"第{n}章\n" + " ".join(f"{i}.{'√×'[(n + i) % 2]}" for i in range(1, 11)) + "\n" for n in range(count))
    return "".join(asked) + "参考答案\n" + "".join(told)


def work(text: str) -> int:
    profile = Profile()
    profile.runcall(parse_text, text)
    return int(vars(Stats(profile))["total_calls"])


def half(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[: len(lines) // 2])


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param("一、简答题\n1、请解释下列单词的意思。\n", LINES, id="a question that grows line by line"),
        pytest.param("一、填空题\n1、请填写____下列单词\n", LINES, id="a blank above many lines"),
        pytest.param("一、判断题\n1、货到要验收(√)\n2、以下单词\n", LINES, id="lines behind a judged statement"),
        pytest.param("一、判断题\n1、货到要验收(√)\n", PARAGRAPHS, id="paragraphs behind the last statement"),
        pytest.param("一、判断题\n", CHAPTERS, id="many statements without an answer"),
        pytest.param("", LINES, id="no question at all"),
    ],
)
def test_twice_the_text_takes_twice_the_work(head: str, body: str) -> None:
    parse_text(head)  # what is compiled at first use
    assert work(head + body) < 2.4 * work(head + half(body))


def test_keys_by_chapters_take_twice_the_work_for_twice_the_chapters() -> None:
    assert sum(item.key is not None for item in parse_text(by_chapters(40)).items) == 400
    assert work(by_chapters(80)) < 2.4 * work(by_chapters(40))


@pytest.mark.parametrize("sign", ["a", "？", "请", "仓"])
def test_a_line_of_half_a_megabyte_is_looked_through_once(sign: str) -> None:
    """Calls do not show what a pattern does: for each character once more through the line would take many minutes of
    processor time, and the system ends the process after one."""
    pytest.importorskip("resource")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (60, 60)); "
        "from questionbank.parsing import parse_text; "
        "found = parse_text(sys.stdin.buffer.read().decode()); print(len(found.items))"
    )
    text = "一、单选题\n1. 谁锁门（ ）\nA. 班长\nB. 访客\n答案：A\n二、判断题\n" + sign * 500_000
    done = subprocess.run([sys.executable, "-c", code], input=text.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [b"1"])
