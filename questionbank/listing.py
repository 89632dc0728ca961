"""The bank's list: what to show, and how many items each choice of a filter would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from questionbank.content import Difficulty, ItemKind
from questionbank.folding import fold
from questionbank.models import Item, JobRole, Topic
from questionbank.numbers import is_digits, whole_number

PAGE_SIZE = 25
SORTS = {"new": ("-id",), "old": ("id",), "changed": ("-updated_at", "-id"), "kind": ("kind", "difficulty", "-id")}

NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `count` = items left when it is chosen and the other filters stay."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Filters:
    """What somebody looks for. Unknown values of a filter are ignored."""

    q: str = ""
    role: str = ""
    kind: str = ""
    topic: str = ""
    difficulty: str = ""
    status: str = ""
    sort: str = "new"

    @classmethod
    def read(cls, data: Mapping[str, str]) -> Filters:
        sort = data.get("sort", "")
        data = {name: value.replace("\x00", "") for name, value in data.items()}
        return cls(
            q=data.get("q", "").strip()[:200],
            role=data.get("role", "")[:40],
            kind=_known(data.get("kind", ""), ItemKind),
            topic=data.get("topic", "")[:40] if is_digits(data.get("topic", "")) else "",
            difficulty=_known(data.get("difficulty", ""), Difficulty),
            status=_known(data.get("status", ""), Item.Status),
            sort=sort if sort in SORTS else "new",
        )

    @property
    def are_set(self) -> bool:
        return any((self.q, self.role, self.kind, self.topic, self.difficulty, self.status))

    def condition(self, without: str = "") -> Q:
        number = whole_number(self.topic)
        parts = {
            "q": Q(folded__contains=fold(self.q)) if fold(self.q) else Q(),
            "role": Q(role__code=self.role) if self.role else Q(),
            "kind": Q(kind=self.kind) if self.kind else Q(),
            # A number that no topic has finds nothing, however long it is.
            "topic": (Q(topic=number) if number is not None else NOTHING) if self.topic else Q(),
            "difficulty": Q(difficulty=self.difficulty) if self.difficulty else Q(),
            "status": Q(status=self.status) if self.status else Q(),
        }
        whole = Q()
        for name, part in parts.items():
            whole &= Q() if name == without else part
        return whole

    def items(self) -> QuerySet[Item]:
        found = Item.objects.filter(self.condition()).select_related("role", "topic", "current")
        return found.order_by(*SORTS[self.sort])


def _known(value: str, values: type[ItemKind] | type[Difficulty] | type[Item.Status]) -> str:
    return value if value in {str(each) for each in values} else ""


def choices(filters: Filters) -> dict[str, list[Choice]]:
    """The choices of each filter with their counts: one query a filter, whatever the number of items."""
    return {
        "role": _roles(filters),
        "kind": _of_labels(filters, "kind", Item._meta.get_field("kind").choices),
        "topic": _topics(filters),
        "difficulty": _of_labels(filters, "difficulty", Item._meta.get_field("difficulty").choices),
        "status": _of_labels(filters, "status", Item.Status.choices),
    }


def _counts(filters: Filters, name: str, column: str) -> dict[object, int]:
    rows = Item.objects.filter(filters.condition(without=name)).order_by().values_list(column).annotate(n=Count("pk"))
    return {value: n for value, n in rows}


def _of_labels(filters: Filters, name: str, labels: object) -> list[Choice]:
    counts = _counts(filters, name, name)
    chosen = getattr(filters, name)
    pairs = labels if isinstance(labels, list) else []
    return [Choice(value, str(label), counts.get(value, 0), value == chosen) for value, label in pairs]


def _roles(filters: Filters) -> list[Choice]:
    counts = _counts(filters, "role", "role")
    roles = JobRole.objects.all()
    return [Choice(role.code, str(role), counts.get(role.pk, 0), role.code == filters.role) for role in roles]


def _topics(filters: Filters) -> list[Choice]:
    """The topics of the chosen role; without a role every topic that has items, with its role."""
    counts = _counts(filters, "topic", "topic")
    topics = Topic.objects.select_related("role").order_by("role", "name")
    shown = (
        topics.filter(role__code=filters.role) if filters.role else topics.filter(pk__in=[pk for pk in counts if pk])
    )
    return [
        Choice(str(topic.pk), _topic_label(topic, filters), counts.get(topic.pk, 0), str(topic.pk) == filters.topic)
        for topic in shown
    ]


def _topic_label(topic: Topic, filters: Filters) -> str:
    return topic.name if filters.role else f"{topic.role} / {topic.name}"
