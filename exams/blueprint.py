"""What a section asks for: rows of "n items of topic T and difficulty D". Pure: no Django."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from questionbank.content import Difficulty


class Rule(BaseModel):
    """`count` items of the section's kind; a topic or a difficulty of None means any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: Annotated[int, Field(ge=1, le=200)]
    topic: int | None = None
    difficulty: Difficulty | None = None
