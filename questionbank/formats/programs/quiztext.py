"""Quizzes as plain text for Canvas (text2qti) and Respondus: stars at right options, feedback below. Pure: no Django.

Sources: the README of text2qti; Respondus' description of its standard format (types MC, MA, TF, E, F).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questionbank.formats.programs.spelled import ESSAY, MULTIPLE, NUMERIC, SHORT, SINGLE, TRUTH, Question, spell

_NUMBER = re.compile(r"\s*\d{1,4}\s*[.)]\s+(?P<text>\S.*)")
_OPTION = re.compile(r"\s*(?P<star>\*)?\s?(?P<letter>[a-zA-Z])[.)]\s+(?P<text>\S.*)")
_BOX = re.compile(r"\s*\[(?P<on>[* xX]?)\]\s*(?P<text>\S.*)")
_SHORT = re.compile(r"\*\s+(?P<text>\S.*)")
_NUMERIC = re.compile(r"=\s*(?P<text>\S.*)")
_OPEN = re.compile(r"_{3,}|\^{3,}")
_NOTE = re.compile(r"\s*(?P<sign>\.\.\.|[!~@+-])\s(?P<text>.*\S)")
_FIELD = re.compile(r"(?P<name>title|points|type)\s*:\s*(?P<text>.*)", re.IGNORECASE)
_SETTING = re.compile(
    r"(?:quiz (?:title|description)|shuffle answers|show correct answers|one question at a time|can't go back|"
    r"feedback is solution|solutions sample groups|solutions randomize groups|pick|points per question|"
    r"solutions pick)\s*:.*|GROUP|END_GROUP|%.*|START_?COMMENT|COMMENT|END_COMMENT",
    re.IGNORECASE,
)
_TYPES = {"mc": SINGLE, "ma": MULTIPLE, "tf": TRUTH, "e": ESSAY, "es": ESSAY, "f": SHORT, "fib": SHORT, "sa": SHORT}
_TOLD = re.compile(
    r"\s*(?P<number>\d{1,4})[.)]\s*(?P<key>\*?[a-zA-Z](?:\s*,\s*[a-zA-Z])*|true|false|T|F)\s*", re.IGNORECASE
)
_SIGNS = re.compile(r"^(?:\s*\.\.\. |\s*~ |\s*@ )", re.MULTILINE)
_HEADS = re.compile(
    r"^(?:quiz title\s*:|GROUP\s*$|END_GROUP\s*$|type\s*:\s*(?:MC|MA|TF|E|F)\s*$)", re.MULTILINE | re.IGNORECASE
)
_RIGHT = re.compile(r"^\s*(?:\*[a-zA-Z][.)]\s|\[\*\]\s)", re.MULTILINE)
_TRUE = frozenset(("true", "false", "t", "f"))
_PAIR = 2


def lines_of_quiz(text: str) -> list[str] | None:
    """The questions spelled out; none of a text without the signs of such a quiz."""
    if not _RIGHT.search(text) or not (_HEADS.search(text) or _SIGNS.search(text)):
        return None
    return spell(_Reader().read(text.split("\n")))


class _Reader:
    """Line by line; `part` says what an indented line goes on with."""

    def __init__(self) -> None:
        self.made: list[Question | str] = []
        self.open: Question | None = None
        self.types: dict[int, int] = {}
        self.fields: dict[str, str] = {}

    def read(self, lines: Sequence[str]) -> Iterator[Question | str]:
        for index, line in enumerate(lines):
            if line.strip().lower() == "answers:" and self._takes_keys(lines[index + 1 :]):
                break
            if line.strip():
                self._take(line)
        for one in self.made:
            if isinstance(one, Question):
                _settle(one, self.types.get(id(one)))
            yield one

    def _take(self, line: str) -> None:
        field = _FIELD.fullmatch(line.strip())
        if _SETTING.fullmatch(line.strip()):
            if line.strip().lower().startswith("quiz title"):
                self.made.append(line.partition(":")[2].strip())
        elif field:
            self.fields[field["name"].lower()] = field["text"]
        elif self.open is None or _NUMBER.fullmatch(line):
            self._begin(line)
        else:
            self._go_on(self.open, line)

    def _begin(self, line: str) -> None:
        match = _NUMBER.fullmatch(line)
        if match is None:
            self.made.append(line.strip())
            return
        self.open = Question(stem=[match["text"].strip()], title=self.fields.get("title", ""))
        self.open.points = self.fields.get("points", "")
        named = _TYPES.get(self.fields.get("type", "").strip().lower())
        if named is not None:
            self.types[id(self.open)] = named
        self.fields = {}
        self.made.append(self.open)

    def _go_on(self, one: Question, line: str) -> None:
        note, option, box = _NOTE.fullmatch(line), _OPTION.fullmatch(line), _BOX.fullmatch(line)
        short = _SHORT.fullmatch(line) or _NUMERIC.fullmatch(line)
        if note:
            one.notes.append(note["text"])
        elif option:
            one.options.append((option["text"].strip(), option["star"] is not None))
        elif box:
            one.options.append((box["text"].strip(), box["on"] not in ("", " ")))
            self.types.setdefault(id(one), MULTIPLE)
        elif short:
            one.answers.append(short["text"].strip())
            self.types.setdefault(id(one), SHORT if short.re is _SHORT else NUMERIC)
        elif _OPEN.fullmatch(line.strip()):
            self.types.setdefault(id(one), ESSAY)
        elif one.options:
            text, right = one.options[-1]
            one.options[-1] = f"{text} {line.strip()}", right
        else:
            one.stem.append(line.strip())

    def _takes_keys(self, lines: Sequence[str]) -> bool:
        """`Answers:` at the end with a number and a letter for each question that has no star."""
        asked = [one for one in self.made if isinstance(one, Question)]
        lines = [line for line in lines if line.strip()]
        told = [match for line in lines if (match := _TOLD.fullmatch(line))]
        if not told or len(told) < len(lines):
            return False
        for match in told:
            number, letters = int(match["number"]), match["key"].upper()
            if 0 < number <= len(asked):
                one = asked[number - 1]
                one.options = [(text, right or chr(65 + at) in letters) for at, (text, right) in enumerate(one.options)]
        return True


def _settle(one: Question, named: int | None) -> None:
    """The kind by what a type says, or by the options; of written kinds the options are answers."""
    words = [text.strip(" .").lower() for text, _ in one.options]
    right = [text for text, on in one.options if on]
    if len(words) == _PAIR and set(words) <= _TRUE:
        one.kind = TRUTH
        one.truth = right[0].lower().startswith("t") if len(right) == 1 else None
        one.options = []
    elif named in (ESSAY, SHORT, NUMERIC):
        one.kind = named
        one.answers += [text for text, _ in one.options]
        one.options = []
    elif one.options:
        one.kind = MULTIPLE if named == MULTIPLE or len(right) > 1 else SINGLE
