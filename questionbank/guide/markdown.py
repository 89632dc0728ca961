"""The guide as Markdown, for readers of the repository: the same text, examples and messages as the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import get_language_info, override, pgettext
from django.utils.translation import gettext as _

from questionbank.content import AnswerPoint, Criterion
from questionbank.document import DraftItem
from questionbank.guide.downloads import LOCALES
from questionbank.guide.page import Group, Shown, facts, sections, worth
from questionbank.guide.source import Example, Language

FILES: dict[Language, str] = {"en": "docs/format-guide.md", "zh": "docs/format-guide.zh.md"}
OTHER: dict[Language, Language] = {"en": "zh", "zh": "en"}


def markdown(language: Language) -> str:
    with override(LOCALES[language]):
        lines = [f"# {_('Format guide')}", "", _lead(), "", _twin(OTHER[language]), ""]
        for section, blocks in sections(language):
            lines += [f"## {section.title}", ""]
            for block in blocks:
                lines += [*_block(block), ""]
    return "\n".join(_single(lines)).rstrip() + "\n"


def _twin(language: Language) -> str:
    """A link to the guide in another language, in that language."""
    return f"[{get_language_info(LOCALES[language])['name_local']}]({Path(FILES[language]).name})"


def _lead() -> str:
    return _(
        "How to write a document so that everything in it is read. Each example stands beside what Tiku makes of it."
    )


def _single(lines: list[str]) -> Iterator[str]:
    """Never two empty lines in a row."""
    for index, line in enumerate(lines):
        if line or (index and lines[index - 1]):
            yield line


def _block(block: Shown) -> Iterator[str]:
    if block.kind == "text":
        yield "\n\n".join(block.texts)
    elif block.kind == "list":
        yield from (f"{number}. {text}" for number, text in enumerate(block.texts, 1))
    elif block.kind in ("words", "columns"):
        yield from _table([_("Meaning"), _("In Chinese"), _("In English")], block.rows)
    elif block.kind == "pairs":
        yield from (f"- **{what}**: {instead}" for what, instead in block.rows)
    elif block.kind == "messages":
        yield from (f"### {block.title}", "")
        yield from (f"- {row.sentence}{f' → {row.advice}' if row.advice else ''}" for row in block.advice)
    elif block.example:
        yield from _example(block.example, block.groups)


def _table(head: list[str], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from (_row(row) for row in rows)


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|").replace("\n", "<br>") for cell in cells) + " |"


def _example(example: Example, groups: list[Group]) -> Iterator[str]:
    yield from (f"**{_('What you write')}**", "")
    if example.rows:
        yield from _table(example.rows[0], [tuple(row) for row in example.rows[1:]])
    else:
        yield from ("```text", example.text.rstrip("\n"), "```")
    yield from ("", f"**{_('What Tiku reads')}**", "")
    for group in groups:
        if group.section:
            rule = f" ({group.rule})" if group.rule else ""
            yield f"- *{group.section.title}*{rule}"
        for item in group.items:
            yield from _item(item, "  " if group.section else "")


def _item(item: DraftItem, indent: str) -> Iterator[str]:
    number = f"**{item.number}** " if item.number else ""
    stem = item.stem.replace("\n", " ").replace("_", r"\_")
    yield f"{indent}- {number}{stem} — {', '.join(facts(item))}"
    for option in item.options:
        mark = " ✓" if isinstance(item.key, list) and option.label in item.key else ""
        yield f"{indent}  - {option.label} {option.text}{mark}"
    if isinstance(item.key, bool):
        yield f"{indent}  - {pgettext('answer', 'True') if item.key else pgettext('answer', 'False')}"
    yield from (f"{indent}  - {name}: {text}" for name, text in _parts(item) if text)


def _parts(item: DraftItem) -> Iterator[tuple[str, str]]:
    rule = f" ({item.rubric_rule['text']})" if item.rubric_rule and item.rubric_rule.get("text") else ""
    yield _("Accepted answers"), " · ".join(item.accepted_answers)
    yield _("Answer points"), "; ".join(map(_worth, item.answer_points)) + rule
    yield _("Marking criteria"), "; ".join(map(_worth, item.criteria))
    yield _("Model answer"), "" if item.accepted_answers else item.reference_answer or ""
    yield _("Explanation"), item.explanation or ""
    yield _("Competencies assessed"), " · ".join(item.assesses)


def _worth(row: AnswerPoint | Criterion) -> str:
    points = f" ({worth(row.points)})" if row.points is not None else ""
    return row.text + points
