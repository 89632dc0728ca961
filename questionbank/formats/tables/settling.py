"""Roles of columns that their header misnames or leaves out, settled by what their cells hold. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from questionbank.formats.tables.cellkinds import PLACES, is_key, is_type, typical
from questionbank.formats.tables.cellparts import lettered, run_of
from questionbank.parsing.words.fold import fold

Role = str
Cells = Mapping[int, list[str]]
_MOSTLY = 0.5
_LEAST_KNOWN = 2
_TEXTS = frozenset(
    (
        "questiontext",
        "questioncontent",
        "questionstem",
        "questionbody",
        "题目内容",
        "试题内容",
        "题干",
        "题干描述",
        "题目正文",
    )
)
_TITLES = frozenset(("title", "content", "text", "name", "标题", "内容", "题目名称", "名称"))


def settle(roles: dict[int, Role], cells: Cells, header: Sequence[str], codes: Mapping[str, str]) -> bool:
    """Change `roles` where the cells say so; returns whether keys count the options from 0."""
    _settle_type(roles, cells, codes)
    _settle_stem(roles, cells, header)
    _settle_options(roles, cells)
    _settle_span(roles, cells, header)
    if not {"key", "right", "reference_answer", "answer_points"} & set(roles.values()):
        _unnamed_key(roles, cells)
    key = next((at for at, role in roles.items() if role == "key"), None)
    return key is not None and _counts_from_zero(cells.get(key, []), roles)


def _settle_stem(roles: dict[int, Role], cells: Cells, header: Sequence[str]) -> None:
    """`title` is full and `stem` is not: the first asks, the second is what several questions are about."""
    stem = next((at for at, role in roles.items() if role == "stem"), None)
    texts = [at for at, name in enumerate(header) if at not in roles and _is_text(name) and cells.get(at)]
    if stem is not None and texts and typical(cells[texts[0]]) > 2 * typical(cells.get(stem, [])):
        del roles[stem]  # `Question title` above a name, `Question text` above what is asked
        roles[texts[0]] = "stem"
        return
    free = [
        at for at, name in enumerate(header) if at not in roles and name.strip().lower() in _TITLES and cells.get(at)
    ]
    if stem is not None and free and len(cells.get(stem, [])) < len(cells[free[0]]) * _MOSTLY:
        roles[stem], roles[free[0]] = "material", "stem"


def _is_text(name: str) -> bool:
    words = "".join(name.lower().replace("_", " ").replace("-", " ").split())
    return words in _TEXTS


def _settle_type(roles: dict[int, Role], cells: Cells, codes: Mapping[str, str]) -> None:
    at = next((column for column, role in roles.items() if role == "type"), None)
    if (
        at is not None
        and cells.get(at)
        and not codes
        and _share(cells[at], lambda cell: is_type(cell) or cell.isdecimal()) < 0.1
    ):
        free = next((role for role in ("topics", "tags") if role not in roles.values()), None)
        if len(set(cells[at])) > 1 and free:
            roles[at] = free
        at = None
    topics = next((column for column, role in roles.items() if role == "topics"), None)
    if at is not None:
        return
    unnamed = [column for column in cells if column not in roles and len(set(cells[column])) > 1]
    for column in [*([topics] if topics is not None else []), *unnamed]:
        if _share(cells.get(column, []), is_type) > 1 - _MOSTLY / 2:
            roles[column] = "type"
            return


def _settle_options(roles: dict[int, Role], cells: Cells) -> None:
    """A column of answers whose cells list lettered options holds the options; so does one whose name nobody knows."""
    key = next((at for at, role in roles.items() if role == "key"), None)
    if key is None or any(role.startswith("option") for role in roles.values()) or not cells.get(key):
        return
    unnamed = [at for at in cells if at not in roles] if _share(cells[key], is_key) > _MOSTLY / 2 else []
    for at in (key, *unnamed):
        if cells[at] and _share(cells[at], lambda cell: bool(run_of(fold(cell), 0, len(cell)))) > _MOSTLY:
            roles[at] = "options"
            return


def _settle_span(roles: dict[int, Role], cells: Cells, header: Sequence[str]) -> None:
    """`选项` above several columns, which have the same name or none, heads one option each."""
    first = next((at for at, role in roles.items() if role == "options"), None)
    if first is None:
        return
    run = [first]
    while run[-1] + 1 < len(header) and run[-1] + 1 not in roles and header[run[-1] + 1] in ("", header[first]):
        run.append(run[-1] + 1)
    run = [at for at in run if cells.get(at)]
    apart = _share(cells.get(first, []), _lists_options) < _MOSTLY
    if len(run) > 1 and apart:
        roles.update({at: f"option:{chr(65 + index)}" for index, at in enumerate(run[:26])})


def _lists_options(cell: str) -> bool:
    folded = fold(cell)
    return "\n" in cell or bool(run_of(folded, 0, len(folded)) or lettered(folded, 0, len(folded)))


def _unnamed_key(roles: dict[int, Role], cells: Cells) -> None:
    if not any(role.startswith("option") for role in roles.values()):
        return
    for at, found in cells.items():
        if at not in roles and len(found) > 1 and (_share(found, is_key) >= 0.9 or _are_places(found, at, roles)):
            roles[at] = "key"
            return


def _are_places(found: Sequence[str], at: int, roles: Mapping[int, Role]) -> bool:
    """Behind the options: 1 to their number, and not in order."""
    options = [column for column, role in roles.items() if role.startswith("option:")]
    figures = [int(cell) for cell in found if cell.isdecimal() and len(cell) == 1]
    inside = len(figures) == len(found) and len(options) > _LEAST_KNOWN and at > max(options)
    return inside and len(set(figures)) > 1 and max(figures) <= len(options)


def _share(cells: Sequence[str], looks: Callable[[str], bool]) -> float:
    return sum(map(bool, map(looks, cells))) / len(cells) if cells else 0.0


def _counts_from_zero(cells: Sequence[str], roles: Mapping[int, Role]) -> bool:
    """Keys as places of options, where the first is 0 and none is as high as the number of options."""
    options = sum(role.startswith("option:") for role in roles.values())
    places = [cell for cell in cells if PLACES.fullmatch(cell)]
    figures = {int(figure) for cell in places for figure in re.findall(r"\d", cell)}
    return bool(options > _LEAST_KNOWN and 0 in figures and max(figures) > 1 and max(figures) < options and
                len(places) > len(cells) * (1 - _MOSTLY / 2))  # fmt: skip
