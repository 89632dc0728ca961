"""From drafts to items of the document: kinds, keys, points, rubrics, and what a person should look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from questionbank.content import CHOICE_KINDS, MAX_TEXT, WRITTEN_KINDS, Criterion, ItemKind, Option
from questionbank.document import DraftItem, Span
from questionbank.parsing.items import outline, remarks
from questionbank.parsing.items.compose import lines_of, text_of
from questionbank.parsing.items.keyreader import KeyReader
from questionbank.parsing.machine.drafts import Piece
from questionbank.parsing.rubrics import rubric
from questionbank.parsing.words import keys, typenames
from questionbank.parsing.words.kinds import is_fill_in, is_unscored
from questionbank.parsing.words.patterns import compiled

_UNNAMED = typenames.TypeName(None)
_WHICH = compiled(
    r"(?:下列|(?<![\d%元年月日岁天人次名个项条级倍度成])以下|下面)[^。,，;；]{0,12}(?:说法|表述|做法|选项|正确的|错误的|属于)|哪|which",
    re.IGNORECASE,
)
_SECONDS = compiled(
    r"(?:请|可|需)?(?:用|以|在|限时|时间)\s*[:为]?\s*(\d{1,3})\s*(分钟|秒)(?:钟)?(?:时间|以?内|进行|完成|回答|来|左右|做|的时间)"
)
_LIMIT = compiled(r"限时\s*:?\s*(\d{1,3})\s*(分钟|秒)")
_TIME = compiled(r"(\d{1,3})\s*(分|秒|min|s)")
_LIST = compiled(r"[、,，;；/|\n]+|\s{2,}|\s+(?=[\u4e00-\u9fff])")
_ONLY = compiled(r"\s*[(（]1[)）]\s*(?P<text>[^\n]*[^\s(（)）])\s*")  # the one blank is numbered too
_UNJUDGED = re.compile(r"[。.!;]\s*[(]\s*[)]\s*$")  # the verdict on the whole sentence goes behind it
_FILLED = compiled(r"_{2,}[^_\n]+_{2,}")
_BLANK = compiled(r"_{2,}|[(]\s*[)]|\[\s*\]")
_LONGEST_ACCEPTED = 40
_EMPTY_LINES = "_＿ \n\t\u3000"
_BULLETED = compiled(r"^\s*(?:[-*+•·●–—]|\d{1,2}[.、)]|[(（]\d{1,2}[)）]|[①-⑩])\s*")
_DESCRIBED = compiled(r"\n\s*[^\n：:]{1,20}(?:：|: ?)\s*\S")
_WORTH = compiled(r"\d\s*(?:分|points?|pts?|marks?)\s*[)\]]", re.IGNORECASE)
_CLOSING = compiled(
    r"[(\[](?!\s*[\d.]+\s*(?:points?|pts?|marks?)\s*[)\]])([^()\[\]]{3,40})[)\]]\s*[.。;；]?\s*$", re.IGNORECASE
)
_LEAVES = {"(": "blank", "[": "blank", "_": "key"}  # what stood around an answer in its blank stays there
_BY_PLACE = attrgetter("start", "end")
_QUOTES = ("", "“", '"', "‘", "「")
_ENUMERATED = compiled(r"①|[(（]1[)）]|(?:^|\n)\s*1\s*[.、．)）]|(?:^|\n)\s*[-•·●]|第一[,，、]")


@dataclass(slots=True)
class Built:
    """The item and what its checks need: problems as (code, parameters), and which kind came from where."""

    item: DraftItem
    problems: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)
    inferred: bool = False


@dataclass(slots=True)
class Builder(KeyReader):
    """One draft against its document."""

    fallback: ItemKind | None = None  # what the name of the document says where nothing else does
    inferred: bool = False
    chosen: str = ""  # the text of the right option, where the options are not told

    def build(self, identity: str, section: str | None) -> Built:
        if self.draft.repeated:
            self.problems.append(("repeated-label", {"labels": self.draft.repeated}))
        noted = remarks.read(self.folded, self.pieces("tag"), self.pieces("stem"))
        self.cuts += noted.cuts
        options = [
            Option(label=_SHORT.get(o.label, o.label), text=self.clipped(text_of(self.text, o.pieces)))
            for o in self.draft.options
        ]
        kind, genre = self.kind(noted, options)
        listed = "".join(f"\n{one.label}. {one.text}" for one in options) if kind in WRITTEN_KINDS else ""
        options = options if kind in CHOICE_KINDS else []
        item = DraftItem(
            id=identity,
            section=section,
            number=self.draft.number or None,
            kind=kind,
            genre=genre,
            stem=self.clipped(text_of(self.text, self.pieces("shared") + self.pieces("stem"), self.cuts) + listed),
            options=options,
        )
        self.fill(item, noted)
        if kind in CHOICE_KINDS or kind is ItemKind.TRUE_FALSE:
            self.objective(item)
        else:
            self.written(item)
        item.spans = self.spans()
        return Built(item, self.problems, self.inferred)

    def fill(self, item: DraftItem, noted: remarks.Remarks) -> None:
        """Points, key and fields; only what there is, for setting a field of a model is slow."""
        field = remarks.told(self.fold_of("difficulty")) if self.draft.has("difficulty") else noted
        difficulty = noted.difficulty or field.difficulty
        values: dict[str, object] = {
            "points": self.points(noted.points or field.points),
            "key": self.key,
            "difficulty": difficulty,
        }
        values |= {"topics": self.names("topics") or None, "assesses": self.names("assesses") or None}
        seconds = self.seconds(item.kind, item.stem)
        values["seconds"] = int(noted.time.total_seconds()) if seconds is None and noted.time else seconds
        for name, value in values.items():
            if value is not None:
                setattr(item, name, value)

    def clipped(self, text: str) -> str:
        """No part is longer than the bank can hold; what is cut off is said."""
        if len(text) > MAX_TEXT:
            self.problems.append(("too-long", {"limit": MAX_TEXT}))
        return text[:MAX_TEXT]

    # --- kind and key -------------------------------------------------------------------------------------------

    def kind(self, noted: remarks.Remarks, options: list[Option]) -> tuple[ItemKind, str | None]:
        """Tag, type field and heading in this order; else what options and key show."""
        heading = self.draft.section.heading if self.draft.section else None
        field = (typenames.named(self.fold_of("type")) if self.draft.has("type") else None) or _UNNAMED
        named, genre = (noted.kind, noted.genre) if noted.kind else (field.kind, field.genre or noted.genre)
        tagged = named is not None
        if named is None and heading is not None:
            named, genre = heading.kind, heading.genre or genre
        choice = noted.choice or field.choice or bool(heading and heading.choice)
        if named in WRITTEN_KINDS and is_unscored(genre):
            return named, genre
        if not options and (choice or named in CHOICE_KINDS) and self.takes_chosen():
            return ItemKind.SHORT_ANSWER, None
        kind = self.settled(named, options, tagged or choice or named is ItemKind.SINGLE_CHOICE)
        if choice and not options and kind is ItemKind.ESSAY:
            self.problems.append(("no-options", {}))
        return kind, genre if kind in WRITTEN_KINDS else None

    def takes_chosen(self) -> bool:
        """`由（B. 仓管员）核对` without options to choose from: the text of the one that is told fills the blank."""
        found = [key for key in remarks.embedded(self.folded, self.pieces("stem")) if key.text]
        if len(found) != 1:
            return False
        self.inferred = True
        self.cut_key(found[0], blank=True)
        self.chosen = self.text[found[0].inner[1] - len(found[0].text) : found[0].inner[1]].strip()
        return True

    def settled(self, named: ItemKind | None, options: list[Option], explicit: bool) -> ItemKind:
        if self.offers_truth(named, options, explicit):
            self.inferred = named is not ItemKind.TRUE_FALSE
            self.key = self.truth_key(options)
            return ItemKind.TRUE_FALSE
        corrected = named is ItemKind.TRUE_FALSE and len(options) == 1 and self.says_truth()
        if corrected or (named is ItemKind.TRUE_FALSE and len(options) <= 2 and _may_be_judged(options)):
            self.notes += [option.text for option in options if corrected]  # what would be right
            self.judging = True
            self.key = self.truth_key(options)
            return ItemKind.TRUE_FALSE
        if options and not self.lists_in_stem(named, options):
            return self.choice(named, options)
        return self.without_options(named)

    def says_truth(self) -> bool:
        return any(keys.as_bool(content) is not None for content, _ in self.sources())

    def offers_truth(self, named: ItemKind | None, options: list[Option], explicit: bool) -> bool:
        """Whether the options are those of a true/false question, and no choice was meant."""
        if options and options[0].label in "TF" and {option.label for option in options} == {"T", "F"}:
            return True
        meant = explicit and named is not ItemKind.TRUE_FALSE
        return (
            not meant
            and keys.are_truth_values([option.text for option in options])
            and not _WHICH.search(self.fold_of("stem"))
        )

    def choice(self, named: ItemKind | None, options: list[Option]) -> ItemKind:
        letters = self.letter_key(options)
        self.key = letters
        if named in CHOICE_KINDS:
            return named
        self.inferred = True
        return ItemKind.MULTIPLE_CHOICE if letters is not None and len(letters) > 1 else ItemKind.SINGLE_CHOICE

    def without_options(self, named: ItemKind | None) -> ItemKind:
        if named in CHOICE_KINDS:
            self.problems.append(("no-options", {}))
            self.key = self.letter_key([])
            return named
        if named is not None:
            return named
        self.inferred = True
        truth = self.truth_key([])
        if truth is not None or self.judging:
            self.key = truth
            return ItemKind.TRUE_FALSE
        if self.fallback in WRITTEN_KINDS:
            return self.fallback
        if _UNJUDGED.search(self.fold_of("stem")) and not any(map(self.draft.has, ("key", "reference", "points"))):
            return ItemKind.TRUE_FALSE
        blank = _BLANK.search(self.fold_of("stem")) is not None
        short = self.fold_of("key") or self.fold_of("head")
        filled = not short and _FILLED.search(self.fold_of("stem")) is not None and self.lines_in_pairs()
        return ItemKind.SHORT_ANSWER if filled or (blank and 0 < len(short) <= _LONGEST_ACCEPTED) else ItemKind.ESSAY

    # --- the rest -----------------------------------------------------------------------------------------------

    def objective(self, item: DraftItem) -> None:
        if item.kind is ItemKind.TRUE_FALSE and item.key is not None:
            item.stem = item.stem.rstrip("(（ \n")  # the verdict stood on the next line
        reference = "" if self.told else self.raw("reference_answer")
        explanation = [self.raw("explanation"), *self.notes, reference, self.raw("answer_points")]
        explanation += [self.raw("criteria"), self.raw("elaboration")]
        told = "\n".join(dict.fromkeys(filter(None, explanation)))
        told = "\n".join(line for line in told.split("\n") if not line or line.strip(_EMPTY_LINES))
        if told:
            item.explanation = told

    def written(self, item: DraftItem) -> None:
        self.key = item.key = None
        listed, closing = self.without_rule(self.pieces("answer_points"))
        item.answer_points = rubric.unfolded(outline.points_of(self.text, listed), item.points)
        answer = [self.raw(part) for part in ("reference_answer", "key", "head")]
        answer += [piece.mark for piece in self.pieces("run-key")]
        item.reference_answer = _closed("\n".join(part for part in answer if part.strip(_EMPTY_LINES))) or None
        described = self.raw("assesses") if _DESCRIBED.search(self.raw("assesses")) else ""
        mine = self.raw("mine").strip(_EMPTY_LINES)
        item.explanation = "\n".join(filter(None, (self.raw("explanation"), described, mine))) or None
        self.elaborate(item)
        self.enumerated(item)
        self.score(item, closing)
        fills = is_fill_in(item.genre) or (item.kind is ItemKind.SHORT_ANSWER and self.lines_in_pairs())
        if self.chosen and item.reference_answer is None:
            item.reference_answer, item.accepted_answers = self.chosen, [self.chosen]
        elif fills and item.reference_answer is None:
            self.take_filled(item)
        elif item.kind is ItemKind.SHORT_ANSWER and self.fills_in(item):
            self.accept(item)

    def without_rule(self, pieces: list[Piece]) -> tuple[list[Piece], list[str]]:
        """The pieces without the rule in brackets at their end, `…；退换货多（每点2分，共8分）`, and that rule."""
        match = _CLOSING.search(self.folded, pieces[-1].start, pieces[-1].end) if pieces else None
        note = self.text[match.start(1) : match.end(1)] if match else ""
        others = any(_WORTH.search(self.folded, piece.start, piece.end) for piece in pieces[:-1])
        if not match or others or match.start() == pieces[-1].start or rubric.rule_of([note]) is None:
            return pieces, []
        last = pieces[-1]
        kept = Piece(last.start, match.start(), last.mark, last.indent, last.note)
        return [*pieces[:-1], kept], [note]

    def score(self, item: DraftItem, closing: list[str]) -> None:
        """Criteria, points and the rule of the scoring note and of the brackets behind the labels."""
        if not closing and not item.answer_points and not self.pieces("criteria"):
            _, closing = self.without_rule(self.pieces("reference_answer") + self.pieces("key") + self.pieces("head"))
        notes = closing + [
            piece.note for part in ("criteria", "answer_points") for piece in self.pieces(part) if piece.note
        ]
        found = rubric.compile_note(lines_of(self.text, self.pieces("criteria")), item.points)
        item.rubric_rule = rubric.merged(rubric.rule_of(notes), found.rule)
        item.criteria = list(found.criteria)
        listed = rubric.joined(item.answer_points, list(found.answer_points))
        if listed is None:
            item.criteria = [Criterion(text=p.text, points=p.points) for p in found.answer_points] + item.criteria
        points = item.answer_points if listed is None else listed
        points = points or rubric.equal_parts(item.reference_answer or "", item.rubric_rule, item.points)
        item.answer_points = rubric.valued(points, item.rubric_rule)

    def elaborate(self, item: DraftItem) -> None:
        pieces = self.pieces("elaboration")
        if not pieces:
            return
        details = [point.text for point in outline.flat(outline.points_of(self.text, pieces))]
        if len(details) == len(outline.flat(item.answer_points)):
            item.answer_points = outline.with_details(item.answer_points, details)
        else:
            item.explanation = "\n".join(part for part in (item.explanation, self.raw("elaboration")) if part)

    def enumerated(self, item: DraftItem) -> None:
        """A reference answer that is a list of marked points gives the answer points as well."""
        answer = item.reference_answer or ""
        if item.answer_points or answer[:1] in _QUOTES:
            return
        if not _ENUMERATED.search(answer):
            item.answer_points = rubric.scored_parts(answer, item.points)
            return
        pieces = self.pieces("reference_answer") + self.pieces("key") + self.pieces("head")
        item.answer_points = outline.marked_points(self.text, pieces)

    def take_filled(self, item: DraftItem) -> None:
        """The answers stand in the blanks themselves: they come out of the stem."""
        taken = [(start, end) for _, start, end in self.cuts]
        found = [
            (start, end)
            for start, end in remarks.filled(self.folded, self.pieces("stem"), between=self.lines_in_pairs())
            if not any(first <= start < last for first, last in taken)
        ]
        if not found:
            return
        for start, end in found:
            twice = self.folded[start - 2 : start] == "[[" and self.folded[end : end + 2] == "]]"
            shown = (start - 1, end + 1) if twice else (start, end)  # `字[[太白]]` leaves `字[ ]`
            self.cuts.append((_LEAVES.get(self.folded[start - 1], "gap"), *shown))
        item.stem = self.clipped(text_of(self.text, self.pieces("shared") + self.pieces("stem"), self.cuts))
        item.reference_answer = "；".join(self.text[start:end] for start, end in found)
        item.accepted_answers = [item.reference_answer] if len(found) == 1 else []

    def lines_in_pairs(self) -> bool:
        section = self.draft.section
        if section is None:
            return False
        if section.paired is None:
            section.paired = remarks.lines_in_pairs(self.folded, [item.parts.get("stem", []) for item in section.items])
        return section.paired

    def fills_in(self, item: DraftItem) -> bool:
        return is_fill_in(item.genre) or (_BLANK.search(self.fold_of("stem")) is not None and not item.answer_points)

    def accept(self, item: DraftItem) -> None:
        only = _ONLY.fullmatch(item.reference_answer or "")
        item.reference_answer = only["text"] if only else item.reference_answer
        answer = (item.reference_answer or "").strip(" 。.")
        if (
            len(_BLANK.findall(self.fold_of("stem"))) < 2
            and answer
            and len(answer) <= _LONGEST_ACCEPTED
            and "\n" not in answer
        ):
            item.accepted_answers = [part.strip() for part in re.split(r"\s*(?:/|\||或者?)\s*", answer) if part.strip()]

    def points(self, remark: Decimal | None) -> Decimal | None:
        worth = self.fold_of("points").strip(" ()[]|,;")
        stated = (remarks.points_of(worth + "分") or remarks.points_of(worth)) if worth else None
        return remark or stated or self.section_points()

    def section_points(self) -> Decimal | None:
        """What the heading gives each question (or each blank of it), or the whole of a section with one question."""
        section = self.draft.section
        if section is None:
            return None
        each = section.heading.own.get(self.draft.value, section.heading.each(len(section.items)))
        if each is not None and section.heading.per_blank:
            return each * max(1, len(_BLANK.findall(self.fold_of("stem"))))
        return each or (section.heading.total if len(section.items) == 1 else None)

    def names(self, part: str) -> list[str]:
        if not self.draft.has(part):
            return []
        pieces = self.pieces(part)
        if len(pieces) > 1:
            lines = [_BULLETED.sub("", line).replace("*", "") for line in lines_of(self.text, pieces)]
            heads = [line.partition("：")[0] if "：" in line else line.partition(": ")[0] for line in lines]
            return [name.strip(" 。;；") for head in heads for name in _LIST.split(head) if name.strip(" 。;；:：")]
        raw = self.raw(part).strip().rstrip("。.;；")
        folded = self.fold_of(part)
        if raw[-1:] in ")）]】" and folded.count("(") + folded.count("[") < folded.count(")") + folded.count("]"):
            raw = raw[:-1]
        return [name.strip() for name in _LIST.split(raw) if name.strip()]

    def seconds(self, kind: ItemKind, stem: str) -> int | None:
        if self.draft.has("seconds"):
            match = _TIME.search(self.fold_of("seconds"))
        else:
            written = kind in (ItemKind.ESSAY, ItemKind.SHORT_ANSWER)
            match = (_SECONDS.search(stem) or _LIMIT.search(stem)) if written else None
        if not match:
            return None
        amount = int(match.group(1)) * (1 if match.group(2).startswith("秒") or match.group(2) == "s" else 60)
        return amount if 1 <= amount <= 36_000 else None

    def spans(self) -> list[Span]:
        """The covered stretches by part, cut where remarks and keys stand inside the stem."""
        found = [Span(_SPANS[c.part], c.start, c.end) if c.part in _SPANS else c for c in self.draft.covers]
        for kind, start, end in self.cuts:
            if kind != "markup":
                found.append(Span(part="points" if kind == "remark" else "key", start=start, end=end))
        return sorted(found, key=_BY_PLACE)


_SHORT = {"true": "T", "false": "F"}  # `true.` and `false.` as option labels: content allows four characters
_SPANS = {
    "mine": "key",
    "topics": "explanation",
    "difficulty": "explanation",
    "type": "stem",
    "other": "explanation",
    "seconds": "stem",
}


def _closed(answer: str) -> str:
    """Without the bracket that opened before the label: `（答案：两人在场）`."""
    if "\n" in answer or not answer.rstrip().endswith((")", "）", "】", "]")):
        return answer
    opened = sum(answer.count(sign) for sign in "(（【[")
    return answer.rstrip()[:-1].rstrip() if opened < sum(answer.count(sign) for sign in ")）】]") else answer


def _may_be_judged(options: list[Option]) -> bool:
    """Options such as 需要 and 不需要 are kept even where the source speaks of true or false."""
    return not options or any(keys.as_bool(option.text) is not None for option in options)
