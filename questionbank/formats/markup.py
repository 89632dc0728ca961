"""The text of web pages, plain or packed as MHT, one line for each block. Pure: no Django; no address is followed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count

from lxml import etree

from questionbank.formats.word.numerals import letters, roman
from questionbank.parsing.source.lines import SourceLine

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
        "section", "table", "tbody", "thead", "tr", "ul",
    )
)  # fmt: skip
_DROPPED = frozenset(("script", "style", "title", "meta", "link", "object", "iframe"))
_FORMS: dict[str, Callable[[int], str]] = {
    "1": lambda number: f"{number}.",
    "A": lambda number: f"{letters(number)}.",
    "a": lambda number: f"{letters(number).lower()}.",
    "I": lambda number: f"{roman(number)}.",
    "i": lambda number: f"{roman(number).lower()}.",
}
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def chunk_lines(data: bytes, media_type: str) -> list[SourceLine] | None:
    """The lines of an inserted file, or none when it is of a form that is not read."""
    if "rfc822" in media_type or "mht" in media_type or data[:200].lstrip().lower().startswith(b"mime-version"):
        page = _page(data)
        return html_lines(page) if page is not None else None
    if "html" in media_type:
        return html_lines(data)
    return None


def _page(data: bytes) -> bytes | str | None:
    """The first web page of an MHT file."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            coding = part.get_content_charset()
            if not isinstance(content, bytes):
                continue
            try:
                return content.decode(coding) if coding else content
            except (LookupError, UnicodeDecodeError):
                return content
    return None


def html_lines(page: bytes | str) -> list[SourceLine]:
    """One line for each block, table rows with their cells parted by tabs."""
    coding = None if isinstance(page, str) else "utf-8" if _is_utf8(page) else None
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=coding)
    try:
        root = etree.fromstring(_undeclared(page) if isinstance(page, str) else page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    texts = _BlockTexts()
    for event, node in etree.iterwalk(root, events=("start", "end")):
        texts.take(event, node)
    return texts.finished()


def _is_utf8(page: bytes) -> bool:
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _undeclared(page: str) -> str:
    """lxml refuses text that declares an encoding."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", page)


class _BlockTexts:
    """Collects text between the borders of blocks."""

    def __init__(self) -> None:
        self._lines: list[SourceLine] = []
        self._text = ""
        self._row: list[str] | None = None
        self._hidden = 0
        self._lists: list[tuple[str, Iterator[int]]] = []
        self._label = ""

    def take(self, event: str, node: etree._Element) -> None:
        name = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            self._open(name)
            self._list(name, node)
            self._add(node.text)
        else:
            self._close(name)
            self._add(node.tail)

    def _open(self, name: str) -> None:
        if name in _DROPPED:
            self._hidden += 1
        elif name == "br" or name in _BLOCKS:
            self._break()
        if name == "tr":
            self._row = []

    def _list(self, name: str, node: etree._Element) -> None:
        """The number of an item of an ordered list is not in its text either."""
        if name in ("ol", "ul"):
            start = node.get("start", "1")
            form = node.get("type", "1") if name == "ol" else ""
            self._lists.append((form, count(int(start) if start.isascii() and start.isdigit() else 1)))
        elif name == "li" and self._lists:
            form, numbers = self._lists[-1]
            self._label = _FORMS[form](next(numbers)) if form in _FORMS else ""

    def _close(self, name: str) -> None:
        if name in ("ol", "ul") and self._lists:
            self._lists.pop()
        if name in _DROPPED:
            self._hidden -= 1
        elif name in ("td", "th") and self._row is not None:
            self._row.append(_BLANKS.sub(" ", self._text).strip())
            self._text = ""
        elif name == "tr" and self._row is not None:
            row, self._row = self._row, None
            used = [cell for cell in row if cell]
            if used:
                self._lines.append(SourceLine("\t".join(row) if len(used) > 1 else used[0], row=len(used) > 1))
        elif name in _BLOCKS:
            self._break()

    def _add(self, text: str | None) -> None:
        if text and not self._hidden:
            self._text += text

    def _break(self) -> None:
        """The end of a line; within a cell only a blank."""
        if self._row is not None:
            self._text += " "
            return
        line = _BLANKS.sub(" ", self._text).strip()
        self._text = ""
        if line:
            self._lines.append(SourceLine(line, self._label))
            self._label = ""

    def finished(self) -> list[SourceLine]:
        self._break()
        return self._lines
