"""The guide as the page and the documents show it: blocks with their examples, words and messages looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy

from questionbank.content import Difficulty, ItemKind, points_text
from questionbank.document import Document, DraftItem, DraftSection
from questionbank.guide.advice import GROUPS, Advice, advice
from questionbank.guide.outline import COLUMNS, SECTIONS, Block, Section
from questionbank.guide.source import Example, Language, example, headers, words
from questionbank.messages import FIELDS
from questionbank.models import DIFFICULTY_NAMES, KIND_NAMES
from questionbank.policy import Policy
from questionbank.wording import policy_sentence

MEANINGS = {
    **{str(kind): name for kind, name in KIND_NAMES.items()},
    **{str(level): name for level, name in DIFFICULTY_NAMES.items()},
    "key": gettext_lazy("Answer"),
    "explanation": FIELDS["explanation"],
    "criteria": FIELDS["criteria"],
    "points": FIELDS["answer_points"],
    "reference": FIELDS["reference_answer"],
    "assesses": FIELDS["assesses"],
    "difficulty": gettext_lazy("Difficulty"),
    "topic": gettext_lazy("Topic"),
    "worth": FIELDS["points"],
    "seconds": gettext_lazy("Suggested time"),
    "type": FIELDS["kind"],
    "true": pgettext_lazy("answer", "True"),
    "false": pgettext_lazy("answer", "False"),
    "number": gettext_lazy("Before a question"),
    "option": gettext_lazy("Before an option"),
}


@dataclass
class Group:
    """A heading of an example with the questions below it; tables and loose questions have no heading."""

    section: DraftSection | None
    items: list[DraftItem] = field(default_factory=list)

    @property
    def rule(self) -> str:
        """The rule for several right options that the heading states, in words."""
        policy = self.section.policy if self.section else None
        if not policy:
            return ""
        return policy_sentence(Policy.model_validate({"id": policy["id"], "params": _params(policy)}))


def _params(policy: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in policy.items() if name != "id"}


@dataclass
class Shown:
    """A block with what it names."""

    kind: str
    texts: list[str]
    example: Example | None = None
    groups: list[Group] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    title: str = ""
    advice: list[Advice] = field(default_factory=list)


def language_now() -> Language:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def sections(language: Language) -> Iterator[tuple[Section, list[Shown]]]:
    for section in SECTIONS:
        yield section, [shown(block, language) for block in section.blocks]


def shown(block: Block, language: Language) -> Shown:
    made = Shown(block.kind, [str(text) for text in block.texts])
    if block.kind == "example":
        made.example = example(block.name, language)
        made.groups = groups(made.example.document) if made.example else []
    elif block.kind == "words":
        made.rows = [(str(MEANINGS[m]), _code(w["zh"]), _code(w["en"])) for m, w in words(block.name).items()]
    elif block.kind == "columns":
        made.rows = [(str(text), *map(_code, headers(role))) for role, text in COLUMNS.items()]
    elif block.kind == "pairs":
        made.rows = [(str(what), str(instead)) for what, instead in block.pairs]
    elif block.kind == "messages":
        made.title, made.advice = str(GROUPS[block.name]), list(advice(block.name))
    return made


def _code(names: list[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def groups(document: Document) -> list[Group]:
    """The questions below their headings, in the order of the document."""
    by_id = {section.id: section for section in document.sections}
    found: list[Group] = []
    for item in document.items:
        section = by_id.get(item.section or "")
        if not found or found[-1].section is not section:
            found.append(Group(section))
        found[-1].items.append(item)
    return found


def worth(points: Decimal) -> str:
    text = ngettext("%(points)s point", "%(points)s points", 1 if points == 1 else 2)
    return text % {"points": points_text(points)}


def facts(item: DraftItem) -> list[str]:
    """Kind, points, difficulty and topics in words."""
    kind = item.genre or str(KIND_NAMES[ItemKind(item.kind)])
    points = [worth(item.points)] if item.points is not None else []
    level = [str(DIFFICULTY_NAMES[Difficulty(item.difficulty)])] if item.difficulty else []
    return [kind, *points, *level, *item.topics]
