"""From rules and a pool to chosen items, or to the named shortages. Pure: no Django.

Rules may overlap ("5 of any topic" beside "5 of topic X"), so items are matched to rules by augmenting paths (Kuhn
1955): a draw fails only when no choice of items whatsoever would meet every rule. Items with one fingerprint are one
question and count once. Ties are broken by a hash of the seed and the item's uuid, so the same seed and pool give the
same paper on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from exams.blueprint import Rule
from questionbank.content import Difficulty, ItemKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be drawn. `approved` False = counted in explanations only."""

    uuid: UUID
    kind: ItemKind
    topic: int | None = None
    difficulty: Difficulty | None = None
    fingerprint: str = ""
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Need:
    """One row of the blueprint: a section's kind and one of its rules. (`section`, `row`) names it."""

    section: int
    row: int
    kind: ItemKind
    rule: Rule

    @property
    def name(self) -> tuple[int, int]:
        return self.section, self.row

    def takes(self, item: Candidate) -> bool:
        rule = self.rule
        return (
            item.kind == self.kind
            and rule.topic in {None, item.topic}
            and (rule.difficulty is None or rule.difficulty == item.difficulty)
        )


@dataclass(frozen=True, slots=True)
class Pick:
    """An item that is already in the paper: picked by hand, it stays and counts towards the rules of its section."""

    section: int
    item: Candidate


class Cure(StrEnum):
    LOWER_COUNT = "lower_count"
    ANY_TOPIC = "any_topic"
    ANY_DIFFICULTY = "any_difficulty"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A change of one rule that cures its shortage; None instead of a rule = leave the row out."""

    cure: Cure
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Shortage:
    """A row that cannot be filled: `found` of `asked`. `available` items fit it; when those are enough for it alone,
    `rivals` are the other rows that need the same items. `unapproved` items would fit but may not be drawn."""

    section: int
    row: int
    asked: int
    found: int
    available: int
    unapproved: int
    rivals: tuple[tuple[int, int], ...] = ()
    relaxations: tuple[Relaxation, ...] = ()

    @property
    def short_by(self) -> int:
        return self.asked - self.found


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draw adds: for each row the chosen items in their order. `kept` hand-picked items count for a row."""

    chosen: dict[tuple[int, int], tuple[UUID, ...]] = field(default_factory=dict)
    kept: dict[tuple[int, int], tuple[UUID, ...]] = field(default_factory=dict)
    shortages: tuple[Shortage, ...] = ()

    @property
    def feasible(self) -> bool:
        return not self.shortages


def assemble(
    needs: Sequence[Need], pool: Iterable[Candidate], *, seed: int, picked: Sequence[Pick] = (), explain: bool = True
) -> Plan:
    """The draw for `seed`. With shortages `chosen` holds the largest part that can be met. `explain` False leaves out
    the relaxations, which cost one more matching each."""
    candidates = list(pool)
    groups = _groups(needs, candidates, picked, seed)
    matching = _match(needs, groups, _capped(needs, groups))
    chosen, kept = _chosen(needs, matching)
    plan = Plan(chosen, kept, _shortages(needs, groups, matching, candidates))
    if explain and plan.shortages:
        cured = tuple(_with_cures(plan, shortage, needs, candidates, picked) for shortage in plan.shortages)
        return replace(plan, shortages=cured)
    return plan


def available(need: Need, pool: Iterable[Candidate]) -> int:
    """How many different approved questions of the pool fit the row."""
    return len({_identity(item) for item in pool if item.approved and need.takes(item)})


def draw_order(seed: int, uuid: UUID) -> str:
    """Hex SHA-256 of seed and item: the order in which items are preferred."""
    return hashlib.sha256(f"{seed}:{uuid}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """One question: an item and its duplicates. `rows` are the rows that it can fill."""

    items: tuple[Candidate, ...]
    rows: tuple[int, ...]
    picked: bool = False


Matching = dict[int, list[_Group]]


def _identity(item: Candidate) -> str:
    return item.fingerprint or str(item.uuid)


def _groups(needs: Sequence[Need], pool: Sequence[Candidate], picked: Sequence[Pick], seed: int) -> list[_Group]:
    """Hand-picked ones first, then the pool in drawing order: what is matched first stays in the matching."""
    hand = [
        _Group((pick.item,), tuple(n for n, need in enumerate(needs) if _fits(need, pick)), picked=True)
        for pick in picked
    ]
    taken = {_identity(pick.item) for pick in picked} | {str(pick.item.uuid) for pick in picked}
    same: dict[str, list[Candidate]] = {}
    for item in sorted((item for item in pool if item.approved), key=lambda item: draw_order(seed, item.uuid)):
        if taken.isdisjoint({_identity(item), str(item.uuid)}):
            same.setdefault(_identity(item), []).append(item)
    drawn = [
        _Group(tuple(items), tuple(n for n, need in enumerate(needs) if any(need.takes(item) for item in items)))
        for items in same.values()
    ]
    return [group for group in hand + drawn if group.rows]


def _fits(need: Need, pick: Pick) -> bool:
    return need.section == pick.section and need.takes(pick.item)


def _capped(needs: Sequence[Need], groups: Sequence[_Group]) -> list[int]:
    """How much of each row its own pool can give: a row that is short by itself must not look like a rivalry."""
    own = [sum(n in group.rows for group in groups) for n in range(len(needs))]
    return [min(need.rule.count, own[n]) for n, need in enumerate(needs)]


def _match(needs: Sequence[Need], groups: Sequence[_Group], capacity: Sequence[int]) -> Matching:
    """A largest matching of questions to rows; earlier groups are preferred."""
    matching: Matching = {n: [] for n in range(len(needs))}
    left = sum(capacity)
    hopeless: set[tuple[int, ...]] = set()
    for group in groups:
        if not left:
            break
        if group.rows in hopeless:
            continue
        if _augment(group, matching, capacity, set()):
            left -= 1
        else:  # rows that are full now stay full, so another question for the same rows would fail as well
            hopeless.add(group.rows)
    return matching


def _augment(group: _Group, matching: Matching, capacity: Sequence[int], seen: set[int]) -> bool:
    for row in group.rows:
        if len(matching[row]) < capacity[row]:
            matching[row].append(group)
            return True
    for row in group.rows:
        if row in seen:
            continue
        seen.add(row)
        for place, other in enumerate(matching[row]):
            if _augment(other, matching, capacity, seen):
                matching[row][place] = group
                return True
    return False


def _chosen(
    needs: Sequence[Need], matching: Matching
) -> tuple[dict[tuple[int, int], tuple[UUID, ...]], dict[tuple[int, int], tuple[UUID, ...]]]:
    chosen, kept = {}, {}
    for n, need in enumerate(needs):
        items = [(group, next(item for item in group.items if need.takes(item))) for group in matching[n]]
        chosen[need.name] = tuple(item.uuid for group, item in items if not group.picked)
        kept[need.name] = tuple(item.uuid for group, item in items if group.picked)
    return chosen, kept


def _shortages(
    needs: Sequence[Need], groups: Sequence[_Group], matching: Matching, pool: Sequence[Candidate]
) -> tuple[Shortage, ...]:
    found = []
    for n, need in enumerate(needs):
        if len(matching[n]) >= need.rule.count:
            continue
        own = sum(n in group.rows for group in groups)
        waiting = {_identity(item) for item in pool if not item.approved and need.takes(item)}
        rivals = _rivals(n, groups, matching) if own > len(matching[n]) else set()
        names = tuple(needs[rival].name for rival in sorted(rivals))
        found.append(
            Shortage(need.section, need.row, need.rule.count, len(matching[n]), own, len(waiting), rivals=names)
        )
    return tuple(found)


def _rivals(row: int, groups: Sequence[_Group], matching: Matching) -> set[int]:
    """The rows that hold the items which would fill `row`, followed to the end (the violator of Hall's condition)."""
    holder = {id(group): n for n, held in matching.items() for group in held}
    reached = {row}
    while True:
        wanted = {holder[id(g)] for g in groups if id(g) in holder and reached.intersection(g.rows)}
        if wanted <= reached:
            return reached - {row}
        reached |= wanted


def _with_cures(
    plan: Plan, shortage: Shortage, needs: Sequence[Need], pool: Sequence[Candidate], picked: Sequence[Pick]
) -> Shortage:
    """The relaxations of this row that leave no shortage once the other short rows ask for what they can get."""
    got = {(other.section, other.row): other.found for other in plan.shortages}
    name = (shortage.section, shortage.row)
    cures = []
    for relaxation in _relaxations(next(need for need in needs if need.name == name).rule, shortage.found):
        relaxed = [_relaxed(need, relaxation.rule if need.name == name else _lowered(need, got)) for need in needs]
        asked = [need for need in relaxed if need is not None]
        if assemble(asked, pool, seed=0, picked=picked, explain=False).feasible:
            cures.append(relaxation)
    return replace(shortage, relaxations=tuple(cures))


def _relaxations(rule: Rule, found: int) -> list[Relaxation]:
    offers = [Relaxation(Cure.LOWER_COUNT, rule.model_copy(update={"count": found}) if found else None)]
    if rule.difficulty is not None:
        offers.append(Relaxation(Cure.ANY_DIFFICULTY, rule.model_copy(update={"difficulty": None})))
    if rule.topic is not None:
        offers.append(Relaxation(Cure.ANY_TOPIC, rule.model_copy(update={"topic": None})))
    if rule.topic is not None and rule.difficulty is not None:
        offers.append(Relaxation(Cure.ANY, rule.model_copy(update={"topic": None, "difficulty": None})))
    return offers


def _lowered(need: Need, got: dict[tuple[int, int], int]) -> Rule | None:
    count = got.get(need.name, need.rule.count)
    return need.rule.model_copy(update={"count": count}) if count else None


def _relaxed(need: Need, rule: Rule | None) -> Need | None:
    return replace(need, rule=rule) if rule else None


def met(needs: Sequence[Need], items: Sequence[Candidate], section: int) -> int:
    """How many places of the section's rules these items of the section fill."""
    picked = [Pick(section, item) for item in items]
    own = [need for need in needs if need.section == section]
    return sum(len(kept) for kept in assemble(own, (), seed=0, picked=picked, explain=False).kept.values())


def substitute(
    needs: Sequence[Need],
    section: int,
    rest: Sequence[Candidate],
    current: Candidate,
    pool: Iterable[Candidate],
    *,
    seed: int,
    used: Collection[str],
) -> UUID | None:
    """The next item, in the order of `seed`, that may take the place of `current` beside the `rest` of its section
    without leaving a rule less met; going on from there visits every fitting item. `used` holds the uuids and
    fingerprints of what the paper has. None = there is no other."""
    wanted = met(needs, [*rest, current], section)
    fits: dict[tuple[int | None, Difficulty | None], bool] = {}

    def fitting(item: Candidate) -> bool:
        profile = item.topic, item.difficulty
        if profile not in fits:
            fits[profile] = met(needs, [*rest, item], section) >= wanted
        return fits[profile]

    free = [
        item
        for item in pool
        if item.approved and item.kind == current.kind and not {_identity(item), str(item.uuid)} & set(used)
    ]
    start = draw_order(seed, current.uuid)
    order = sorted(free, key=lambda item: ((key := draw_order(seed, item.uuid)) < start, key))
    return next((item.uuid for item in order if fitting(item)), None)
