"""What the guide says, in its order. Examples, tables of words and messages are named here and looked up when shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = Promise | str


@dataclass(frozen=True)
class Block:
    """One thing below a heading. `names` are of examples, of a table of words or of a group of messages."""

    kind: Literal["text", "list", "example", "words", "columns", "pairs", "messages", "downloads"]
    texts: tuple[Text, ...] = ()
    name: str = ""
    pairs: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True)
class Section:
    slug: str
    title: Text
    blocks: tuple[Block, ...]


def text(*texts: Text) -> Block:
    return Block("text", texts)


def points(*texts: Text) -> Block:
    return Block("list", texts)


def example(name: str) -> Block:
    return Block("example", name=name)


def words(name: str) -> Block:
    return Block("words", name=name)


def messages(name: str) -> Block:
    return Block("messages", name=name)


# What each column of a table holds, in the order of the template; the roles are those of formats/tables/columns.py.
COLUMNS: dict[str, Text] = {
    "type": _("The kind of question. When it is missing, options and answer decide."),
    "stem": _("The words of the question. The only column that has to be there, with one other."),
    "material": _("A case or a text that the question is about. It is put above the question."),
    "option": _("One column an option, up to the letter Z; or all options in one cell."),
    "key": _("Letters such as `B` or `ABD`, true or false, or the model answer of a written question."),
    "points": _("What the question is worth, as a number."),
    "explanation": _("Why the answer is right. Optional."),
    "answer_points": _("What a good answer says: one point a line, with its points in brackets."),
    "criteria": _("What the whole answer is judged by: one criterion a line, with its points in brackets."),
    "assesses": _("Competencies that the question shows, parted by commas."),
    "difficulty": _("Easy, medium or hard. Optional."),
    "topics": _("The topic within the role. Optional; papers can be drawn by it."),
    "number": _("The number in the document. Optional."),
    "options": _("All options in one cell, each with its letter, or one a line."),
    "right": _("With one row for each option: which options are right."),
    "remark": _("With one row for each option: a remark on the option, which becomes part of the explanation."),
    "tags": _("Further words to find the question by. Difficulties among them are recognised."),
    "reference_answer": _("The model answer of a written question, in a column of its own."),
    "accepted": _("Further answers to a blank that count as right."),
}
SHEET_NOTES: tuple[Text, ...] = (
    _("One question a row: replace the examples by your own, save, and upload the file under “Import questions”."),
    _("Columns that you do not need may be deleted, their order may change, further options get columns of their own."),
    _("This sheet is skipped on import."),
)
NOT_READ: tuple[tuple[Text, Text], ...] = (
    (_("Word files of the old kind (`.doc`)"), _("Open the file in Word or WPS and save it as `.docx`.")),
    (
        _("PDF files, scanned pages and photos"),
        _("Copy the text into a Word file, or recognise it with another program first. Tiku does not guess letters."),
    ),
    (
        _("Pictures, and text inside pictures"),
        _("A mark in the text keeps the place of a picture. Write what the question needs from it in words."),
    ),
    (
        _("Headers, footers, comments, footnotes and endnotes"),
        _("Move what belongs to a question into the text of the question."),
    ),
    (_("Files with a password or with macros"), _("Remove the password; save without macros as `.docx` or `.xlsx`.")),
    (
        _("Questions to match, to order or to listen to, and cloze tests"),
        _("Rewrite them as choice questions or as questions with a written answer."),
    ),
    (
        _("Cells that are merged, and sheets that are hidden"),
        _("Give every row its own cells; show the sheet before you save."),
    ),
)
SECTIONS: tuple[Section, ...] = (
    Section(
        "start",
        _("In one minute"),
        (
            text(
                _(
                    "Tiku reads the documents that you have. Four habits make sure that nothing has to be corrected "
                    "afterwards:"
                )
            ),
            points(
                _("Number every question, and give every option its letter."),
                _(
                    "Put a heading above the questions of one kind. It names the kind and the points: “Single choice "
                    "(2 points each)”."
                ),
                _("Write the answer on a line of its own below the question, or collect all answers at the end."),
                _("Begin explanations, answer points and marking criteria with their name and a colon."),
            ),
            example("start"),
            text(
                _(
                    "Nothing enters the bank before you have seen the preview. Whatever was not understood stands "
                    "there, marked, beside the text that it came from."
                )
            ),
        ),
    ),
    Section(
        "templates",
        _("Templates to fill in"),
        (
            text(
                _(
                    "If you begin from scratch, take a template. The Word template numbers questions and options by "
                    "itself, the Excel template offers the kinds and difficulties in lists. The notes in them are "
                    "skipped on import."
                )
            ),
            Block("downloads"),
        ),
    ),
    Section(
        "kinds",
        _("The five kinds of questions"),
        (
            text(
                _(
                    "The heading above the questions says which kind they are. Without a heading the kind follows from "
                    "options and answer, and the preview says so."
                )
            ),
            words("kinds"),
            example("kinds"),
        ),
    ),
    Section(
        "marks",
        _("Numbers and options"),
        (
            text(
                _(
                    "Full-width and half-width signs mean the same, blank lines mean nothing. Options may stand on one "
                    "line or on several, up to 26 of them. Numbers and letters that Word prints by itself are read as "
                    "they are printed."
                ),
                _("Within one section, keep to one form of number."),
            ),
            words("marks"),
            example("marks"),
        ),
    ),
    Section(
        "keys",
        _("Where the answers may stand"),
        (
            text(
                _(
                    "On a line of its own, as above, or in brackets in the question. True or false is understood in "
                    "many spellings:"
                )
            ),
            words("truth"),
            example("keys-bracket"),
            text(
                _(
                    "All answers at the end: a heading such as “Answers” begins them, and they find their questions by "
                    "section and number. A range gives one letter for each number."
                )
            ),
            example("keys-end"),
            text(_("A table of answers works too, with the numbers in one row and the letters below.")),
            example("keys-table"),
        ),
    ),
    Section(
        "points",
        pgettext_lazy("worth", "Points"),
        (
            text(
                _(
                    "The heading gives the points of each question; a question may state its own, at its end or on a "
                    "line of its own. If the heading also states how many questions there are and their sum, both are "
                    "checked."
                )
            ),
            example("points"),
        ),
    ),
    Section(
        "policy",
        _("How incomplete answers count"),
        (
            text(
                _(
                    "For questions with several right options a Chinese heading may state the rule. The heading is "
                    "understood, and nothing of it is taken for a question; which rule counts in a test you choose in "
                    "the section of the paper."
                )
            ),
            example("policy"),
        ),
    ),
    Section(
        "written",
        _("Written answers: answer points, criteria, model answer"),
        (
            text(
                _(
                    "These parts begin with their name and a colon. Answer points are what a good answer says; "
                    "reviewers tick them one by one. Criteria judge the whole answer. Together they should add up to "
                    "the points of the question."
                )
            ),
            words("labels"),
            example("written"),
        ),
    ),
    Section(
        "blanks",
        _("Blanks to fill in"),
        (
            text(
                _(
                    "Mark the blank with underscores or empty brackets. A short answer is compared automatically; put "
                    "a slash between answers that are equally right. With two or more blanks a reviewer decides."
                )
            ),
            example("blanks"),
        ),
    ),
    Section(
        "tags",
        _("Difficulty and topics"),
        (
            text(_("With them a paper can be drawn by rule. They are optional.")),
            words("levels"),
            example("tags"),
        ),
    ),
    Section(
        "material",
        _("One case for several questions"),
        (
            text(
                _(
                    "Begin the case with its name and a colon, below the heading and above the first question. It is "
                    "put in front of each question of the section, because questions are drawn one by one."
                )
            ),
            example("material"),
        ),
    ),
    Section(
        "sections",
        _("Several sections"),
        (
            text(_("Numbers may begin again in each section. A title on top is not taken for a question.")),
            example("sections"),
        ),
    ),
    Section(
        "interview",
        _("Interview questions with answers at the end"),
        (
            text(_("The answers name their questions. Questions without options and without a kind become essays.")),
            example("interview"),
        ),
    ),
    Section(
        "tables",
        _("Excel, WPS and CSV tables"),
        (
            text(
                _(
                    "One question a row. The first row with known headers counts; a title above it may stay. The order "
                    "of the columns does not matter, and columns that are missing are no mistake. The usual headers "
                    "are known, these and others like them:"
                )
            ),
            Block("columns"),
            example("table"),
            text(_("Written answers: put several points into one cell, one a line.")),
            example("table-written"),
            text(
                _(
                    "All options may stand in one cell. A sheet for each kind is read as well, with the kind as the "
                    "name of the sheet."
                )
            ),
            example("table-cell"),
            text(
                _(
                    "Without a header row the content of the columns is looked at; where it is not plain, the import "
                    "asks what each column holds. The same tables are read from Word files, from Markdown and from "
                    "pasted cells; there, too, “Columns of the table” in the preview says what the columns hold."
                )
            ),
        ),
    ),
    Section(
        "not-read",
        _("What is not read, and what to do instead"),
        (Block("pairs", pairs=NOT_READ),),
    ),
    Section(
        "messages",
        _("What the messages of the preview mean"),
        (
            text(
                _(
                    "Questions with an error wait in the preview until they are corrected: in the preview itself, or "
                    "in the text, which is then read again. A warning asks you to look; a note only informs."
                )
            ),
            messages("questions"),
            messages("answers"),
            messages("document"),
            messages("tables"),
            messages("files"),
            messages("refused"),
        ),
    ),
)
