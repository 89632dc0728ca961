"""What the machine knows while it reads, and how text is added to the open part of the open question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from questionbank.content import CHOICE_KINDS, ItemKind
from questionbank.parsing.machine.drafts import Collected, Draft, Piece, SectionDraft, Shared, Skip
from questionbank.parsing.tokens.evidence import Evidence
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading
from questionbank.parsing.words.keys import is_key
from questionbank.parsing.words.labels import is_band
from questionbank.parsing.words.sequences import is_sequence

_LINES_OF_OPTION = 6
_VERDICT = re.compile(r"[(\[]\s*(?:√|×|✓|✗|对|错误?|正确|[TF])\s*+[)\]]\s*+[。.]?\s*+$")
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*\d\s*分[^()\[\]]*[)\]]\s*")
_QUOTE = re.compile(r"\s*>\s*")
_ASIDE = re.compile("[\U0001f300-\U0001faff]")  # 📖 in front of an explanation
FIELDS = frozenset({"topics", "difficulty", "points", "seconds", "type", "other", "mine", "assesses"})


@dataclass(slots=True)
class Series:
    """The style and last number of the questions; `inner` has the last number of every list open in the item."""

    style: str = ""
    last: int = 0
    inner: dict[str, int] = field(default_factory=dict)
    rejected: str = ""

    def question(self, token: Token) -> str:
        self.style, self.last = token.style, token.value
        self.inner.clear()
        return "question"

    def listed(self, token: Token) -> str:
        self.inner[token.style] = token.value
        return "inner"

    def continues(self, token: Token) -> bool:
        """Whether a list that is open in the item goes on with this number."""
        return self.inner.get(token.style) == token.value - 1


@dataclass(slots=True)
class Answers:
    """The state inside an answer section."""

    section: SectionDraft | None
    local: SectionDraft | None = None
    style: str = ""
    last: int = 0
    inner_style: str = ""
    inner: int = 0
    ended: bool = False
    part: str = "head"  # where the text of an entry goes
    visited: list[SectionDraft] = field(default_factory=list)
    first: int = 0  # the section with which the chapter begins whose answers these are
    until: int | None = None  # the one with which the next chapter begins

    @property
    def target(self) -> SectionDraft | None:
        return self.section or self.local


@dataclass(slots=True)
class State:
    """The open section, question and part, the series of numbers and the answer section, if one is open."""

    evidence: Evidence
    name: str = ""
    collected: Collected = field(default_factory=Collected)
    section: SectionDraft | None = None
    item: Draft | None = None
    part: str = ""
    series: Series = field(default_factory=Series)
    answers: Answers | None = None
    group: int = 0
    pending: list[tuple[str, Token]] = field(default_factory=list)
    last_number: int = 0
    case: Draft | None = None  # `1. …` whose (1) (2), 1.1 1.2 or, if it is tagged as one, 1. 2. are the questions
    last_heading: tuple[str, int] = ("", 0)
    headings: dict[str, int] = field(default_factory=dict)
    asking: set[int] | None = None  # where headings of Markdown stand that are questions
    through: set[int] = field(default_factory=set)  # where those stand that name sections, for questions count on below
    heads: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)  # last number of headings, and where
    follows_up: bool = False  # the last label was one of questions that follow up
    counted: bool | None = None  # whether numbered headings of Markdown name sections
    shared: Shared | None = None  # text or options that a range of questions shares
    leading: set[str] = field(default_factory=set)  # labels that stand above the stem they belong to
    waiting: list[Token] = field(default_factory=list)  # text above the first question of the section
    at_once: int = 0  # answers that stood below their questions without a label
    topics: bool = False  # numbered lines name what is asked about; what stands below them answers
    fills: bool = False  # sentences with their answers in brackets, without a heading that says so
    gathering: bool = False  # the material of further questions is being read

    @property
    def title(self) -> str:
        """What the document is called: by its first line, its first heading or its file's name."""
        first = self.collected.sections[0].heading.title if self.collected.sections else ""
        title = self.collected.title if not self.collected.title.startswith("<") else ""  # a link or a picture
        return title or first or self.name

    def open_item(self, token: Token, *, numbered: bool = True) -> None:
        """Begin a question at the token."""
        raise NotImplementedError

    def open_section(self, token: Token, heading: Heading) -> None:
        """Begin a section at the token."""
        raise NotImplementedError

    def append(self, token: Token, *, whole: bool = False) -> None:
        """Text of the open part; after options and keys it explains (or continues the option on the line above)."""
        item = self.item
        assert item is not None
        aside = _ASIDE.match(token.folded) is not None
        if self.part == "option" and item.options and not aside:
            last = item.options[-1].pieces
            if (token.line - self.line_of(last[-1].end) == 1 and not whole) or self.before_next_option(token):
                last.append(Piece(token.start, token.end))
                item.cover("option", token.start, token.end)
                return
            self.part = "explanation"
        elif (self.part == "option" and aside) or (
            self.part == "key" and item.filled("key") and self.explains(item, token)
        ):
            self.part = "explanation"
        elif self.part == "assesses" and self.named(item) and token.what is not T.BULLET:
            self.part = "reference_answer"
        elif token.what is T.TEXT and token.fresh and self.judged(item):
            self.part = "explanation"
        elif self.part == "mine" and not item.options and not self.objective(item):
            pass  # what a candidate wrote goes on below its label
        elif self.part in FIELDS and self.part != "assesses":
            self.part = "explanation" if item.has("key") or item.options else "stem"
        self.add_to(item, self.part or "explanation", token, whole=True)

    def before_next_option(self, token: Token) -> bool:
        """Whether the next option follows below the text, so that it belongs to the open option, blank lines or not."""
        tokens, item = self.evidence.tokens, self.item
        at = self.index_of(token.start)
        for after in tokens[at + 1 : at + _LINES_OF_OPTION]:
            if after.what is T.OPTIONS and item is not None:
                return after.options[0].label == chr(ord(item.options[-1].label[0]) + 1) and not after.weak
            if after.what is not T.TEXT:
                return after.what is T.LABEL and item is not None and len(item.options[0].pieces) > 1
        return False

    def explains(self, item: Draft, token: Token) -> bool:
        """Whether text below a key explains it; a second line of a sequence of keys does not."""
        if not item.options and not self.objective(item):
            return False
        lines = [self.evidence.folded[piece.start : piece.end] for piece in item.parts["key"]]
        if not all(is_sequence(line) for line in lines if line):
            return True
        return not (is_sequence(token.content) or (any(lines) and is_key(token.content)))

    def judged(self, item: Draft) -> bool:
        """Whether the statement that is open ends with its verdict in brackets."""
        pieces = item.parts.get("stem", []) if self.part == "stem" and self.answers is None else []
        if not pieces or item.section is None or item.section.heading.kind is not ItemKind.TRUE_FALSE:
            return False
        return _VERDICT.search(self.evidence.folded[pieces[-1].start : pieces[-1].end]) is not None

    def named(self, item: Draft) -> bool:
        """Whether the competencies stand on the line of their label and that line is complete."""
        pieces = item.parts.get("assesses", [])
        first = self.evidence.folded[pieces[0].start : pieces[0].end].strip() if len(pieces) == 1 else ""
        return bool(first) and first[-1:] not in "、,;:"

    def belongs_to_next(self, part: str, word: str) -> bool:
        """A type or field that the open item already has, under the same label, announces the next record."""
        item = self.item
        return (
            (item is None or word in item.words)
            and part in ("type", "other", "difficulty", "topics", "assesses")
            and item is not None
            and item.has(part)
        )

    def asked(self, item: Draft) -> bool:
        """Whether the stem has begun; `（25分，3分钟）` behind the number is no part of it."""
        stem = item.parts.get("stem", [])
        return any(_REMARK.fullmatch(self.evidence.folded, piece.start, piece.end) is None for piece in stem)

    def objective(self, item: Draft) -> bool:
        kind = item.section.heading.kind if item.section else None
        return kind in CHOICE_KINDS or kind is ItemKind.TRUE_FALSE

    def line_of(self, offset: int) -> int:
        at = self.index_of(offset)
        return self.evidence.tokens[at - 1].line if at else 0

    def index_of(self, offset: int) -> int:
        """How many tokens begin before the offset."""
        low, high = 0, len(self.evidence.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.evidence.tokens[middle].start < offset:
                low = middle + 1
            else:
                high = middle
        return low

    def add_to(self, item: Draft, part: str, token: Token, *, whole: bool = False) -> None:
        kept = whole and token.what not in (T.LABEL, T.BULLET)
        named = token.label is not None and (
            token.label.name == "contrast"
            or is_band(token.label)  # what the best answers bring, and the poor ones
            or (token.label.name == "stem" and self.asked(item) and (token.body < token.end or not item.level))
        )  # without its label a wrong answer would read as a right one
        start = token.start if kept or named else token.body
        mark = token.style or ("bullet" if token.what is T.BULLET else "")
        if token.what is T.NUMBER or token.what is T.HEADING:
            quoted_by = _QUOTE.match(token.folded)  # `> 1. …` in a quotation of Markdown
            start = start + quoted_by.end() if quoted_by and start == token.start else start
            mark = f"number:{token.body - start}" if start < token.body else f"number:{token.body - token.start}"
        elif token.what is T.BULLET:
            quoted = token.style == ">"
            mark, start = f"bullet:{token.body - token.start}", token.body if quoted else token.start
        elif token.what is T.OPTIONS and token.style == "circled":
            mark = f"number:{token.body - token.start}"
        note = token.label.note if token.label else ""
        if start < token.end or (token.label is not None and token.label.name != "stem"):
            item.add(part, Piece(start, token.end, mark if token.what is not T.TEXT else "", token.indent, note))
        item.cover(part, token.start, token.end)

    def skip(self, token: Token, reason: str) -> None:
        self.collected.skipped.append(Skip(token.start, token.end, reason))

    def close(self, token: Token, reason: str) -> None:
        """What is open ends above this line, which belongs to nothing."""
        self.item, self.part = None, ""
        self.skip(token, reason)
