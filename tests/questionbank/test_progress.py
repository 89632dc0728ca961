"""How far a reading is."""

from __future__ import annotations

import pytest

from questionbank.progress import Stage, further, listening, reached


@pytest.mark.parametrize(
    ("known", "told", "shown"),
    [
        (Stage.OPENING, Stage.LINES, Stage.LINES),
        (Stage.CHECKS, Stage.LINES, Stage.CHECKS),
        (Stage.SIGNS, Stage.SIGNS, Stage.SIGNS),
    ],
)
def test_what_people_see_never_goes_back(known: Stage, told: Stage, shown: Stage) -> None:
    assert further(known, told) is shown


def test_who_listens_hears_every_stage() -> None:
    heard: list[Stage] = []
    with listening(heard.append):
        reached(Stage.LINES)
        reached(Stage.SIGNS)
    reached(Stage.CHECKS)

    assert heard == [Stage.LINES, Stage.SIGNS]
