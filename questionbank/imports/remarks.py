"""What a preview says about an item: remarks of the parser and problems of the content. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from questionbank.document import Diagnostic, Severity
from questionbank.imports.drafts import Row
from questionbank.quality import Problem


@dataclass(frozen=True)
class Remark:
    """A diagnostic of the parser or a problem of the content, for reading."""

    code: str
    severity: Severity
    params: dict[str, Any]
    at: int | None = None


def remarks_of(row: Row, told: Iterable[Diagnostic]) -> list[Remark]:
    """The worst first: the parser's remarks as long as nobody edited the item, and what the content says by itself."""
    said = [] if row.edited else [remark_of(each) for each in told]
    codes = {remark.code for remark in said}
    own = [_of_problem(problem) for problem in row.problems if problem.code not in codes]
    return sorted([*said, *own], key=lambda remark: list(Severity).index(remark.severity))


def remark_of(diagnostic: Diagnostic) -> Remark:
    return Remark(diagnostic.code, diagnostic.severity, dict(diagnostic.params), diagnostic.start)


def _of_problem(problem: Problem) -> Remark:
    return Remark(problem.code, problem.severity, dict(problem.params))
