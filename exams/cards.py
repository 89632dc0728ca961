"""Questions on the taking page: each is rendered once for a paper and a language, then personalised by filling in.

When everybody starts at once, rendering the same questions for each of them would cost most of the time. What differs
between people (number, order of options, answer, flag, revision) is put into the rendered text. The template stays the
only source of the page: `tests/exams/test_cards.py` holds both ways against each other.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from exams.booklet import Booklet
from questionbank.content import ItemKind
from questionbank.delivery import CandidateOption, CandidateQuestion, Held, Numbered

TEMPLATE = "questionbank/_candidate_question.html"
# Stand-ins that no text of a question can hold: they are made anew in each process.
NUMBER, REVISION, LETTER = (f"{name}{secrets.token_hex(8)}" for name in ("number", "revision", "letter"))
_CHOICE = re.compile(r'<label class="choice">.*?</label>', re.DOTALL)
CARDS_KEPT = 4096


class Asked(NamedTuple):
    """All that a card shows. Its options, each with value and text, have one order for everybody; nothing else of a
    question differs between people."""

    id: int
    kind: ItemKind
    genre: str
    stem: str
    points: str
    options: frozenset[tuple[str, str]]
    title: str
    note: str
    rule: str
    language: str | None

    @property
    def question(self) -> CandidateQuestion:
        options = tuple(CandidateOption(value, LETTER, text) for value, text in sorted(self.options))
        return CandidateQuestion(self.id, self.kind, self.genre, self.stem, self.points, options)


@dataclass(frozen=True)
class Card:
    """A rendered question: what stands before, between and after its choices, and the choices by their value."""

    before: str
    choices: dict[str, str]
    between: str
    after: str

    def fill(self, entry: Numbered) -> SafeString:
        question, held = entry.question, entry.held
        chosen = entry.chosen_values
        choices = [
            _choice(self.choices[option.value], option.letter, is_checked=option.value in chosen)
            for option in question.options
        ]
        if question.is_true_false:
            answers = {"true": entry.says_true, "false": entry.says_false}
            choices = [_choice(self.choices[value], "", is_checked=checked) for value, checked in answers.items()]
        whole = self.before + self.between.join(choices) + self.after
        if held.flagged:
            whole = whole.replace(" data-flag>", " data-flag checked>", 1)
        if entry.text and question.is_written:
            whole = whole.replace('spellcheck="false">\n', f'spellcheck="false">\n{escape(entry.text)}', 1)
        whole = whole.replace(REVISION, str(held.revision)).replace(NUMBER, str(entry.number))
        return mark_safe(whole)  # noqa: S308 -- the template's own output, and escaped text


def _choice(html: str, letter: str, *, is_checked: bool) -> str:
    html = html.replace(LETTER, letter, 1)
    return html.replace(" data-choice>", " data-choice checked>", 1) if is_checked else html


def cards(booklet: Booklet) -> Iterator[SafeString]:
    """The questions of the booklet in their order."""
    language = get_language()
    for section in booklet.sections:
        for entry in section.questions:
            asked = entry.question
            options = frozenset([(option.value, option.text) for option in asked.options])
            shown = (asked.id, asked.kind, asked.genre, asked.stem, asked.points, options)
            yield card(Asked(*shown, section.title, section.note, section.rule, language)).fill(entry)


@lru_cache(maxsize=CARDS_KEPT)
def card(asked: Asked) -> Card:
    """Found again by all that it shows, so a card can never be of another paper or language."""
    question = asked.question
    stand_ins: Any = (NUMBER, REVISION)  # where numbers are shown
    html = rendered(Numbered(stand_ins[0], question, Held(revision=stand_ins[1])), asked, asked.rule)
    found = list(_CHOICE.finditer(html))
    if not found:
        return Card(html, {}, "", "")
    between = html[found[0].end() : found[1].start()] if len(found) > 1 else ""
    values = [option.value for option in question.options] or ["true", "false"]
    choices = dict(zip(values, (one.group() for one in found), strict=True))
    return Card(html[: found[0].start()], choices, between, html[found[-1].end() :])


def rendered(entry: Numbered, above: Any, rule: str) -> str:
    """The question by its template alone."""
    return render_to_string(TEMPLATE, {"entry": entry, "section": above, "rule": rule, "taking": True})
