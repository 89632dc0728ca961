"""The order of questions and options that one candidate sees. Pure: no Django.

Shuffling never changes an option's label, only its place. Options such as "all of the above" keep their place, and a
question whose text speaks of options by letter is left as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypedDict

from questionbank.content import AnyContent, MultipleChoice, Option, SingleChoice

_PINNED = re.compile(
    r"(以上|上述|前述|前面).{0,8}(都|皆|均|全|不|无|没有|选项|说法|答案)|^\s*(都|皆|均|全部?)(不?对|不?是|不?正确|错)"
    r"|^\s*(都|皆|均)不|^\s*(以上|上述)(全部|皆非|皆是)"
    r"|\b(all|none|both|neither|any) of (the|these|them)\b|\b(the )?above\b",
    re.IGNORECASE,
)
# 「选项A」, "A和B", "B、C", "options A and B", "both A and C", "(A)": not a word such as "A类客户" or "VIP".
_LETTER = r"(?<![A-Za-z0-9])[A-J](?![A-Za-z0-9])"
_LETTERS = re.compile(
    rf"选项\s*{_LETTER}|{_LETTER}\s*(选项|项)|{_LETTER}\s*(、|和|与|及|或|and|or|,|，|/|&|\+)\s*{_LETTER}"
    rf"|\b(options?|answers?|choices?)\s+{_LETTER}",
    re.IGNORECASE,
)


class Order(TypedDict):
    """As `Attempt.order_json` keeps it; JSON has text keys."""

    items: list[int]
    options: dict[str, list[str]]


def names_letters(text: str) -> bool:
    """Does the text speak of options by their letters?"""
    return bool(_LETTERS.search(text))


def is_pinned(option: Option) -> bool:
    """Does the option only make sense in its place, such as 以上都对?"""
    return bool(_PINNED.search(option.text))


def option_labels(content: AnyContent) -> list[str]:
    return [option.label for option in content.options] if isinstance(content, SingleChoice | MultipleChoice) else []


def shuffled_labels(content: AnyContent, random: Random) -> list[str]:
    """The labels in a new order; pinned options stay where they are."""
    if not isinstance(content, SingleChoice | MultipleChoice):
        return []
    if any(names_letters(text) for text in (content.stem, *(option.text for option in content.options))):
        return option_labels(content)
    loose = [option.label for option in content.options if not is_pinned(option)]
    random.shuffle(loose)
    following = iter(loose)
    return [option.label if is_pinned(option) else next(following) for option in content.options]


def order_for(sections: Iterable[Sequence[tuple[int, AnyContent]]], *, seed: int, items: bool, options: bool) -> Order:
    """`sections` hold (paper item id, content). Sections keep their order; `items` and `options` say what to shuffle.
    The same seed gives the same order."""
    random = Random(seed)  # noqa: S311 -- a fair order, not a secret
    order = Order(items=[], options={})
    for section in sections:
        placed = list(section)
        if items:
            random.shuffle(placed)
        for identity, content in placed:
            order["items"].append(identity)
            labels = shuffled_labels(content, random) if options else option_labels(content)
            if labels:
                order["options"][str(identity)] = labels
    return order
