"""Where items are used. Apps above the bank register how to find out, so that the bank need not know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Use:
    """A place that holds a revision of an item, such as a paper. `address` may be empty."""

    item_id: int
    title: str
    address: str
    revision: int
    is_final: bool


Finder = Callable[[Sequence[int]], list[Use]]
finders: list[Finder] = []


def uses(item_ids: Sequence[int]) -> list[Use]:
    return [use for finder in finders for use in finder(item_ids)]
