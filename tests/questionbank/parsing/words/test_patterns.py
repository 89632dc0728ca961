"""Patterns that wait for their first use do what compiled ones do."""

from __future__ import annotations

import copy
import re

import pytest

from questionbank.parsing.words.patterns import compiled


@pytest.mark.parametrize("text", ["第3题", "b4", "", "C5 c6"])
def test_the_same_matches(text: str) -> None:
    sure, late = re.compile("([a-c])([0-9])", re.IGNORECASE), compiled("([a-c])([0-9])", re.IGNORECASE)

    assert [match.groups() for match in late.finditer(text)] == [match.groups() for match in sure.finditer(text)]
    assert late.split(text) == sure.split(text)
    assert late.sub("-", text) == sure.sub("-", text)
    assert bool(late.match(text)) is bool(sure.match(text))
    assert (late.groups, late.flags, late.pattern) == (sure.groups, sure.flags, sure.pattern)


def test_a_wrong_pattern_is_told_at_its_first_use() -> None:
    late = compiled("(")
    with pytest.raises(re.error):
        late.search("(")


def test_copies_wait_as_well() -> None:
    assert copy.copy(compiled("a+")).fullmatch("aaa") is not None
