"""Folds of HTML on one line that hide an answer: `<details><summary>查看答案</summary>A</details>`. Input is folded."""

from __future__ import annotations

import re

from questionbank.parsing.tokens.signs import T, Token
from questionbank.parsing.words.labels import label_at
from questionbank.parsing.words.patterns import compiled

_FOLD = compiled(
    r"<details[^<>]*>\s*+<summary[^<>]*>\s*+(?:点击|点此)?(?:查看|显示|展开|show|view|see|reveal)?\s*+(?:the )?"
    r"(?P<name>[^<>]{1,20})</summary>\s*+(?P<said>[^<>]+)</details>",
    re.IGNORECASE,
)


def read_folds(found: list[Token]) -> list[Token]:
    """The tokens with the line of such a fold as a label and what is hidden."""
    made: list[Token] = []
    for token in found:
        fold = _FOLD.fullmatch(token.folded) if token.folded[:8] == "<details" else None
        name = f"{fold['name'].strip(' :')}:" if fold else ""
        label = label_at(name, 0, len(name)) if name else None
        if fold is None or label is None or label.name not in ("key", "explanation") or label.body < len(name):
            made.append(token)
            continue
        token.what, token.label, token.heading, token.level = T.LABEL, label, None, 0
        token.body = token.start + fold.start("said")
        made.append(token)
    return made
