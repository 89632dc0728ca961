"""Builders of interchange documents for tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from questionbank.content import AnswerPoint, ItemKind, Option
from questionbank.document import Document, DraftItem, Source, Span


def draft(id_: str = "i1", stem: str = "退货先做什么?", key: list[str] | None = None, **fields: Any) -> DraftItem:
    options = [Option(label="A", text="核对订单"), Option(label="B", text="直接退款")]
    defaults: dict[str, Any] = {"kind": ItemKind.SINGLE_CHOICE, "options": options, "points": Decimal(2)}
    return DraftItem(id=id_, stem=stem, key=["A"] if key is None else key, **{**defaults, **fields})


def essay_draft(id_: str = "i9", stem: str = "请写出安抚客户的过程。", **fields: Any) -> DraftItem:
    points = [AnswerPoint(text="先道歉", points=Decimal(4)), AnswerPoint(text="给出方案", points=Decimal(6))]
    defaults: dict[str, Any] = {"kind": ItemKind.ESSAY, "answer_points": points, "points": Decimal(10)}
    return DraftItem(id=id_, stem=stem, **{**defaults, **fields})


def document(*items: DraftItem, name: str = "clerk.txt", **fields: Any) -> Document:
    """A document whose text holds each stem on a line of its own, with the spans of the stems."""
    text, placed = "", []
    for item in items:
        span = Span(part="stem", start=len(text), end=len(text) + len(item.stem))
        placed.append(item.model_copy(update={"spans": [span]}))
        text += item.stem + "\n"
    return Document(source=Source(name=name), text=text, items=placed, **fields)
