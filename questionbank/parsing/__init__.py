"""Text in, a `Document` out: the pure parser of question documents.

`parse_text` takes the text of a file. Readers of other formats (Word, PDF) hand over `SourceLine`s to `parse_lines`:

- one `SourceLine` for every paragraph, and one for every part of a paragraph after a soft break, in body order;
- `number_label` is the printed number of automatic numbering (`1.`, `A.`, `一、`), which becomes part of the text;
- `level` is the depth of that numbering and `heading` the level of a heading style, where there is one;
- a table gives one `SourceLine` a row, cells joined with a tab, `row=True`;
- `marks` are the runs that stand out (colour, highlight, bold, underline), in characters of `text`.

`Document.text` is then the lines joined by newlines, after repairs, and all offsets index it.

The packages are the steps of the pipeline in `parse.py`, each of which knows only those before it: `words` (what
strings say), `source` (repair, boilerplate, logical lines), `tokens` (what lines look like), `machine` (drafts),
`rubrics` (scoring notes) and `items` (answers brought to their questions, items, checks). `keyfile` and `joining` read
answer files.
"""

from __future__ import annotations

from collections.abc import Iterable

from questionbank.document import Document
from questionbank.parsing.parse import parse
from questionbank.parsing.source.lines import Mark, SourceLine, plain_lines

__all__ = ["Mark", "SourceLine", "parse_lines", "parse_text"]


def parse_text(text: str, *, name: str = "", key_text: str | None = None) -> Document:
    """The document that a text holds; `key_text` is the text of a separate answer file. Never raises."""
    return parse_lines(plain_lines(text), name=name, key_text=key_text)


def parse_lines(lines: Iterable[SourceLine], *, name: str = "", key_text: str | None = None) -> Document:
    """The same for lines of a reader (see the module's description)."""
    sources = list(lines)
    if key_text is not None:
        sources += [SourceLine("参考答案"), *plain_lines(key_text)]
    return parse(sources, name)
