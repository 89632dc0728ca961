"""What speaks for a numbered line being a question: looked up ahead, once, for every token."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from questionbank.parsing.tokens.prompts import puts
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading
from questionbank.parsing.words.keys import pair_of
from questionbank.parsing.words.kinds import asks, asks_plainly
from questionbank.parsing.words.typenames import tag_at

EMBEDDED = re.compile(
    r"[(\[]\s*(?:√|×|✓|✗|✔|✘|❌|对|错|正确|错误|[Tt]rue|[Ff]alse|[TFYNX]|[a-h]|[A-H](?:[\s,、]*[A-H]){0,7})\s*[)\]]\s*[。.?]?\s*$|[√×✓✗✔✘❌]\s*$|[。.?!]\s*(?:对|错|正确|错误)\s*$",
)
TAG_BEHIND = re.compile(r"[\[(](?:[单多]选|判断|填空|简答|问答|论述|矩阵|量表|排序)题[\])]\s*\*?$")
_BLANK = re.compile(r"[(]\s*[)]|_{2,}|\[\s*\]")
_LINE = re.compile(r"_{2,}")
_FIELD = re.compile(r":\s*_+")
_GAP = re.compile(r"(?<![A-Za-z0-9_:.>\]])\s{0,2}[(]\s*[)]")  # `main()` is code, and `姓名:( )` a form
_SENTENCE = 8
_STATEMENT = 5
_ANSWERING = frozenset({"key", "points", "reference", "explanation", "contrast", "criteria", "assesses"})
_REPLIES = frozenset({"key", "points", "reference"})
_MANY = 40
_REACH = 400  # tokens between two numbers of one list; keeps the work linear
_TITLE = 24
_OTHERS = re.compile(r"\b(?:they|their|the candidate|he|she)\b", re.IGNORECASE)  # what to watch, no questions to put
_LEAST_BULLETS = 4
_SHARE = 0.6
_NAMES_QUESTION = re.compile(r"[.、)]\W{0,4}(?:面试)?(?:问题|题目|题干|question)\W*$", re.IGNORECASE)
_CLOSING = " ”\"’'」)"


@dataclass(slots=True)
class Block:
    """What follows a token up to the next number or heading."""

    options: bool = False
    labels: set[str] = field(default_factory=set)
    asks: bool = False
    reply: bool = False  # the label of an answer follows before the next label of a question

    def behind(self, token: Token, *, followed: bool = False) -> Block:
        """The block of the token in front of this one; `followed` says that the next option stands behind it."""
        if token.what is T.LABEL and token.label:
            name = token.label.name
            if name == "stem" and not token.label.word:
                return Block(labels={name})  # a question told by its looks alone: what follows is its own
            reply = name in _REPLIES or (self.reply and name != "stem")
            return Block(self.options, self.labels | {name}, self.asks, reply)
        if token.what is T.OPTIONS and token.options[0].label in ("A", "true") and token.style != "circled":
            least = 2 if token.unseparated else 1
            sure = not token.weak or self.options or followed or len(token.options) > least
            return Block(sure, self.labels, self.asks, self.reply)
        if token.what is T.TEXT and pair_of(token.folded, 0, len(token.folded)):
            return Block(True, self.labels, self.asks, self.reply)
        if token.what is T.TEXT and token.folded.rstrip(_CLOSING).endswith("?"):
            return Block(self.options, self.labels, True, self.reply)
        return self


@dataclass(slots=True)
class Evidence:
    tokens: list[Token]
    blocks: list[Block]
    folded: str = ""
    _asking: dict[tuple[str, int], float] = field(default_factory=dict)
    _spans: list[int] = field(default_factory=list)
    _headings: list[Heading | None] = field(default_factory=list)
    _bullets: bool | None = None

    @classmethod
    def of(cls, tokens: list[Token], folded: str = "") -> Evidence:
        blocks = [Block() for _ in tokens]
        current = Block()
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            blocks[index] = current
            rules = token.what is T.RULER and token.folded[:1] != "|"  # no line within a table
            closes = rules or token.what in (T.NUMBER, T.HEADING, T.ANSWERS)
            current = Block() if closes else current.behind(token, followed=_followed(tokens, index))
        return cls(tokens, blocks, folded)

    def asking_headings(self, style: str, index: int) -> float:
        """The share of heading-like lines of this style that ask: are 一、二、三 sections or questions? Asked between
        the headings that name kinds, for another kind may be parted in another way."""
        if not self._spans:
            self._spans = list(accumulate(bool(one.heading and one.heading.declares) for one in self.tokens))
        span = self._spans[index]
        if (style, span) not in self._asking:
            within = self.tokens[bisect_left(self._spans, span) : bisect_right(self._spans, span)]
            lines = [one for one in within if one.heading is not None and one.heading.style == style]
            lines = [one for one in lines if one.heading is None or not one.heading.declares] or lines
            asking = sum(asks_plainly(one.content) for one in lines)
            self._asking[style, span] = asking / len(lines) if lines else 0.0
        return self._asking[style, span]

    def next_heading(self, index: int) -> Heading | None:
        """The first heading-like line behind a token."""
        if not self._headings:
            following: Heading | None = None
            for token in reversed(self.tokens):
                self._headings.append(following)
                following = token.heading or following
            self._headings.reverse()
        return self._headings[index]

    def after_blank(self, token: Token) -> bool:
        """Whether an empty line (or nothing) stands above the token's line."""
        above = self.folded[max(0, token.start - 80) : token.start]
        return above.replace(" ", "").endswith("\n\n") or not above.strip()

    def asks_below(self, index: int) -> bool:
        """Whether a list of questions follows: the heading above it is no question."""
        below = [token for token in self.tokens[index + 1 : index + 3] if token.what in (T.BULLET, T.NUMBER)]
        return bool(below) and all(puts(token.content) for token in below)

    def bullets_ask(self) -> bool:
        """Whether the document's bullets are its questions: most of them ask, and there are more than a few."""
        if self._bullets is None:
            listed = [token for token in self.tokens if token.what is T.BULLET]
            asking = [token.content for token in listed if asks_plainly(token.content)]
            others = sum(1 for token in self.tokens if token.what is T.TEXT)
            many = len(asking) >= max(_LEAST_BULLETS, others, len(listed) * _SHARE)
            self._bullets = many and sum(1 for one in asking if _OTHERS.search(one)) * 2 < len(asking)
        return self._bullets

    def list_asks(self, index: int) -> bool:
        """Whether most of the bullets ask that stand in one list with this one: a list is of one kind."""
        tokens, first, last = self.tokens, index, index
        while first and index - first < _MANY and tokens[first - 1].what is T.BULLET:
            first -= 1
        while last + 1 < len(tokens) and last - index < _MANY and tokens[last + 1].what is T.BULLET:
            last += 1
        level = [token for token in tokens[first : last + 1] if token.indent == tokens[index].indent]
        return sum(1 for token in level if asks_plainly(token.content)) * 2 > len(level)

    def list_title(self, index: int) -> str:
        """The same above the list of bullets that a token stands in."""
        while index and self.tokens[index].what is T.BULLET and self.tokens[index - 1].what is T.BULLET:
            index -= 1
        return self.title_above(index)

    def title_above(self, index: int) -> str:
        """A short line of text right above a token, which names the list that begins there; else nothing."""
        above = self.tokens[index - 1] if index else None
        if above is None or above.what is not T.TEXT or not above.fresh:
            return ""
        title = above.folded.rstrip(": ")
        return title if len(title) <= _TITLE and not title.endswith(("。", "?", ",", ";")) else ""

    def options(self, index: int) -> bool:
        return self.blocks[index].options

    def answered(self, index: int, *, ambiguous: bool = False) -> bool:
        """Whether a label of an answer follows; explanations may follow the end of an inner list as well."""
        wanted = _ANSWERING - {"explanation", "contrast", "criteria"} if ambiguous else _ANSWERING
        return bool(self.blocks[index].labels & wanted)

    def replied(self, index: int) -> bool:
        """Whether the label of an answer stands right below."""
        after = self.tokens[index + 1].label if index + 1 < len(self.tokens) else None
        return after is not None and after.name in _REPLIES

    def tagged(self, index: int) -> bool:
        token = self.tokens[index]
        if token.tag or TAG_BEHIND.search(token.content):
            return True
        return any(tag_at(text, 0, len(text)) for text in (token.folded, token.content))

    def strong(self, index: int, *, ambiguous: bool = False) -> bool:
        """Options, an answer label, a type tag or an embedded key: only a question has them."""
        return (
            self.options(index)
            or self.tagged(index)
            or self.answered(index, ambiguous=ambiguous)
            or EMBEDDED.search(self.tokens[index].content) is not None
        )

    def asks(self, index: int) -> bool:
        return asks(self.stem(index))

    def stem(self, index: int) -> str:
        """The content of a number token, or of the line after a number that stands alone."""
        token = self.tokens[index]
        if token.content or index + 1 >= len(self.tokens):
            return token.content
        following = self.tokens[index + 1]
        return following.content if following.what in (T.TEXT, T.LABEL, T.BULLET) else ""

    def names_question(self, index: int) -> bool:
        """`3. **问题：**` alone on its line."""
        token = self.tokens[index]
        return not token.content and _NAMES_QUESTION.search(token.folded) is not None

    def asks_plainly(self, index: int) -> bool:
        return asks_plainly(self.stem(index))

    def blank_to_fill(self, index: int) -> bool:
        return _BLANK.search(self.stem(index)) is not None

    def fills_in(self, index: int) -> bool:
        """Whether a line to fill in stands in a sentence, and not behind the name of a field of a form."""
        stem = self.stem(index)
        return _LINE.search(stem) is not None and _FIELD.search(stem) is None and len(_LINE.sub("", stem)) >= _SENTENCE

    def leaves_gap(self, index: int) -> bool:
        """Whether a sentence holds an empty bracket, or ends with it: a word or a verdict goes there."""
        stem = self.stem(index)
        return _GAP.search(stem) is not None and len(_GAP.sub("", stem)) >= _STATEMENT

    def siblings(self, index: int) -> list[int]:
        """This and the following numbers of the same style, counting on, up to the next heading."""
        style = self.tokens[index].style
        found = [index]
        for at in range(index + 1, len(self.tokens)):
            token = self.tokens[at]
            if token.what in (T.HEADING, T.ANSWERS) or len(found) == _MANY or at - found[-1] > _REACH:
                break
            if token.what is T.NUMBER and token.style == style and token.value == self.tokens[found[-1]].value + 1:
                found.append(at)
        return found

    def heads_question(self, index: int) -> bool:
        """`能力项：团队合作` above `主问题：…`, or above the first of a group of numbered questions."""
        after = next(iter(self.tokens[index + 1 : index + 2]), None)
        if after is None or after.what is not T.NUMBER:
            return after is not None and after.label is not None and after.label.name == "stem"
        numbers = self.siblings(index + 1)
        labels = [
            at
            for at in range(index, numbers[-1] + 1)
            if (label := self.tokens[at].label) is not None and label.name == "assesses"
        ]  # one more than the questions would stand below each of them
        return len(labels) < len(numbers) and all(self.tokens[at + 1].what is T.NUMBER for at in labels)


def _followed(tokens: list[Token], index: int) -> bool:
    """Whether the next token is the option after the last one of this token."""
    marks, after = tokens[index].options, tokens[index + 1 : index + 2]
    return bool(marks and after and after[0].options) and after[0].options[0].label == chr(ord(marks[-1].label[0]) + 1)
