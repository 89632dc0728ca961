"""`manage.py parse_document FILE [--json] [--encoding E]`: print the document that a file holds. Needs no database."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from questionbank.document import Diagnostic, Document
from questionbank.messages import sentence
from questionbank.models import KIND_NAMES
from questionbank.reading import Unreadable, read_document


class Command(BaseCommand):
    help = "Read a question document and print its questions (with --json as tiku/1)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print the document as tiku/1 JSON")
        parser.add_argument("--encoding", help="read text in this encoding instead of UTF-8 or GB18030")

    def handle(self, *args: Any, file: Path, json: bool, encoding: str | None, **options: Any) -> None:
        try:
            document = read_document(file.read_bytes(), file.name, encoding=encoding)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
        except Unreadable as error:
            raise CommandError(f"{file.name}: {sentence(error.code, error.params)}", returncode=2) from error
        self.stdout.write(document.to_json() if json else "\n".join(summary(document)))


def summary(document: Document) -> list[str]:
    """Title, sections with counts, items by kind and status, diagnostics: one line each."""
    lines = [document.title or document.source.name]
    for section in document.sections:
        found = sum(1 for item in document.items if item.section == section.id)
        lines.append(f"  {section.title or section.id}: {found}" + _declared(section.declared_count))
    kinds = Counter(str(KIND_NAMES[item.kind]) for item in document.items)
    checks = sum(1 for item in document.items if item.status == "check")
    named = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    lines.append(_("Questions: %(n)s") % {"n": len(document.items)} + (f" = {named}" if named else ""))
    lines.append(_("Sure: %(sure)s, to check: %(check)s") % {"sure": len(document.items) - checks, "check": checks})
    return lines + [_remark(document, diagnostic) for diagnostic in document.diagnostics]


def _declared(count: int | None) -> str:
    return "" if count is None else f" / {count}"


def _remark(document: Document, diagnostic: Diagnostic) -> str:
    line = (document.text or "").count("\n", 0, diagnostic.start) + 1 if diagnostic.start is not None else "-"
    where = diagnostic.item or diagnostic.section or "-"
    return (
        f"{diagnostic.severity.value} {line} {where} {diagnostic.code}: {sentence(diagnostic.code, diagnostic.params)}"
    )
