"""Like questions: between an import and the bank, and within an import. The measure is questionbank/similarity.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import batched

from django.utils import timezone

from questionbank.authoring import CHUNK
from questionbank.folding import folded_content
from questionbank.imports.staged import read_row
from questionbank.models import ImportBatch, ImportRow, Item, ItemBand, JobRole
from questionbank.similarity import CANDIDATES, Likeness, bands, best, features, likeness, nearest_earlier

# Rows of the index read for one page or chunk; boilerplate that thousands share must not fill the memory.
MOST_ROWS = 200_000


@dataclass(frozen=True)
class Lookalike:
    """An item of the bank that is like a question."""

    item: Item
    likeness: Likeness


def lookalikes(
    role: JobRole, texts: Mapping[int, str], limit: int = 3, *, banded: Mapping[int, tuple[int, ...]] | None = None
) -> dict[int, list[Lookalike]]:
    """The like items of the role for folded texts by a name of theirs, the most alike first; two statements for any
    number up to `CHUNK` texts. `banded` are their bands where these are known."""
    candidates = _candidates(role, banded or {name: bands(text) for name, text in texts.items()})
    wanted = {pk for pks in candidates.values() for pk in pks}
    items = Item.objects.select_related("current").in_bulk(wanted) if wanted else {}
    found = {}
    for name, pks in candidates.items():
        ranked = best(texts[name], ((pk, items[pk].folded) for pk in pks if pk in items), limit)
        if ranked:
            found[name] = [Lookalike(items[pk], alike) for pk, alike in ranked]
    return found


def _candidates(role: JobRole, banded: Mapping[int, tuple[int, ...]]) -> dict[int, list[int]]:
    wanted = {band for found in banded.values() for band in found}
    if not wanted:
        return {}
    rows = ItemBand.objects.filter(band__in=wanted, item__role=role).values_list("band", "item_id")[:MOST_ROWS]
    holders: dict[int, list[int]] = {}
    for band, pk in rows:
        holders.setdefault(band, []).append(pk)
    shared = {name: Counter(pk for band in found for pk in holders.get(band, ())) for name, found in banded.items()}
    return {name: [pk for pk, _ in count.most_common(CANDIDATES)] for name, count in shared.items() if count}


def comparison(batch: ImportBatch) -> Iterator[tuple[int, Callable[[], None]]]:
    """Compare the open rows of a batch with the bank and with each other, some at a time; yields how many rows that
    makes, and what writes what was found. Finding takes long and is done before, so that writing can be short.

    What somebody decided, by ticking or unticking, stays decided.
    """
    texts, banded = dict[int, str](), dict[int, tuple[int, ...]]()
    for some in _open_rows(batch):
        read = {row.position: text for row in some if (text := text_of(row))}
        hashed = {name: bands(text) for name, text in read.items()}
        alike = {name: found[0].likeness for name, found in lookalikes(batch.role, read, 1, banded=hashed).items()}
        texts.update(read)
        banded.update(hashed)
        yield len(texts), partial(_note, batch, alike, [row.position for row in some])
    yield len(texts), partial(_end, batch, _nearest(texts, banded))


def _open_rows(batch: ImportBatch) -> Iterator[list[ImportRow]]:
    """By position: on SQLite a cursor that stays open between transactions may find the database locked."""
    last, rows = -1, batch.rows.filter(item=None).select_related("section").order_by("position")
    while some := list(rows.filter(position__gt=last)[:CHUNK]):
        last = some[-1].position
        yield some


def compare(batch: ImportBatch) -> None:
    for _, write in comparison(batch):
        write()


def compare_row(row: ImportRow) -> None:
    """After a correction: what the row says now may be like something else."""
    text = text_of(row)
    found = lookalikes(row.batch.role, {row.position: text}, 1) if text else {}
    alike = {name: others[0].likeness for name, others in found.items()}
    _note(row.batch, alike, [row.position])


def is_stale(batch: ImportBatch) -> bool:
    """Whether the bank has questions that the rows were not compared with."""
    if batch.compared_at is None:
        return True
    changed = Item.objects.filter(role=batch.role, updated_at__gt=batch.compared_at)
    return changed.exclude(batch=batch).exists()


def text_of(row: ImportRow) -> str:
    """What the row asks, folded; empty while errors keep it out of the bank."""
    content = read_row(row).content
    return folded_content(content) if content else ""


def likeness_of_rows(one: ImportRow, other: ImportRow) -> Likeness:
    return likeness(features(text_of(one)), features(text_of(other)))


def _note(batch: ImportBatch, alike: Mapping[int, Likeness], positions: list[int]) -> None:
    rows = batch.rows.filter(position__in=positions)
    rows.exclude(resembles="", like=None).update(resembles="", like=None)
    for mark in ImportRow.Resemblance:
        marked = [position for position, found in alike.items() if _mark(found) is mark]
        if marked:
            batch.rows.filter(position__in=marked).update(resembles=mark)


def _mark(found: Likeness) -> ImportRow.Resemblance:
    return ImportRow.Resemblance.ALIKE if found.is_alike else ImportRow.Resemblance.NEAR


def _nearest(texts: Mapping[int, str], banded: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[Likeness, int]]:
    """Of each row that is like an earlier one: how much, and the position of that."""
    positions = sorted(texts)
    found = nearest_earlier([texts[position] for position in positions], [banded[position] for position in positions])
    return {positions[place]: (alike, positions[earlier]) for place, (earlier, alike) in found.items()}


def _end(batch: ImportBatch, nearest: Mapping[int, tuple[Likeness, int]]) -> None:
    """The later one of two like rows points at the earlier one."""
    for some in batched(batch.rows.filter(position__in=nearest).only("pk", "position", "resembles"), CHUNK):
        for row in some:
            found, row.like = nearest[row.position]
            if row.resembles != ImportRow.Resemblance.ALIKE:
                row.resembles = _mark(found)
        ImportRow.objects.bulk_update(some, ["resembles", "like"])
    batch.compared_at = timezone.now()
    batch.save(update_fields=["compared_at"])


def undecided(rows: Iterable[ImportRow]) -> list[ImportRow]:
    return [row for row in rows if row.resembles and row.included is None and not row.item_id]
