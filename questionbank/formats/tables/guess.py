"""The columns of a table without a header, from what its cells hold. Pure: no Django.

Nothing is taken for questions without evidence that other tables do not have: a column of option letters with options
that they name, a column of kinds of questions, ticks and crosses behind statements, or questions with their answers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from questionbank.formats.tables.cellkinds import asks_something, is_key, is_type, letters_of, sampled, typical
from questionbank.formats.tables.cellparts import own_label
from questionbank.formats.tables.columns import HEAD_ROWS, Columns, Role, role_of
from questionbank.parsing.items import remarks
from questionbank.parsing.words import keys, options
from questionbank.parsing.words.fold import fold

_ASKS = re.compile(r"[(（]\s*[)）]|_{2,}|[?？]|[:：]\s*$|(?:的|有|是|为|包括|在于)\s*[。.]?$")
_TRUTH = re.compile(r"对|错|正确|错误|√|×|✓|✗|T|F|TRUE|FALSE", re.IGNORECASE)
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{1,2})?\s*分?")
_LEVEL = re.compile(r"[易中难]|简单|容易|一般|中等|较[易难]|困难|[初中高]级|easy|medium|hard", re.IGNORECASE)
_PARTED = re.compile(r"\n|[|;；]|\$\$|##|\"\s*,|'\s*,")
_MOSTLY = 0.6
_FEW = 5
_SHORT = 4
_MAX_OPTIONS = 11
_LONGEST_ALIKE = 24  # texts are no options: answers of interviews, good and bad, stand side by side too
_PLAIN = 0.95
_UNSURE = 0.9
_LEAST = 3
_LABEL = "label"
# Times, addresses and names that programs give: who answered, and when.
_NO_TEXT = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*|[\d\s:.,/+()-]+|\S+@\S+\.\w+|https?://\S+|[\da-f]{8}-[\da-f-]{20,}"
)
_LEADS = re.compile(r"请|如何|怎样|为什么|谈谈|简述|什么是|论述|试述|阐述|列举|简要|说说|举例")


@dataclass(slots=True)
class _Column:
    """One column: its cells in use, the share of rows that use it, and how many of its cells differ."""

    cells: list[str]
    fill: float
    differing: float = field(init=False)
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.differing = len(set(self.cells)) / len(self.cells) if self.cells else 0.0
        self.length = typical(self.cells)

    def share(self, looks: Callable[[str], object]) -> float:
        return sum(bool(looks(cell)) for cell in self.cells) / len(self.cells) if self.cells else 0.0


@dataclass(slots=True)
class _Guess:
    """The guess under way: `rows` are a sample of those in use."""

    rows: list[Sequence[str]]
    columns: dict[int, _Column]
    roles: dict[int, Role] = field(default_factory=dict)

    def of(self, role: Role) -> int | None:
        return next((at for at, name in self.roles.items() if name == role), None)

    def free(self) -> list[int]:
        return [at for at, column in self.columns.items() if at not in self.roles and column.cells]

    def best(self, role: Role, least: float, looks: Callable[[str], object]) -> None:
        """Give the role to the free column most of whose cells look like it."""
        shares = {at: self.columns[at].share(looks) for at in self.free() if self._varies(at)}
        likely = [at for at, share in shares.items() if share >= least]
        if likely:
            self.roles[max(likely, key=lambda at: (shares[at], self.columns[at].fill, -at))] = role

    def _varies(self, at: int) -> bool:
        return len(set(self.columns[at].cells)) > 1 or len(self.rows) < _SHORT or self.columns[at].share(is_type) == 1


def guessed(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The roles of the columns, or none when nothing shows that these are questions."""
    kept = sampled(rows)
    width = max(map(len, kept), default=0)
    # Tables of Word have rows of different lengths.
    sample: list[Sequence[str]] = [[*row, *[""] * (width - len(row))] for row in kept]
    cells = {at: [row[at] for row in sample if row[at]] for at in range(width)}
    found = _Guess(sample, {at: _Column(used, len(used) / len(sample)) for at, used in cells.items()})
    _name_labelled(found)
    _name_lettered(found)
    _name_marks(found)
    stem = _stem(found)
    if stem is None:
        return None
    found.roles[stem] = "stem"
    _name_pointed(found, stem)
    _name_options(found, stem)
    _name_answer(found, stem)
    if not _is_bank(found, stem):
        return None
    _name_rest(found, stem)
    found.roles = {at: role for at, role in found.roles.items() if role != _LABEL}
    return Columns(_header(found, rows), found.roles, guessed=True, plain=_agreement(found) >= _PLAIN)


def _name_labelled(found: _Guess) -> None:
    """A column that says `正确答案：` in every row names the one behind it."""
    for at, column in found.columns.items():
        word = max(set(column.cells), key=column.cells.count, default="")
        common = column.cells.count(word) >= max(_LEAST, 0.9 * len(column.cells))
        role = role_of(word) if common and at + 1 in found.columns else None
        if role in ("key", "explanation", "points", "difficulty") and role not in found.roles.values():
            found.roles[at], found.roles[at + 1] = _LABEL, role


def _begin_with(column: _Column, label: str) -> bool:
    """Whether most cells begin with `A.` or the like."""
    own = own_label(label)
    return column.share(lambda cell: own.match(fold(cell))) >= _MOSTLY


def _name_lettered(found: _Guess) -> None:
    """Columns of cells that begin with `A.`, `B.` … hold these options."""
    places: list[int] = []
    for at, column in found.columns.items():
        if len(places) < _MAX_OPTIONS and column.cells and _begin_with(column, chr(65 + len(places))):
            places.append(at)
    if len(places) > 1:
        found.roles.update({at: f"option:{chr(65 + index)}" for index, at in enumerate(places)})


def _name_marks(found: _Guess) -> None:
    """Columns that are known by each of their cells."""
    found.best("type", _MOSTLY, is_type)
    if found.of("key") is None:
        found.best("key", 0.5, is_key)
    first = min((at for at, one in found.columns.items() if one.cells), default=None)
    if first is not None and first not in found.roles and _counts(found.columns[first].cells):
        found.roles[first] = "number"
    found.best("difficulty", _MOSTLY, _LEVEL.fullmatch)
    for at in found.free():
        column = found.columns[at]
        few = len(set(column.cells)) <= max(_FEW, len(column.cells) // 10)
        if "points" not in found.roles.values() and few and column.share(_AMOUNT.fullmatch) > 0.9 and column.fill > 0.5:
            found.roles[at] = "points"


def _counts(cells: Sequence[str]) -> bool:
    """1, 2, 3 … with a few steps that are larger or start again."""
    figures = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 7]
    if len(figures) < len(cells) * 0.8 or len(figures) < 2:
        return False
    ones = sum(later == earlier + 1 for earlier, later in itertools.pairwise(figures))
    return ones >= (len(figures) - 1) * 0.7 or (len(set(figures)) == len(figures) and figures == sorted(figures))


def _stem(found: _Guess) -> int | None:
    """The leftmost column of texts that differ and ask, or that are the longest."""
    texts = [
        at
        for at in found.free()
        if found.columns[at].fill >= 0.5
        and found.columns[at].differing >= 0.4
        and found.columns[at].length >= _SHORT
        and found.columns[at].share(_NO_TEXT.fullmatch) < _MOSTLY
    ]

    def weight(at: int) -> float:
        column = found.columns[at]
        return 2 * column.share(_ASKS.search) + 0.8 * (at == texts[0]) + 0.6 * min(column.length, 30) / 30

    return max(texts, key=weight, default=None)


def _name_options(found: _Guess, stem: int) -> None:
    """The free columns behind the question (or behind the key that follows it) up to the next that is known."""
    key = found.of("key")
    start = stem + 1 if key is None or key != stem + 1 else key + 1
    run: list[int] = []
    for at in range(start, max(found.columns) + 1):
        if at in found.roles and run:
            break
        if at not in found.roles and found.columns[at].cells:
            run.append(at)
    if "option:A" in found.roles.values():
        return
    letters = [letter for cell in _cells(found, key) for letter in letters_of(cell)]
    needed = max((ord(letter) - 64 for letter in letters), default=0)
    closed = bool(run) and key is not None and key > run[-1]
    _take_options(found, run if closed else _without_tail(found, run, needed), needed)


def _cells(found: _Guess, at: int | None) -> list[str]:
    return [] if at is None else found.columns[at].cells


def _without_tail(found: _Guess, run: list[int], needed: int) -> list[int]:
    """Explanations and remarks behind the options are longer than these, or fuller than the option before."""
    while len(run) > max(needed, 2):
        last, before = found.columns[run[-1]], [found.columns[at] for at in run[:-1]]
        lengths = sorted(column.length for column in before)
        longer = last.length >= 12 and last.length > 2.5 * lengths[len(lengths) // 2]
        if not longer and last.fill <= before[-1].fill + 0.1 and len(run) <= max(needed, 4):
            break
        run = run[:-1]
    return run


def _take_options(found: _Guess, run: list[int], needed: int) -> None:
    if len(run) >= 2 and needed:
        for index, at in enumerate(run[:_MAX_OPTIONS]):
            found.roles[at] = f"option:{chr(65 + index)}"
    elif run and found.columns[run[0]].share(_holds_options) >= 0.5:
        found.roles[run[0]] = "options"


def _holds_options(cell: str) -> bool:
    folded = fold(cell)
    first = options.leading(folded, 0, len(folded))
    if first is not None and first.label == "A" and len(options.run_from(folded, first, len(folded))) > 1:
        return True
    return _PARTED.search(cell) is not None


def _name_pointed(found: _Guess, stem: int) -> None:
    """Without letters the key may be the text of one option, or its place: 1 to the number of options."""
    if found.of("key") is not None or len(found.rows) < _LEAST:
        return
    asked = found.columns[stem].share(asks_something) >= _MOSTLY
    behind = [at for at in found.free() if at > stem]
    for at in [one for one in found.free() if one != stem]:
        others = [other for other in behind if other != at]
        hit = {other for row in found.rows for other in others if row[at] and row[at] == row[other]}
        told = sum(any(row[at] == row[other] for other in others) for row in found.rows if row[at])
        if len(hit) > 1 and told >= 0.9 * len(found.columns[at].cells) and (asked or len(hit) >= _LEAST):
            found.roles[at] = "key"
            end = at - 1 if at > max(hit) else max(hit)
            texts = [other for other in others if other >= min(hit) or found.columns[other].differing >= _MOSTLY]
            _take_options(found, [other for other in texts if other <= end], len(hit))
            return
    if not asked:
        return
    run = [at for at in behind if found.columns[at].share(str.isdecimal) < _MOSTLY]
    for at in [*behind, *([worth] if (worth := found.of("points")) is not None else [])]:
        cells = found.columns[at].cells
        figures = {int(cell) for cell in cells if cell.isdecimal() and len(cell) == 1}
        before = [one for one in run if one < at]
        places = figures and len(set(cells)) == len(figures) > 1 and max(figures) <= len(before)
        if places and len(before) > 1:
            found.roles[at] = "key"
            _take_options(found, before, len(before))
            return


def _name_answer(found: _Guess, stem: int) -> None:
    """Without letters or ticks the answer is the next text behind the question; several alike are its options."""
    if found.of("key") is None and not any(role.startswith("option:") for role in found.roles.values()):
        behind = [at for at in found.free() if at > stem and found.columns[at].fill >= _MOSTLY]
        if _alike(found, behind):
            _take_options(found, behind, len(behind))
            return
        if behind:
            found.roles[behind[0]] = "key"


def _alike(found: _Guess, behind: Sequence[int]) -> bool:
    """Three columns or more side by side, full of texts that are about as long: nothing says which is right."""
    columns = [found.columns[at] for at in behind]
    lengths = [column.length for column in columns]
    return (
        _LEAST <= len(behind) <= _MAX_OPTIONS
        and behind[-1] - behind[0] == len(behind) - 1
        and all(column.fill >= _PLAIN and column.differing >= _MOSTLY for column in columns)
        and max(lengths) <= min(2 * min(lengths) + _SHORT, _LONGEST_ALIKE)
    )


def _is_bank(found: _Guess, stem: int) -> bool:
    key, column = found.of("key"), found.columns[stem]
    narrow = sum(bool(one.cells) for one in found.columns.values()) <= _FEW
    if found.of("type") is not None and (key is not None or column.share(_ASKS.search) >= _MOSTLY):
        return True
    if key is None and _options(found) and column.differing >= _MOSTLY and _is_lettered(found):
        return True
    if key is None:
        return narrow and column.differing >= _MOSTLY and len(column.cells) > 1 and column.share(_asks) >= 0.8
    if any(letters_of(cell) for cell in found.columns[key].cells) and _agreement(found) >= 0.8:
        return True
    true = found.columns[key].share(_TRUTH.fullmatch) >= 0.8 and column.differing >= 0.8 and column.length >= 6
    asked = column.share(_demands) >= _MOSTLY and column.differing >= _MOSTLY and len(column.cells) > 1
    if _options(found):
        return (asked or (column.differing >= _PLAIN and _repeats_options(found, key))) and (
            found.columns[key].share(_is_truth) < _MOSTLY
            or any(found.columns[at].share(_is_truth) for at in _options(found))
        )
    return narrow and (true or asked)


def _repeats_options(found: _Guess, key: int) -> bool:
    """Whether keys throughout repeat one of three options or more, in places that change; options differ."""
    places = _options(found)
    rows = [row for row in found.rows if row[key]]
    hits = [[at for at in places if row[at] == row[key]] for row in rows]
    told = sum(len(hit) == 1 for hit in hits)
    alike = sum(len({row[at] for at in places if row[at]}) < sum(bool(row[at]) for at in places) for row in rows)
    changes = len({at for hit in hits for at in hit}) >= _LEAST
    return len(rows) >= _FEW and changes and told >= 0.9 * len(rows) and alike <= 0.1 * len(rows)


def _options(found: _Guess) -> list[int]:
    return [at for at, role in sorted(found.roles.items()) if role.startswith("option:")]


def _is_lettered(found: _Guess) -> bool:
    """Whether the cells of the options begin with their letters."""
    return all(_begin_with(found.columns[at], found.roles[at][-1]) for at in _options(found))


def _is_truth(cell: str) -> bool:
    return keys.as_bool(fold(cell)) is not None


def _asks(cell: str) -> bool:
    return "?" in cell or "？" in cell or _LEADS.match(cell) is not None


def _demands(cell: str) -> bool:
    return _ASKS.search(cell) is not None or _LEADS.match(cell) is not None


def _agreement(found: _Guess) -> float:
    """The share of keys of letters that name options which are there."""
    key, stem = found.of("key"), found.of("stem")
    if key is None or stem is None:
        return float(found.of("type") is not None)
    if _repeats_options(found, key) and found.columns[stem].share(asks_something) >= _MOSTLY:
        return 1.0
    places = _options(found)
    together = found.of("options")
    told = right = 0
    for row in found.rows:
        letters = letters_of(row[key]) if key < len(row) else ()
        if letters:
            told += 1
            there = sum(bool(row[at]) for at in places if at < len(row)) or _in_cell(row, together, stem)
            right += ord(letters[-1]) - 64 <= there
    truths = found.columns[key].share(_is_truth)
    if 0 < told < _LEAST:
        return min(right / told, _UNSURE)  # two rows agree by accident, and one of them may be a header
    return right / told if told else float(truths >= 0.8 or found.of("type") is not None)


def _in_cell(row: Sequence[str], together: int | None, stem: int) -> int:
    """How many options stand in one cell, or behind the question."""
    if together is not None:
        cell = fold(row[together])
        first = options.leading(cell, 0, len(cell))
        run = options.run_from(cell, first, len(cell)) if first is not None and first.label == "A" else []
        return len(run) if len(run) > 1 else len(_PARTED.split(cell))
    return len(options.inside(fold(row[stem]), 0, len(row[stem])))


def _name_rest(found: _Guess, stem: int) -> None:
    """Explanations stand behind the key, topics repeat themselves."""
    key = found.of("key") or stem
    texts = [at for at in found.free() if at > key and found.columns[at].length >= _SHORT]
    if texts:
        longest = max(texts, key=lambda at: found.columns[at].length)
        if found.columns[longest].differing >= 0.5 or found.columns[longest].length > 12:
            found.roles[longest] = "explanation"
    for at in found.free():
        column = found.columns[at]
        repeats = (column.differing <= 0.5 or at < stem) and 1 < column.length <= 12 and column.fill > 0.5
        if repeats and not column.share(str.isdigit) and "topics" not in found.roles.values():
            found.roles[at] = "topics"


def _header(found: _Guess, rows: Sequence[Sequence[str]]) -> int | None:
    """The last of the top rows that cannot be a question: its cells are not what their columns hold."""
    tests: dict[Role, Callable[[str], object]] = {
        "type": is_type, "key": is_key, "number": str.isdigit, "points": _AMOUNT.fullmatch,
        "difficulty": lambda cell: remarks.difficulty_of(fold(cell)) or cell.isdecimal(),
    }  # fmt: skip
    known = [(at, tests[role]) for at, role in found.roles.items() if role in tests]
    known = [(at, test) for at, test in known if found.columns[at].share(test) >= 0.8]
    stem = found.of("stem") or 0
    last = None
    for index, row in enumerate(rows[:HEAD_ROWS]):
        strange = any(at < len(row) and row[at] and not test(row[at]) for at, test in known)
        asked = row[stem] if stem < len(row) else ""
        bare = index == 0 and 0 < len(asked) <= _SHORT < found.columns[stem].length // 2
        if (strange or bare) and not _ASKS.search(asked):
            last = index if last is None or last == index - 1 or index < 2 else last
        elif any(row):
            break
    return last
