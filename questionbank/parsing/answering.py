"""Answer sections: which section's answers they hold and where each entry begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from questionbank.parsing import keys
from questionbank.parsing.drafts import ANSWER_PARTS, Draft, Piece, SectionDraft
from questionbank.parsing.fold import plain
from questionbank.parsing.headings import Heading

if TYPE_CHECKING:
    from questionbank.parsing.machine import Machine
    from questionbank.parsing.tokens import Token

_SUFFIX = re.compile(
    r"(?:的)?(?:参考|标准|正确)?(?:答案|解析|详解|要点)(?:(?:及|与|和)(?:答案|解析|详解|评分标准|要点))*$"
)

_OPEN = ANSWER_PARTS | {"head"}


_NAMES_ANSWERS = re.compile(
    r"(?<![及与和含附带、])(?:参考|标准|正确)?答案(?:(?:及|与|和)?(?:解析|评分标准|详解|要点))*$"
)


def names_answers(title: str) -> bool:
    """`单选题答案及解析` holds answers; `面试题及答案` holds questions with theirs."""
    return _NAMES_ANSWERS.search(plain(title)) is not None


def core(title: str) -> str:
    return _SUFFIX.sub("", plain(title))


def match_section(sections: list[SectionDraft], group: int, heading: Heading) -> SectionDraft | None:
    """The section of this document that the heading of an answer section names: by title, number or kind."""
    own = [section for section in sections if section.group == group and section.items]
    title = core(heading.title)
    for section in own:
        if title and core(section.heading.title) == title:
            return section
    for section in own:
        same_number = heading.value is not None and section.heading.value == heading.value
        if (
            same_number
            and section.heading.style == heading.style
            and (not heading.kind or heading.kind == section.heading.kind)
        ):
            return section
    named = [section for section in own if heading.kind is not None and section.heading.kind == heading.kind]
    return named[0] if len(named) == 1 else None


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
    visited: list[SectionDraft] = field(default_factory=list)

    @property
    def target(self) -> SectionDraft | None:
        return self.section or self.local

    def matches(self, machine: Machine, heading: Heading) -> bool:
        return match_section(machine.collected.sections, machine.group, heading) is not None

    def takes_heading(self, machine: Machine, index: int, heading: Heading) -> bool:
        """True when the heading names a section whose answers follow; False when new questions begin."""
        section = match_section(machine.collected.sections, machine.group, heading)
        if section is None or section in self.visited or self._new_questions(machine, index, heading, section):
            return False
        self.section, self.style, self.last, self.inner = section, "", 0, 0
        self.visited.append(section)
        return True

    def takes_rest(self, machine: Machine, token: Token, heading: Heading) -> bool:
        """`五、略`: the answer of a section with one question stands on the line of its number."""
        section = self.section
        if section is None or len(section.items) != 1 or not heading.title or heading.kind or heading.declares:
            return False
        if core(heading.title) == core(section.heading.title):
            return False
        token.number, token.value = section.items[0].number or "1", section.items[0].value or 1
        self._open(machine, token)
        return True

    def _new_questions(self, machine: Machine, index: int, heading: Heading, section: SectionDraft) -> bool:
        """A second document in the same file: the same heading with other questions under it."""
        following = next(
            (
                at
                for at in range(index + 1, min(index + 6, len(machine.evidence.tokens)))
                if machine.evidence.tokens[at].number
            ),
            None,
        )
        if following is None or not (machine.evidence.options(following) or heading.points_each or heading.count):
            return False
        stem = machine.evidence.stem(following)
        if keys.is_key(stem) or not stem:
            return False
        known = {plain(_text(machine, item)) for item in section.items}
        return plain(stem) not in known and machine.evidence.asks(following)

    def takes_number(self, machine: Machine, index: int, token: Token) -> bool:
        """Open an entry, or continue the list of the open one; False when a question begins here."""
        if self._new_paper(machine, index, token):
            self.ended = True
            return False
        if self._continues_list(machine, index, token):
            self.inner_style, self.inner = token.style, token.value
            machine.append(token, whole=True)
            return True
        if self.style and token.style != self.style and machine.item is not None and token.style != "word":
            self.inner_style, self.inner = token.style, token.value
            machine.append(token, whole=True)
            return True
        self._open(machine, token)
        return True

    def _new_paper(self, machine: Machine, index: int, token: Token) -> bool:
        if not machine.evidence.options(index) or not self.local:
            return False
        known = {plain(_text(machine, item)) for item in self.local.items}
        return plain(token.content) not in known

    def _continues_list(self, machine: Machine, index: int, token: Token) -> bool:
        if machine.item is None or machine.part not in _OPEN or not self.last:
            return False
        if token.style == self.style and token.value == self.last + 1 and keys.is_key(token.content):
            return False
        if self.inner:
            ahead = token.style == self.style and token.value == self.last + 1 and machine.evidence.answered(index)
            return token.style == self.inner_style and token.value == self.inner + 1 and not ahead
        return (
            token.style == self.style
            and token.value == 1
            and not keys.is_key(token.content)
            and not machine.evidence.strong(index)
        )

    def _open(self, machine: Machine, token: Token) -> None:
        entry = Draft(token.number, token.value, token.style, token.start, token.line, section=self.target)
        entry.cover("answer", token.start, token.body)
        if token.body < token.end:
            entry.add("head", Piece(token.body, token.end))
            entry.cover("answer", token.body, token.end)
        machine.collected.entries.append((entry, self.target, machine.group))
        machine.item, machine.part = entry, "head"
        self.style, self.last, self.inner, self.inner_style = token.style, token.value, 0, ""


def _text(machine: Machine, item: Draft) -> str:
    source = machine.evidence.folded
    return "".join(source[piece.start : piece.end] for piece in item.parts.get("stem", []))
