"""A random bank written in a random layout comes back whole: kinds, stems, options, keys, explanations, points."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from questionbank.parsing import parse_text
from tests.questionbank.parsing.rules import uncovered

SUBJECTS = ["面单", "破损件", "催件消息", "退货单", "晚班交接", "工单", "回访记录", "发票抬头"]
VERBS = ["应当怎样处理", "先交给哪个班组", "在什么时候登记", "由谁负责确认"]
WORDS = ["拍照登记", "通知主管", "联系承运商", "核对称重", "当面清点", "暂停发货", "补发商品", "记录原因"]
CHINESE = "一二三四五六七八九十"


@dataclass
class Question:
    kind: str
    stem: str
    options: list[str] = field(default_factory=list)
    key: str = ""
    explanation: str = ""
    points: list[str] = field(default_factory=list)


@dataclass
class Layout:
    number: str
    option: str
    across: bool
    key: Callable[[Question, int], list[str]]
    trailing: bool
    blank: str
    truth: tuple[str, str]


def question(chance: random.Random, kind: str, serial: int) -> Question:
    subject = f"{chance.choice(SUBJECTS)}{CHINESE[serial % 10]}号"
    if kind == "true_false":
        return Question(kind, f"{subject}不必{chance.choice(WORDS)}。", key=chance.choice("√×"))
    if kind == "short_answer":
        return Question(kind, f"简述{subject}的处理步骤。", points=chance.sample(WORDS, chance.randint(2, 4)))
    options = chance.sample(WORDS, chance.randint(3, 5))
    count = 1 if kind == "single_choice" else chance.randint(2, len(options))
    key = "".join(sorted(chance.sample("ABCDE"[: len(options)], count)))
    explanation = chance.choice(["", "按规定办理，先看记录。"])
    return Question(kind, f"{subject}{chance.choice(VERBS)}？", options, key, explanation)


def label_line(word: str) -> Callable[[Question, int], list[str]]:
    def lines(one: Question, number: int) -> list[str]:
        found = [f"{word}{one.key}"]
        return [*found, f"解析：{one.explanation}"] if one.explanation else found

    return lines


def layout(chance: random.Random) -> Layout:
    return Layout(
        number=chance.choice(["{}. ", "{}、", "{}．", "（{}）", "题目{}：", "第{}题 "]),
        option=chance.choice(["{}. ", "{}、", "{}．", "({}) ", "{}) ", "- {}. "]),
        across=chance.random() < 0.3,
        key=label_line(chance.choice(["答案：", "正确答案:", "【答案】", "参考答案：", "**答案**："])),
        trailing=chance.random() < 0.4,
        blank=chance.choice(["\n", "\n\n"]),
        truth=chance.choice([("√", "×"), ("对", "错"), ("正确", "错误"), ("T", "F")]),
    )


def shown_key(one: Question, style: Layout) -> str:
    return style.truth["√×".index(one.key)] if one.kind == "true_false" else one.key


def body(one: Question, number: int, style: Layout) -> list[str]:
    lines = [style.number.format(number) + one.stem]
    options = [style.option.format("ABCDE"[i]) + text for i, text in enumerate(one.options)]
    lines += ["    ".join(options)] if style.across and "-" not in style.option and options else options
    if one.points:
        return [*lines, "答案要点：", *(f"- {point}" for point in one.points)]
    if style.trailing:
        return lines
    return lines + style.key(Question(one.kind, "", key=shown_key(one, style), explanation=one.explanation), number)


HEADINGS = {"single_choice": "单选题", "multiple_choice": "多选题", "true_false": "判断题", "short_answer": "简答题"}


def paper(bank: dict[str, list[Question]], style: Layout) -> str:
    lines, answers = ["仓库客服测试卷"], ["参考答案及解析"]
    for place, (kind, questions) in enumerate(bank.items()):
        heading = f"{CHINESE[place]}、{HEADINGS[kind]}"
        lines.append(f"{heading}（每题2分，共{len(questions)}题）")
        answers.append(heading)
        for number, one in enumerate(questions, start=1):
            lines += body(one, number, style)
            reason = f" 解析：{one.explanation}" if one.explanation else ""
            answers += [f"{number}. {shown_key(one, style)}{reason}"] if not one.points else []
    return style.blank.join([*lines, *answers] if style.trailing else lines)


@pytest.mark.parametrize("seed", range(60))
def test_a_random_bank_comes_back(seed: int) -> None:
    chance = random.Random(seed)
    bank = {kind: [question(chance, kind, n) for n in range(chance.randint(1, 6))] for kind in HEADINGS}

    document = parse_text(paper(bank, layout(chance)))

    written = [one for questions in bank.values() for one in questions]
    assert [(item.kind.value, item.stem) for item in document.items] == [(one.kind, one.stem) for one in written]
    assert [[option.text for option in item.options] for item in document.items] == [one.options for one in written]
    assert [_key(item.key) for item in document.items] == [one.key for one in written]
    assert [item.explanation or "" for item in document.items] == [one.explanation for one in written]
    assert [[point.text for point in item.answer_points] for item in document.items] == [one.points for one in written]
    assert {str(item.points) for item in document.items} == {"2"}
    assert uncovered(document) == []
    assert [d.code for d in document.diagnostics if d.code not in ("multi-one-letter", "duplicate-item")] == []


def _key(key: list[str] | bool | None) -> str:
    if isinstance(key, bool):
        return "√" if key else "×"
    return "".join(key or [])
