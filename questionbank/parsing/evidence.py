"""What speaks for a numbered line being a question: looked up ahead, once, for every token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from questionbank.parsing.kinds import asks, asks_plainly, kind_in
from questionbank.parsing.tokens import T, Token

_EMBEDDED = re.compile(
    r"[(\[]\s*(?:√|×|✓|✗|✔|✘|❌|对|错|正确|错误|[A-Z](?:[\s,、]*[A-Z]){0,7})\s*[)\]]\s*[。.?]?\s*$|[√×✓✗✔✘❌]\s*$"
)
_BLANK = re.compile(r"[(]\s*[)]|_{2,}|[(]\s*[)]\s*[。?]?$")
_ANSWERING = frozenset({"key", "points", "reference", "explanation", "criteria", "assesses"})
_MANY = 40


@dataclass(slots=True)
class Block:
    """What follows a token up to the next number or heading."""

    options: bool = False
    labels: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Evidence:
    tokens: list[Token]
    blocks: list[Block]
    folded: str = ""

    @classmethod
    def of(cls, tokens: list[Token], folded: str = "") -> Evidence:
        blocks = [Block() for _ in tokens]
        current = Block()
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            blocks[index] = current
            if token.what in (T.NUMBER, T.HEADING, T.ANSWERS, T.RULER):
                current = Block()
            elif token.what is T.LABEL and token.label:
                current = Block(current.options, current.labels | {token.label.name})
            elif token.what is T.OPTIONS and token.options[0].label in ("A", "true") and token.style != "circled":
                current = Block(
                    options=not token.weak or current.options or len(token.options) > 1, labels=current.labels
                )
        return cls(tokens, blocks, folded)

    def options(self, index: int) -> bool:
        return self.blocks[index].options

    def answered(self, index: int, *, ambiguous: bool = False) -> bool:
        """Whether a label of an answer follows; explanations may follow the end of an inner list as well."""
        wanted = _ANSWERING - {"explanation", "criteria"} if ambiguous else _ANSWERING
        return bool(self.blocks[index].labels & wanted)

    def tagged(self, index: int) -> bool:
        token = self.tokens[index]
        return (token.folded[:1] in "[(" and kind_in(token.folded[:14].split(")")[0].split("]")[0])[0] is not None) or (
            token.content[:1] in "[(" and kind_in(token.content[:14].split(")")[0].split("]")[0])[0] is not None
        )

    def strong(self, index: int, *, ambiguous: bool = False) -> bool:
        """Options, an answer label, a type tag or an embedded key: only a question has them."""
        return (
            self.options(index)
            or self.tagged(index)
            or self.answered(index, ambiguous=ambiguous)
            or _EMBEDDED.search(self.tokens[index].content) is not None
        )

    def asks(self, index: int) -> bool:
        return asks(self.stem(index))

    def stem(self, index: int) -> str:
        """The content of a number token, or of the line after a number that stands alone."""
        token = self.tokens[index]
        if token.content or index + 1 >= len(self.tokens):
            return token.content
        following = self.tokens[index + 1]
        return following.content if following.what in (T.TEXT, T.LABEL) else ""

    def asks_plainly(self, index: int) -> bool:
        return asks_plainly(self.stem(index))

    def blank_to_fill(self, index: int) -> bool:
        return _BLANK.search(self.stem(index)) is not None

    def siblings(self, index: int) -> list[int]:
        """This and the following numbers of the same style, counting on, up to the next heading."""
        style = self.tokens[index].style
        found = [index]
        for at in range(index + 1, len(self.tokens)):
            token = self.tokens[at]
            if token.what in (T.HEADING, T.ANSWERS) or len(found) == _MANY:
                break
            if token.what is T.NUMBER and token.style == style and token.value == self.tokens[found[-1]].value + 1:
                found.append(at)
        return found
