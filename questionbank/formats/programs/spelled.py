"""A question of a format with signs of its own, as lines that the parser of texts reads. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
SINGLE, MULTIPLE, TRUTH, SHORT, ESSAY, MATCHING, NUMERIC = range(7)
_ENGLISH = ("single choice", "multiple answers", "true/false", "short answer", "essay", "matching", "numerical")
_NATIVE = ("单选题", "多选题", "判断题", "填空题", "问答题", "匹配题", "填空题")
_WORDS = {
    "en": {"key": "Answer", "explanation": "Explanation", "points": "Points", "topic": "Topic", "title": "ID"},
    "zh": {"key": "答案", "explanation": "解析", "points": "分值", "topic": "知识点", "title": "编号"},
}


@dataclass(slots=True)
class Question:
    """`kind` is one of the numbers above; `truth` its key where it asks for true or false, `answers` what is accepted
    or said, `notes` explain."""

    kind: int = ESSAY
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, bool]] = field(default_factory=list)
    truth: bool | None = None
    answers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    points: str = ""
    topic: str = ""
    title: str = ""


def spell(parts: Iterable[Question | str]) -> list[str]:
    """Questions counted from 1, and other lines as they are."""
    known = list(parts)
    chinese = any(_CHINESE.search(line) for one in known if isinstance(one, Question) for line in one.stem)
    made: list[str] = []
    count = 0
    for part in known:
        if isinstance(part, str):
            made += ["", part]
        else:
            count += 1
            made += ["", *_lines(part, count, "zh" if chinese else "en")]
    return made[1:]


def _lines(one: Question, count: int, language: str) -> Iterator[str]:
    word, colon = _WORDS[language], "：" if language == "zh" else ": "
    first, *rest = one.stem or [""]
    name = f"【{_NATIVE[one.kind]}】" if language == "zh" else f"[{_ENGLISH[one.kind]}] "
    yield f"{count}. {name}{first}"
    yield from rest
    for place, (text, _) in enumerate(one.options):
        yield f"{chr(65 + place)}. {text}"
    told = _key(one)
    for label, content in (
        ("key", told),
        ("explanation", " ".join(" ".join(one.notes).split())),
        ("points", one.points),
        ("topic", one.topic),
        ("title", one.title),
    ):
        if content:
            yield from f"{word[label]}{colon}{content}".split("\n")


def _key(one: Question) -> str:
    if one.kind in (SINGLE, MULTIPLE):
        return "".join(chr(65 + place) for place, (_, right) in enumerate(one.options) if right)
    if one.kind == TRUTH:
        return "" if one.truth is None else "√" if one.truth else "×"
    return ("\n" if one.kind == ESSAY else " / " if one.kind != MATCHING else "; ").join(one.answers)
