"""The passes over the tokens, in their order: each sees a shape that several lines make, and marks it on the tokens."""

from __future__ import annotations

from questionbank.parsing.tokens.codes import take_codes
from questionbank.parsing.tokens.crossed import take_crossed
from questionbank.parsing.tokens.firstoptions import take_first_options
from questionbank.parsing.tokens.guides import take_guides
from questionbank.parsing.tokens.inline import take_definitions, take_inline_answers, take_types
from questionbank.parsing.tokens.keysfirst import take_keys_first
from questionbank.parsing.tokens.kindlines import take_kind_lines
from questionbank.parsing.tokens.kindsfirst import take_kinds_first
from questionbank.parsing.tokens.lists import lettered
from questionbank.parsing.tokens.loneletters import mark_swapped, take_lone_letters, take_small_letters
from questionbank.parsing.tokens.ones import count_ones
from questionbank.parsing.tokens.openings import settle
from questionbank.parsing.tokens.prompts import take_prompts
from questionbank.parsing.tokens.ragged import mend
from questionbank.parsing.tokens.sides import take_sides
from questionbank.parsing.tokens.tokens import Token
from questionbank.parsing.tokens.unseparated import take_unseparated
from questionbank.parsing.tokens.years import take_years


def refined(found: list[Token], folded: str, name: str) -> list[Token]:
    """The tokens of a document as the machine takes them; `folded` is its text, `name` the folded name of its file."""
    found = take_years(found)
    found = take_codes(found)
    found = take_crossed(found, folded)
    found = take_sides(found, folded)
    found = take_kind_lines(found, folded)
    found = take_kinds_first(found)
    found = take_first_options(found, folded)
    found = mend(found, folded)
    found = take_lone_letters(found)
    found = take_small_letters(found)
    found = lettered(found)
    found = take_unseparated(found)
    found = settle(found)
    found = take_guides(found)
    found = take_prompts(found, folded, name)
    found = count_ones(found, name)
    found = take_types(found, folded)
    found = take_inline_answers(found, folded)
    found = take_definitions(found, folded)
    found = take_keys_first(found)
    return mark_swapped(found)
