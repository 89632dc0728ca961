"""The template for Word: the template's text with styles that number sections, questions and options by themselves.

Pure: no Django. The parts that never change are the files of `word/`; the same input gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from string import Template
from xml.sax.saxutils import escape

from questionbank.guide.source import FOLDER, Language, style_names, template_text

PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/document.xml": "document.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
# The form of a section's number, the sign behind it and what parts it from the title.
SECTION_NUMBERS: dict[Language, dict[str, str]] = {
    "zh": {"section_format": "chineseCounting", "section_sign": "、", "section_gap": "nothing"},
    "en": {"section_format": "upperRoman", "section_sign": ".", "section_gap": "space"},
}
# What a line of the template is. Word prints the numbers, so that they are left out of the text.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Note", re.compile(r"(?=※)")),
    ("Section", re.compile(r"(?:[一二三四五六七八九十]+、|[IVX]+\.\s)")),
    ("Question", re.compile(r"\d+\.\s")),
    ("Option", re.compile(r"[A-H]\.\s")),
    ("Point", re.compile(r"\d+[)）]\s*")),
    ("Field", re.compile(r"(?=[^:：。，,]{1,20}[:：])")),
)
_LABEL = re.compile(r"[^:：]{1,20}[:：]")
_DATE = (2026, 1, 1, 0, 0, 0)


def word_template(language: Language) -> bytes:
    """The .docx file."""
    lines = template_text(language).splitlines()
    paragraphs = [_paragraph("Title", lines[0]), *(_styled(line) for line in lines[1:])]
    values = {"title": escape(lines[0]), "paragraphs": "\n".join(paragraphs), **SECTION_NUMBERS[language]}
    names = {style: escape(name) for style, name in style_names(language).items()}
    return _package({**values, **names})


def _package(values: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, file in PARTS.items():
            part = Template((FOLDER / "word" / file).read_text(encoding="utf-8")).substitute(values)
            package.writestr(zipfile.ZipInfo(name, _DATE), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _styled(line: str) -> str:
    for style, pattern in _STYLES:
        match = pattern.match(line)
        if match:
            return _paragraph(style, line[match.end() :])
    return _paragraph("Line", line)


def _paragraph(style: str, text: str) -> str:
    label = _LABEL.match(text) if style == "Field" else None
    runs = _run(text[: label.end()], bold=True) + _run(text[label.end() :]) if label else _run(text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    if not text:
        return ""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
