"""The templates as files to download, in either language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from questionbank.guide.outline import COLUMNS, SHEET_NOTES
from questionbank.guide.sheet import Notes, excel_template
from questionbank.guide.source import Language, template_text
from questionbank.guide.word import word_template

LOCALES: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
}


def template(language: Language, form: str) -> bytes:
    """The bytes of a template; `form` is one of `TYPES`."""
    makers: dict[str, Callable[[Language], bytes]] = {"docx": word_template, "xlsx": _excel, "txt": _text}
    return makers[form](language)


def file_name(language: Language, form: str) -> str:
    return f"tiku-template.{language}.{form}"


def _text(language: Language) -> bytes:
    """With a byte order mark and the line ends of Windows, so that the oldest editors show it as it is."""
    return template_text(language).replace("\n", "\r\n").encode("utf-8-sig")


def _excel(language: Language) -> bytes:
    with override(LOCALES[language]):
        notes = Notes(
            questions=pgettext("sheet", "Questions"),
            notes=_("How to fill in"),
            lines=[str(line) for line in SHEET_NOTES],
            columns={role: str(text) for role, text in COLUMNS.items()},
            pick=_("Choose from the list"),
        )
    return excel_template(language, notes)
