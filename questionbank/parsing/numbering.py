"""Whether a numbered line is the next question, a line of the list that is open, or mere text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from questionbank.parsing.drafts import ANSWER_PARTS
from questionbank.parsing.kinds import announces_prose, announces_questions, announces_statements

if TYPE_CHECKING:
    from questionbank.parsing.machine import Machine
    from questionbank.parsing.tokens import Token

WIDEST_GAP = 20
_WEAK_SHARE = 0.6


@dataclass(slots=True)
class Series:
    """The style and last number of the questions; `inner` has the last number of every list open in the item."""

    style: str = ""
    last: int = 0
    inner: dict[str, int] = field(default_factory=dict)
    rejected: str = ""

    def question(self, token: Token) -> str:
        self.style, self.last = token.style, token.value
        self.inner.clear()
        return "question"

    def listed(self, token: Token) -> str:
        self.inner[token.style] = token.value
        return "inner"

    def continues(self, token: Token) -> bool:
        """Whether a list that is open in the item goes on with this number."""
        return self.inner.get(token.style) == token.value - 1


def role(machine: Machine, index: int, token: Token) -> str:
    """`question`, `inner` (an item of the open list) or `text`."""
    series = machine.series
    answering = machine.item is not None and machine.part in ANSWER_PARTS
    if answering and series.continues(token):
        if _counts_on(series, token) and _wins(machine, index, token):
            return series.question(token)
        return series.listed(token)
    if not series.style or (token.value == 1 and machine.section is not None and not machine.section.items):
        return _first(machine, index, token)
    if token.style == series.style:
        return _same_style(machine, index, token, answering)
    return _other_style(machine, index, token, answering)


def _counts_on(series: Series, token: Token) -> bool:
    return token.style == series.style and token.value == series.last + 1


def _wins(machine: Machine, index: int, token: Token) -> bool:
    """Both the list and the questions could go on with this number: options or an answer of its own decide."""
    return machine.evidence.options(index) or machine.evidence.answered(index, ambiguous=True)


def _first(machine: Machine, index: int, token: Token) -> str:
    series = machine.series
    if machine.item is not None and not machine.evidence.strong(index) and not token.style.startswith("word"):
        # an unnumbered question is open: numbers in it are a list of its own
        return series.listed(token)
    if series.rejected == token.style and not machine.evidence.strong(index):
        return "text"
    if opens_series(machine, index, token):
        return series.question(token)
    series.rejected = token.style
    return "text"


def opens_series(machine: Machine, index: int, token: Token) -> bool:
    """Whether questions begin here: evidence of its own, the heading's word for it, or most of the list asks."""
    evidence, section = machine.evidence, machine.section
    if token.weak:
        return evidence.options(index) or (_named(machine) and evidence.asks(index))
    if evidence.strong(index) or token.style == "word":
        return True
    if section is not None and section.heading.declares:
        return True
    title = (
        section.heading.title
        if section is not None and not section.implicit
        else machine.collected.title or machine.name
    )
    if announces_statements(title):
        return False
    siblings = evidence.siblings(index)
    asking = sum(1 for at in siblings if evidence.asks_plainly(at))
    if asking < len(siblings) * _WEAK_SHARE:
        return announces_questions(title) and not announces_prose(title) and _ends_asking(machine, index)
    return asking > 1 or _ends_asking(machine, index)


def _named(machine: Machine) -> bool:
    return machine.section is not None and machine.section.heading.declares


def _ends_asking(machine: Machine, index: int) -> bool:
    return machine.evidence.stem(index).rstrip(' ”"').endswith("?")


def _same_style(machine: Machine, index: int, token: Token, answering: bool) -> str:
    series, evidence = machine.series, machine.evidence
    strong = evidence.strong(index)
    if token.value == series.last + 1:
        return series.question(token)
    if token.value == 1:
        inside = machine.item is not None and (answering or machine.part == "stem")
        plain = strong or (not inside and evidence.asks(index))
        return (
            series.question(token)
            if plain and not (answering and not evidence.options(index))
            else series.listed(token)
        )
    if machine.part == "stem" and series.continues(token):
        return series.listed(token)
    if series.last < token.value <= series.last + WIDEST_GAP:
        return series.question(token) if strong or (evidence.asks(index) and not answering) else "text"
    return series.question(token) if evidence.options(index) or evidence.tagged(index) else "text"


def _other_style(machine: Machine, index: int, token: Token, answering: bool) -> str:
    series, evidence = machine.series, machine.evidence
    if token.style == "word" or (evidence.options(index) and not token.weak) or evidence.tagged(index):
        return series.question(token)
    if machine.item is not None:
        return series.listed(token)
    if evidence.strong(index) and not token.weak:
        return series.question(token)
    return "text"
