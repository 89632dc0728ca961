"""The templates: the same questions in every form, nothing to correct, and easy to fill in with Word and Excel."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest

from questionbank.document import Document
from questionbank.guide.downloads import TYPES, template
from questionbank.guide.source import LANGUAGES, Language, style_names, template_document
from questionbank.reading import read_document
from tests.questionbank.guide.expected import stated, worries

FORMS = [(language, form) for language in LANGUAGES for form in TYPES]


def without_numbers(document: Document) -> list[dict[str, Any]]:
    return [{name: value for name, value in stated(item).items() if name != "number"} for item in document.items]


@pytest.mark.parametrize(("language", "form"), FORMS)
def test_a_template_holds_every_question_and_nothing_to_correct(language: Language, form: str) -> None:
    document = read_document(template(language, form), f"template.{form}")

    assert without_numbers(document) == without_numbers(template_document(language))
    # The only remark: the sheet of notes holds no questions.
    assert [told.code for told in document.diagnostics] == (["sheet-not-read"] if form == "xlsx" else [])
    assert worries(document) == []
    assert [item.status for item in document.items] == ["sure"] * 8
    if form != "xlsx":
        assert [item.number for item in document.items] == [i.number for i in template_document(language).items]


@pytest.mark.parametrize(("language", "form"), FORMS)
def test_the_same_template_has_the_same_bytes(language: Language, form: str) -> None:
    assert template(language, form) == template(language, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_numbers_by_styles(language: Language) -> None:
    document = docx.Document(io.BytesIO(template(language, "docx")))

    used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert used == {"Title", *style_names(language).values()}
    question = next(p for p in document.paragraphs if p.style and p.style.name == style_names(language)["Question"])
    # Word prints the number; it is no part of the text.
    assert not question.text.startswith("1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_that_hr_adds_in_word_are_numbered_and_read(language: Language) -> None:
    document = docx.Document(io.BytesIO(template(language, "docx")))
    names = style_names(language)
    for text, style in (
        ("客户要求开发票？", "Question"),
        ("核对抬头和税号", "Option"),
        ("不予理会", "Option"),
        ("答案：A", "Field"),
    ):
        document.add_paragraph(text, style=names[style])
    out = io.BytesIO()
    document.save(out)

    added = read_document(out.getvalue(), "filled.docx").items[-1]
    assert (added.number, added.stem) == ("2", "客户要求开发票？")
    assert [(option.label, option.text) for option in added.options] == [("A", "核对抬头和税号"), ("B", "不予理会")]
    assert added.key == ["A"]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def test_excel_offers_kinds_and_difficulties_in_lists() -> None:
    sheet = part(template("zh", "xlsx"), "xl/worksheets/sheet1.xml")

    assert '<formula1>"容易,中等,较难"</formula1>' in sheet
    assert "单选题,单项选择题,多选题" in sheet
    assert sheet.count("<dataValidation ") == 2


def test_the_workbook_has_a_sheet_of_notes_in_its_own_language() -> None:
    assert 'name="填写说明"' in part(template("zh", "xlsx"), "xl/workbook.xml")
    assert 'name="How to fill in"' in part(template("en", "xlsx"), "xl/workbook.xml")


def test_plain_text_opens_in_old_editors() -> None:
    data = template("zh", "txt")

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 60
