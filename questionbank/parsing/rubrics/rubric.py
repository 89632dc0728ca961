"""The 评分标准 compiler: a scoring note as people write it becomes answer points, criteria and a rule. Pure: no Django.

A rule is a flat table of strings, and every key but the first is there only when the note says so:

| key | what it holds |
|---|---|
| `rule` | what leads: `any_of`, `each_point`, `bands`, `deductions`, `weights`, `total` or `note` |
| `any` | so many answer points count in full (答出任意3点); also when `max` is a whole number of times `each` |
| `of` | how many points there are (共5点) |
| `each` | points for each answer point (每点2分) |
| `max` | most points that the answer points bring together (最多6分) |
| `bands` | `low-high:words` parted by a bar: `8-10:要点齐全 / 5-7:基本齐全`; `low-` is open above, `5:` one level |
| `deduct`, `per` | points off and what for; several parted by a bar in the same order; `1-2` is a span |
| `cap` | most points off, or `all` = down to nothing (扣完为止) |
| `total` | what the note says the question is worth (满分10分) |
| `weights` | percentages of the criteria in their order, parted by a bar (内容60%，表达40%) |
| `text` | the words of the note that state the rule, as written |
| `note` | words that state nothing to reckon with (言之有理即可), as written |

Marking reads `any` alone; everything else is for the reviewer. No text of the note is dropped: it is in an entry, in
`text` or in `note`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from questionbank.content import AnswerPoint, Criterion, points_text
from questionbank.parsing.rubrics.bands import bands_in
from questionbank.parsing.rubrics.entries import Entry, entries_in, scored_in_brackets, table_head
from questionbank.parsing.rubrics.levels import levels_in
from questionbank.parsing.rubrics.words import WORTH, from_nought, is_free, is_label, is_worth, rule_in, said
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.numerals import CIRCLED

_COUNTING = frozenset({"any", "each", "of", "max"})
_LEADING = (
    ("any", "any_of"),
    ("each", "each_point"),
    ("bands", "bands"),
    ("deduct", "deductions"),
    ("weights", "weights"),
    ("total", "total"),
    ("max", "total"),
)
_CUT = re.compile(rf"[,;。\n!?]|\.(?=\s|$)|(?=[{CIRCLED}])")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_FEW = 2
_CLOSED = re.compile(r"\s*[(（\[][^()（）\[\]]{3,40}[)）\]]\s*[.。;；]?\s*$")
_BRACKETED_WORTH = re.compile(r"[(\[]\s*\d{1,2}(?:\.\d)?\s*分\s*[)\]]")
# `8分(措施具体、结果积极)`: what the answer is worth, and behind it what is looked at.
_LOOKED_AT = re.compile(
    rf"\s*+(?:满分|总分|共|计)?\s*+({WORTH})\s*[(\[]([^()\[\]\d]{{2,120}})[)\]]\s*[。.;]?\s*", re.IGNORECASE
)
_SHORT_OF = ("少", "超", "多", "缺", "差")
_MEASURE = re.compile(r"不足|少于|超过|超出|未达|不够|低于|不满")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a note says. `answer_points` are filled when the note itself lists the points that its rule counts."""

    answer_points: tuple[AnswerPoint, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    rule: dict[str, str] | None = None


@dataclass(slots=True)
class _Note:
    """The note while it is read: what a rule took is blanked out in `left`, which keeps its length."""

    text: str
    points: Decimal | None
    left: str = ""
    rule: dict[str, str] = field(default_factory=dict)
    stated: list[tuple[int, int]] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)

    @property
    def folded(self) -> str:
        return fold(self.left)

    def take(self, start: int, end: int, into: list[tuple[int, int]]) -> None:
        into.append((start, end))
        self.left = self.left[:start] + "\n" * (end - start) + self.left[end:]

    def words(self, spans: list[tuple[int, int]]) -> str:
        return "；".join(
            part for start, end in sorted(spans) if (part := self.text[start:end].strip(" \t\n,，;；。、"))
        )


def compile_note(lines: Sequence[str], points: Decimal | None = None) -> Compiled:
    """`points` is what the question is worth where that is known: percentages and open bands need it."""
    text = "\n".join(lines)
    if not text.strip():
        return Compiled()
    note = _Note(text, points, text)
    _read_worth(note)
    _read_aspects(note)
    _read_levels(note)
    _read_brackets(note)
    _read_worth(note)
    _read_clauses(note)
    _read_bands(note)
    _keep_directions(note)
    counted = bool(_COUNTING & note.rule.keys())
    found = entries_in(note.left, counted=counted)
    criteria, listed = _sorted(found, counted)
    _weigh(note, found)
    return Compiled(
        tuple(AnswerPoint(text=entry.text, points=entry.points) for entry in listed),
        tuple(_criterion(entry, points) for entry in criteria),
        _finished(note),
    )


def rule_of(notes: Sequence[str]) -> dict[str, str] | None:
    """The rule in the brackets of a label, `答案要点（每点2分）`; None when they state none."""
    rule = compile_note(notes).rule
    return rule if rule is not None and rule["rule"] != "note" else None


def merged(first: dict[str, str] | None, second: dict[str, str] | None) -> dict[str, str] | None:
    """One rule of two notes: the later words win, the texts of both are kept."""
    if first is None or second is None:
        return first or second
    texts = {name: "；".join(filter(None, (first.get(name), second.get(name)))) for name in ("text", "note")}
    both = {**first, **second, **{name: words for name, words in texts.items() if words}}
    return {**both, "rule": _leading(both)}


def valued(points: list[AnswerPoint], rule: dict[str, str] | None) -> list[AnswerPoint]:
    """The points with what the rule gives each of them, where none states its own; sub-points share that."""
    each = (rule or {}).get("each")
    leaves = [leaf for point in points for leaf in point.leaves()]
    if each is None or any(leaf.points is not None for leaf in leaves):
        return points
    return [point.model_copy(update={"points": Decimal(each)}) for point in points]


def scored_parts(answer: str, points: Decimal | None) -> list[AnswerPoint]:
    """The points of a model answer that states what each part of it brings: `说明原因（2分）；致歉（1分）`."""
    if len(_BRACKETED_WORTH.findall(fold(answer))) < _FEW:
        return []
    return _rows(answer, points)


def unfolded(own: list[AnswerPoint], points: Decimal | None) -> list[AnswerPoint]:
    """A single point that lists what its parts bring, `致歉2分，说明原因2分`, as those parts."""
    alone = own[0] if len(own) == 1 and own[0].points is None and not own[0].children else None
    return (_rows(alone.text, points) if alone is not None else []) or own


def _rows(answer: str, points: Decimal | None) -> list[AnswerPoint]:
    found = compile_note(answer.split("\n"), points)
    rows = [*found.answer_points, *(AnswerPoint(text=row.text, points=row.points) for row in found.criteria)]
    return rows if found.rule is None and len(rows) >= _FEW and all(row.points is not None for row in rows) else []


def equal_parts(answer: str, rule: dict[str, str] | None, points: Decimal | None) -> list[AnswerPoint]:
    """`确定时间、通知参会人、准备材料` under 每点1分, where so many parts bring just the question's points."""
    each = Decimal((rule or {}).get("each", "0"))
    parts = [part.strip() for part in re.split("[、；;]", answer.strip(" 。.\n")) if part.strip()]
    parts = [_CLOSED.sub("", part).strip(" 。.") for part in parts]
    capped = (rule or {}).get("max") == str(points) and each * len(parts) > (points or 0)
    if not each or points is None or "\n" in answer or "。" in _CLOSED.sub("", answer).rstrip("。 "):
        return []
    if each * len(parts) != points and not capped:
        return []
    return [AnswerPoint(text=part) for part in parts]


def joined(own: list[AnswerPoint], listed: list[AnswerPoint]) -> list[AnswerPoint] | None:
    """The question's own answer points with the points of the same ones in the note; None when the lists differ."""
    if not own or not listed:
        return own or listed
    same = len(own) == len(listed) and all(
        two.text in one.text or one.text in two.text for one, two in zip(own, listed, strict=True)
    )
    if not same or any(one.points is not None or one.children for one in own):
        return None
    return [one.model_copy(update={"points": two.points}) for one, two in zip(own, listed, strict=True)]


def _read_aspects(note: _Note) -> None:
    """`8分（措施具体、结果积极）` states the whole and the criteria in its brackets, one between each two marks."""
    match = _LOOKED_AT.fullmatch(note.folded)
    if match is None or rule_in(match[2], {}) or is_free(match[2]):
        return
    start, end = match.span(2)
    note.rule["total"] = said(match[1])
    parts = re.sub("[、,，;；]", "\n", note.left[start:end])
    note.left = note.left[:start] + parts + note.left[end:]
    note.take(end, len(note.text), [])
    note.take(0, start, [])
    note.stated.append(match.span(1))


def _read_levels(note: _Note) -> None:
    levels = levels_in(note.folded)
    if not levels:
        return
    note.rule |= {"any": str(levels[0].many), "max": points_text(levels[0].points)}
    note.rule["bands"] = "|".join(level.words(note.text) for level in levels)
    for level in levels:
        note.take(level.start, level.end, note.stated)


def _read_brackets(note: _Note) -> None:
    """A bracket that holds nothing but rules: `…（每点2分，最多6分）`."""
    folded = note.folded
    for match in _BRACKETS.finditer(folded):
        inside = match[0][1:-1]
        found: dict[str, str] = {}
        for part in re.split("[,;。]", inside):
            adds = rule_in(part, {**note.rule, **found})
            if not adds or adds.keys() & {"deduct", "total"}:
                break
            found |= adds
        else:
            if found.keys() - {"max"}:
                note.rule |= found
                note.take(match.start(), match.end(), note.stated)


def _read_worth(note: _Note) -> None:
    """Nothing but what the question is worth: `8分`, alone or in front of brackets that were read."""
    folded = note.folded.strip()
    if is_worth(folded):
        note.rule["total"] = said(from_nought(folded))
        start = note.folded.index(folded)
        note.take(start, start + len(folded), note.stated)


def _read_clauses(note: _Note) -> None:
    before = (0, 0)
    for start, end in _clauses(note.folded):
        clause = fold(note.left[start:end])
        if not clause.strip():
            continue
        taken, found = (0, {}) if scored_in_brackets(clause) else _rule_of_clause(clause, note.rule)
        if found.get("deduct") and "per" not in found:
            start = _with_reason(note, before, start, found)
        elif _falls_short(found, note.left[slice(*before)]):
            found["per"] = f"{note.left[slice(*before)].strip()}，{found['per']}".replace("|", "/")
            start = before[0]
        if found:
            note.rule |= found
            note.take(start, end - len(clause) + taken, note.stated)
        before = (start, end)


def _rule_of_clause(clause: str, known: dict[str, str]) -> tuple[int, dict[str, str]]:
    """The rule of the clause or of what stands before its colon, and the length that states it."""
    head, _, tail = clause.partition(":")
    for part in dict.fromkeys((clause, head)):
        found = rule_in(part, known) or (rule_in(tail, known) if part == clause and is_label(head) else {})
        if found and ("deduct" not in found or part == clause):
            return len(part), found
    return 0, {}


def _with_reason(note: _Note, before: tuple[int, int], start: int, found: dict[str, str]) -> int:
    """`推诿责任的，扣3分`: the clause before says what for. Gives the start of both."""
    words = note.left[slice(*before)].strip(" \t\n:：。，,")
    if not words or entries_with_points(words):
        return start
    found["per"] = words.removesuffix("的").replace("|", "/")
    return before[0]


def _falls_short(found: dict[str, str], before: str) -> bool:
    """`字数不足800字，每少50字扣1分`: the clause before states the measure."""
    return found.get("per", "")[:1] in _SHORT_OF and _MEASURE.search(before) is not None


def _clauses(folded: str) -> list[tuple[int, int]]:
    """Stretches between separators that stand outside brackets."""
    inside = [at for match in _BRACKETS.finditer(folded) for at in (match.start() + 1, match.end())]
    cuts = [match.span() for match in _CUT.finditer(folded) if bisect_right(inside, match.start()) % 2 == 0]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(folded)]
    return list(zip(starts, ends, strict=True))


def _read_bands(note: _Note) -> None:
    points = note.points or (Decimal(note.rule["total"]) if note.rule.get("total") else None)
    bands = bands_in(note.left, note.folded, points)
    if bands:
        note.rule["bands"] = "|".join(band.words for band in bands)
    for band in bands:
        note.take(band.start, band.end, note.stated)


def _keep_directions(note: _Note) -> None:
    head = table_head(note.left)
    if head:
        return note.kept.append((0, head))
    for start, end in _clauses(note.folded):
        clause = fold(note.left[start:end])
        label, colon, _ = clause.partition(":")
        if not clause.strip():
            continue
        if is_free(clause) and not scored_in_brackets(clause) and not entries_with_points(note.left[start:end]):
            note.take(start, end, note.kept)
        elif is_label(label) and (colon or note.left[start:end].strip()):
            note.take(start, start + len(label) + len(colon), note.kept)
    return None


def entries_with_points(text: str) -> bool:
    return any(entry.points is not None for entry in entries_in(text, counted=False))


def _sorted(found: list[Entry], counted: bool) -> tuple[list[Entry], list[Entry]]:
    """Criteria and answer points: a list that a rule counts, or one under circled numbers, lists points."""
    bare = all(entry.points is None for entry in found)
    if counted and bare and len(found) >= _FEW:
        return [], found
    listed = [entry for entry in found if entry.listed]
    if len(listed) >= _FEW:
        return [entry for entry in found if not entry.listed], listed
    return found, []


def _weigh(note: _Note, found: list[Entry]) -> None:
    shares = [entry.share for entry in found if entry.share is not None]
    if shares:
        note.rule["weights"] = "|".join(_share(share) for share in shares)


def _criterion(entry: Entry, points: Decimal | None) -> Criterion:
    """A share becomes points where the question's are known and the product is exact; else the text names it."""
    if entry.share is None:
        return Criterion(text=entry.text, points=entry.points)
    exact = None if points is None else entry.share * points / 100
    if exact is not None and exact == round(exact, 3):
        return Criterion(text=entry.text, points=exact)
    return Criterion(text=f"{entry.text}（{_share(entry.share)}%）")


def _share(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _leading(rule: dict[str, str]) -> str:
    return next((name for key, name in _LEADING if key in rule), "note")


def _finished(note: _Note) -> dict[str, str] | None:
    rule = note.rule
    kept = note.words(note.kept)
    words = {"text": note.words(note.stated), "note": kept}
    if not rule and not kept:
        return None
    lead = _leading(rule)
    each, most = Decimal(rule.get("each") or 0), Decimal(rule.get("max") or 0)
    if "any" not in rule and each > 0 and most >= each and most % each == 0:
        rule["any"] = str(int(most / each))
    return {"rule": lead, **rule, **{name: value for name, value in words.items() if value}}
