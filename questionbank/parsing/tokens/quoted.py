"""Questions in quotation marks with their answers behind them: `"How do you plan a shift?" Strong answer: start …`.

Articles on interviews write a paragraph for each; it counts where several paragraphs of such a document begin so.
"""

from __future__ import annotations

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.kinds import asks_plainly
from questionbank.parsing.words.labels import Label
from questionbank.parsing.words.patterns import compiled

_ASKED = compiled(r"[\"“](?P<said>[^\"“”\n]{8,200}[?.!])[\"”]\s*(?P<rest>\S[^\n]*)?")
_LEAST = 3
_SHORTEST = 15
_REPLIES = frozenset({"reference", "key", "points"})


def take_quoted(found: list[Token], folded: str) -> list[Token]:
    """The tokens with such paragraphs as the label of a question and of what answers it."""
    told = {at: end for at in range(len(found)) if (end := _end_of_question(found, at))}
    if len(told) < _LEAST:
        return found
    made: list[Token] = []
    for at, token in enumerate(found):
        made.append(token)
        if at in told:
            made += _parted(token, told[at], folded)
        elif at - 1 in told and made[-2].end < token.start and token.label is not None and not token.fresh:
            token.start = made[-2].end  # the closing quotation mark stands in front of the label
            token.folded = folded[token.start : token.end]
    return made


def _end_of_question(found: list[Token], at: int) -> int:
    """Where the quotation ends that a paragraph begins with, if an answer follows on its line; else 0."""
    token = found[at]
    match = _ASKED.fullmatch(token.folded) if token.what is T.TEXT and token.fresh else None
    if match is None or not asks_plainly(match["said"]):
        return 0
    after = found[at + 1] if at + 1 < len(found) else None
    labelled = after is not None and not after.fresh and after.label is not None and after.label.name in _REPLIES
    answered = labelled if match["rest"] is None else len(match["rest"]) >= _SHORTEST
    return token.start + match.end("said") if answered else 0


def _parted(token: Token, end: int, folded: str) -> list[Token]:
    """Make the token the question, without its quotation marks; give what stands behind them as its answer."""
    body = end + 1
    while body < token.end and folded[body].isspace():
        body += 1
    rest = Token(T.LABEL, end, token.end, body, token.line, folded[end : token.end], fresh=False)
    rest.label = Label("reference", "", end, body)
    token.what, token.body, token.end = T.LABEL, token.start + 1, end
    token.label = Label("stem", "", token.start, token.body)
    token.folded = folded[token.start : end]
    return [rest] if body < rest.end else []
