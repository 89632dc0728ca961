"""Texts in the formats of other programs, spelled out as the parser of texts reads them. Pure: no Django."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace

from questionbank.formats.programs.gift import lines_of_gift
from questionbank.formats.programs.quiztext import lines_of_quiz
from questionbank.formats.programs.spelled import ESSAY, MULTIPLE, SHORT, SINGLE, TRUTH, Question, spell
from questionbank.parsing.source.lines import SourceLine

_ANSWERED = re.compile(r"[\[【<](?:正确|参考)?答案[\]】>]|(?:正确|参考)?答案\s*[:：]|填空题")
_BRACKETS = re.compile(r"\[\[([^\[\]\n]{1,80})\]\]")
_BRACES = re.compile(r"\{([^{}\n=~#]{1,40})\}")
_NUMBERED = re.compile(r"\s*(?:[\[【(（][^\[\]【】()（）]{2,8}[\]】)）]\s*)?\d{1,4}\s*[.、．)）]")
_RECORD = re.compile(r'^\ufeff?"?NewQuestion"?\s*[,;\t]', re.MULTILINE)
_RECORD_KINDS = {"MC": SINGLE, "MS": MULTIPLE, "TF": TRUTH, "SA": SHORT, "WR": ESSAY}


def translated(lines: Sequence[SourceLine]) -> list[SourceLine] | None:
    """The lines to parse instead of those of a text in one of these formats; none of any other text."""
    text = "\n".join(line.printed for line in lines)
    found = lines_of_gift(text) or lines_of_quiz(text) or lines_of_records(text)
    return [SourceLine(line) for line in found] if found else _with_blanks(lines, text) or _with_fields(lines, text)


def lines_of_records(text: str) -> list[str] | None:
    """The rows `NewQuestion,MC` … `Option,100,text` of Brightspace's question list."""
    if not _RECORD.search(text):
        return None
    delimiter = next((sign for sign in ",;\t" if f"NewQuestion{sign}" in text or f'NewQuestion"{sign}' in text), ",")
    made: list[Question] = []
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        return None
    for row in (row for row in rows if any(row)):
        name, content = row[0].lower().lstrip("\ufeff"), row[1] if len(row) > 1 else ""
        if name == "newquestion":
            made.append(Question(kind=_RECORD_KINDS.get(content.upper(), ESSAY)))
        elif made:
            _take_record(made[-1], name, [content, *row[2:]])
    return spell(one for one in made if one.stem)


def _take_record(one: Question, name: str, cells: list[str]) -> None:
    content = cells[0]
    if name == "questiontext":
        one.stem += content.split("\n")
    elif name == "option":
        one.options.append((cells[1] if len(cells) > 1 else "", _is_right(content)))
    elif name in ("true", "false"):
        one.truth = (name == "true") == _is_right(content)
    elif name == "answer":
        one.answers.append(cells[1] if len(cells) > 1 and cells[1] else content)
    elif name == "answerkey":
        one.answers.append(content)
    elif name == "feedback":
        one.notes.append(content)
    elif name in ("points", "title"):
        setattr(one, name, content)


def _is_right(weight: str) -> bool:
    return weight.replace(".", "", 1).isdigit() and float(weight) > 0


def _with_blanks(lines: Sequence[SourceLine], text: str) -> list[SourceLine] | None:
    """`…一式[[三|3]]份`, `…一式{三}份`: answers that stand in the blanks, as blanks with the answers below."""
    if not (_BRACKETS.search(text) or _BRACES.search(text)) or not _ANSWERED.search(text):
        return None
    braced = "填空" in text
    made: list[SourceLine] = []
    for line in lines:
        pattern = _BRACKETS if _BRACKETS.search(line.text) else _BRACES if braced else None
        told = pattern.findall(line.text) if pattern is not None and _NUMBERED.match(line.printed) else []
        made.append(replace(line, text=pattern.sub("____", line.text), marks=()) if told and pattern else line)
        if told:
            made.append(SourceLine(f"答案：{'；'.join(told) if len(told) > 1 else told[0].replace('|', ' / ')}"))
    return made if len(made) > len(lines) else None


def _with_fields(lines: Sequence[SourceLine], text: str) -> list[SourceLine] | None:
    """`题目[单选题][必答][答案：甲][分数：5]` over its options (Tencent's surveys): the fields below the options."""
    if len(_TAGGED.findall(text)) < max(1, len(_FIELD.findall(text)) / _MOST_FIELDS):
        return None
    made: list[SourceLine] = []
    waiting: list[SourceLine] = []
    for line in lines:
        match = _TAGGED.fullmatch(line.text.strip())
        if match or not line.text.strip():
            made += waiting
            waiting = []
        if match:
            fields = [(name, content.strip()) for name, content in _FIELD.findall(match["fields"])]
            waiting = [SourceLine(f"{_FIELDS[name]}：{content}") for name, content in fields]
        made.append(replace(line, text=match["stem"], marks=()) if match else line)
    return made + waiting


_SETTING = r"(?:\[[^\[\]\n]{1,80}\]){0,6}"
_TAGGED = re.compile(
    r"^(?P<stem>[^\n]{1,1000}?\[[^\[\]\n：]{2,8}题\])"
    rf"(?P<fields>{_SETTING}\[(?:答案|分数)：[^\[\]\n]{{1,80}}\]{_SETTING})$",
    re.MULTILINE,
)
_FIELD = re.compile(r"\[(答案|分数|解析)：([^\[\]\n]{1,80})\]")
_FIELDS = {"答案": "答案", "分数": "分值", "解析": "解析"}
_MOST_FIELDS = 3
