"""Pages that show a test after it was taken, copied as text: what such a page says around its questions is no content.

`题目1`, `正确`, `获得2.00分中的2.00分`, `标记题目`, `题干`, then the question, `选择一项：` and the options.
"""

from __future__ import annotations

from questionbank.parsing.source.lines import Line
from questionbank.parsing.words.patterns import compiled

_MARKED = (
    r"获得\s*[\d.]+\s*分中的\s*[\d.]+\s*分|满分\s*[\d.]+\s*分?|(?:未|取消)?标记(?:题目|试题)|flag question|remove flag|"
    r"mark(?:ed)?\s+(?:[\d.]+\s+)?out of\s+[\d.]+"
)
_SIGN = compiled(_MARKED)
_FRAME = compiled(
    rf"(?:{_MARKED}|题干|question text|选择一项(?:或多项)?\s*:|select one(?: or more)?\s*:|"
    r"反馈|feedback)"
)
_STATE = compiled(
    r"(?:不?正确|部分正确|错误|未作答|还未(?:作答|回答)|已?完成|correct|incorrect|partially correct|"
    r"not (?:yet )?answered|complete|answer saved)"
)
_NUMBER = compiled(r"(?:题目|试题|question)\s*\d{1,4}")


def mark_frames(lines: list[Line]) -> None:
    """Set `skipped` on the lines of the page, where it is such a page."""
    texts = [line.folded.strip().lower() for line in lines]
    if not any(_SIGN.fullmatch(text) for text in texts):
        return
    above = ""
    for line, text in zip(lines, texts, strict=True):
        if _FRAME.fullmatch(text) or (_STATE.fullmatch(text) and _NUMBER.fullmatch(above)):
            line.skipped = "boilerplate"
        above = text or above
