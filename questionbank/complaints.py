"""Sentences for what the content's validation refuses, field by field."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questionbank.editor import Complaint

SENTENCES: dict[str, Promise | str] = {
    "decimal_parsing": _("Write a number, such as 2 or 0.5."),
    "decimal_type": _("Write a number, such as 2 or 0.5."),
    "finite_number": _("Write a number, such as 2 or 0.5."),
    "decimal_max_digits": _("Write at most %(max_digits)s digits."),
    "decimal_max_places": _("Write at most %(decimal_places)s digits after the point."),
    "decimal_whole_digits": _("Write at most %(whole_digits)s digits before the point."),
    "int_parsing": _("Write a whole number."),
    "int_parsing_size": _("This number is too large."),
    "greater_than_equal": _("The least possible value is %(ge)s."),
    "less_than_equal": _("The greatest possible value is %(le)s."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "too_long": _("There may be at most %(max_length)s."),
}


def words(complaint: Complaint) -> str:
    known = SENTENCES.get(complaint.type)
    text = str(known) % complaint.params if known else gettext("This value cannot be kept. Correct it.")
    if complaint.field == "seconds":  # kept in seconds, typed in minutes
        return gettext("Write minutes, at most 600, such as 2, 1.5 or 1:30.")
    if complaint.row is None:
        return text
    return gettext("Row %(row)s: %(text)s") % {"row": complaint.row + 1, "text": text}


def by_field(complaints: Iterable[Complaint]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for complaint in complaints:
        texts = found.setdefault(complaint.field, [])
        if (text := words(complaint)) not in texts:
            texts.append(text)
    return found
