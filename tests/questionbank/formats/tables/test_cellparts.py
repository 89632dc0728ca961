"""What one cell holds, taken apart."""

from __future__ import annotations

import time

from questionbank.formats.tables.cellparts import quoted


def texts(cell: str) -> list[str]:
    return [cell[start:end] for start, end in quoted(cell, 0, len(cell))]


def test_quotes_within_quoted_options_stay() -> None:
    assert texts(r"""["他说\"好\"", "It's late", "C:\\"]""") == [r"他说\"好\"", "It's late", r"C:\\"]


def test_a_quote_that_never_ends_is_no_work_however_many_backslashes_follow() -> None:
    started = time.process_time()

    assert texts('["' + r"\1" * 5_000 + "]") == []
    assert time.process_time() - started < 5
