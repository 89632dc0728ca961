"""What a Word file says to someone who reads it printed."""

from __future__ import annotations

import io
import struct
import zlib

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor

from questionbank.content import ItemKind
from questionbank.formats.package import Package
from questionbank.formats.unreadable import Unreadable
from questionbank.formats.word.docx import picture
from questionbank.parsing import Mark
from questionbank.reading import read_here
from tests.questionbank.formats.office import (
    add_numbered,
    add_xml,
    changed,
    level,
    lines_of,
    member,
    numbered_document,
    printed,
    word,
)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + chunk(b"IEND", b"")
)


def test_soft_breaks_tabs_and_hyphens() -> None:
    document = docx.Document()
    add_xml(
        document,
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t><w:softHyphen/>"
        '<w:cr/><w:t xml:space="preserve"> 戊</w:t></w:r></w:p>',
    )

    assert printed(document) == ["甲\t乙", "丙-丁", " 戊"]


def test_the_label_stands_before_the_first_part_of_a_broken_paragraph() -> None:
    document = numbered_document(level(0, "decimal", "%1."))
    add_numbered(document, "问题\nA.是\nB.否")

    assert printed(document) == ["1. 问题", "A.是", "B.否"]


def test_insertions_are_text_and_deletions_are_not() -> None:
    document = docx.Document()
    add_xml(
        document,
        "<w:p><w:r><w:t>退款</w:t></w:r><w:ins><w:r><w:t>当天</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>次日</w:delText></w:r></w:del><w:moveTo><w:r><w:t>到账</w:t></w:r></w:moveTo>"
        "<w:moveFrom><w:r><w:t>别处</w:t></w:r></w:moveFrom></w:p>",
    )

    assert printed(document) == ["退款当天到账"]


def test_content_controls_links_fields_and_ruby() -> None:
    document = docx.Document()
    add_xml(
        document,
        "<w:sdt><w:sdtPr><w:alias w:val='提示'/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>块</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent><w:r><w:t>行内</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:hyperlink r:id='rId99'><w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple w:instr='DATE'><w:r><w:t>今日</w:t></w:r></w:fldSimple>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "</w:p>",
    )
    found = lines_of(document)

    assert [line.text for line in found.lines] == ["块", "行内链接今日拼"]
    assert [line.marks for line in found.lines] == [(), ()]


def test_links_stay_bold_and_lose_what_every_link_shows() -> None:
    document = docx.Document()
    add_xml(
        document,
        "<w:p><w:r><w:t>A. </w:t></w:r><w:hyperlink r:id='rId99'><w:r><w:rPr><w:b/><w:color w:val='0000FF'/>"
        "<w:u w:val='single'/></w:rPr><w:t>退货单</w:t></w:r></w:hyperlink></w:p>",
    )

    assert lines_of(document).lines[0].marks == (Mark(3, 6, "bold"),)


def test_symbols_and_check_boxes() -> None:
    document = docx.Document()
    add_xml(
        document,
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>是</w:t><w:sym w:font='Wingdings 2' w:char='F050'/>"
        "<w:sym w:font='Odd' w:char='F050'/><w:sym w:font='Odd' w:char='x'/></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"
        "</w:ffData></w:fldChar></w:r></w:p>",
    )

    assert printed(document) == ["☑是✓\ufffd\ufffd☑"]


def test_equations_become_text() -> None:
    document = docx.Document()
    run = "<m:r><m:t>{}</m:t></m:r>"
    a, b, two = run.format("a+b"), run.format("c"), run.format("2")
    add_xml(
        document,
        f"<w:p><m:oMathPara><m:oMath><m:f><m:num>{a}</m:num><m:den>{two}</m:den></m:f>{run.format('=')}"
        f"<m:sSup><m:e>{b}</m:e><m:sup>{two}</m:sup></m:sSup>{run.format('+')}<m:rad><m:deg/><m:e>{a}</m:e></m:rad>"
        "</m:oMath></m:oMathPara></w:p>",
    )
    found = lines_of(document)

    assert [line.text for line in found.lines] == ["(a+b)/2=c^2+√(a+b)"]
    assert found.findings.equations == 1


def test_pictures_keep_their_place_and_their_bytes() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("看图")
    paragraph.add_run().add_picture(io.BytesIO(PIXEL))
    paragraph.add_run("回答")
    add_xml(document, '<w:p><w:r><w:pict><v:imagedata r:id="rId77"/></w:pict></w:r></w:p>')
    data = word(document)
    found = lines_of(data)

    assert [line.text for line in found.lines] == ["看图[图片1]回答", "[图片2]"]
    assert picture(Package(data), found, 1) == (PIXEL, "image/png")
    assert picture(Package(data), found, 2) is None
    assert found.findings.outside == 1


def test_linked_pictures_are_never_followed() -> None:
    document = docx.Document()
    document.add_paragraph().add_run().add_picture(io.BytesIO(PIXEL))
    data = word(document)
    rels = member(data, "word/_rels/document.xml.rels").replace(
        'Target="media/image1.png"', 'Target="file:///etc/passwd" TargetMode="External"'
    )
    found = lines_of(changed(data, {"word/_rels/document.xml.rels": rels}))

    assert (found.findings.pictures, found.findings.outside) == ([""], 1)


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    add_xml(
        document,
        "<w:p><w:r><w:t>正文</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        + box.format("框内")
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + box.format("框内")
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p><w:p><w:r><w:t>下文</w:t></w:r></w:p>",
    )

    assert printed(document) == ["正文", "框内", "下文"]


def test_tables_give_rows_and_layout_tables_give_lines() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for row, cells in zip(table.rows, (("题号", "1", "2"), ("答案", "A", "B")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    frame = document.add_table(1, 2).rows[0].cells[0]
    frame.text = "1. 先做什么？"
    frame.add_paragraph("A. 倾听")
    inner = frame.add_table(1, 2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "甲", "乙"
    found = lines_of(document).lines

    assert [(line.text, line.row) for line in found] == [
        ("题号\t1\t2", True), ("答案\tA\tB", True), ("1. 先做什么？", False), ("A. 倾听", False), ("甲\t乙", True),
    ]  # fmt: skip


def test_merged_cells() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in table.rows:
        for index, cell in enumerate(row.cells):
            cell.text = "甲乙丙"[index]
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "竖"

    assert printed(document) == ["横\t丙", "甲\t乙\t竖", "甲\t乙\t"]


def test_numbered_cells_and_paragraphs_within_a_cell() -> None:
    document = numbered_document(level(0, "upperLetter", "%1."))
    table = document.add_table(1, 2)
    left, right = table.rows[0].cells
    left.text = "选项"
    right.text = ""
    for text in ("是", "否"):
        add_numbered(document, text)
        right._tc.append(document.paragraphs[-1]._p)

    assert printed(document) == ["选项\tA. 是 B. 否"]


def test_headers_footers_and_comments_are_not_read_and_footnotes_are_counted() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    add_xml(document, "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id='2'/></w:r></w:p>")
    found = lines_of(document)

    assert ([line.text for line in found.lines], found.findings.notes) == (["正文"], 1)


def test_marks_of_runs_and_styles() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("A. ")
    red = paragraph.add_run("红")
    red.font.color.rgb = RGBColor(0xFF, 0, 0)
    both = paragraph.add_run("粗")
    both.bold, both.font.color.rgb = True, RGBColor(0xC0, 0, 0)
    paragraph.add_run("黑").font.color.rgb = RGBColor(0x26, 0x26, 0x26)
    paragraph.add_run("亮").font.highlight_color = WD_COLOR_INDEX.YELLOW
    lined = paragraph.add_run("线")
    lined.underline, lined.font.strike = True, True
    paragraph.add_run("强", style="Strong")
    document.add_paragraph("标题", style="Heading 2")
    lines = lines_of(document).lines

    assert lines[0].text == "A. 红粗黑亮线强"
    assert lines[0].marks == (
        Mark(3, 5, "colour"), Mark(4, 5, "bold"), Mark(6, 7, "highlight"), Mark(7, 8, "strike"),
        Mark(7, 8, "underline"), Mark(8, 9, "bold"),
    )  # fmt: skip
    assert (lines[1].heading, [mark.kind for mark in lines[1].marks]) == (2, ["bold", "colour"])


def test_underlined_blanks_are_lines_to_write_on() -> None:
    document = docx.Document()
    for text, filled, after in (
        ("先", "  A  ", "。"),
        ("再", " 验货 ", "。"),
        ("后", "      ", "。"),
        ("说", "错误 ", "的"),
        ("空", " ", "格"),
    ):
        paragraph = document.add_paragraph(text)
        paragraph.add_run(filled).underline = True
        paragraph.add_run(after)
    document.add_paragraph("").add_run(" 全行 ").underline = True

    assert printed(document) == ["先__A__。", "再_验货_。", "后______。", "说错误 的", "空 格", " 全行 "]


MHT = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    + "<html><head><title>无</title></head><body><ol><li>先做什么？<p>A. 倾听<br>B. 打断</li></ol>".encode()
    + "<p>答案：A</body></html>".encode()
    + b"\r\n--x--\r\n"
)


def with_chunk(content: bytes, ending: str, media_type: str) -> bytes:
    document = docx.Document()
    add_xml(document, '<w:p><w:r><w:t>客服试题</w:t></w:r></w:p><w:altChunk r:id="rId500"/>')
    data = word(document)
    rels = member(data, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        '<Relationship Id="rId500" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" '
        f'Target="afchunk.{ending}"/></Relationships>',
    )
    types = member(data, "[Content_Types].xml").replace(
        "<Override", f'<Default Extension="{ending}" ContentType="{media_type}"/><Override', 1
    )
    return changed(
        data,
        {"word/_rels/document.xml.rels": rels, "[Content_Types].xml": types, f"word/afchunk.{ending}": content},
    )


def test_a_web_page_inserted_into_the_document_is_read_and_told() -> None:
    document = read_here(with_chunk(MHT, "mht", "message/rfc822"), "客服.docx")

    assert [(item.stem, item.kind, item.key) for item in document.items] == [
        ("先做什么？", ItemKind.SINGLE_CHOICE, ["A"])
    ]
    assert [(one.code, one.severity.value, one.start) for one in document.diagnostics[:1]] == [("alt-chunk", "info", 5)]


def test_an_inserted_file_of_another_form_is_told() -> None:
    document = read_here(with_chunk(b"PK\x03\x04", "docx", "application/octet-stream"), "客服.docx")

    assert [(one.code, one.severity.value) for one in document.diagnostics] == [
        ("alt-chunk-not-read", "error"),
        ("no-question", "error"),
    ]


def test_automatic_numbers_and_letters_make_questions() -> None:
    document = numbered_document(level(0, "decimal", "%1.") + level(1, "upperLetter", "%2."))
    for text, ilvl in (("先做什么？", 0), ("倾听", 1), ("打断", 1), ("哪些要登记？", 0), ("来电", 1), ("投诉", 1)):
        add_numbered(document, text, ilvl=ilvl)
        if text == "打断":
            document.add_paragraph("答案：A")
    document.add_paragraph("答案：AB")
    read = read_here(word(document), "客服.docx")

    assert [(item.number, item.kind, [o.text for o in item.options], item.key) for item in read.items] == [
        ("1", ItemKind.SINGLE_CHOICE, ["倾听", "打断"], ["A"]),
        ("2", ItemKind.MULTIPLE_CHOICE, ["来电", "投诉"], ["A", "B"]),
    ]


def test_strict_open_xml() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    data = word(document)
    strict = member(data, "word/document.xml").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert printed(changed(data, {"word/document.xml": strict})) == ["正文"]


def test_a_package_without_a_body() -> None:
    data = changed(word(docx.Document()), {"word/document.xml": "<document/>"})

    with pytest.raises(Unreadable) as refused:
        lines_of(data)
    assert refused.value.code == "broken-package"


def test_ticks_typed_in_a_font_of_signs() -> None:
    document = docx.Document()
    add_xml(
        document,
        '<w:p><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\u00fc\uf0fb对</w:t></w:r>'
        "<w:r><w:t>\u00fc</w:t></w:r></w:p>",
    )

    assert printed(document) == ["✓✗对\u00fc"]


def test_shaded_paragraphs_boxed_words_and_dots_below_words_stand_out() -> None:
    document = docx.Document()
    add_xml(
        document,
        '<w:p><w:pPr><w:shd w:val="clear" w:fill="FFFF00"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
        '<w:p><w:r><w:rPr><w:bdr w:val="single"/></w:rPr><w:t>乙</w:t></w:r>'
        '<w:r><w:rPr><w:bdr w:val="none"/></w:rPr><w:t>丙</w:t></w:r>'
        '<w:r><w:rPr><w:b w:val="0"/><w:em w:val="dot"/></w:rPr><w:t>丁</w:t></w:r></w:p>',
    )

    assert [line.marks for line in lines_of(document).lines[:2]] == [
        (Mark(0, 1, "highlight"),),
        (Mark(0, 1, "highlight"), Mark(2, 3, "bold")),
    ]
