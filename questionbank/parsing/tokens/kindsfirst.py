"""Questions without a number that begin with the name of their type: `判断题：出库要登记。`, `多选题包装应当（ ）。`

The name alone may as well head a section or stand in a sentence about such questions; what stands below it, or the
key inside it, says that it is a question.
"""

from __future__ import annotations

from questionbank.content import CHOICE_KINDS, WRITTEN_KINDS, ItemKind
from questionbank.parsing.tokens.evidence import EMBEDDED
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import read_heading
from questionbank.parsing.words.keys import as_bool, is_key
from questionbank.parsing.words.kinds import asks_plainly
from questionbank.parsing.words.labels import Label
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.typenames import TypeName, named

_NAMED = compiled(
    r"(?:\*\*)?(?P<kind>(?:(?:单|多)项?选?(?:选择)?|不定项选择|选择|判断|是非|对错|填空|名词解释|简答|问答|解答|论述|计算|案例分析)题|"
    r"不定项)(?:\*\*)?(?P<colon>\s*:)?\s*(?P<stem>\S[^\n]{5,})"
)
_OF_MANY = compiled(r"[下以]列(?:各|问题|题)|各题|每小?题|小题|本大?题|共\s*\d+\s*[道题个]")
_REPLIES = frozenset({"key", "reference", "points"})
_TOLD = "[["
_NEAR = 4


def take_kinds_first(tokens: list[Token]) -> list[Token]:
    """The same tokens, where such a line is a stem with the name as its tag."""
    for index, token in enumerate(tokens):
        match = _NAMED.match(token.folded) if _may_begin(token) else None
        kind = named(match["kind"]) if match else None
        if match is None or kind is None or _OF_MANY.search(match["stem"]) or _states_facts(token):
            continue
        if _is_question(kind, match["stem"], _below(tokens, index), told=match["colon"] is not None):
            start = token.start
            token.tag = (start + match.start("kind"), start + match.end("kind"))
            token.what, token.heading, token.style, token.body = T.LABEL, None, "", start + match.start("stem")
            token.label = Label("stem", "", start, token.body)
    return tokens


def _may_begin(token: Token) -> bool:
    return token.fresh and not token.row and not token.level and token.what in (T.TEXT, T.HEADING)


def _below(tokens: list[Token], index: int) -> Token | None:
    """What follows the question: behind further lines of it, such as a picture, where that is options."""
    after = tokens[index + 1 : index + 1 + _NEAR]
    lines = next((at for at, token in enumerate(after) if token.what is not T.TEXT), 0)
    return after[lines if after[lines].what is T.OPTIONS else 0] if after else None


def _states_facts(token: Token) -> bool:
    heading = read_heading(token.folded)
    return heading is not None and bool(heading.count or heading.points_each or heading.total)


def _is_question(kind: TypeName, stem: str, after: Token | None, *, told: bool) -> bool:
    """`told`: a colon parts the name and the question."""
    reply = after.label if after is not None and after.what is T.LABEL else None
    replied = reply is not None and reply.name in _REPLIES
    content = after.content if after is not None and replied else ""
    if kind.choice or kind.kind in CHOICE_KINDS:
        return after is not None and after.what is T.OPTIONS and after.options[0].label == "A"
    if kind.kind is ItemKind.TRUE_FALSE:
        return EMBEDDED.search(stem) is not None or as_bool(content) is not None
    if kind.kind not in WRITTEN_KINDS:
        return False
    follows = after is not None and after.what in (T.NUMBER, T.OPTIONS)
    return (replied and not is_key(content)) or _TOLD in stem or (told and asks_plainly(stem) and not follows)
