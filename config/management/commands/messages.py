"""`manage.py messages`: bring the Chinese catalogs in line with the texts that templates and code use."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.extraction import APPS, Message, messages

HEADER = {
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def catalog_path(app: str) -> Path:
    return Path(settings.BASE_DIR) / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def read_catalog(path: Path) -> list[polib.POEntry]:
    """Every entry that can be read, even of a catalog that a merge has torn."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        return list(polib.pofile(text)) if text else []
    except OSError:
        return list(chain.from_iterable(_entries(block) for block in _blocks(text)))


def _blocks(text: str) -> Iterator[str]:
    """The catalog cut at each msgctxt or msgid, so that one torn entry spoils no other."""
    lines: list[str] = []
    for line in text.splitlines():
        begins = line.startswith("msgctxt ") or (line.startswith("msgid ") and not (lines and "msgctxt" in lines[-1]))
        if begins and lines:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)


def _entries(block: str) -> list[polib.POEntry]:
    try:
        return list(polib.pofile(block + "\n")) if "msgstr" in block else []
    except OSError:
        return []


def translations(path: Path) -> dict[Message, polib.POEntry]:
    """What is translated already. Of entries that a merge has doubled, a translated one wins."""
    found: dict[Message, polib.POEntry] = {}
    for entry in read_catalog(path):
        key = Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")
        if entry.msgid and not entry.obsolete and (key not in found or not found[key].translated()):
            found[key] = entry
    return found


def catalog(used: list[Message], known: dict[Message, polib.POEntry]) -> polib.POFile:
    """Sorted by text, without places in files, one text a line: few conflicts, and two runs give the same bytes."""
    made = polib.POFile(wrapwidth=0)
    made.metadata = HEADER
    for message in sorted(used):
        old = known.get(message)
        text = {"msgstr": old.msgstr if old else ""}
        if message.plural:
            text = {"msgid_plural": message.plural, "msgstr_plural": old.msgstr_plural if old else {0: ""}}
        flags = [flag for flag in old.flags if flag == "fuzzy"] if old else []
        comment = old.tcomment if old else ""
        made.append(
            polib.POEntry(msgid=message.msgid, msgctxt=message.context or None, flags=flags, tcomment=comment, **text)
        )
    return made


class Command(BaseCommand):
    help = "Collects the texts of the interface into the Chinese catalogs; lists those without a translation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("apps", nargs="*", choices=[*APPS, []], help="default: all")
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is to do")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = stale = 0
        for app in options["apps"] or APPS:
            try:
                used = list(messages(Path(settings.BASE_DIR), app))
                made = catalog(used, translations(catalog_path(app)))
            except (ValueError, OSError) as error:
                raise CommandError(str(error)) from error
            stale += self.store(app, str(made), write=not options["check"])
            untranslated = [entry for entry in made if not entry.translated()]
            missing += len(untranslated)
            self.stdout.write(f"{app}: {len(made)} texts, {len(untranslated)} without a translation")
            for entry in untranslated:
                self.stdout.write(f"  {entry.msgid}")
        if options["check"] and (missing or stale):
            raise CommandError(f"{missing} texts have no translation, {stale} catalogs are out of date.")

    def store(self, app: str, text: str, *, write: bool) -> bool:
        path = catalog_path(app)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return False
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return True
