"""The state machine: tokens in, drafts out. Numbers count on, options ascend; the rest is text of the open part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from questionbank.parsing.machine import answering, cases, choices, loose, markdown, numbering, sectioning, shared
from questionbank.parsing.machine.drafts import (
    ANSWER_PARTS,
    Collected,
    Draft,
    KeyRun,
    OptionDraft,
    Piece,
    SectionDraft,
    Sequence,
)
from questionbank.parsing.machine.groups import takes as takes_group
from questionbank.parsing.machine.state import FIELDS, Answers, Series, State
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading, read_facts
from questionbank.parsing.words.kinds import asks, asks_plainly, ends_asking, is_unscored, only_written_kind
from questionbank.parsing.words.labels import follows_up
from questionbank.parsing.words.sequences import is_sequence

PART_OF_LABEL = {
    "points": "answer_points",
    "criteria": "criteria",
    "assesses": "assesses",
    "explanation": "explanation",
    "contrast": "explanation",
    "reference": "reference_answer",
    "key": "key",
    "mine": "mine",
    "topic": "topics",
    "difficulty": "difficulty",
    "worth": "points",
    "seconds": "seconds",
    "type": "type",
    "other": "other",
    "stem": "stem",
}
_TITLE_LENGTH = 80
_USUAL = 3  # answers without labels so far that make the next one likely
_SHORT_STEM = 40
_LONGEST_STEM = 4_000  # of which a line below may still be the answer; it is looked through for every line
_SHOWS = re.compile(
    r"(?:以下|下列|下面|如下|下述|所示)的?[^,。;?!]{0,12}(?:程序|代码|语句|脚本|材料|对话|文字|短文|表格?|数据|图|内容|案例|背景)|"
    r"\b(?:following|below) (?:\w+ ){0,2}(?:code|program|script|text|passage|table|data|dialogue)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"_{2,}|[(]\s*[)]|\[\s*\]")
_MARKED = re.compile(r"\s*(?:得分\s*:?\s*)?\d{1,3}(?:\.\d{1,2})?\s*分\s*")
_FINISHED = re.compile(r"(?:^\s*[“\"‘「].*[”\"’」]$|[?。!]|(?<=[a-z])\.)[”\"’\']?\s*(?:[(\[][^()\[\]]{1,20}[)\]])?\s*$")


@dataclass(slots=True)
class Machine(State):
    """Feed the tokens in order; `collected` holds the result."""

    def run(self) -> Collected:
        handlers = {
            T.HEADING: self.heading,
            T.ANSWERS: self.answer_heading,
            T.NUMBER: self.number,
            T.OPTIONS: self.options,
            T.LABEL: self.label,
            T.KEYS: self.keys,
            T.RULER: self.ruler,
            T.BULLET: self.bullet,
            T.TEXT: self.text,
        }
        for index, token in enumerate(self.evidence.tokens):
            if not any(rule(self, index, token) for rule in (markdown.takes, shared.takes, takes_group)):
                handlers[token.what](index, token)
        for _, token in self.pending:
            self.skip(token, "text")
        return self.collected

    # --- headings -----------------------------------------------------------------------------------------------

    def heading(self, index: int, token: Token) -> None:
        heading = token.heading
        assert heading is not None
        if self.answers is None and answering.opens(self, index, heading):
            self.answers = Answers(section=None)
        if sectioning.is_markdown_title(self, index, token):
            self.other(index, token)
        elif cases.heads_passage(self, token):
            self.gather(index, token)
        elif not sectioning.is_heading(self, index, token, heading):
            token.style = "cn-" + token.style
            self.number(index, token) if token.value else self.other(index, token)
        elif self.answers is not None and answering.takes_heading(self.answers, self, index, heading):
            self.item = None
            if not answering.takes_rest(self.answers, self, token, heading):
                self.skip(token, "answer-heading")
        elif self.answers is not None and answering.names_answers(heading.title):
            self.close(token, "answer-heading")
        elif sectioning.continues_section(self, index, heading):
            self.close(token, "heading")
        else:
            self.open_section(token, heading)

    def open_section(self, token: Token, heading: Heading) -> None:
        if self.answers is not None:
            if heading.value in (1, None) or (heading.style, heading.value) != (
                self.last_heading[0],
                self.last_heading[1] + 1,
            ):
                self.group += 1
            self.answers = None
        self.section = sectioning.below(self, token, SectionDraft(heading, token.start, token.end, self.group))
        self.collected.sections.append(self.section)
        self.item, self.part, self.shared, self.waiting = None, "", None, []
        kept = heading.kind is not None or not token.level
        keep = heading.style == "bare" and not heading.facts and kept
        self.series = Series(last=self.series.last if keep else 0, style=self.series.style if keep else "")
        self.last_heading = (heading.style, heading.value or 0)
        self.headings[heading.style] = heading.value or 0

    def answer_heading(self, index: int, token: Token) -> None:
        again = self.answers is not None
        self.answers = Answers(section=None, local=self.section if sectioning.lone_answers(self, index) else None)
        if (token.label is not None and token.label.name == "points") or "要点" in token.folded:
            self.answers.part = "answer_points"
        elif again and answering.explains(token):
            self.answers.part = "explanation"
        self.close(token, "answer-heading")

    # --- numbers ------------------------------------------------------------------------------------------------

    def number(self, index: int, token: Token) -> None:
        if cases.takes(self, index, token):
            return
        if loose.heads_bullets(self, index, token):
            self.open_section(token, Heading(title=token.content))
            return
        if self.answers is not None:
            if answering.takes_number(self.answers, self, index, token):
                return
            self.answers = None if self.answers.ended else self.answers
        if answering.takes_named(self, index, token):
            return
        role = numbering.role(self, index, token)
        if role == "question":
            shared.share_waiting(self, index, token)
            cases.open_around(self, index, token)
            self.open_item(token)
        elif self.item is not None:
            self.continue_item(index, token, whole=True)
        else:
            self.skip(token, "text")

    def open_implicit(self, token: Token) -> None:
        """The section of questions that stand below no heading."""
        if self.section is None:
            heading = Heading("")
            heading.kind, heading.genre = only_written_kind(
                "填空题" if self.fills else self.collected.title or self.name
            )
            self.section = SectionDraft(heading, token.start, token.start, self.group, implicit=True)
            self.collected.sections.append(self.section)

    def open_item(self, token: Token, *, numbered: bool = True) -> None:
        self.open_implicit(token)
        assert self.section is not None
        item = Draft(start=token.start, line=token.line, section=self.section, loose=not numbered)
        item.level = token.level
        if numbered:
            item.number, item.value, item.style = token.number, token.value, token.style
            item.cover("number", token.start, token.body)
        else:
            item.cover("stem", token.start, token.body)
        if token.lead_key:
            item.add("run-key", Piece(token.start, token.body, mark=token.lead_key))
        if token.tag:
            boxed = self.evidence.folded[token.tag[0]] in "[("
            item.add("tag" if boxed else "type", Piece(*token.tag))
        if token.body < token.end:
            item.add("stem", Piece(token.body, token.end))
            item.cover("stem", token.body, token.end)
        for piece in self.section.shared + (self.case.parts.get("stem", []) if self.case else []):
            item.add("shared", piece)
            item.cover("stem", piece.start, piece.end)
        for cover in self.case.covers if self.case else []:
            item.cover(cover.part, cover.start, cover.end)
        shared.give(self.shared, item)
        self.section.items.append(item)
        self.collected.items.append(item)
        self.item, self.part, self.gathering, self.follows_up = item, "stem", False, False
        for part, waiting in self.pending:
            item.words += [waiting.label.word] if waiting.label else []
            self.add_to(item, part, waiting)
        self.pending = []
        self.last_number = token.value if numbered else self.last_number

    # --- options ------------------------------------------------------------------------------------------------

    def options(self, index: int, token: Token) -> None:
        if self.item is None or not choices.takes_options(self, index, token):
            self.other(index, token)
            return
        choices.relabel(self, self.item, token)
        for mark in token.options:
            self.item.options.append(
                OptionDraft(mark.label, [Piece(mark.text_start, mark.end)], mark.chosen, token.style == "listed")
            )
        if token.swapped:
            self.item.options.sort(key=lambda option: option.label)
        self.item.cover("option", token.start, token.end)
        self.part = "option"

    # --- labels and keys ----------------------------------------------------------------------------------------

    def label(self, index: int, token: Token) -> None:
        assert token.label is not None
        name = token.label.name
        if token.folded[:1] not in "-*•+" or follows_up(token.label):
            self.follows_up = follows_up(token.label)
        if name == "stem" and loose.starts_item(self, index, token):
            self.open_item(token, numbered=False)
        elif token.keys and name in ("key", "explanation") and not self.pairs_up():
            self.keys(index, token)
        elif name in ("key", "reference") and answering.answers_all(self, index, token):
            self.answer_heading(index, token)
        elif self.concludes(token):
            token.what, token.label, token.body = T.TEXT, None, token.start
            self.other(index, token)
        elif name == "key" and self.answers is not None and self.item is None and is_sequence(token.content):
            self.sequence(token)
        elif (
            self.item is None or self.belongs_to_next(PART_OF_LABEL[name], token.label.word) or self.leads(index, name)
        ):
            self.unattached(index, token, name)
        else:
            part = PART_OF_LABEL[name] if name != "stem" else loose.part_of_stem(self, token)
            one_line = token.folded[:1] in "-*•·●" and token.body < token.end and self.part in ANSWER_PARTS
            part = self.part if one_line and self.follows_up else part
            self.part = self.part if one_line else part
            self.item.words += [token.label.word] if part in FIELDS else []
            self.add_to(self.item, part, token)

    def pairs_up(self) -> bool:
        """Whether the open question matches two lists, so that `1-B 2-A` is its answer and no run of keys."""
        return self.item is not None and self.section is not None and is_unscored(self.section.heading.genre)

    def concludes(self, token: Token) -> bool:
        """`故本题正确答案为B` at the end of an explanation repeats the key and is no label of its own."""
        if self.item is None or not self.item.has("key") or token.label is None or token.label.name != "key":
            return False
        return token.label.phrase or (not token.fresh and self.part == "explanation")

    def leads(self, index: int, name: str) -> bool:
        """`能力项：团队合作` above each `主问题：…`, as it stood above the first one."""
        asks = self.evidence.heads_question(index)
        if asks and name == "assesses" and not self.collected.items:
            self.leading.add(name)
        return asks and name in self.leading

    def unattached(self, index: int, token: Token, name: str) -> None:
        part = PART_OF_LABEL[name]
        if part in FIELDS and (self.leads(index, name) or self.item or self.section or self.pending or part == "type"):
            self.item = None
            self.pending.append((part, token))
        elif self.section is not None and name in ("criteria", "worth", "other") and not self.section.items:
            read_facts(self.section.heading, token.content)
            self.skip(token, "instructions")
        else:
            self.text(index, token)

    def keys(self, index: int, token: Token) -> None:
        section = self.answers.target if self.answers is not None else self.section
        if section is None and not self.collected.items:
            self.text(index, token)
            return
        base = token.body if token.what is T.LABEL else token.start
        pairs = [(key.number, key.content, base + key.start, base + key.end) for key in token.keys]
        self.item, self.part = None, ""
        if self.explained(index) and pairs[-1][0]:
            self.item, self.part = answering.open_keyed(self, token, section, pairs.pop()), "key"
        if pairs:
            self.collected.runs.append(KeyRun(token.start, section, self.group, pairs))

    def explained(self, index: int) -> bool:
        """Whether an explanation follows the keys: it belongs to the last of them."""
        after = self.evidence.tokens[index + 1 : index + 2]
        return bool(after) and after[0].label is not None and after[0].label.name == "explanation"

    def sequence(self, token: Token) -> None:
        target = self.answers.target if self.answers is not None else None
        self.collected.sequences.append(Sequence([(token.start, token.end)], target, self.group))

    # --- other lines --------------------------------------------------------------------------------------------

    def ruler(self, index: int, token: Token) -> None:
        after = next((one.what for one in self.evidence.tokens[index + 1 : index + 2]), T.TEXT)
        listed = self.item is not None and self.item.loose and not self.item.level and after is T.TEXT
        closes = self.part not in ("stem", "option") or (listed and self.part == "stem")
        if closes and token.folded[:1] != "|":  # a line within a table
            self.item, self.part = None, ""
        self.skip(token, "ruler")

    def bullet(self, index: int, token: Token) -> None:
        listed = loose.between(self) and self.answers is None and loose.listed_question(self, index, token)
        if listed or loose.heads_options(self, index, token):
            self.open_item(token, numbered=False)
        else:
            self.other(index, token)

    def text(self, index: int, token: Token) -> None:
        if self.answers is not None and self.item is None and is_sequence(token.content):
            self.sequence(token)
        elif self.item is not None and self.item.has("mine") and _MARKED.fullmatch(token.content):
            self.add_to(self.item, "mine", token)
        elif self.item is not None and choices.is_lone_key(self, index, token):
            self.part = "key"
            self.add_to(self.item, "key", token)
        elif sectioning.is_between_bullets(self, index, token):
            self.skip(token, "heading")
        elif sectioning.is_plain_heading(self, index, token):
            self.open_section(token, sectioning.plain_heading(token))
        elif cases.begins_anew(self, index, token) or cases.ends_answers(self, index, token):
            self.answers = None
            self.gather(index, token)
        elif cases.heads_document(self, index, token) or sectioning.is_material(self, token):
            self.open_implicit(token)
            self.material(index, token)
        elif loose.opens_unnumbered(self, index, token):
            self.open_item(token, numbered=False)
        elif sectioning.closes(self, index, token):
            self.close(token, "text")
        else:
            self.other(index, token)

    def gather(self, index: int, token: Token) -> None:
        """From here on further material is read for the questions behind it."""
        assert self.section is not None
        self.item, self.part, self.gathering, self.section.shared = None, "", True, []
        self.material(index, token) if sectioning.is_material(self, token) else self.skip(token, "instructions")

    def material(self, index: int, token: Token) -> None:
        """A case in front of its questions: part of each of them, or with (1) (2) under it one question."""
        assert self.section is not None
        following = next((t for t in self.evidence.tokens[index + 1 : index + 8] if t.what is T.NUMBER), None)
        parts = following is not None and following.style == "paren" and not cases.valued(self, following)
        if self.section.heading.count == 1 or parts or self.evidence.replied(index):
            self.open_item(token, numbered=False)
        else:
            self.section.shared.append(Piece(token.start, token.end))

    def other(self, index: int, token: Token) -> None:
        if answering.takes_lone(self, token):
            pass
        elif self.item is not None:
            self.continue_item(index, token)
        elif self.section is not None and not self.section.items and not self.section.implicit:
            read_facts(self.section.heading, token.folded)
            self.skip(token, "instructions" if self.section.heading.promises else "text")
            self.waiting.append(token)
        elif not self.collected.title and len(token.folded) <= _TITLE_LENGTH and not self.collected.items:
            self.collected.title = token.folded
            self.skip(token, "title")
        else:
            self.skip(token, "text")

    def continue_item(self, index: int, token: Token, *, whole: bool = False) -> None:
        if self.answers_at_once(index, token):
            self.part = "reference_answer"
            self.at_once += 1
        self.append(token, whole=whole)

    def answers_at_once(self, index: int, token: Token) -> bool:
        """A line below a finished question that neither asks nor belongs to options is the answer without a label."""
        item, block = self.item, self.evidence.blocks[index]
        if item is None or self.part != "stem" or self.answers is not None or self.objective(item):
            return False
        pieces = item.parts.get("stem", [])
        stem = self.evidence.folded[pieces[0].start : pieces[-1].end] if pieces else ""
        if len(stem) > _LONGEST_STEM:
            return False
        if token.what is T.BULLET and not block.options and loose.answers_in_points(self, index, stem, token):
            return True
        if item.level and not 0 < token.level <= item.level and item.start in markdown.asking_headings(self):
            if len(pieces) == 1 and token.what is T.TEXT and token.folded.endswith("?") and not asks(stem):
                return False  # `## 被孤立` names what the line below it asks
            return not block.options and not block.labels & {"stem", "type"}
        if not item.number:
            return False
        if block.options or block.labels or block.asks or ends_asking(token.content):
            return False
        fills = item.section is not None and item.section.heading.genre == "填空题" and _EMPTY.search(stem) is not None
        told = asks_plainly(stem) or (item.level > 0 and asks(stem)) or (fills and not _EMPTY.search(token.folded))
        if self.topics and len(pieces) == 1 and len(stem) <= _SHORT_STEM * 2:
            return True
        usual = self.at_once >= _USUAL and len(pieces) == 1 and len(stem) <= _SHORT_STEM and asks(stem)
        return (usual or (_FINISHED.search(stem) is not None and told)) and not _SHOWS.search(stem)
