"""Explanations that answer: `【参考解析】` or `思路：` below a written question where no other answer is told.

A label answers if no question with it has an answer beside it: a document that gives both means by each what it says.
"""

from __future__ import annotations

from questionbank.content import WRITTEN_KINDS
from questionbank.document import DraftItem
from questionbank.parsing.machine.drafts import Collected, Draft, Piece
from questionbank.parsing.words.patterns import compiled

_LABEL = compiled(
    r"(?P<word>答案(?:解析|详解|解释)|改正|更正|订正|改错|正确说法|(?:参考|详细)(?:解析|解答|详解)|"
    r"(?<![题命设])(?:答题|解题|回答|应答|参考)?思路(?:点拨)?|(?:回答|答题)技巧)\s*[*\])】>]*\s*[:：]?[*\s]*$"
)
_ALWAYS = frozenset({"答案解析", "答案详解", "答案解释", "改正", "更正", "订正", "改错", "正确说法"})
_LONGEST = 14


def word_before(folded: str, piece: Piece) -> str:
    """The label right in front of a piece, if it is one that may answer."""
    match = _LABEL.search(folded, max(0, piece.start - _LONGEST), piece.start)
    return match["word"] if match else ""


def answering_words(folded: str, told: list[tuple[Draft, DraftItem]]) -> set[str]:
    """The labels that answer, by what the written questions of the document have beside them."""
    alone: set[str] = set()
    beside: set[str] = set()
    for draft, item in told:
        words = {word_before(folded, piece) for piece in draft.parts.get("explanation", [])} - {""}
        (beside if is_answered(item) else alone).update(words)
    return (alone - beside) | (alone & _ALWAYS)


def is_answered(item: DraftItem) -> bool:
    """Whether a written question has a model answer or points."""
    return bool(item.reference_answer or item.answer_points or item.accepted_answers)


def turn(folded: str, draft: Draft, words: set[str]) -> bool:
    """Make the stretches below such labels the draft's answer; whether there were any."""
    kept: list[Piece] = []
    answer: list[Piece] = []
    under = False
    for piece in draft.parts.get("explanation", []):
        word = word_before(folded, piece)
        under = word in words if word or _begins_label(folded, piece) else under
        (answer if under else kept).append(piece)
    if not any(piece.start < piece.end for piece in answer):
        return False
    draft.parts["explanation"] = kept
    draft.parts["reference_answer"] = draft.parts.get("reference_answer", []) + answer
    return True


def _begins_label(folded: str, piece: Piece) -> bool:
    """Whether some other label stands in front of the piece on its line."""
    return folded[folded.rfind("\n", 0, piece.start) + 1 : piece.start].rstrip(" *")[-1:] in (":", "]", ">")


def explained(folded: str, collected: Collected, built: dict[int, DraftItem]) -> list[int]:
    """The places of the written questions whose drafts have changed, so that they are built anew."""
    written = {place: item for place, item in built.items() if item.kind in WRITTEN_KINDS and item.explanation}
    words = answering_words(folded, [(collected.items[place], item) for place, item in written.items()])
    open_ = [place for place, item in written.items() if words and not is_answered(item)]
    return [place for place in open_ if turn(folded, collected.items[place], words)]
