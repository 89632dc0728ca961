"""The key of one question: where it may stand (run, key line, stem, marks, answer) and which of them counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from questionbank.content import CHOICE_KINDS, ItemKind, Option
from questionbank.parsing.items import remarks
from questionbank.parsing.items.compose import Cut, text_of
from questionbank.parsing.machine.drafts import Draft, Piece
from questionbank.parsing.words import conclusions, keys
from questionbank.parsing.words.kinds import asks
from questionbank.parsing.words.patterns import compiled

_COLOURED = compiled(r"\s*<(?:font\s|span\s[^<>]*(?:color|background)|mark\b)[^<>]*>", re.IGNORECASE)
_TOLD = compiled(r"\s*(?:√|×|✓|✗|✔|✘|对|错误?|正确|不正确|[TFABYN]|[Tt]rue|TRUE|[Ff]alse|FALSE)\s*(?:$|[,，。;；:\s])")

_LABELLED = re.compile(
    r"\s*[(\[]?(?P<label>[A-H])\s*[).、:\]]\s*(?:true|false|对|错|正确|错误|是|否|yes|no)\b", re.IGNORECASE
)
_SMALL = compiled(r"[(\[]\s*(?P<key>[a-h](?:\s?[a-h]){1,6})\s*[)\]]")
_SMALL_LABEL = compiled(r"(?<![A-Za-z])[a-h]\s?[.)、:]\s*$")
_LONGEST_LABEL = 6
_BARE = compiled(r"(?:[\u4e00-\u9fff)]\s+|[。?:]\s*)(?P<key>[A-H]{1,6})\s*$")
_CONFIRMED = compiled(r"(?<=[A-Z])\s*[(](?:对|正确|√|✓)[)]\s*$")  # `A、C(对)` on the page of a taken test
_LEAST_BARE = 2
_MOST_BARE = 0.8
_NONE: list[Piece] = []  # never changed


def _ascends(content: str) -> bool:
    """Whether no letter comes twice and none too late: `BBC` is the name of something."""
    letters = re.sub(r"[^A-Z]", "", content.upper())
    return letters == "".join(sorted(set(letters)))


@dataclass(slots=True)
class KeyReader:
    """One draft against its document. `text` and `folded` have the same length."""

    text: str
    folded: str
    draft: Draft
    marks: list[tuple[int, int]] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    problems: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)
    key: list[str] | bool | None = None
    notes: list[str] = field(default_factory=list)
    told: bool = False  # the reference answer is the key (`答：B`)
    judging: bool = False  # whether the source says that it is a true/false question

    def pieces(self, part: str) -> list[Piece]:
        return self.draft.parts.get(part, _NONE)

    def raw(self, part: str) -> str:
        pieces = self.draft.parts.get(part)
        return text_of(self.text, pieces) if pieces else ""

    def fold_of(self, part: str) -> str:
        pieces = self.draft.parts.get(part)
        return text_of(self.folded, pieces) if pieces else ""

    def sources(self) -> list[tuple[str, str]]:
        """Where a key may stand: run, key line, head of an answer entry (folded)."""
        run = [(piece.mark, "run-key") for piece in self.pieces("run-key")]
        return run + [(self.fold_of(part), part) for part in ("key", "head") if self.draft.has(part)]

    def letter_key(self, options: list[Option]) -> list[str] | None:
        labels = [option.label for option in options]
        pairs = [(option.label, option.text) for option in options]
        found: list[str] | None = None
        for content, part in self.sources():
            letters = self.letters(content, part, labels, pairs)
            if letters is not None and found is None:
                found = letters
            elif letters is not None and letters != found:
                self.problems.append(("key-conflict", {"first": "".join(found or []), "second": "".join(letters)}))
        embedded = self.embedded_letters(labels)
        if found is None:
            found = embedded
        if found is not None:
            return found
        starred = [option.label for option in self.draft.options if option.chosen]
        shown = (
            starred or self.bare_letters(labels) or self.told_letters(labels, pairs) or self.coloured_options(labels)
        )
        return shown or self.emphasised(labels) or self.concluded(labels)

    def lists_in_stem(self, named: ItemKind | None, options: list[Option]) -> bool:
        """`请比较以下方案：A.… B.…` with an answer in words: what is listed on the line of the stem is part of it."""
        stem = self.pieces("stem")
        content = (self.fold_of("key") or self.fold_of("head") or self.fold_of("reference_answer")).strip()
        if named in CHOICE_KINDS or not stem or not content or any(option.chosen for option in self.draft.options):
            return False
        last = self.draft.options[-1].pieces[0].start
        if "\n" in self.folded[stem[-1].end : last] or not asks(self.fold_of("stem")):
            return False
        pairs = [(option.label, option.text) for option in options]
        first = content.partition("\n")[0]
        if keys.is_key(first) or keys.by_text(content, pairs) or keys.with_text(first, pairs)[0]:
            return False
        return not keys.as_places(first, [option.label for option in options])

    def bare_letters(self, labels: list[str]) -> list[str] | None:
        """`入库后首先要做的是 B`, `……是哪一项。C`: a letter behind the stem, where most stems of the section end so."""
        section = self.draft.section
        if section is None or not labels:
            return None
        if section.bare is None:
            stems = [item.parts["stem"][-1] for item in section.items if item.options and item.has("stem")]
            ending = sum(_BARE.search(self.folded, stem.start, stem.end) is not None for stem in stems)
            section.bare = ending >= max(_LEAST_BARE, len(stems) * _MOST_BARE)
        last = self.pieces("stem")[-1:]
        match = _BARE.search(self.folded, last[0].start, last[0].end) if section.bare and last else None
        letters = keys.as_letters(match["key"], labels) if match else None
        if match is None or letters is None or not set(letters) <= set(labels) or not _ascends(match["key"]):
            return None
        self.cuts.append(("key", *match.span("key")))
        return letters

    def emphasised(self, labels: list[str]) -> list[str]:
        """Options in bold letters or in a colour of Markdown, when others are not; a person should compare."""
        found = []
        for label, option in zip(labels, self.draft.options, strict=True):
            start, end = option.pieces[0].start, option.pieces[-1].end
            if self.folded[end : end + 2] in ("**", "==") or _COLOURED.match(self.folded, start, end):
                found.append(label)
        section = self.draft.section
        several = section is not None and section.heading.kind is ItemKind.MULTIPLE_CHOICE
        if not found or (len(found) == len(labels) and not several):
            return []
        self.problems.append(("key-by-mark", {"labels": "".join(found)}))
        return found

    def concluded(self, labels: list[str]) -> list[str] | None:
        """The key that the explanation states where nothing else does; a person should compare."""
        told = self.fold_of("explanation") + "\n" + self.fold_of("reference_answer")
        found = conclusions.letters_of(told, labels)
        if found is not None:
            self.problems.append(("key-from-explanation", {"labels": "".join(found)}))
        return found

    def told_letters(self, labels: list[str], pairs: list[tuple[str, str]]) -> list[str] | None:
        """`答：B`: where nothing else is the key, the answer may be."""
        answer = self.fold_of("reference_answer")
        before = list(self.notes)
        found = self.letters(answer, "reference_answer", labels, pairs) if answer and labels else None
        self.told = found is not None
        self.notes = self.notes if self.told else before
        self.notes = self.notes if self.told or not answer else []
        return found

    def coloured_options(self, labels: list[str]) -> list[str]:
        """Options that stand out by colour, or else their letters alone, when others do not."""
        pairs = (
            list(zip(labels, (option.pieces[0] for option in self.draft.options), strict=True)) if self.marks else []
        )
        found = [label for label, piece in pairs if self.is_coloured(piece.start, piece.end)]
        if not found:
            letters = [
                (label, self.folded.rfind(label, max(0, p.start - _LONGEST_LABEL), p.start)) for label, p in pairs
            ]
            found = [label for label, at in letters if at >= 0 and self.is_coloured(at, at + 1)]
        return found if len(found) < len(labels) else []

    def is_coloured(self, start: int, end: int) -> bool:
        at = bisect_left(self.marks, (end, 0))
        return at > 0 and self.marks[at - 1][1] > start

    def letters(self, content: str, part: str, labels: list[str], pairs: list[tuple[str, str]]) -> list[str] | None:
        several = keys.by_lines(content, pairs)
        if several is not None:
            return several
        first, _, rest = content.strip().partition("\n")
        first = _CONFIRMED.sub("", first)
        found = keys.as_letters(first, labels)
        if found is None or not set(found) <= set(labels):
            texts = keys.by_text(content, pairs)  # `Correct answer: RAM` names an option, and no letters
            places = self.places(first, labels)
            if texts and places and texts != places:  # `Ans 2` where the first option is 2
                self.problems.append(("key-conflict", {"first": "".join(places), "second": "".join(texts)}))
                texts = places
            found = texts or found
            rest = rest if texts is None else ""  # every line was the text of an option
        found = self.places(first, labels) if found is None else found
        if found is None:
            found, tail = keys.with_text(first, pairs)
            rest = tail + ("\n" + rest if rest else "")
        self.note(part, rest if found is not None else content)
        return found

    def places(self, content: str, labels: list[str]) -> list[str] | None:
        """A key that names numbered options by their numbers."""
        listed = bool(self.draft.options) and self.draft.options[0].listed
        return keys.as_places(content, labels) if listed else None

    def note(self, part: str, rest: str) -> None:
        """What a key line says besides the key, in the original's characters (`rest` is its folded end)."""
        rest = rest.lstrip(" ,，。.;；:\n\t")
        if rest and part != "run-key":
            self.notes.append(self.raw(part)[-len(rest) :])

    def embedded_letters(self, labels: list[str]) -> list[str] | None:
        told = remarks.embedded(self.folded, self.pieces("stem"))
        found = [key for key in told if remarks.is_key_of(key, labels)] if told else self.small_letters(labels)
        if len(found) > 1:
            found = [key for key in found if _ascends(key.content)]
        if len({key.content.upper() for key in found}) != 1:
            return None
        for key in found:
            self.cut_key(key, blank=not self.behind_tag(key))
        return keys.as_letters(found[0].content)

    def small_letters(self, labels: list[str]) -> list[remarks.EmbeddedKey]:
        """`( acd )` where the options are a, b, c as well."""
        first = self.draft.options[0].pieces[0].start if self.draft.options else 0
        if _SMALL_LABEL.search(self.folded, max(0, first - _LONGEST_LABEL), first) is None:
            return []
        matches = [
            match for piece in self.pieces("stem") for match in _SMALL.finditer(self.folded, piece.start, piece.end)
        ]
        keys_found = [("".join(match["key"].split()).upper(), match) for match in matches]
        return [
            remarks.EmbeddedKey(key, *match.span(), (match.start() + 1, match.end() - 1))
            for key, match in keys_found
            if set(key) <= set(labels) and key == "".join(sorted(set(key)))
        ]

    def behind_tag(self, found: remarks.EmbeddedKey) -> bool:
        """`[单选] [C] 谁…`: the key in a box right behind the type is a remark too, and no blank to fill in."""
        boxed = self.folded[found.start] == "["
        tags = [end for why, _, end in self.cuts if why == "remark" and end <= found.start] if boxed else []
        return any(not self.folded[end : found.start].strip() for end in tags)

    def offered(self) -> bool | None:
        """The line `正确  错误` below a statement: no part of it, and the key where one of the words stands out."""
        pieces = self.pieces("stem")
        match = keys.pair_of(self.folded, pieces[-1].start, pieces[-1].end) if len(pieces) > 1 else None
        if match is None:
            return None
        self.judging = True
        self.cuts.append(("key", pieces[-1].start, pieces[-1].end))
        right, wrong = (any(first < match.end(name) and last > match.start(name) for first, last in self.marks)
                        for name in ("right", "wrong"))  # fmt: skip
        return right if right != wrong else None

    def truth_key(self, options: list[Option]) -> bool | None:
        by_label = {option.label: keys.as_bool(option.text) for option in options}
        shown = self.offered()
        found: bool | None = None
        for content, part in self.sources():
            value = self.truth(content, part, by_label)
            found = value if found is None else found
        found = shown if found is None else found
        marks = [
            (key, self.judged(key.content, by_label)) for key in remarks.embedded(self.folded, self.pieces("stem"))
        ]
        marks = [(key, value) for key, value in marks if value is not None]
        if len(marks) == 1:
            mark, inside = marks[0]
            self.cut_key(mark, blank=False)
            self.reason(mark)
            if found is not None and inside is not None and inside != found:
                self.problems.append(("key-conflict", {"first": str(found).lower(), "second": str(inside).lower()}))
            found = inside if found is None else found
        chosen = [by_label.get(option.label) for option in self.draft.options if option.chosen]
        if found is None and len(chosen) != 1:
            chosen = [by_label.get(label) for label in self.emphasised([o.label for o in self.draft.options])]
        if found is None and len(chosen) == 1:
            return chosen[0]
        found = self.told_truth(by_label) if found is None else found
        return conclusions.verdict_of(self.fold_of("explanation")) if found is None and self.judging else found

    def judged(self, content: str, by_label: dict[str, bool | None]) -> bool | None:
        """A truth value in words or marks, or where the source asks for one without options as A or B."""
        if self.judging and not by_label and content.strip() in ("A", "B"):
            self.problems.append(("truth-by-letter", {}))
            return content.strip() == "A"
        return keys.as_bool(content)

    def reason(self, found: remarks.EmbeddedKey) -> None:
        """`错误（因为…）` behind the sentence: the bracket explains the key."""
        if found.reason:
            self.cuts.append(("key", *found.reason))
            self.notes.append(self.text[found.reason[0] + 1 : found.reason[1] - 1])

    def told_truth(self, by_label: dict[str, bool | None]) -> bool | None:
        answer = self.fold_of("reference_answer")
        found = self.truth(answer, "reference_answer", by_label) if _TOLD.match(answer) else None
        self.told = found is not None
        return found

    def truth(self, content: str, part: str, by_label: dict[str, bool | None]) -> bool | None:
        first, _, rest = content.strip().partition("\n")
        labelled = _LABELLED.match(first) if by_label else None  # `A) True`
        label = labelled["label"] if labelled else first.strip(" .。()[]").upper()
        value = by_label.get(label)
        if value is None and label not in by_label:
            value = keys.as_bool(first)
        if value is None:
            match = re.match(r"\s*(√|×|✓|✗|对|错误?|正确|不正确)[,，。;；:\s]+", content)
            value, rest = (keys.as_bool(match.group(1)), content[match.end() :]) if match else (None, content)
        if value is None and (value := self.judged(first.strip(" .。"), by_label)) is not None:
            rest = content.strip().partition("\n")[2]
        self.note(part, rest)
        return value

    def cut_key(self, found: remarks.EmbeddedKey, *, blank: bool) -> None:
        """Take the key out of the stem; a bracket inside the sentence stays as a blank to fill in."""
        after = self.folded[found.end : self.pieces("stem")[-1].end].strip(" 。.?!")
        if blank and (after or self.folded[max(0, found.start - 1)] not in "?。!"):
            self.cuts.append(("blank", *found.inner))
        else:
            self.cuts.append(("key", found.start, found.end))
