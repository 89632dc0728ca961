"""Sentences for the codes of the pure modules: diagnostics of documents, problems of items, unreadable files."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from questionbank.progress import Stage

PROBLEMS: dict[str, Promise | str] = {
    "empty-stem": _("The question text is empty. Write the question."),
    "too-few-options": _("There are %(count)s options; a choice question needs at least two. Add options."),
    "empty-option": _("Option %(labels)s is empty. Write its text or remove it."),
    "repeated-label": _("The letter %(labels)s stands before two options. Give each option its own letter."),
    "repeated-option": _("Two options say the same: “%(text)s”. Change or remove one of them."),
    "no-key": _("There is no key. Mark the right answer."),
    "key-not-option": _("The key %(labels)s is not among the options. Mark the right option."),
    "multi-one-letter": _(
        "Only one option (%(labels)s) is right, though several may be chosen. Is this a single-choice question?"
    ),
    "explanation-differs": _("The explanation speaks of %(said)s as the answer, but the key is %(key)s."),
    "no-rubric": _("There are no answer points, criteria or model answer; reviewers will have nothing to mark by."),
    "rubric-sum-differs": _("Answer points and criteria add up to %(sum)s points, the question to %(points)s."),
    "no-explanation": _("There is no explanation of the answer."),
    "no-points": _("There are no points; the paper decides what the question is worth."),
    "invalid-value": _("A value cannot be kept as it stands (%(field)s). Correct it."),
    "own-work": _("This installation asks for approval by someone other than the author of the newest revision."),
    "changed-meanwhile": _("Somebody else changed this question just now. Look at it again."),
}
DOCUMENT: dict[str, Promise | str] = {
    "answer-without-question": _("The answer numbered %(number)s belongs to no question that was found."),
    "difficulty-unknown": _("The difficulty “%(word)s” was kept as a tag (%(count)s questions)."),
    "damaged-text": _("The characters here are damaged and cannot be restored for certain. Compare with the original."),
    "declared-count-differs": _("The heading announces %(declared)s questions; %(found)s were found."),
    "declared-points-differ": _("The heading announces %(declared)s points; the questions add up to %(found)s."),
    "total-points-differ": _("The document announces %(declared)s points in all; its questions add up to %(found)s."),
    "duplicate-item": _("The same question stands in this document before."),
    "duplicate-number": _("Question numbers occur twice: %(numbers)s."),
    "example-row": _("Row %(row)s is an example of how to fill in the table; it was left out."),
    "hidden-sheet": _("The hidden sheet “%(sheet)s” was not read (%(rows)s rows)."),
    "key-file-differs": _("The answer file says “%(given)s”; the question keeps “%(own)s” until you decide."),
    "inferred-type": _("The source does not name the kind of question; it follows from options and key."),
    "key-conflict": _("Two different keys are given: %(first)s and %(second)s. Choose the right one."),
    "no-answer": _("The source gives no answer to this question."),
    "no-options": _("A choice question without options. Add the options or change the kind."),
    "no-question": _("No question was found in this document. Each question needs a number or a heading."),
    "note-row": _("Row %(row)s is a note and no question; it was left out."),
    "number-gap": _("Question numbers are missing: %(missing)s."),
    "range-length": _("The range “%(range)s” does not hold one key for each number."),
    "section-empty": _("No question was recognised below this heading. Check the text below it."),
    "single-many-letters": _("A single-choice question has several right options: %(labels)s."),
    "skipped-text": _("This text was not recognised and belongs to no question."),
    "too-long": _("A text is longer than %(limit)s characters and was cut."),
    "truncated": _("The source ends early here; something is missing."),
    "alt-chunk": _(
        "Part of this document is another file inserted into it; its text was taken, without its formatting. Compare."
    ),
    "alt-chunk-not-read": _(
        "Part of this document is another file inserted into it, which cannot be read. Open the document in Word "
        "and save it again as .docx."
    ),
    "column-not-read": _("Column %(column)s was not read; its heading is unknown (%(count)s cells)."),
    "columns-guessed": _(
        "No header row says what all columns hold. They were guessed from their content: question %(stem)s, options "
        "%(options)s, key %(key)s. Check every question."
    ),
    "columns-plain": _(
        "The table has no header row; its content tells what the columns hold: question %(stem)s, options %(options)s, "
        "key %(key)s."
    ),
    "columns-unknown": _(
        "No column was recognised as the question. Add a header row such as Question, Option A, Option B, Answer."
    ),
    "date-cell": _("The cells %(cells)s hold a date. Was text such as 3-4 meant?"),
    "equations": _(
        "Equations in the document: %(count)s. They were turned into plain text; compare with the original."
    ),
    "formula-cell": _("The cells %(cells)s are formulas; the values last calculated were taken."),
    "kinds-unexplained": _(
        "Column %(column)s gives the kinds of the questions as figures (%(figures)s) that nothing explains, and no "
        "column holds options. Are the options in another file?"
    ),
    "key-by-mark": _("The key %(labels)s was taken from the formatting: the option stands out from the others."),
    "key-from-explanation": _("The key %(labels)s was taken from the explanation. Compare."),
    "key-by-number": _("The key is given as numbers; they were read as the places of the options."),
    "keys-by-number": _(
        "The keys are given as numbers throughout; they were read as the places of the options (%(count)s questions)."
    ),
    "markup-removed": _("%(count)s cells hold the markup of a web page; only their text was taken."),
    "notes-not-read": _("Footnotes and endnotes were not read: %(count)s."),
    "outside-pictures": _("Pictures that are not stored in the file: %(count)s. They are missing here."),
    "pictures": _("Pictures in the document: %(count)s. Their places are marked in the text."),
    "option-left-out": _(
        "The last option is a word that this table also writes where there is no option; it was left out."
    ),
    "points-unknown": _("“%(word)s” in the column of points is no number; the question has no points."),
    "row-realigned": _(
        "The cells of row %(row)s stood one column too far to the left; they were moved back. Compare with the file."
    ),
    "row-skipped": _("Row %(row)s was left out, as chosen."),
    "sheet-not-read": _("The sheet “%(sheet)s” was not read; it holds no questions (%(rows)s rows)."),
    "row-without-question": _("Row %(row)s has content but no question text."),
    "truth-by-letter": _(
        "The key of a true/false question is a letter or number: A and 1 were read as true, B and 2 as false."
    ),
    "unknown-type": _("The kind “%(type)s” is unknown; it was inferred from options and key."),
    "unsupported-question": _("Row %(row)s: questions of the kind “%(type)s” are not supported."),
}
UNREADABLE: dict[str, Promise | str] = {
    "empty-file": _("The file is empty. Choose the file that holds the questions."),
    "too-large": _("The file is larger than %(limit)s MiB. Divide it and import the parts."),
    "unsupported-type": _("Files of the type %(suffix)s cannot be read. Readable are: %(known)s."),
    "binary-file": _(
        "This is not a text file, whatever its name says. Open it in the program it was made with, copy its text and "
        "paste it here, or save it as plain text."
    ),
    "undecodable-text": _("The text is damaged or not in the encoding %(detail)s. Save it as UTF-8 or paste the text."),
    "nothing-given": _("Choose a file or paste text."),
    "both-given": _("Choose a file or paste text, not both."),
    "already-committed": _("Questions of this import are in the bank. Undo the import before you correct its text."),
    "same-text": _("Another import of this role holds exactly this text. Use that one."),
    "unknown-encoding": _("There is no encoding named %(detail)s."),
    "not-a-document": _("This is no question document of the form tiku/1: %(detail)s"),
    "broken-package": _(
        "The file is damaged or incomplete. Open it in Word, Excel or WPS, save it again and choose the new file."
    ),
    "broken-table": _("The table cannot be read. Save it as .xlsx."),
    "encrypted": _("The file is protected by a password. Remove the password and choose it again."),
    "macros": _("The file holds macros. Save it without macros as .docx or .xlsx."),
    "old-word": _("This is a Word file of the old kind (.doc). Open it in Word or WPS and save it as .docx."),
    "package-too-large": _(
        "The content of the file is unreasonably large once unpacked (limit: %(limit)s). Divide it, or save it "
        "again without pictures."
    ),
    "reading-died": _(
        "The work began %(tries)s times and was interrupted each time: the server may have been stopped or be short "
        "of memory. Try again later, or divide the document and import the parts."
    ),
    "pdf": _("PDF files cannot be read. Save the questions as .docx, or copy and paste the text."),
    "rich-text": _("This is a rich text file (RTF). Open it in Word or WPS and save it as .docx."),
    "too-complex": _("Reading this file takes too much time or memory. Divide it and import the parts."),
    "too-many-rows": _("The table is too large (limit: %(limit)s rows). Divide it and import the parts."),
    "unsafe-package": _(
        "The file holds parts that Office programs never write, and was refused for safety. Save it again in "
        "Word, Excel or WPS."
    ),
    "unsupported-package": _("This kind of file cannot be read. Readable are: %(known)s."),
    "web-page": _(
        "This is a web page, whatever its name says. Open it in Word, Excel or WPS and save it as .docx or .xlsx."
    ),
}
# Why work on an import stopped, beside what cannot be read.
STOPPED: dict[str, Promise | str] = {
    "in-papers": _("Papers use its questions (%(titles)s). Take them out of these papers first."),
}
# The same in two or three words, for badges.
FLAGS: dict[str, Promise | str] = {
    "empty-stem": _("No question text"),
    "too-few-options": _("Too few options"),
    "empty-option": _("Empty option"),
    "repeated-label": _("Repeated letter"),
    "repeated-option": _("Repeated option"),
    "no-key": _("No key"),
    "key-not-option": _("Key is no option"),
    "multi-one-letter": _("One right option only"),
    "explanation-differs": _("Explanation differs from key"),
    "no-rubric": _("No rubric"),
    "rubric-sum-differs": _("Rubric points differ"),
    "no-explanation": _("No explanation"),
    "no-points": _("No points"),
    "invalid-value": _("Invalid value"),
    "own-work": _("Own work"),
    "changed-meanwhile": _("Changed meanwhile"),
}
# Why a text of a document belongs to no question.
SKIPPED: dict[str, Promise | str] = {
    "answer-heading": _("Heading of the answers"),
    "boilerplate": _("Added by a website or program"),
    "column-not-read": _("Column that was not read"),
    "form": _("Form to fill in"),
    "example-row": _("Example of how to fill in"),
    "header": _("Header row"),
    "instructions": _("How to answer"),
    "invisible": _("Invisible characters"),
    "key-range": _("Keys whose number differs"),
    "note-row": _("Row of notes"),
    "page-header": _("Page header or footer"),
    "row-skipped": _("Row left out as chosen"),
    "row-without-question": _("Row without a question"),
    "ruler": _("Separating line"),
    "text": _("Text that is no question"),
    "title": _("Title of the document"),
    "unassigned": _("Not recognised"),
    "unmatched-answer": _("Answer without a question"),
    "unsupported-question": _("Kind that is not supported"),
}
# What a job of an import is doing.
STAGES: dict[Stage, Promise | str] = {
    Stage.WAITING: _("Waiting to begin"),
    Stage.OPENING: _("Opening the file"),
    Stage.LINES: _("Dividing the text"),
    Stage.SIGNS: _("Looking for questions, options and answers"),
    Stage.QUESTIONS: _("Putting the questions together"),
    Stage.CHECKS: _("Checking the questions"),
    Stage.STORING: _("Preparing the preview"),
    Stage.COMPARING: _("Looking for similar questions"),
    Stage.IMPORTING: _("Taking questions into the bank"),
    Stage.CHANGING: _("Changing the questions of the section"),
    Stage.UNDOING: _("Taking questions out of the bank again"),
    Stage.ANSWERS: _("Comparing the answers with the questions"),
}
FIELDS: dict[str, Promise | str] = {
    "kind": _("Kind"),
    "stem": _("Question"),
    "options": _("Options"),
    "key": _("Key"),
    "points": pgettext_lazy("worth", "Points"),
    "accepted_answers": _("Accepted answers"),
    "answer_points": _("Answer points"),
    "criteria": _("Marking criteria"),
    "rubric_rule": _("Rule of the rubric"),
    "reference_answer": _("Model answer"),
    "explanation": _("Explanation"),
    "genre": _("Genre"),
    "assesses": _("Competencies assessed"),
    "seconds": _("Suggested time in minutes"),
    "heading": _("Section heading"),
    "skipped": _("Belongs to no question"),
}


def sentence(code: str, params: Mapping[str, object]) -> str:
    """What a code says. A code without a sentence is shown with its parameters rather than hidden: documents in the
    interchange format bring diagnostics of their own."""
    with suppress(KeyError, TypeError, ValueError):
        return str(SENTENCES[code]) % params
    return gettext("Unknown remark: %(code)s") % {"code": " ".join([code, *map(str, params.values())])}


SENTENCES = {**PROBLEMS, **DOCUMENT, **UNREADABLE, **STOPPED}
