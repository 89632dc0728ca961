"""Every message that the preview can show is explained, in sentences whose parameters fit."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from questionbank.guide.advice import BY_GROUP, EXPLAINED, GROUPS, advice
from questionbank.messages import SENTENCES, UNREADABLE

# These belong to the bank and to the undoing of an import, not to its preview.
ELSEWHERE = {"own-work", "changed-meanwhile", "in-papers"}


def test_every_message_is_explained_once() -> None:
    assert set(SENTENCES) - ELSEWHERE == EXPLAINED
    assert sum(len(group) for group in BY_GROUP.values()) == len(EXPLAINED)
    assert set(BY_GROUP) == set(GROUPS)
    assert set(BY_GROUP["refused"]) == set(UNREADABLE)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("group", list(GROUPS))
def test_the_sentences_are_whole_and_say_what_to_do(group: str, language: str) -> None:
    with override(language):
        for row in advice(group):
            assert "%(" not in row.sentence
            # A refused file says what to do in its own sentence.
            assert bool(row.advice) is (group != "refused")
