"""Questions without numbers, told by the shape of the whole document: which lines ask, which answer, which name topics.

A line that asks may as well stand in an answer or in advice. It is a question where the document is named as a
collection of questions and its lines follow one pattern: questions and answers in turn, questions below topics, or
bullets that ask with finer bullets below them. Input are tokens, output the same with labels in front of such lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from questionbank.parsing.tokens.quoted import take_quoted
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading, ends_sentence
from questionbank.parsing.words.kinds import (
    announces_interview,
    announces_paper,
    announces_prose,
    announces_record,
    asks,
    asks_plainly,
    names_topic,
)
from questionbank.parsing.words.labels import Label

_LEAST = 3
_SHARE = 0.6
_MOST = 0.8
_OF_ALL = 0.2
_SOME = 0.4
_LONGEST = 120
_TOPIC = 24
_TOPIC_WORDS = 5
_INTERVIEW = re.compile(r"面试|访谈|面谈|\binterview", re.IGNORECASE)
_SUPPOSES = re.compile(r"\s*(?:如果|假[如设]|当|若|结合|分析|只要|imagine|suppose|if|when)", re.IGNORECASE)
_SPEAKS = re.compile(r"\s*(?:[你您]|如何|怎[样么]|how|what|why)", re.IGNORECASE)
_WORD = re.compile(r"怎|如何|什么|哪|吗|为何|多少|几[个次年]|是否|能否|谁|[呢么]\W*$|看法|理解|\?")
_QUOTED = re.compile(r"\s*[“\"「]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line at its place among the tokens: whether it asks, and whether it may name a topic."""

    at: int
    asks: bool
    topic: bool


def take_prompts(found: list[Token], folded: str, name: str) -> list[Token]:
    """The tokens with unnumbered questions labelled, where the document is a collection of them."""
    if _promises(found, name) and not _marked(found):
        quoted = take_quoted(found, folded)
        return quoted if quoted is not found else _labels_in(found, folded, name)
    made: list[Token] = []
    for part in _parts(found):
        title = part[0].content
        named = part[0].what is T.HEADING and announces_paper(title) and not announces_prose(title)
        made += _labels_in(part, folded, "", share=_SHARE) if named and not _marked(part) else part
    return made


def _parts(found: list[Token]) -> list[list[Token]]:
    """The tokens from each heading to the next one."""
    parts: list[list[Token]] = []
    for token in found:
        if not parts or token.what is T.HEADING or token.level:
            parts.append([])
        parts[-1].append(token)
    return parts


def _labels_in(found: list[Token], folded: str, name: str, share: float = _OF_ALL) -> list[Token]:
    bullets = _outer_bullets(found, name)
    topics, below = _topic_bullets(found)
    if topics:
        return _labelled(found, [Line(at, at in below, at in topics) for at in sorted(topics | below)], {}, topics=True)
    if bullets:
        texts = {at for at, token in enumerate(found) if token.what is T.TEXT and token.indent}
        told = [Line(at, at not in texts, topic=False) for at in sorted({*bullets, *texts})]
        return _labelled(found, told, {at: at + 1 for at in bullets if at + 1 in texts}, topics=False)
    lines = _lines(found, folded)
    asked = [line for line in lines if line.asks]
    if len(asked) < _LEAST or len(asked) < len(lines) * share:
        return found
    answers = _first_answers(found, lines)
    in_turn = len(answers) >= len(asked) * _SHARE
    return _labelled(found, lines, answers if in_turn else {}, topics=True)


def _promises(found: list[Token], name: str) -> bool:
    """Whether the first line or the file's name calls the document a collection of questions, and nothing else."""
    for title in [token.folded for token in found[:1]] + [name.rpartition(".")[0]]:
        if announces_record(title) or announces_prose(title):
            return False
    first = found[0].folded if found and len(found[0].folded) <= _LONGEST else ""
    return any(announces_paper(title) or _INTERVIEW.search(title) for title in (first, name))


def _marked(found: list[Token]) -> bool:
    """Whether numbers, options, labels or headings of Markdown mark the questions."""
    numbers = sum(1 for token in found if token.what is T.NUMBER and not token.weak and asks_plainly(token.content))
    levels = sum(1 for token in found if token.level and asks_plainly(token.content))
    others = any(_marks(token) for token in found)
    above = sum(1 for token in found if _stands_above(token))
    return numbers >= _LEAST - 1 or levels >= _LEAST - 1 or above >= _LEAST or others


def _stands_above(token: Token) -> bool:
    """`中文题目：` or `1. 问题：` alone on its line, above the question."""
    named = token.what is T.NUMBER or (token.label is not None and token.label.name == "stem")
    return named and token.body >= token.end and token.folded.rstrip("* _").endswith(":")


def _marks(token: Token) -> bool:
    if token.what is T.LABEL:
        return token.label is not None and token.label.name == "stem" and token.body < token.end
    return token.what in (T.ANSWERS, T.KEYS) or (token.what is T.OPTIONS and token.style == "letter")


def _outer_bullets(found: list[Token], name: str) -> list[int]:
    """The outermost bullets, if most of them ask and finer bullets (or answers of an interview) stand below."""
    interview = any(announces_interview(title) for title in (name, found[0].folded if found else ""))
    listed = [at for at, token in enumerate(found) if token.what is T.BULLET and not _code(token)]
    outer = min((found[at].indent for at in listed), default=0)
    tops = [at for at in listed if found[at].indent == outer]
    asking = [at for at in tops if puts(found[at].content) or (interview and names_topic(found[at].content))]
    told = interview and sum(_is_told(found, at) for at in tops) >= len(tops) * _SOME
    below = (told or len(listed) > len(tops)) and len(tops) >= _LEAST
    if not below or len(asking) < max(_LEAST, len(tops) * _SHARE):
        return []
    return tops if told else asking


def _is_told(found: list[Token], at: int) -> bool:
    """Whether lines that stand deeper, and no bullet, follow a bullet."""
    after = found[at + 1] if at + 1 < len(found) else None
    return after is not None and after.what in (T.TEXT, T.NUMBER) and after.indent > found[at].indent


def _topic_bullets(found: list[Token]) -> tuple[set[int], set[int]]:
    """The outermost bullets that name topics and the finer ones below them, if most of these ask and none of those."""
    listed = [at for at, token in enumerate(found) if token.what is T.BULLET and not _code(token)]
    outer = min((found[at].indent for at in listed), default=0)
    tops = {at for at in listed if found[at].indent == outer}
    below = set(listed) - tops
    asking = {at for at in below if puts(found[at].content)}
    short = all(len(found[at].content) <= _TOPIC for at in tops)
    told = len(asking) >= max(_LEAST, len(below) * _MOST) and not any(puts(found[at].content) for at in tops)
    return (tops, below) if told and short and tops else (set(), set())


def _code(token: Token) -> bool:
    return token.folded.startswith(("```", "~~~"))


def _lines(found: list[Token], folded: str) -> list[Line]:
    """The lines of text below the title; in a document of blocks only the first line of a block asks."""
    texts = [at for at, token in enumerate(found) if token.what is T.TEXT and token.fresh and not token.row]
    first = {at for at in texts if _after_blank(folded, found[at].start)}
    asking = {at for at in texts if puts(found[at].folded)}
    blocks = len(first) < len(texts) * _SHARE and len(first & asking) >= max(_LEAST, len(first) * _SHARE)
    asking = asking & first if blocks else asking
    return [Line(at, at in asking, _may_name(found, at, asking)) for at in texts if at or at in asking]


def puts(text: str) -> bool:
    """Whether a line puts a question: stricter than `asks_plainly`, for answers suppose and advise as well."""
    text = text.strip(" *\t")
    if len(text) > (2 * _LONGEST if text.isascii() else _LONGEST) or _QUOTED.match(text) or not asks_plainly(text):
        return False
    if text.endswith("?"):
        return True
    if text.endswith((":", ";")):
        return False
    return _WORD.search(text) is not None if _SUPPOSES.match(text) or _SPEAKS.match(text) else asks(text)


def _after_blank(folded: str, start: int) -> bool:
    above = folded[:start].rstrip(" \t")[-2:] if start < 2 else folded[max(0, start - 40) : start].rstrip(" \t")[-2:]
    return above in ("", "\n", "\n\n")


def _may_name(found: list[Token], at: int, asking: set[int]) -> bool:
    """A short line right above a question that ends like no sentence."""
    text = found[at].folded.rstrip(": ")
    if at in asking or at + 1 not in asking or ends_sentence(text, ":") or text[-1:] in ".,?!":
        return False
    return len(text) <= _TOPIC or (text.isascii() and len(text.split()) <= _TOPIC_WORDS)


def _first_answers(found: list[Token], lines: list[Line]) -> dict[int, int]:
    """For every question the token of its answer: the next line, if that does not ask; fewer lines than questions
    may name topics."""
    asked = [line.at for line in lines if line.asks]
    others = {line.at for line in lines if not line.asks}
    listed = {at for at, token in enumerate(found) if token.what in (T.BULLET, T.NUMBER)}
    return {at: at + 1 for at in asked if at + 1 in others or at + 1 in listed}


def _labelled(found: list[Token], lines: list[Line], answers: dict[int, int], *, topics: bool) -> list[Token]:
    kinds = {line.at: line for line in lines}
    first = min((line.at for line in lines if line.asks), default=0)
    made: list[Token] = []
    answered = open_ = False
    for at, token in enumerate(found):
        line = kinds.get(at)
        if line is not None and line.asks:
            _take(token)
            open_, answered = True, False
        elif line is not None and topics and line.topic and at and (answered or not answers or at < first):
            _name(token)
        elif open_ and not answered and _answers(token, line, answers):
            made.append(_label_in_front(token))
            answered = True
        made.append(token)
        open_ = open_ and token.what is not T.HEADING
    return made


def _answers(token: Token, line: Line | None, answers: dict[int, int]) -> bool:
    return token.what is T.BULLET or (bool(answers) and (line is not None or token.what is T.NUMBER))


def _take(token: Token) -> None:
    token.what, token.label = T.LABEL, Label("stem", "", token.start, token.body)


def _name(token: Token) -> None:
    token.what, token.heading = T.HEADING, Heading(title=token.content.strip(" *:"))


def _label_in_front(token: Token) -> Token:
    label = Label("reference", "", token.start, token.start)
    return Token(T.LABEL, token.start, token.start, token.start, token.line, "", fresh=False, label=label)
