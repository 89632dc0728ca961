"""Random bytes, random tables, and good files with damage anywhere."""

from __future__ import annotations

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questionbank.formats.tables.table import read_table
from questionbank.formats.workbooks.sheet import Grid, clean
from questionbank.reading import read_here
from tests.fuzz.mutation import damaged
from tests.fuzz.readers import NAMES, check
from tests.fuzz.seeds import SEEDS
from tests.questionbank.formats.office import changed, member, word
from tests.questionbank.parsing.rules import uncovered

MAGIC = st.sampled_from(
    [b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf", b"<html"]
)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


WORD, BOOK = SEEDS["题.docx"][0], SEEDS["题.xlsx"][0]
XML = member(WORD, "word/document.xml")
LISTS = member(WORD, "word/numbering.xml")


@QUICK
@given(MAGIC, st.binary(max_size=400), st.sampled_from(NAMES))
def test_random_bytes(magic: bytes, rest: bytes, name: str) -> None:
    check(magic + rest, name)


@QUICK
@given(st.sampled_from([WORD, BOOK]), st.data())
def test_good_files_with_damage(good: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(good) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=8))
    cut = data.draw(st.integers(at, len(good)))
    check(good[:at] + damage + good[at + len(damage) :], "题.docx")
    check(good[:cut], "题.xlsx")


@pytest.mark.parametrize("name", SEEDS)
def test_every_kind_of_file_with_damage_inside(name: str) -> None:
    """A short form of the fuzzing: forty generations of damage to each good file."""
    for seed, good in enumerate(SEEDS[name]):
        data = good
        assert check(data, name) == "document"
        for generation in range(40):
            data = damaged(data, 60_000, 1000 * seed + generation, lambda data, _most: data[1:] + data[:1])
            if check(data, name) != "document":
                data = good


@QUICK
@given(st.sampled_from(["document", "numbering"]), st.data())
def test_xml_with_elements_out_of_place(part: str, data: st.DataObject) -> None:
    """Elements removed, doubled or with other values: still XML, no longer what Word writes."""
    xml = XML if part == "document" else LISTS
    pieces = xml.split("<w:")
    index = data.draw(st.integers(1, len(pieces) - 1))
    value = data.draw(st.sampled_from(["-1", "0", "9", "99999999999", "", "x", "%1%2%9", "bullet", "none"]))
    piece = pieces[index]
    pieces[index] = piece.split('w:val="')[0] + f'w:val="{value}"' + piece.partition('w:val="')[2].partition('"')[2]
    if 'w:val="' in piece:
        check(changed(WORD, {f"word/{part}.xml": "<w:".join(pieces)}), "题.docx")


CELL = st.one_of(
    st.sampled_from(
        ["", "", "题干", "题型", "答案", "选项", "选项A", "选项B", "是否正确项", "序号", "分值", "标签", "空1"]
    ),
    st.sampled_from(["A", "AB", "ABCDEFG", "√", "错", "1", "0", "2,3", "单选题", "判断题", "填空题", "连线题", "简单"]),
    st.sampled_from(
        ["A. 甲 | B. 乙", "甲|乙|丙", "①甲②乙", "（多选）哪些？", "____", "10", "-5", "99999", "1e9", "2.5分"]
    ),
    st.text(max_size=20),
)


@QUICK
@example([["0\u00ad"]])
@given(st.lists(st.lists(CELL, min_size=1, max_size=7), max_size=8))
def test_random_tables_keep_the_rules(rows: list[list[str]]) -> None:
    width = max(map(len, rows), default=0)
    grid = Grid("甲", [[clean(cell) for cell in row] + [""] * (width - len(row)) for row in rows])
    document = read_table([grid])

    assert uncovered(document) == []
    assert type(document).model_validate_json(document.to_json()) == document


@QUICK
@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_text_survives_in_a_word_file(texts: list[str]) -> None:
    document = docx.Document()
    for text in texts:
        document.add_paragraph("".join(char for char in text if char.isprintable() and char not in "\ufffe\uffff"))
    read = read_here(word(document), "题.docx")

    assert uncovered(read) == []


@pytest.mark.parametrize(("data", "name", "verdict"), [(WORD, "题.docx", "document"), (BOOK, "题.xlsx", "document"),
                                                       (b"PK\x03\x04", "题.docx", "broken-package")])  # fmt: skip
def test_the_check_tells_files_apart(data: bytes, name: str, verdict: str) -> None:
    assert check(data, name) == verdict


@pytest.mark.parametrize(
    ("old", "new"),
    [('"start":0', '"start":-1'), ('"end":', '"end":9999999'), ('"start":0', '"start":9999999')],
)
def test_places_outside_the_text_are_refused(old: str, new: str) -> None:
    good = SEEDS["题.json"][0].decode()
    assert old in good
    assert check(good.replace(old, new, 1).encode(), "题.json") == "not-a-document"
