"""What a paper says it is worth in all (`满分100分`, `Total: 100 marks`) against what its questions add up to."""

from __future__ import annotations

import re
from decimal import Decimal

from questionbank.content import points_text
from questionbank.document import Diagnostic, Document, DraftItem, Severity
from questionbank.parsing.words.fold import fold

_TOTAL = re.compile(
    r"(?:满分|总分|卷面(?:总)?分|全卷(?:共计?|合计)?|试卷共计?|本卷共计?)\s*+(?:值|数)?\s*+[为是:]?\s*+(?P<zh>\d{1,4}(?:\.5)?)\s*分|"
    r"\b(?:total|full|maximum)\s+(?:marks?|points?|score)\s*[:=]?\s*(?P<en>\d{1,4})\b|"
    r"\btotal\s*:\s*(?P<of>\d{1,4})\s*(?:marks?|points?)\b",
    re.IGNORECASE,
)


def total_check(document: Document) -> list[Diagnostic]:
    """One diagnostic with both numbers when they differ; none where a question's worth is not known."""
    said = _declared(document)
    found = _found(document)
    if said is None or found is None or said[0] == found:
        return []
    params: dict[str, str | int] = {"declared": points_text(said[0]), "found": points_text(found)}
    return [
        Diagnostic(code="total-points-differ", severity=Severity.WARNING, start=said[1], end=said[2], params=params)
    ]


def _declared(document: Document) -> tuple[Decimal, int, int] | None:
    """The total that stands above the first question, outside the headings of sections, if it is only one."""
    text = document.text or ""
    first = min((span.start for item in document.items for span in item.spans), default=0)
    headings = [(section.start or 0, section.end or 0) for section in document.sections]
    found = [
        (Decimal(match["zh"] or match["en"] or match["of"]), match.start(), match.end())
        for match in _TOTAL.finditer(fold(text[:first]))
        if not any(start <= match.start() < end for start, end in headings)
    ]
    return found[0] if len({total for total, _, _ in found}) == 1 else None


def _found(document: Document) -> Decimal | None:
    """The points of all questions; a section that states its total counts with it."""
    stated = {section.id: section.declared_points for section in document.sections}
    by_section: dict[str | None, list[DraftItem]] = {}
    for item in document.items:
        by_section.setdefault(item.section, []).append(item)
    total = Decimal(0)
    for section, items in by_section.items():
        points = [item.points for item in items if item.points is not None]
        own = stated.get(section) if section else None
        if len(points) < len(items) and own is None:
            return None
        total += sum(points, Decimal(0)) if len(points) == len(items) else own or Decimal(0)
    return total if document.items else None
