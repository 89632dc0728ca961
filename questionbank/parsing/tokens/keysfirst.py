"""Keys in front of their questions: `【答案】B` on the line above each of them, and nothing below the last."""

from __future__ import annotations

from questionbank.parsing.tokens.tokens import T, Token

_LEAST = 2
_BELOW = (T.HEADING, T.ANSWERS, T.LABEL, T.RULER)


def take_keys_first(found: list[Token]) -> list[Token]:
    """The same tokens with such keys behind the questions that follow them, where keys are expected.

    Only when no question stands above the first key and a question follows each of them at once: then none of them
    can be the key of the question above it.
    """
    keys = [index for index, token in enumerate(found) if token.label is not None and token.label.name == "key"]
    first = next((index for index, token in enumerate(found) if token.what in (T.NUMBER, T.OPTIONS)), None)
    if len(keys) < _LEAST or first != keys[0] + 1 or not all(_leads(found, index) for index in keys):
        return found
    ends = [*keys[1:], len(found)]
    moved = found[: keys[0]]
    for key, end in zip(keys, ends, strict=True):
        cut = _end_of_question(found, key + 1, end)
        moved += [*found[key + 1 : cut], found[key], *found[cut:end]]
    return moved


def _leads(found: list[Token], index: int) -> bool:
    token, after = found[index], found[index + 1 : index + 2]
    return token.fresh and token.body < token.end and bool(after) and after[0].what is T.NUMBER and after[0].fresh


def _end_of_question(found: list[Token], start: int, end: int) -> int:
    """Before its explanation, or whatever else stands below stem and options."""
    below = (index for index in range(start + 1, end) if found[index].what in _BELOW)
    return next(below, end)
