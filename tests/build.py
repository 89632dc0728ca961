"""Builders of things that tests need, plain functions with keyword arguments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from exams.links import hash_token, new_token
from exams.models import Invitation, InvitationLink, Paper, PaperItem, Section, Sitting
from questionbank.authoring import create_item
from questionbank.content import (
    AnswerPoint,
    AnyContent,
    Criterion,
    Essay,
    ItemKind,
    MultipleChoice,
    Option,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from questionbank.models import Item, JobRole
from questionbank.policy import Policy
from tests.cast import chen


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(label="ABCDEFGHIJ"[index], text=text) for index, text in enumerate(texts))


def single(stem: str = "客户催发货,先做什么?", key: str | None = "B", **fields: Any) -> SingleChoice:
    choices = options("请客户稍等", "查询订单状态", "转给主管", "建议退款")
    return SingleChoice(**{"stem": stem, "options": choices, "key": key, "points": Decimal(2), **fields})


def multiple(
    stem: str = "登记破损需要哪些信息?", key: tuple[str, ...] = ("A", "B", "D"), **fields: Any
) -> MultipleChoice:
    choices = options("订单号", "破损照片", "客户生日", "签收时间", "客户职业")
    return MultipleChoice(**{"stem": stem, "options": choices, "key": key, "points": Decimal(4), **fields})


def true_false(stem: str = "退款前应当核对原支付渠道。", key: bool | None = True, **fields: Any) -> TrueFalse:
    return TrueFalse(**{"stem": stem, "key": key, "points": Decimal(1), **fields})


def short(
    stem: str = "“SLA”的中文名称是什么?", accepted: tuple[str, ...] = ("服务水平协议",), **fields: Any
) -> ShortAnswer:
    return ShortAnswer(**{"stem": stem, "accepted_answers": accepted, "points": Decimal(3), **fields})


def essay(stem: str = "客户收到破损商品并要求当天赔付,请写出处理过程。", **fields: Any) -> Essay:
    rubric = {
        "answer_points": (
            AnswerPoint(text="先致歉并安抚", points=Decimal(3)),
            AnswerPoint(text="核实订单与破损证据", points=Decimal(4)),
        ),
        "criteria": (Criterion(text="表达清楚有条理", points=Decimal(3)),),
    }
    return Essay(**{"stem": stem, "points": Decimal(10), "explanation": "评卷说明:不得外泄", **rubric, **fields})


def role(code: str = "clerk") -> JobRole:
    names = {"name_zh": "电商客服文员", "name_en": "E-commerce clerk"}
    return JobRole.objects.get_or_create(code=code, defaults=names)[0]


def item(content: AnyContent | None = None, *, status: Item.Status = Item.Status.APPROVED, **fields: Any) -> Item:
    return create_item(fields.pop("role", None) or role(), content or single(), author=chen(), status=status, **fields)


def paper(*contents: AnyContent, published: bool = True, title: str = "客服文员笔试") -> Paper:
    """A paper with one section for each kind among `contents` (one of every kind when none are given)."""
    contents = contents or (single(), multiple(), true_false(), short(), essay())
    made = Paper.objects.create(role=role(), title=title, minutes=60, created_by=chen())
    for position, kind in enumerate(dict.fromkeys(content.kind for content in contents), start=1):
        _section(made, position, kind, [content for content in contents if content.kind == kind])
    if published:
        Paper.objects.filter(pk=made.pk).update(published_at=timezone.now(), published_by=chen())
        made.refresh_from_db()
    return made


def _section(made: Paper, position: int, kind: ItemKind, contents: Sequence[AnyContent]) -> None:
    each = contents[0].points or Decimal(2)
    section = Section.objects.create(
        paper=made, position=position, title=f"第{position}部分", kind=kind, points_each=each
    )
    for place, content in enumerate(contents, start=1):
        PaperItem.objects.create(
            section=section, position=place, revision=item(content).revision, points=content.points or each
        )


def sitting(of: Paper | None = None, *, policy: Policy | None = None, **fields: Any) -> Sitting:
    """Open since an hour, for a day more."""
    now = timezone.now()
    chosen = of or paper()
    defaults: dict[str, Any] = {
        "paper": chosen,
        "title": "秋季招聘",
        "opens_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=1),
        "minutes": chosen.minutes,
        "created_by": chen(),
        "policy_json": (policy or Policy()).model_dump(mode="json"),
    }
    return Sitting.objects.create(**{**defaults, **fields})


def invitation(to: Sitting | None = None, name: str = "林晓", **fields: Any) -> tuple[Invitation, str]:
    """The invitation and the token of its link."""
    made = Invitation.objects.create(
        sitting=to or sitting(), name=name, email="lin@example.com", created_by=chen(), **fields
    )
    token = new_token()
    InvitationLink.objects.create(invitation=made, token_hash=hash_token(token), created_by=chen())
    return made, token
