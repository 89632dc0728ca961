"""Answers in the footnotes, endnotes and comments of Word files."""

from __future__ import annotations

import pytest

from questionbank.formats.word.notes import answer_in
from questionbank.reading import read_here
from tests.questionbank.formats.office import NAMESPACES, add_xml, changed, level, member, numbered_document, word

ASKED = [("先做的是（ ）", ["倾听", "打断"]), ("后做的是（ ）", ["挂断", "回访"])]
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def noted(kind: str, notes: list[str], option: int | None = None) -> bytes:
    """Two questions whose numbers and letters are automatic, each with a note at its stem or at an option."""
    document = numbered_document(level(0, "decimal", "%1.") + level(1, "upperLetter", "%2."))
    for number, (stem, options) in enumerate(ASKED, 1):
        reference = f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'
        add_xml(document, _entry(stem, 0, reference if option is None else ""))
        for at, text in enumerate(options):
            add_xml(document, _entry(text, 1, reference if at == option else ""))
    return _with_notes(word(document), kind, notes)


def _entry(text: str, ilvl: int, more: str) -> str:
    place = f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"


def _with_notes(data: bytes, kind: str, notes: list[str]) -> bytes:
    each = (f'<w:{kind} w:id="{n}"><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:{kind}>' for n, one in enumerate(notes, 1))
    relations = member(data, "word/_rels/document.xml.rels")
    relation = f'<Relationship Id="rIdN" Type="{_TYPE}{kind}s" Target="{kind}s.xml"/></Relationships>'
    return changed(
        data,
        {
            f"word/{kind}s.xml": f"<w:{kind}s {NAMESPACES}>{''.join(each)}</w:{kind}s>",
            "word/_rels/document.xml.rels": relations.replace("</Relationships>", relation),
        },
    )


@pytest.mark.parametrize(
    ("kind", "notes"),
    [
        ("footnote", ["答案：A", "答案：B"]),
        ("endnote", ["参考答案：A", "正确答案：B"]),
        ("comment", ["A", "B"]),
    ],
)
def test_keys_in_notes(kind: str, notes: list[str]) -> None:
    document = read_here(noted(kind, notes), "paper.docx")
    assert [(item.stem, [one.text for one in item.options], item.key) for item in document.items] == [
        ("先做的是（ ）", ["倾听", "打断"], ["A"]),
        ("后做的是（ ）", ["挂断", "回访"], ["B"]),
    ]
    assert [one.code for one in document.diagnostics if one.code == "notes-not-read"] == []


def test_comments_that_call_an_option_right() -> None:
    document = read_here(noted("comment", ["正确答案", "正确"], 1), "paper.docx")
    assert [([one.text for one in item.options], item.key) for item in document.items] == [
        (["倾听", "打断"], ["B"]),
        (["挂断", "回访"], ["B"]),
    ]


def test_notes_that_tell_no_answer_are_counted_and_stay_out() -> None:
    document = read_here(noted("footnote", ["见员工手册", "出自规程"]), "paper.docx")
    assert [one.params for one in document.diagnostics if one.code == "notes-not-read"] == [{"count": 2}]
    assert "手册" not in (document.text or "")
    assert [item.key for item in document.items] == [None, None]


@pytest.mark.parametrize(
    ("lines", "option", "told"),
    [
        (["B"], "", ["答案：B"]),
        (["√"], "", ["答案：√"]),
        (["解析：先听后说"], "", ["解析：先听后说"]),
        (["正确"], "C", ["答案：C"]),
        (["这里要改一下"], "C", []),
        ([], "", []),
    ],
)
def test_what_a_note_tells(lines: list[str], option: str, told: list[str]) -> None:
    assert answer_in(lines, option) == told
