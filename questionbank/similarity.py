"""How alike two questions are, and how to find the like ones among a hundred thousand. Pure: no Django.

A text is taken apart into runs of three characters. Two sets of runs are as alike as the share that they have in
common (Jaccard). To find likely partners without comparing everything, each text gets min-hashes in bands
(Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3): texts that share a band are
candidates, and only these are compared exactly.

Texts come folded, as `folding.folded_content` gives them: the stem on the first line, an option on each further one.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# From here on two questions are shown to a person as perhaps the same, and from here on taken for the same until
# somebody says that they are not.
NEAR, ALIKE = 0.5, 0.6
BANDS, ROWS = 16, 3
# Stems that say less than this by themselves ("下列说法正确的是") are looked for together with their options.
SPECIFIC = 8
# A stem outweighs the options: distractors are replaced more often than questions.
STEM_WEIGHT = 3
# A bucket with more members than this holds boilerplate, not repeats.
MAX_BUCKET = 60
# How many of those that share most bands with a text are compared exactly.
CANDIDATES = 8
_EDGE = "\x02"
# Knuth's factor of linear congruence (MMIX), and 63 bits: what a signed column of the database holds.
_MIX, _MASK = 6364136223846793005, (1 << 63) - 1
_NUMBERS = struct.Struct(f"<{BANDS * ROWS}I")
_STOCK = re.compile(
    r"下列|以下|下面|关于|有关|对于|的?(?:说法|表述|叙述|描述|选项|做法)中?"
    r"|[不最]?(?:正确|错误|恰当|合适|合理|符合|属于|包括)的?(?:一项)?是?|哪一?[项个种些]|请?(?:简述|简要说明|回答|选择)"
    r"|whichofthefollowing|statements?|(?:is|are)(?:not)?(?:in)?(?:correct|true|wrong)"
)
_NEGATION = re.compile(r"不|没|无|非|未|勿|莫|禁止|错误|除|except|incorrect|wrong|not|never")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+")


class Contrast(StrEnum):
    """What makes two like stems ask for different things."""

    NEGATION = "negation"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` from 0 (nothing in common) to 1 (the same runs of characters)."""

    score: float
    contrasts: frozenset[Contrast] = frozenset()

    @property
    def is_near(self) -> bool:
        return self.score >= NEAR

    @property
    def is_alike(self) -> bool:
        """Probably the same question: nothing in it asks for something else."""
        return self.score >= ALIKE and not self.contrasts

    @property
    def percent(self) -> int:
        """Rounded down, so that only the same text is called 100%."""
        return int(self.score * 100)


@dataclass(frozen=True, slots=True)
class Features:
    stem: frozenset[str]
    options: frozenset[str]
    specific: bool
    negations: tuple[str, ...]
    numbers: tuple[str, ...]


def runs(text: str) -> frozenset[str]:
    """The runs of three characters, the edges counting as a character; empty for an empty text."""
    padded = f"{_EDGE}{text}{_EDGE}"
    return frozenset(padded[at : at + 3] for at in range(len(text)))


def letters(text: str) -> str:
    """Letters, digits and characters alone: punctuation and brackets say nothing about what is asked."""
    return "".join(char for char in text if char.isalnum())


def features(folded: str) -> Features:
    stem, *options = (letters(line) for line in folded.split("\n"))
    negations = tuple(sorted(Counter(_NEGATION.findall(stem)).elements()))
    numbers = tuple(_NUMBER.findall(folded.split("\n", 1)[0]))
    held = frozenset[str]().union(*(runs(option) for option in options))
    return Features(runs(stem), held, len(_core(stem)) >= SPECIFIC, negations, numbers)


def _core(stem: str) -> str:
    """The stem without the phrases that any question may begin or end with."""
    return _STOCK.sub("", stem)


def likeness(one: Features, other: Features) -> Likeness:
    """Symmetric. Questions without options on either side are compared by their stems alone."""
    contrasts = set[Contrast]()
    if one.negations != other.negations:
        contrasts.add(Contrast.NEGATION)
    if one.numbers != other.numbers:
        contrasts.add(Contrast.NUMBER)
    return Likeness(_score(one, other), frozenset(contrasts))


def _score(one: Features, other: Features) -> float:
    if not (one.options and other.options):
        return _share([(one.stem, other.stem, 1)])
    weight = STEM_WEIGHT if one.specific and other.specific else 1
    return _share([(one.stem, other.stem, weight), (one.options, other.options, 1)])


def _share(parts: Iterable[tuple[frozenset[str], frozenset[str], int]]) -> float:
    """Weighted Jaccard; nothing is like nothing."""
    common = whole = 0
    for left, right, weight in parts:
        common += weight * len(left & right)
        whole += weight * len(left | right)
    return common / whole if whole else 0.0


def bands(folded: str) -> tuple[int, ...]:
    """`BANDS` numbers below 2**63; two texts are candidates when they share one. Empty when there is nothing to ask.

    The chance that texts of likeness s share a band is 1 - (1 - s**3)**16: 0.12 for 0.2, 0.88 for 0.5, 0.99 for 0.65.
    """
    found = runs(_gist(folded))
    if not found:
        return ()
    least = [min(column) for column in zip(*map(_hashes, found), strict=True)]
    return tuple(_band(place, least[place * ROWS : (place + 1) * ROWS]) for place in range(BANDS))


@lru_cache(maxsize=50_000)
def _hashes(run: str) -> tuple[int, ...]:
    """As many independent numbers as there are min-hashes. Bands are stored, so this never changes."""
    return _NUMBERS.unpack(hashlib.shake_128(run.encode()).digest(_NUMBERS.size))


def _band(place: int, least: list[int]) -> int:
    mixed = place + 1
    for number in least:
        mixed = (mixed * _MIX + number) & _MASK
    return mixed


def _gist(folded: str) -> str:
    """What to look for: the stem without stock phrases, and with the options when that says little."""
    stem, *options = (letters(line) for line in folded.split("\n"))
    core = _core(stem)
    return core if len(core) >= SPECIFIC else core + "".join(sorted(options)) or stem


def nearest_earlier(
    texts: Sequence[str], banded: Iterable[tuple[int, ...]] | None = None
) -> dict[int, tuple[int, Likeness]]:
    """Of each folded text that is like an earlier one: the place of the most alike, and how much. Linear in the number
    of texts. `banded` are their bands where these are known."""
    buckets: dict[int, list[int]] = {}
    known: dict[int, Features] = {}
    nearest = {}
    for place, found in enumerate(map(bands, texts) if banded is None else banded):
        holders = [buckets.setdefault(band, []) for band in found]
        shared = Counter(earlier for holder in holders for earlier in holder)
        ranked = [
            (-_known(known, texts, place, earlier).score, earlier) for earlier, _ in shared.most_common(CANDIDATES)
        ]
        for holder in holders:
            if len(holder) < MAX_BUCKET:
                holder.append(place)
        if ranked and (alike := _known(known, texts, place, min(ranked)[1])).is_near:
            nearest[place] = (min(ranked)[1], alike)
    return nearest


def _known(known: dict[int, Features], texts: Sequence[str], one: int, other: int) -> Likeness:
    for place in (one, other):
        if place not in known:
            known[place] = features(texts[place])
    return likeness(known[one], known[other])


def best[Name](of: str, others: Iterable[tuple[Name, str]], limit: int = 3) -> list[tuple[Name, Likeness]]:
    """The nearest of the named folded texts, the most alike first."""
    return sorted(_near(of, others), key=lambda found: -found[1].score)[:limit]


def _near[Name](of: str, others: Iterable[tuple[Name, str]]) -> Iterator[tuple[Name, Likeness]]:
    own = features(of)
    for name, text in others:
        alike = likeness(own, features(text))
        if alike.is_near:
            yield name, alike
