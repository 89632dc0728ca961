"""The columns of a table without a header, from what its cells hold. Pure: no Django.

Nothing is taken for questions without evidence that other tables do not have: a column of option letters with options
that they name, a column of kinds of questions, ticks and crosses behind statements, or questions with their answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from questionbank.content import WRITTEN_KINDS
from questionbank.formats.tables.cellkinds import (
    PLACES,
    Kind,
    asks_something,
    is_key,
    is_type,
    letters_of,
    sampled,
)
from questionbank.formats.tables.cellparts import own_label
from questionbank.formats.tables.columns import HEAD_ROWS, Columns, Role, role_of
from questionbank.formats.tables.guesscells import (
    AMOUNT,
    PARTED,
    Column,
    Guess,
    choices_of,
    columns_in,
    counts,
    holds_options,
    lists_options,
    may_be_points,
)
from questionbank.parsing.items import remarks
from questionbank.parsing.words import keys, options
from questionbank.parsing.words.fold import fold

_ASKS = re.compile(r"[(（]\s*[)）]|_{2,}|[?？]|[:：]\s*$|(?:的|有|是|为|包括|在于)\s*[。.]?$")
_TRUTH = re.compile(r"对|错|正确|错误|√|×|✓|✗|T|F|TRUE|FALSE", re.IGNORECASE)
_LEVEL = re.compile(r"[易中难]|简单|容易|一般|中等|较[易难]|困难|[初中高]级|easy|medium|hard", re.IGNORECASE)
_TEXTS = re.compile(r"\s*[;；|\n]\s*")
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


def guessed(rows: Sequence[Sequence[str]], kind: Kind = None) -> Columns | None:
    """The roles of the columns, or none when nothing shows that these are questions; the name of the sheet may: `kind`
    is the one that it states."""
    kept = sampled(rows)
    width = max(map(len, kept), default=0)
    # Tables of Word have rows of different lengths.
    sample: list[Sequence[str]] = [[*row, *[""] * (width - len(row))] for row in kept]
    found = Guess(sample, columns_in(sample, width))
    _name_labelled(found)
    found.best("type", _MOSTLY, is_type)
    choices = choices_of(found, width)
    _name_lettered(choices)
    if found.of("key") is None:
        choices.best("key", 0.5, is_key)
    _name_marks(found)
    stem = _stem(found)
    if stem is None:
        return None
    found.roles[stem] = "stem"
    if kind not in WRITTEN_KINDS:
        _name_pointed(choices, stem)
        _name_options(choices, stem)
    _name_answer(found, stem)
    if kind is None and not _is_bank(found, stem):
        return None
    _name_rest(found, stem)
    found.roles = {at: role for at, role in found.roles.items() if role != _LABEL}
    return Columns(_header(found, rows), found.roles, guessed=True, plain=_agreement(found) >= _PLAIN)


def _name_labelled(found: Guess) -> None:
    """A column that says `正确答案：` in every row names the one behind it."""
    for at, column in found.columns.items():
        word = max(set(column.cells), key=column.cells.count, default="")
        common = column.cells.count(word) >= max(_LEAST, 0.9 * len(column.cells))
        role = role_of(word) if common and at + 1 in found.columns else None
        if role in ("key", "explanation", "points", "difficulty") and role not in found.roles.values():
            found.roles[at], found.roles[at + 1] = _LABEL, role


def _begin_with(column: Column, label: str) -> bool:
    """Whether most cells begin with `A.` or the like."""
    own = own_label(label)
    return column.share(lambda cell: own.match(fold(cell))) >= _MOSTLY


def _name_lettered(found: Guess) -> None:
    """Columns of cells that begin with `A.`, `B.` … hold these options."""
    places: list[int] = []
    for at, column in found.columns.items():
        if len(places) < _MAX_OPTIONS and column.cells and _begin_with(column, chr(65 + len(places))):
            places.append(at)
    if len(places) > 1:
        found.roles.update({at: f"option:{chr(65 + index)}" for index, at in enumerate(places)})


def _name_marks(found: Guess) -> None:
    """Columns that are known by each of their cells."""
    first = min((at for at, one in found.columns.items() if one.cells), default=None)
    if first is not None and first not in found.roles and counts(found.columns[first].cells):
        found.roles[first] = "number"
    found.best("difficulty", _MOSTLY, _LEVEL.fullmatch)
    amounts = [at for at in found.free() if may_be_points(found.columns[at])]
    if amounts and found.of("points") is None:
        found.roles[min(amounts, key=lambda at: len(set(found.columns[at].cells)))] = "points"


def _stem(found: Guess) -> int | None:
    """The leftmost column of texts that differ and ask, or that are the longest."""
    texts = [
        at
        for at in found.free()
        if found.columns[at].fill >= 0.5
        and found.columns[at].differing >= 0.4
        and found.columns[at].length >= _SHORT
        and found.columns[at].share(_NO_TEXT.fullmatch) < _MOSTLY
    ]
    most = max((found.columns[at].differing for at in texts), default=0)
    texts = [at for at in texts if found.columns[at].differing > most / 2]  # topics repeat themselves, questions do not

    def weight(at: int) -> float:
        column = found.columns[at]
        return 2 * column.share(_ASKS.search) + 0.8 * (at == texts[0]) + 0.6 * min(column.length, 30) / 30

    return max(texts, key=weight, default=None)


def _name_options(found: Guess, stem: int) -> None:
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


def _cells(found: Guess, at: int | None) -> list[str]:
    return [] if at is None else found.columns[at].cells


def _without_tail(found: Guess, run: list[int], needed: int) -> list[int]:
    """Explanations and remarks behind the options are longer than these, or fuller than the option before."""
    while len(run) > max(needed, 2):
        last, before = found.columns[run[-1]], [found.columns[at] for at in run[:-1]]
        lengths = sorted(column.length for column in before)
        longer = last.length >= 12 and last.length > 2.5 * lengths[len(lengths) // 2]
        if not longer and last.fill <= before[-1].fill + 0.1 and len(run) <= max(needed, 4):
            break
        if _is_sparer(found, run[-1], run[-2], lengths[len(lengths) // 2]):
            break
        run = run[:-1]
    return run


def _is_sparer(found: Guess, last: int, before: int, length: int) -> bool:
    """Whether a column is an option that fewer questions have: as long as the others, never without the one before."""
    column = found.columns[last]
    alike = length / 2 <= column.length <= length * 2 and column.differing >= _MOSTLY
    return alike and column.fill < found.columns[before].fill and all(row[before] for row in found.rows if row[last])


def _take_options(found: Guess, run: list[int], needed: int) -> None:
    if len(run) >= 2 and needed and found.columns[run[0]].share(lists_options) < _MOSTLY:
        for index, at in enumerate(run[:_MAX_OPTIONS]):
            found.roles[at] = f"option:{chr(65 + index)}"
    elif run and found.columns[run[0]].share(holds_options) >= 0.5:
        found.roles[run[0]] = "options"


def _name_pointed(found: Guess, stem: int) -> None:
    """Without letters the key may be the text of one option, or its place: 1 to the number of options."""
    if found.of("key") is not None or len(found.rows) < _LEAST:
        return
    asked = found.of("type") is not None or found.columns[stem].share(asks_something) >= _MOSTLY
    behind = [at for at in found.free() if at > stem]
    for at in [one for one in found.free() if one != stem]:
        others = [other for other in behind if other != at]
        pairs = [(_TEXTS.split(row[at]), row) for row in found.rows if row[at]]
        hit = {other for texts, row in pairs for other in others if row[other] in texts}
        told = sum(all(any(text == row[other] for other in others) for text in texts) for texts, row in pairs)
        if len(hit) > 1 and told >= 0.9 * len(found.columns[at].cells) and (asked or len(hit) >= _LEAST):
            found.roles[at] = "key"
            end = at - 1 if at > max(hit) else max(hit)
            texts = [other for other in others if other >= min(hit) or found.columns[other].differing >= _MOSTLY]
            _take_options(found, [other for other in texts if other <= end], len(hit))
            return
    if not asked:
        return
    named = _options(found)
    run = named or [at for at in behind if found.columns[at].share(str.isdecimal) < _MOSTLY]
    for at in [*behind, *([worth] if (worth := found.of("points")) is not None else [])]:
        cells = found.columns[at].cells
        figures = {int(figure) for cell in cells if PLACES.fullmatch(cell) for figure in re.findall(r"\d", cell)}
        before = named or [one for one in run if (one > at if at == stem + 1 else one < at)]
        alone = len(set(cells)) > 1 and all(PLACES.fullmatch(cell) for cell in cells)
        if alone and len(before) > 1 and 0 < min(figures) <= max(figures) <= len(before):
            found.roles[at] = "key"
            _take_options(found, before, len(before))
            return


def _name_answer(found: Guess, stem: int) -> None:
    """Without letters or ticks the answer is the next text behind the question; several alike are its options."""
    if found.of("key") is None and not any(role.startswith("option:") for role in found.roles.values()):
        behind = [at for at in found.free() if at > stem and found.columns[at].fill >= _MOSTLY]
        if _alike(found, behind):
            _take_options(found, behind, len(behind))
            return
        if behind:
            found.roles[behind[0]] = "key"


def _alike(found: Guess, behind: Sequence[int]) -> bool:
    """Three columns or more side by side, full of texts that are about as long: nothing says which is right."""
    columns = [found.columns[at] for at in behind]
    lengths = [column.length for column in columns]
    return (
        _LEAST <= len(behind) <= _MAX_OPTIONS
        and behind[-1] - behind[0] == len(behind) - 1
        and all(column.fill >= _PLAIN and column.differing >= _MOSTLY for column in columns)
        and max(lengths) <= min(2 * min(lengths) + _SHORT, _LONGEST_ALIKE)
    )


def _is_bank(found: Guess, stem: int) -> bool:
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


def _repeats_options(found: Guess, key: int) -> bool:
    """Whether keys throughout repeat one of three options or more, in places that change; options differ."""
    places = _options(found)
    rows = [row for row in found.rows if row[key]]
    hits = [[at for at in places if row[at] == row[key]] for row in rows]
    told = sum(len(hit) == 1 for hit in hits)
    alike = sum(len({row[at] for at in places if row[at]}) < sum(bool(row[at]) for at in places) for row in rows)
    changes = len({at for hit in hits for at in hit}) >= _LEAST
    return len(rows) >= _FEW and changes and told >= 0.9 * len(rows) and alike <= 0.1 * len(rows)


def _options(found: Guess) -> list[int]:
    return [at for at, role in sorted(found.roles.items()) if role.startswith("option:")]


def _is_lettered(found: Guess) -> bool:
    """Whether the cells of the options begin with their letters."""
    return all(_begin_with(found.columns[at], found.roles[at][-1]) for at in _options(found))


def _is_truth(cell: str) -> bool:
    return keys.as_bool(fold(cell)) is not None


def _asks(cell: str) -> bool:
    return "?" in cell or "？" in cell or _LEADS.match(cell) is not None


def _demands(cell: str) -> bool:
    return _ASKS.search(cell) is not None or _LEADS.match(cell) is not None


def _agreement(found: Guess) -> float:
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
        return len(run) if len(run) > 1 else len(PARTED.split(cell))
    return len(options.inside(fold(row[stem]), 0, len(row[stem])))


def _name_rest(found: Guess, stem: int) -> None:
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


def _is(row: Sequence[str], at: int | None, test: Callable[[str], bool]) -> bool:
    return at is not None and at < len(row) and test(row[at])


def _is_title(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row alone has only one cell in use."""
    used = [sum(map(bool, row)) for row in rows if any(row)]
    return len(used) > 1 and used[0] == 1 and sum(map(bool, rows[0])) == 1 and min(used[1:]) > 1


def _header(found: Guess, rows: Sequence[Sequence[str]]) -> int | None:
    """The last of the top rows that cannot be a question: its cells are not what their columns hold."""
    tests: dict[Role, Callable[[str], object]] = {
        "type": is_type, "key": is_key, "number": str.isdigit, "points": AMOUNT.fullmatch,
        "difficulty": lambda cell: remarks.difficulty_of(fold(cell)) or cell.isdecimal(),
    }  # fmt: skip
    known = [(at, tests[role]) for at, role in found.roles.items() if role in tests]
    known = [(at, test) for at, test in known if found.columns[at].share(test) >= 0.8]
    stem, named, number = found.of("stem") or 0, found.of("type"), found.of("number")
    last = None
    for index, row in enumerate(rows[:HEAD_ROWS]):
        strange = any(at < len(row) and row[at] and not test(row[at]) for at, test in known)
        asked = row[stem] if stem < len(row) else ""
        if len(asked) >= _SHORT and (_is(row, named, is_type) or _is(row, number, str.isdigit)):
            break  # a question of another kind than most
        bare = index == 0 and 0 < len(asked) <= _SHORT < found.columns[stem].length // 2
        titled = (
            index == 0 and sum(map(bool, row)) == 1 and all(sum(map(bool, one)) > 1 for one in rows[1:] if any(one))
        )
        if (strange or bare or titled) and not _ASKS.search(asked):
            last = index if last is None or last == index - 1 or index < 2 else last
        elif any(row):
            break
    return last
