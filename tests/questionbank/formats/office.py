"""Office files made for tests: Word documents with raw numbering, workbooks, and zips that no Office would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
import xlsxwriter
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from questionbank.formats.package import Package
from questionbank.formats.word.docx import WordText, read_word

NAMESPACES = nsdecls("w", "r")


def word(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def numbered_document(levels: str, nums: str = "") -> WordDocument:
    """A document whose list 1 has these levels (`w:lvl` elements); `nums` are further `w:num` or `w:abstractNum`."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    abstract = f'<w:abstractNum {NAMESPACES} w:abstractNumId="0">{levels}</w:abstractNum>'
    numbering.append(parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {NAMESPACES} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    root = parse_xml(f"<w:x {NAMESPACES}>{nums}</w:x>")
    for child in list(root):
        numbering.append(child)
    return document


def level(index: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def add_numbered(document: WordDocument, text: str, num: int | None = 1, ilvl: int | None = 0) -> None:
    """A paragraph of a list; without `num` or `ilvl` the element is left out."""
    inner = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
    inner += "" if num is None else f'<w:numId w:val="{num}"/>'
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(parse_xml(f"<w:numPr {NAMESPACES}>{inner}</w:numPr>"))


def add_xml(document: WordDocument, xml: str) -> None:
    """Body content as raw XML: `w:p` and the like without namespace declarations."""
    root = parse_xml(
        f"<w:x {nsdecls('w', 'r', 'a', 'pic', 'wp')} "
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{xml}</w:x>"
    )
    body = document.element.body
    for child in list(root):
        body.insert(len(body) - 1, child)


def lines_of(data: bytes | WordDocument) -> WordText:
    return read_word(Package(data if isinstance(data, bytes) else word(data)))


def printed(data: bytes | WordDocument) -> list[str]:
    """The printed lines that are not empty."""
    return [line.printed for line in lines_of(data).lines if line.printed]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write(row, column, cell)
    return out.getvalue()


def zipped(members: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, members: Mapping[str, bytes | str | None]) -> bytes:
    """The package with members replaced, added or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        kept = {name: package.read(name) for name in package.namelist() if name not in members}
    return zipped({**kept, **{name: content for name, content in members.items() if content is not None}})


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()
