"""GIFT, the question text of Moodle: `::title:: stem {=right ~wrong#note}`. Pure: no Django.

Source: Moodle's documentation of the GIFT format (comments, categories, escapes, weights, the kinds by their signs).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from questionbank.formats.programs.spelled import (
    ESSAY,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    SHORT,
    SINGLE,
    TRUTH,
    Question,
    spell,
)

_COMMENT = re.compile(r"[ \t]*//[^\n]*(?:\n|$)")
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(?P<name>[^\n]+)")
_TITLE = re.compile(r"\s*::(?P<title>(?:[^:\\]|\\.|:(?!:))*)::")
_FORMAT = re.compile(r"\s*\[(?:html|markdown|plain|moodle)\]\s*", re.IGNORECASE)
_GROUP = re.compile(r"(?<!\\)\{(?P<body>(?:[^{}\\]|\\.)*)\}", re.DOTALL)
_MARKED = re.compile(r"^[ \t]*(?:::[^:\n]+::|// (?:\[(?:id|tag):|question:))", re.MULTILINE)
_BLOCK = re.compile(r"\n[ \t]*\n+")
_TRUTH = re.compile(r"(?P<value>T|TRUE|F|FALSE)\s*(?:#(?P<wrong>[^#]*))?(?:#(?P<right>[^#]*))?(?:####.*)?", re.DOTALL)
_ANSWER = re.compile(
    r"(?P<sign>[=~])\s*(?:%(?P<weight>-?\d{1,3}(?:\.\d{1,5})?)%)?(?P<text>(?:[^=~\\]|\\.)*)", re.DOTALL
)
_KNOWN = re.compile(r"\s*(?:[=~]|#\s*(?:=|-?\d)|(?:T|TRUE|F|FALSE)\s*(?:#|$))")
_ESCAPED = re.compile(r"\\.")
_ESCAPE = re.compile(r"\\([~=#{}:n])")
_GENERAL = re.compile(r"(?<!\\)####(?P<text>.*)$", re.DOTALL)
_NOTE = re.compile(r"(?<!\\)#")
_TAG = re.compile(r"</?(?:p|div|span|br|strong|em|b|i|u|font|ul|ol|li)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LEAST_SHARE = 0.6
_MOST_OPTIONS = 26


@dataclass(frozen=True, slots=True)
class _Answer:
    right: bool
    weight: float | None
    text: str
    note: str


def lines_of_gift(text: str) -> list[str] | None:
    """The questions spelled out; none of a text that is no GIFT."""
    if "{" not in text:
        return None
    groups = _GROUP.findall(text)
    known = sum(1 for body in groups if _KNOWN.match(body))
    empty = sum(1 for body in groups if not body.strip())
    named = bool(empty) and _MARKED.search(text) is not None
    if not (known or named) or known + empty < len(groups) * _LEAST_SHARE:
        return None
    return spell(_parts(_COMMENT.sub("", text)))


def _parts(text: str) -> Iterator[Question | str]:
    topic = ""
    for block in _blocks(text):
        category = _CATEGORY.match(block)
        if category:
            topic = category["name"].strip().rpartition("/")[2].removeprefix("$course$")
            block = block[category.end() :]
        if not block.strip():
            continue
        group = _group(block)
        if group is None:
            yield _plain(block)
        else:
            one = _question(block, group)
            one.topic = topic
            yield one


def _group(block: str) -> re.Match[str] | None:
    return next((one for one in _GROUP.finditer(block) if _KNOWN.match(one["body"]) or not one["body"].strip()), None)


def _blocks(text: str) -> Iterator[str]:
    """The stretches between blank lines, but none ends within braces."""
    held: list[str] = []
    depth = 0
    for block in _BLOCK.split(text):
        held.append(block)
        bare = _ESCAPED.sub("", block)
        depth += bare.count("{") - bare.count("}")
        if depth <= 0:
            yield from _several("\n".join(held))
            held, depth = [], 0
    if held:
        yield "\n".join(held)


def _several(block: str) -> Iterator[str]:
    """Questions below each other without a blank line: each begins behind the braces of the one before."""
    at = 0
    for match in re.finditer(r"\}[ \t]*\n(?=[ \t]*(?:::|\$CATEGORY))", block):
        yield block[at : match.end()]
        at = match.end()
    yield block[at:]


def _question(block: str, group: re.Match[str]) -> Question:
    if "[html]" in block:
        block = html.unescape(_TAG.sub(" ", block))
        group = _group(block) or group
    title = _TITLE.match(block)
    before = _FORMAT.sub("", block[title.end() if title else 0 : group.start()])
    outside = _GENERAL.search(block, group.end())
    after = _plain(block[group.end() : outside.start() if outside else len(block)])
    stem = _plain(before) + (f" _____ {after}" if after else "")
    one = Question(stem=[line.strip() for line in stem.split("\n") if line.strip()])
    one.title = " ".join(_plain(title["title"]).split()) if title else ""
    body = group["body"]
    general = _GENERAL.search(body)
    _fill(one, body[: general.start()] if general else body)
    told = (_FORMAT.sub("", note["text"]) for note in (general, outside) if note)
    one.notes = [note for note in (*one.notes, *map(_plain, told)) if note]
    return one


def _fill(one: Question, body: str) -> None:
    body = body.strip()
    truth = _TRUTH.fullmatch(body)
    if not body:
        one.kind = ESSAY
    elif truth:
        one.kind, one.truth = TRUTH, truth["value"][0] == "T"
        one.notes += [_plain(note) for note in (truth["wrong"], truth["right"]) if note]
    elif body.startswith("#"):
        one.kind, one.answers = NUMERIC, _numbers(body[1:])
    else:
        _choose(one, [_answer(match) for match in _ANSWER.finditer(body)])


def _answer(match: re.Match[str]) -> _Answer:
    text, *note = _NOTE.split(match["text"], maxsplit=1)
    weight = float(match["weight"]) if match["weight"] else None
    return _Answer(match["sign"] == "=", weight, _plain(_FORMAT.sub("", text)), _plain(note[0]) if note else "")


def _choose(one: Question, found: list[_Answer]) -> None:
    pairs = [answer.text.partition("->") for answer in found if answer.right and "->" in answer.text]
    if pairs and len(pairs) == len(found):
        one.kind = MATCHING
        left, right = [pair[0].strip() for pair in pairs], sorted({pair[2].strip() for pair in pairs})
        one.stem += [" / ".join(part for part in left if part), " / ".join(right)]
        one.answers = [f"{first.strip()} -> {second.strip()}" for first, _, second in pairs if first.strip()]
    elif all(answer.right for answer in found):
        worth = [answer for answer in found if answer.weight != 0 and answer.text != "*"]
        one.kind, one.answers = SHORT, [_line(answer.text) for answer in worth]
    else:
        one.options = [
            (_line(answer.text), answer.right or (answer.weight or 0) > 0) for answer in found[:_MOST_OPTIONS]
        ]
        one.kind = MULTIPLE if sum(right for _, right in one.options) > 1 else SINGLE
    one.notes += [f"{_line(answer.text)}: {_line(answer.note)}" for answer in found if answer.note]


def _numbers(body: str) -> list[str]:
    """`3.1:0.05`, `=1822:0 =%50%1822:2`, `1..5`: the numbers and how far an answer may be off."""
    found = [match["text"] for match in _ANSWER.finditer(body)] or [body]
    told = [_NOTE.split(text, maxsplit=1)[0].strip() for text in found]
    return [re.sub(r":0*(?:\.0*)?$", "", text).replace(":", " ± ").replace("..", " - ") for text in told if text]


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], text).strip()
