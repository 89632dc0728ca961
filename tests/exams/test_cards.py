from __future__ import annotations

import pytest
from django.utils import translation

from exams import cards as module
from exams.attempts import start_attempt
from exams.booklet import booklet
from exams.cards import card, cards, rendered
from exams.models import Attempt
from exams.saving import Change, save_answers
from tests import build
from tests.candidates import questions

pytestmark = pytest.mark.django_db
HOSTILE = '</textarea><b>"data-choice>\' data-flag> spellcheck="false">\n & number'


def taken() -> Attempt:
    """An attempt at a paper of every kind, in an order of its own."""
    paper = build.paper(
        build.single(HOSTILE), build.single("谁先道歉?"), build.multiple("哪些要登记?" + HOSTILE),
        build.true_false(), build.short(), build.essay(HOSTILE),
    )  # fmt: skip
    sitting = build.sitting(paper, shuffle_items=True, shuffle_options=True)
    return start_attempt(build.invitation(sitting)[0])


def by_template(attempt: Attempt) -> list[str]:
    return [
        rendered(entry, section, section.rule) for section in booklet(attempt).sections for entry in section.questions
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("again", range(3))
def test_filling_in_gives_what_the_template_gives(language: str, again: int) -> None:
    attempt = taken()
    with translation.override(language):
        assert list(cards(booklet(attempt))) == by_template(attempt)

        given = {"single_choice": ["B"], "multiple_choice": ["A", "D"], "true_false": bool(again % 2)}
        placed = [entry.question for entry in booklet(attempt).questions]
        changes = [Change(one.id, 1001 + again, given.get(one.kind, HOSTILE), one.is_single) for one in placed]
        assert len(save_answers(attempt.uuid, changes).saved) == 6

        assert list(cards(booklet(attempt))) == by_template(attempt)


def test_a_question_is_rendered_once_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = build.paper()
    sitting = build.sitting(paper, shuffle_options=True, shuffle_items=True)
    first, *others = [start_attempt(build.invitation(sitting, f"考生{n}")[0]) for n in range(8)]
    list(cards(booklet(first)))
    before = card.cache_info().misses

    for other in others:
        list(cards(booklet(other)))

    assert (card.cache_info().misses, len(questions(first))) == (before, 5)


def test_no_key_is_in_what_is_kept() -> None:
    attempt = taken()
    page = "".join(cards(booklet(attempt)))
    assert [word for word in ("评卷说明", "先致歉并安抚", "服务水平协议") if word in page] == []
    assert module.NUMBER not in page
    assert module.REVISION not in page
    assert module.LETTER not in page
