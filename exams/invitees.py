"""Reading pasted lines "name, mail or phone". Pure: no Django. Every line with text is a person or a problem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

MAX_LINES = 300
MAX_NAME = 80
# No person needs more; searching longer lines for a contact would take time that grows with their square.
MAX_LINE = 500
HEADINGS = frozenset({"姓名", "名字", "应聘者", "候选人", "考生", "name"})
_SEPARATOR = re.compile(r"\s*[,\t;|、]\s*")
_BLANKS = re.compile(r"\s+")
_EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>().]+")
_PHONE = re.compile(r"\+?[\d\s().-]{5,30}")


@dataclass(frozen=True, slots=True)
class Invitee:
    line: int
    name: str
    email: str = ""
    phone: str = ""

    @property
    def contacts(self) -> frozenset[str]:
        """What tells two people of one name apart."""
        return frozenset({same_contact(text) for text in (self.email, self.phone) if text})


@dataclass(frozen=True, slots=True)
class LineProblem:
    """`line` counts from 1; `text` is the line as it was pasted, or the part of it that cannot be read."""

    line: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    people: tuple[Invitee, ...]
    problems: tuple[LineProblem, ...]


def read_lines(text: str, known: Collection[str] = ()) -> Reading:
    """One person a line. `known` holds the contacts (`same_contact`) of people who are invited already.

    Codes: too-many-lines, line-too-long, no-name, name-too-long, no-contact, bad-contact, twice, already-invited.
    """
    people: list[Invitee] = []
    problems: list[LineProblem] = []
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        return Reading((), (LineProblem(MAX_LINES + 1, "too-many-lines", lines[MAX_LINES]),))
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        narrow = _narrow(line)
        if len(narrow) > MAX_LINE:
            problems.append(LineProblem(number, "line-too-long", narrow[:MAX_NAME]))
            continue
        cells = _cells(narrow)
        if not any(cells) or (number == 1 and cells[0].lower() in HEADINGS):
            continue
        read = _person(number, line, cells)
        if isinstance(read, Invitee):
            read = _new(read, line, known, seen)
        if isinstance(read, Invitee):
            people.append(read)
        else:
            problems.append(read)
    return Reading(tuple(people), tuple(problems))


def same_contact(text: str) -> str:
    """Equal for one mail address in two cases and for one phone number in two spellings."""
    return text.casefold() if "@" in text else re.sub(r"\D", "", text).removeprefix("86")


def _narrow(line: str) -> str:
    """Full-width characters as narrow ones and single blanks; a tab stays the separator that it is."""
    return _BLANKS.sub(_one_blank, unicodedata.normalize("NFKC", line)).strip()


def _one_blank(blanks: re.Match[str]) -> str:
    return "\t" if "\t" in blanks[0] else " "


def _cells(narrow: str) -> list[str]:
    cells = [cell.strip() for cell in _SEPARATOR.split(narrow)]
    if len(cells) == 1:
        # "林晓 138 0000 0000": without a separator the contact begins at the first digit or in the word with the @.
        found = re.match(r"(.*?)\s+(\S*@\S+|\+?\d[\d\s().-]*)$", narrow)
        return list(found.groups()) if found else cells
    return cells


def _person(number: int, line: str, cells: list[str]) -> Invitee | LineProblem:
    name, *contacts = cells
    if not name or _is_contact(name):
        return LineProblem(number, "no-name", line.strip())
    if len(name) > MAX_NAME:
        return LineProblem(number, "name-too-long", line.strip())
    given = [text for text in contacts if text]
    if not given:
        return LineProblem(number, "no-contact", line.strip())
    strange = [text for text in given if not _is_contact(text)]
    if strange:
        return LineProblem(number, "bad-contact", strange[0])
    emails = [text for text in given if "@" in text]
    phones = [text for text in given if "@" not in text]
    return Invitee(number, name, "".join(emails[:1]), "".join(phones[:1]))


def _is_contact(text: str) -> bool:
    if "@" in text:
        return bool(_EMAIL.fullmatch(text)) and len(text) <= 254
    return bool(_PHONE.fullmatch(text)) and sum(c.isdigit() for c in text) >= 5


def _new(person: Invitee, line: str, known: Collection[str], seen: set[str]) -> Invitee | LineProblem:
    if not seen.isdisjoint(person.contacts):
        return LineProblem(person.line, "twice", line.strip())
    seen |= person.contacts
    if not person.contacts.isdisjoint(known):
        return LineProblem(person.line, "already-invited", line.strip())
    return person
