"""Lists of answer points: bullets, numbers, circled numbers, semicolons; outlines that lost their indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from questionbank.content import MAX_TEXT, AnswerPoint
from questionbank.parsing.machine.drafts import Piece
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.numerals import CIRCLED

_BULLETS = "-–—•·●○◆◇■*✦➢"
_MARK = re.compile(
    rf"\s*(?:(?P<bullet>(?!\*\*)[{_BULLETS}])\s*|(?P<circled>[{CIRCLED}])\s*[.、:]?\s*|"
    rf"[(](?P<paren>\d{{1,2}})[)]\s*[.、]?\s*|(?P<dot>\d{{1,2}})\s*(?:[.)](?!\d)|、)\s*|"
    r"(?P<word>第?[一二三四五六七八九十]{1,2}(?:是|、|[,:]))\s*|[(](?P<pcn>[一二三四五六七八九十])[)]\s*)"
)
_UNIT = r"(?:分|points?|pts?|marks?)"
_POINTS = re.compile(
    rf"\s*[(\[]\s*(?:每点|得|计)?\s*(\d{{1,3}}(?:\.\d{{1,2}})?)\s*{_UNIT}\s*[)\]]\s*[;；。.,，]?\s*$", re.IGNORECASE
)
_PLAIN_POINTS = re.compile(rf"[:,，]\s*(\d{{1,3}}(?:\.\d{{1,2}})?)\s*{_UNIT}\s*[;；。.]?\s*$", re.IGNORECASE)
_LABELLED = re.compile(r"[^:：。，,]{1,16}[:：]\s*\S")
_SEMICOLONS = 2
_EMPHASIS = re.compile(r"\*\*(?=\S)([^*\n]+)(?<=\S)\*\*")


@dataclass(slots=True)
class Node:
    """A point under construction: its text, the style of its mark and its column."""

    text: str
    style: str = ""
    indent: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def opens(self) -> bool:
        return self.text.rstrip().endswith((":", "："))

    @property
    def labelled(self) -> bool:
        return _LABELLED.match(self.text) is not None


def points_of(text: str, pieces: list[Piece]) -> list[AnswerPoint]:
    """The answer points that the pieces list, nested where style, indentation or a closing colon says so."""
    return [_point(node) for node in _nested(_all_nodes(text, pieces))]


def marked_points(text: str, pieces: list[Piece]) -> list[AnswerPoint]:
    """The points of a list within running text: what stands before the first mark is no point."""
    nodes = [node for node in _all_nodes(text, pieces) if node.style and node.style != "semicolon"]
    return [_point(node) for node in _nested(nodes)] if len(nodes) > 1 else []


def _all_nodes(text: str, pieces: list[Piece]) -> list[Node]:
    nodes: list[Node] = []
    for piece in pieces:
        for node in _nodes(text[piece.start : piece.end], piece.indent):
            if not node.style and nodes and nodes[-1].style and not node.labelled:
                nodes[-1].text += "\n" + node.text
            else:
                nodes.append(node)
    return nodes


def _nodes(raw: str, indent: int) -> list[Node]:
    folded = fold(raw)
    mark = _MARK.match(folded)
    starts = _starts(folded, mark) if mark else []
    if not mark or not starts:
        inline = _later_list(folded)
        if inline:
            return [*_plain_nodes(raw[: inline[0]], indent), *_cut(raw, folded, inline, indent)]
        return _plain_nodes(raw, indent)
    return _cut(raw, folded, starts, indent)


def _cut(raw: str, folded: str, starts: list[int], indent: int) -> list[Node]:
    found = []
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        mark = _MARK.match(folded, start)
        body = mark.end() if mark else start
        piece = _EMPHASIS.sub(r"\1", raw[body:end].strip())[:MAX_TEXT]
        if piece:
            found.append(Node(piece, _style(mark), indent))
    return found


def _plain_nodes(raw: str, indent: int) -> list[Node]:
    """Text without marks: semicolons part it when there are enough of them."""
    parts = [part.strip() for part in re.split("[;；]", raw) if part.strip()]
    if len(parts) > _SEMICOLONS or (len(parts) == _SEMICOLONS and max(map(len, parts)) < 40):
        return [Node(part[:MAX_TEXT], "semicolon", indent) for part in parts]
    return [Node(raw.strip()[:MAX_TEXT], "", indent)] if raw.strip() else []


def _style(mark: re.Match[str] | None) -> str:
    if mark is None:
        return ""
    name = mark.lastgroup or ""
    return f"bullet{mark.group('bullet')}" if name == "bullet" else name


def _starts(folded: str, mark: re.Match[str]) -> list[int]:
    """Where marks of the same style begin within the text: bullets anywhere between words, numbers counting on."""
    style = mark.lastgroup
    if style == "bullet":
        char = re.escape(mark.group("bullet"))
        inner = rf"(?<![0-9A-Za-z\s]){char}(?=[^\s0-9{char}])|(?<=\s){char}(?=\s?[^\s0-9{char}])"
        if mark.group("bullet") == "*":  # emphasis uses it too
            inner = r"(?<=\s)\*(?=\s[^\s*])"
        return [0] + [m.start() for m in re.finditer(inner, folded) if m.start() >= mark.end()]
    starts, value = [0], 1
    at = mark.end()
    while (found := _successor(folded, style or "", value + 1, at)) is not None:
        starts.append(found)
        at, value = found + 1, value + 1
    return starts if _value(mark) == 1 else [0]


def _later_list(folded: str) -> list[int]:
    """A list that begins after an introduction on the same line: `应做到：①…②…`."""
    for style in ("circled", "paren", "dot"):
        first = _successor(folded, style, 1, 1)
        second = _successor(folded, style, 2, first + 1) if first is not None else None
        if first is None or second is None:
            continue
        starts, value = [first, second], 2
        while (found := _successor(folded, style, value + 1, starts[-1] + 1)) is not None:
            starts.append(found)
            value += 1
        return starts
    return []


def _successor(folded: str, style: str, value: int, at: int) -> int | None:
    forms = {
        "circled": re.escape(CIRCLED[value - 1]) if value <= len(CIRCLED) else "(?!)",
        "paren": rf"[(]{value}[)]",
        "dot": rf"(?<![\d.]){value}(?:[.)](?!\d)|、)",
    }
    if style not in forms:
        return None
    match = re.compile(forms[style]).search(folded, at)
    return match.start() if match else None


def _value(mark: re.Match[str]) -> int:
    if mark.group("circled"):
        return CIRCLED.index(mark.group("circled")) + 1
    number = mark.group("paren") or mark.group("dot")
    return int(number) if number else 0


def _nested(nodes: list[Node]) -> list[Node]:
    top: list[Node] = []
    for node in nodes:
        parent = top[-1] if top else None
        if parent is not None and _is_child(node, parent, top):
            parent.children.append(node)
        else:
            top.append(node)
    return top


def _is_child(node: Node, parent: Node, top: list[Node]) -> bool:
    if node.style and top[0].style and node.style != top[0].style:
        return True
    if node.indent > parent.indent and (parent.opens or node.indent > top[0].indent):
        return True
    if not parent.opens or node.indent < parent.indent:
        return False
    outline = any(other.labelled for other in top)
    closes = node.labelled or node.opens
    plain = bool(parent.children) and not parent.children[0].labelled
    return not (closes and outline and (plain or not parent.children))


def _point(node: Node) -> AnswerPoint:
    text, points = split_points(node.text[:MAX_TEXT].rstrip(";； "))
    return AnswerPoint(text=text, points=points, children=tuple(_point(child) for child in node.children))


def split_points(text: str) -> tuple[str, Decimal | None]:
    """`说明原因（2分）` → (`说明原因`, 2)."""
    folded = fold(text)
    match = _POINTS.search(folded) or _PLAIN_POINTS.search(folded)
    if not match or match.start() == 0:
        return text.strip(), None
    return text[: match.start()].strip(), Decimal(match.group(1))


def flat(points: list[AnswerPoint]) -> list[AnswerPoint]:
    """All points of the tree in reading order, parents before their children."""
    found: list[AnswerPoint] = []
    for point in points:
        found += [point, *flat(list(point.children))]
    return found


def with_details(points: list[AnswerPoint], details: list[str]) -> list[AnswerPoint]:
    """The same tree with one elaboration for every point in reading order."""
    rest = iter(details)

    def fill(point: AnswerPoint) -> AnswerPoint:
        detail = next(rest)
        return point.model_copy(update={"detail": detail, "children": tuple(fill(child) for child in point.children)})

    return [fill(point) for point in points]
