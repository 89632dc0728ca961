"""What each message of the preview means and how it is cured. Parameters are examples for the sentence itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questionbank.messages import UNREADABLE, sentence

Params = Mapping[str, object]


@dataclass(frozen=True)
class Advice:
    """A code, its sentence as the preview may say it, and what to do about it."""

    code: str
    advice: Promise | str
    params: Params

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.params)


GROUPS: dict[str, Promise | str] = {
    "questions": _("Questions and options"),
    "answers": _("Answers, points and rubrics"),
    "document": _("The document as a whole"),
    "tables": _("Tables"),
    "files": _("Word files"),
    "refused": _("Files that are refused"),
}
_QUESTIONS: dict[str, tuple[Promise | str, Params]] = {
    "empty-stem": (_("There is a number or an answer, but no question. Add the words of the question."), {}),
    "too-few-options": (_("Options were found only in part. Does each begin with its letter?"), {"count": 1}),
    "no-options": (_("The heading promises choices. Add options, or put the question below another heading."), {}),
    "empty-option": (_("A letter stands alone. Perhaps its text is a picture, or the line broke."), {"labels": "C"}),
    "repeated-label": (_("Two options carry the same letter, or two questions ran into one."), {"labels": "B"}),
    "repeated-option": (_("Candidates could not tell them apart."), {"text": "A"}),
    "inferred-type": (_("Nothing to do if the kind is right. A heading above the questions names it for sure."), {}),
    "duplicate-item": (_("Delete one of the two, or leave one out of the import."), {}),
    "too-long": (_("Usually several questions ran into one: check their numbers."), {"limit": 20_000}),
    "invalid-value": (_("Open the question in the preview and correct the field that is named."), {"field": "…"}),
}
_ANSWERS: dict[str, tuple[Promise | str, Params]] = {
    "no-key": (_("Add a line with the answer below the question, or mark the right option in the preview."), {}),
    "key-not-option": (_("A letter of the answer has no option: a slip, or an option is missing."), {"labels": "E"}),
    "key-conflict": (_("The answer stands in two places that differ. Keep one."), {"first": "A", "second": "C"}),
    "single-many-letters": (
        _("Put the question below a heading for several right options, or correct the answer."),
        {"labels": "A B D"},
    ),
    "multi-one-letter": (_("If it is meant so, take the question as it is."), {"labels": "B"}),
    "key-by-mark": (
        _("The right option is coloured, bold or underlined in Word. Check that it is the right one."),
        {"labels": "B"},
    ),
    "key-from-explanation": (
        _("The answer stands in the explanation only. Write it on a line of its own."),
        {"labels": "B"},
    ),
    "key-file-differs": (_("Open the question in the preview and mark the right option."), {"given": "B", "own": "C"}),
    "explanation-differs": (
        _("Either the answer or the explanation is out of date."),
        {"said": "C", "key": "A"},
    ),
    "no-answer": (_("Reviewers mark better with answer points or a model answer; add them if you can."), {}),
    "no-rubric": (_("Add answer points below the question, so that all reviewers mark alike."), {}),
    "rubric-sum-differs": (
        _("Correct the points of the question, of its answer points or of its criteria."),
        {"sum": 8, "points": 10},
    ),
    "no-explanation": (_("It is optional; candidates learn from it after the release of results."), {}),
    "no-points": (_("State points in the heading, or let the paper decide."), {}),
    "answer-without-question": (
        _("The answers at the end have a number that no question has. Compare the numbers of both."),
        {"number": 12},
    ),
    "range-length": (_("A range needs one letter for each number: five for 1 to 5."), {"range": "1-5 A B C D"}),
}
_DOCUMENT: dict[str, tuple[Promise | str, Params]] = {
    "no-question": (_("Number the questions, or put a heading such as “Single choice” above them."), {}),
    "number-gap": (_("A question was not recognised, or the numbers of the document jump."), {"missing": "3, 4"}),
    "section-empty": (_("Number the questions below the heading, or move its text to where it belongs."), {}),
    "duplicate-number": (_("Number the questions of a section from 1 on without repeats."), {"numbers": "7"}),
    "declared-count-differs": (
        _("The number in the heading is wrong, or a question was not recognised."),
        {"declared": 10, "found": 9},
    ),
    "declared-points-differ": (
        _("Correct the sum in the heading or the points of the questions."),
        {"declared": 20, "found": 18},
    ),
    "total-points-differ": (
        _("Correct the total or the points of the questions; perhaps a question was not recognised."),
        {"declared": 100, "found": 96},
    ),
    "skipped-text": (_("If it belongs to a question, give it a number or a name with a colon."), {}),
    "truncated": (_("The copy ended early. Open the original and copy the rest."), {}),
    "damaged-text": (_("The file was saved or converted with the wrong encoding. Compare, and correct the text."), {}),
}
_TABLES: dict[str, tuple[Promise | str, Params]] = {
    "columns-unknown": (_("Name the columns as in the table of headers above."), {}),
    "columns-guessed": (
        _("Add a header row, and nothing has to be guessed."),
        {"stem": "B", "options": "C D", "key": "E"},
    ),
    "kinds-unexplained": (
        _("Write the kinds in words, and put options and answers into columns of the same table."),
        {"column": "B", "figures": "1 2 3"},
    ),
    "column-not-read": (
        _("If you need the column, give it a header of the table above."),
        {"column": "H", "count": 12},
    ),
    "row-without-question": (_("Fill in the question, or empty the row."), {"row": 8}),
    "unknown-type": (_("Write one of the five kinds."), {"type": "?"}),
    "unsupported-question": (_("Rewrite the question as one of the five kinds."), {"row": 8, "type": "?"}),
    "truth-by-letter": (_("Write “true” or “false” in the column of the answer."), {}),
    "key-by-number": (_("Write letters in the column of the answer."), {}),
    "keys-by-number": (_("Nothing to do if 1 means option A. Else write letters in that column."), {"count": 20}),
    "points-unknown": (_("Write a number such as 2 or 2.5."), {"word": "?"}),
    "markup-removed": (_("Compare formulas and tables with the original; add pictures by hand."), {"count": 20}),
    "option-left-out": (_("If it is an option, add it again; and leave the cells of missing options empty."), {}),
    "row-realigned": (_("Compare the question with the file. Keep empty cells in their columns."), {"row": 8}),
    "columns-plain": (
        _("Nothing to do if the questions are right. A header row names the columns for sure."),
        {"stem": "B", "options": "C D", "key": "E"},
    ),
    "sheet-not-read": (
        _("Nothing to do if it holds no questions. Else give it a header row."),
        {"sheet": "2", "rows": 5},
    ),
    "hidden-sheet": (_("If it holds questions, show the sheet and save the file again."), {"sheet": "2", "rows": 5}),
    "note-row": (_("If it is a question, add options or an answer to the row."), {"row": 2}),
    "example-row": (_("If it is a question of yours, take the word “example” out of the row."), {"row": 2}),
    "row-skipped": (_("You asked for it. Choose the columns again to take the row."), {"row": 2}),
    "difficulty-unknown": (_("Write easy, medium or hard to make it a difficulty."), {"word": "?", "count": 3}),
    "formula-cell": (_("Replace the formulas by their values: copy, then paste as values."), {"cells": "E5"}),
    "date-cell": (_("Format the cells as text and type them again."), {"cells": "C3"}),
}
_FILES: dict[str, tuple[Promise | str, Params]] = {
    "pictures": (_("Write in words what the question needs from the picture."), {"count": 2}),
    "outside-pictures": (
        _("The document only links to them. Insert them, or write in words what they show."),
        {"count": 1},
    ),
    "equations": (_("Fractions and roots stand on one line now. Check that they can be read."), {"count": 3}),
    "notes-not-read": (_("Move what belongs to a question into its text."), {"count": 1}),
    "alt-chunk": (_("Open the document in Word and save it again; then it is one whole."), {}),
    "alt-chunk-not-read": (_("Open the document in Word and save it again; then it is one whole."), {}),
}
_KNOWN = ".txt .docx .xlsx"
# What a refused file means and what to do stands in its own sentence; these are examples for the parameters.
_EXAMPLES: dict[str, Params] = {
    "unsupported-type": {"suffix": "…", "known": _KNOWN},
    "unsupported-package": {"known": _KNOWN},
    "undecodable-text": {"detail": "…"},
    "unknown-encoding": {"detail": "?"},
    "too-large": {"limit": 10},
    "too-many-rows": {"limit": 50_000},
    "package-too-large": {"limit": "150 MiB"},
    "not-a-document": {"detail": "…"},
    "reading-died": {"tries": 3},
}
# The files that people bring most often come first.
_COMMON = ("old-word", "pdf", "rich-text", "web-page", "encrypted", "macros", "broken-package", "binary-file")
_REFUSED: dict[str, tuple[Promise | str, Params]] = {
    code: ("", _EXAMPLES.get(code, {})) for code in dict.fromkeys((*_COMMON, *UNREADABLE))
}
BY_GROUP = {
    "questions": _QUESTIONS,
    "answers": _ANSWERS,
    "document": _DOCUMENT,
    "tables": _TABLES,
    "files": _FILES,
    "refused": _REFUSED,
}
EXPLAINED = frozenset(code for group in BY_GROUP.values() for code in group)


def advice(group: str) -> Iterator[Advice]:
    for code, (text, params) in BY_GROUP[group].items():
        yield Advice(code, text, params)
