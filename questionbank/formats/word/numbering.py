"""The numbers and letters that Word prints before list paragraphs and keeps out of their text. Pure: no Django.

num → abstractNum → level, with start values, overrides, restarts and numbering that comes from a style
(ECMA-376-1 section 17.9). Lists of one abstractNum count on together, as in Word, unless a num overrides the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from questionbank.formats.word.numerals import printed
from questionbank.formats.word.styles import Numbering, Styles, W, integer, numbering_of, switched, value
from questionbank.parsing.source.lines import Place

LEVELS = 9
BULLET = "•"
_PLACE = re.compile(r"%([1-9])")
_KEPT_BULLETS = re.compile(r"[\u2010-\u2015\u2022\u2043\u204c\u204d\u2190-\u27bf\u2b00-\u2bff*\-–—·+>①-⑳]+")
_LONGEST_LABEL = 40


@dataclass(slots=True)
class Level:
    """One level of a list. `restart`: 0 never, n when level n (from 1) or an outer one goes on; none as usual."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str = ""
    legal: bool = False


@dataclass(slots=True)
class List:
    """A `w:num`: its abstractNum and what it overrides."""

    abstract: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed, at which level from 0."""

    text: str
    place: Place


class Resolver:
    """Gives each paragraph its label; must see the paragraphs in the order of the document."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[int, dict[int, Level]] = {}
        self._lists: dict[int, List] = {}
        self._counters: dict[int, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        linked: dict[int, str] = {}
        for node in root.iter(f"{W}abstractNum"):
            identity = integer(node, "abstractNumId")
            if identity is None:
                continue
            self._abstracts[identity] = _levels(node)
            linked[identity] = value(node.find(f"{W}numStyleLink"))
        for node in root.iter(f"{W}num"):
            identity, abstract = integer(node, "numId"), integer(node.find(f"{W}abstractNumId"))
            if identity is not None and abstract is not None:
                self._lists[identity] = _list(node, abstract)
        for abstract, style in linked.items():
            self._link(abstract, style)

    def _link(self, abstract: int, style: str) -> None:
        """A list that takes its levels from a numbering style."""
        named = self._styles.numbering(style) if style else None
        origin = self._lists.get(named.number or 0) if named else None
        if origin and not self._abstracts[abstract]:
            self._abstracts[abstract] = self._abstracts.get(origin.abstract, {})

    def label(self, properties: etree._Element | None, style: str) -> Label | None:
        """The label of the next paragraph, which counts from now on; none when it is not numbered."""
        found = self._place(properties, style)
        if found is None:
            return None
        number, level = found
        chosen = self._lists[number]
        counters = self._counters.setdefault(chosen.abstract, {})
        self._advance(number, chosen, level, counters)
        own = -1 - number if chosen.starts else chosen.abstract  # a start of its own makes a list of its own
        place = Place(own, level, self._rule(chosen, level).form, counters.get(level, 0))
        return Label(self._printed(chosen, level, counters), place)

    def _place(self, properties: etree._Element | None, style: str) -> tuple[int, int] | None:
        if not self._lists:
            return None
        direct = numbering_of(properties)
        inherited = self._styles.numbering(style)
        number = direct.number if direct and direct.number is not None else None
        if number is None and inherited is not None:
            number = inherited.number
        if not number or number not in self._lists:
            return None
        level = _first(direct.level if direct else None, self._level_of(number, style), inherited)
        return number, min(max(level, 0), LEVELS - 1)

    def _level_of(self, number: int, style: str) -> int | None:
        """The level that is tied to a paragraph style."""
        chosen = self._lists[number]
        levels = {**self._abstracts.get(chosen.abstract, {}), **chosen.levels}
        return next((level for level, rule in levels.items() if style and rule.style == style), None)

    def _rule(self, chosen: List, level: int) -> Level:
        return chosen.levels.get(level) or self._abstracts.get(chosen.abstract, {}).get(level) or Level()

    def _advance(self, number: int, chosen: List, level: int, counters: dict[int, int]) -> None:
        start = chosen.starts.get(level)
        if start is not None and (number, level) not in self._begun:
            counters[level] = start
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = self._start(chosen, level)
        self._begun.add((number, level))
        for deeper in range(level + 1, LEVELS):
            limit = self._rule(chosen, deeper).restart
            if limit is None or level < limit:
                counters.pop(deeper, None)

    def _start(self, chosen: List, level: int) -> int:
        return chosen.starts.get(level, self._rule(chosen, level).start)

    def _printed(self, chosen: List, level: int, counters: dict[int, int]) -> str:
        rule = self._rule(chosen, level)
        if rule.form == "bullet":
            return _bullet(rule.text)

        def figure(match: re.Match[str]) -> str:
            shown = int(match.group(1)) - 1
            form = "decimal" if rule.legal and shown != level else self._rule(chosen, shown).form
            return printed(counters.get(shown, self._start(chosen, shown)), form)

        return _PLACE.sub(figure, rule.text).strip()[:_LONGEST_LABEL]


def _first(direct: int | None, tied: int | None, inherited: Numbering | None) -> int:
    """The paragraph's own level, else that of its style's place in the list, else the style's own."""
    of_style = inherited.level if inherited else None
    return next((level for level in (direct, tied, of_style) if level is not None), 0)


def _bullet(text: str) -> str:
    """Bullets of symbol fonts are private characters: all of them become one sign."""
    text = text.strip()
    return text if _KEPT_BULLETS.fullmatch(text) else BULLET


def _levels(node: etree._Element) -> dict[int, Level]:
    found = {}
    for child in node.iterchildren(f"{W}lvl"):
        level = integer(child, "ilvl")
        if level is not None:
            found[level] = _level(child)
    return found


def _level(node: etree._Element) -> Level:
    start = integer(node.find(f"{W}start"))
    legal = node.find(f"{W}isLgl")
    form = node.find(f"{W}numFmt")
    return Level(
        start=0 if start is None else start,
        form=value(form) or ("none" if form is not None else "decimal"),
        text=value(node.find(f"{W}lvlText")),
        restart=integer(node.find(f"{W}lvlRestart")),
        style=value(node.find(f"{W}pStyle")),
        legal=legal is not None and switched(legal),
    )


def _list(node: etree._Element, abstract: int) -> List:
    made = List(abstract)
    for child in node.iterchildren(f"{W}lvlOverride"):
        level = integer(child, "ilvl")
        if level is None:
            continue
        start, rule = integer(child.find(f"{W}startOverride")), child.find(f"{W}lvl")
        if start is not None:
            made.starts[level] = start
        if rule is not None:
            made.levels[level] = _level(rule)
    return made
