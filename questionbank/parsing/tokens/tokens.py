"""Logical lines as candidate tokens with positions. A token says what a line looks like, the machine what it is."""

from __future__ import annotations

import re
from dataclasses import replace

from questionbank.parsing.source.levels import Fences, level_of
from questionbank.parsing.source.segments import Segment
from questionbank.parsing.tokens.answerlines import answers_in
from questionbank.parsing.tokens.signs import T, Token
from questionbank.parsing.words import keys, numbers, options
from questionbank.parsing.words.headings import Heading, ends_sentence, read_heading
from questionbank.parsing.words.kinds import announces_paper, asks_plainly
from questionbank.parsing.words.labels import Label, label_at
from questionbank.parsing.words.numerals import CIRCLED, CN, value_of
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.sequences import is_sequence
from questionbank.parsing.words.typenames import tag_at, tag_before

__all__ = ["T", "Token", "is_title_like", "tokens"]

_RULER = compiled(
    r"\|(?:\s*\|)+|\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?|-{3,}|={3,}|[-=_*~—–─━·.#+]{4,}|[-*_](?:\s[-*_]){2,}|@{3,}|[*]{3}|"
    r"[\[<=*\-#/]+\s*(?:[\u4e00-\u9fff]{0,3}(?:试?题|选项|题[干目]|答案))\s*(?:开始|结束|完毕)\s*[\]>=*\-#/]+"
)
_KEY = r"\s*(?:(?-i:[A-H](?:[\s,、]*[A-H]){0,7})|√|×|✓|✗|✔|✘|对|错误?|正确)\s*"  # `[答案](√)` is no heading
_ANSWERS = compiled(
    rf"(?:#{{1,6}}\s*+)?[*\[(<]*\s*+(?:(?:{CN}\s*[、.]|[(]{CN}[)]|第{CN}部分|"
    rf"附[录件]?\d?|以下(?:是|为)|下面是)\s*+[:、]?\s*+)?(?:本次|本套|本份|本)?(?:试卷|试题|习题|练习题?|题库|面试题|各题|全部|以上题目|"
    r"(?:考试|考核|测试|测验|培训)(?:试?题|试卷)?)?(?:的)?"
    r"(?:(?:参考|标准|正确)?答案(?:(?:(?:及|与|和|、|/|&)(?:试题|详细|答案)?(?:解析|详解|评分标准|评分细则|说明|要点|评分参考|解释))+|部分|"
    r"汇总|区|页|速查|一览表?|表|集|要点)?(?:如下|仅供参考)?|"
    r"(?:答案)?解析(?:及|与|和|部分)(?:参考)?(?:答案)?|(?:参考)?答案详解|答案解析|answer\s*keys?|"
    r"answers(?: and explanations| & explanations)?|answer sections?|(?:keys?|"
    rf"solutions))\s*+[\])>*]*+\s*+(?:[(](?!{_KEY}[)])[^()]{{0,30}}[)])?\s*+:?[\s\-—=*]*+",
    re.IGNORECASE,
)
_ASKED = compiled(r"^[ \t]*(?:[-*+]\s+(?=Q:))?(?:\*\*)?Q\s*\d*\s*[:.、)]", re.MULTILINE)
_DECOR = compiled(
    r"\s*(?:#{1,6}\s+|>\s*|<summary[^<>]*>(?:\s*<[a-z]\w*>)*\s*)?(?:[-*•]\s+(?=(?:\*\*)?(?:\d{1,3}[.、)]|题目|问题|Q\d)))?(?:\*\*|__)?\s*"
)
_NUMBERED_TEXT = compiled(r"\s*(?:\d{1,4}\s*(?:、|[.)]\s*(?!\d))|[(]\d{1,3}[)]\s*\S)")
_FOLLOWING = {
    True: compiled(r"(?<=[\s。;；])[(](\d{1,3})[)]"),
    False: compiled(r"(?<=[\s。;；])(\d{1,4})(?:、|[.]\s*(?!\d))"),
}
_LINE_BEFORE = compiled(r"_{2,}\s+(?=\d{1,3}\s*[.、)]\s)")  # to write the answer on
_LEAD_KEY = compiled(r"[(]\s*([A-Z]{1,6}|√|×|✓|✗|对|错|正确|错误)?\s*[)]\s*(?=\d{1,3}\s*[.、])")
_MAYBE_NUMBER = compiled(rf"[^\n]{{0,28}}?(?:\d|{CN[:-5]})")
_PLAIN_OPTION = compiled(r"[A-H]\s?[.、]")  # most lines of most documents, told at a glance
_LEVEL = compiled(r"[(\[][^()\[\]\n]{1,16}[)\]](?=\s*[^\s:])")
_REMARKS = frozenset({"difficulty", "topic", "worth"})
_YEAR = compiled(r"(?:19|20)\d\d年?")
_B = compiled(r"\sB\s*[:.、]")  # options on the line, no answer of a dialogue
_LEAST_LINE = 40
_BULLET = compiled(r"\s*(?:(?:[-–—+•·●○◆◇■□▪►➢✦]|\*(?!\*))\s*(?=\S)|\s*>\s+)(?:\[[ xX]\]\s+)?")


def tokens(parts: list[Segment], folded: str, rows: set[int], tagged: dict[int, int]) -> list[Token]:
    """One token or two (a number and the label right behind it, a stem and its options) for every segment.

    `rows` are the lines that are rows of tables, `tagged` the parts between tags, in which nothing heads a section."""
    found: list[Token] = []
    dialogue = _ASKED.search(folded) is not None
    fences = Fences(folded)
    until = 0
    for start, end, line, fresh in parts:
        token = Token(T.TEXT, start, end, start, line, folded[start:end], fresh)
        if fresh and start and folded[start - 1] != "\n":
            token.indent = start - folded.rfind("\n", 0, start) - 1
        token.row = line in rows
        token.dialogue = dialogue
        until = tagged.get(start, until)
        if start in tagged and _label(token, folded):
            found.append(token)
            continue
        if start >= until:
            found += [token] if fences.hold(token.folded) else _classified(_levelled(token), folded)
        else:
            found += _inside(token, folded)
    return answers_in(found)


def _inside(token: Token, folded: str) -> list[Token]:
    """What looks like a heading or like options in an answer between tags is text of it."""
    plain = replace(token)
    made = _classified(token, folded)
    told = made[0].what in (T.HEADING, T.ANSWERS) or any(one.what is T.OPTIONS for one in made)
    return [plain] if told else made


def _levelled(token: Token) -> Token:
    """Mark a heading of Markdown, or the visible line of a fold, with its level."""
    level, length = level_of(token.folded) if token.fresh else (0, 0)
    if level:
        token.level, token.body = level, token.start + length
    return token


def _classified(token: Token, folded: str) -> list[Token]:
    text = token.folded
    if _PLAIN_OPTION.match(text) and not is_sequence(text) and _option_line(token, folded):
        return [token]
    if not text[:1].isalnum() and _RULER.fullmatch(text):
        token.what = T.RULER
        return [token]
    if _ANSWERS.fullmatch(text) and not (text.rstrip("*-—= ").endswith(":") and not _plural(text)):
        token.what = T.ANSWERS
        return [token]
    run = keys.run_of_keys(text)
    if run:
        token.what, token.keys = T.KEYS, run
        return [token]
    if is_sequence(text):
        return [token]
    for recognise in (_label, _numbered, _headed, _option_line, _bulleted):
        made = recognise(token, folded)
        if made:
            return made
    return _with_options(token, folded)


def _plural(text: str) -> bool:
    """`答案:` alone labels one answer; `参考答案及解析:` and `Answers:` open a section."""
    return (
        re.search(r"及|与|和|部分|汇总|如下|以下|下面|试卷|answers|answer\s*key|keys", text, re.IGNORECASE) is not None
    )


def _label(token: Token, folded: str) -> list[Token]:
    found = label_at(folded, token.start, token.end)
    if found and found.word.startswith("改") and tag_before(folded, token.start, token.end):
        return []  # `[改错]1. …` names the type of the question
    if not found or (found.word.upper() == "A" and not (token.dialogue and _B.search(token.folded) is None)):
        return []
    said = folded[found.body : token.end]
    if found.name == "stem" and not token.start and announces_paper(said) and not said.endswith("?"):
        return []  # `HR：面试中的经典问题` is the title
    token.what, token.label, token.body = T.LABEL, found, found.body
    if found.name == "stem":
        return _with_options(token, folded)
    key = options.inside(folded, token.body, token.end) if found.name == "key" and not found.phrase else []
    if key and keys.is_key(folded[token.body : key[0].start]):
        return _with_options(token, folded)  # `答案：A A、甲 B、乙`
    if found.word.endswith("选项") and token.body < token.end:
        return _options_behind(token, folded)
    run = keys.labelled_run(token.content) if found.name in ("key", "explanation") else None
    if run:
        token.keys = run
    return [token]


def _options_behind(token: Token, folded: str) -> list[Token]:
    """`【选项】A.… B.…`: the label and the options are two tokens."""
    rest = Token(T.TEXT, token.body, token.end, token.body, token.line, folded[token.body : token.end], fresh=False)
    options_found = _option_line(rest, folded)
    if not options_found:
        return [token]
    token.end = token.body
    token.folded = token.folded[: token.end - token.start]
    return [token, *options_found]


def _numbered(token: Token, folded: str) -> list[Token]:
    if not _MAYBE_NUMBER.match(folded, token.start, token.end) or (token.level and _YEAR.fullmatch(token.content)):
        return []
    decor = _DECOR.match(folded, token.start, token.end)
    at = decor.end() if decor else token.start
    line = _LINE_BEFORE.match(folded, at, token.end)
    at = line.end() if line else at
    lead = _LEAD_KEY.match(folded, at, token.end)
    if lead:
        token.lead_key, at = lead.group(1) or "", lead.end()
    tag = tag_before(folded, at, token.end)
    at = tag.end() if tag else at
    for style, pattern, weak in numbers.that_begin(folded[at : at + 1]):
        match = pattern.match(folded, at, token.end)
        if match:
            return _number_token(token, folded, match, style, weak, tag)
    return []


def _number_token(
    token: Token, folded: str, match: re.Match[str], style: str, weak: bool, tag: re.Match[str] | None
) -> list[Token]:
    token.what, token.style, token.weak = T.NUMBER, style, weak
    token.number = match[match.lastindex or 0]  # behind the kind, or the only one
    token.value = value_of(token.number.replace("-", ".").split(".")[-1]) or 0
    if style == "multi":
        token.style = "multi" + token.number.replace("-", ".").rpartition(".")[0]
    token.body = match.end()
    if style == "multi" and _names_section(token, folded):
        return [token]
    if tag or "kind" in match.re.groupindex:
        token.tag = (tag.start(), tag.end()) if tag else match.span("kind")
    while token.body < token.end and folded[token.body].isspace():
        token.body += 1
    tagged = tag_at(folded, token.body, token.end)
    behind = label_at(folded, token.body, token.end) if token.body < token.end and not tagged else None
    if behind and behind.name == "stem":
        token.body = token.body if _is_all_there_is(behind, token, folded) else behind.body
    elif behind and behind.word != "问题分析" and not _is_remark(behind, folded, token):
        # `1. 问题分析：` is a step of an answer
        rest = Token(
            T.LABEL, token.body, token.end, behind.body, token.line, folded[token.body : token.end], fresh=False
        )
        rest.label = behind
        token.end = token.body
        token.folded = token.folded[: token.end - token.start]
        return [token, rest]
    return _with_options(token, folded)


def _names_section(token: Token, folded: str) -> bool:
    """`1.2 判断题` alone on its line heads the section of a chapter."""
    heading = read_heading(folded[token.body : token.end].strip())
    if heading is None or heading.style != "bare" or not heading.declares or token.level:
        return False
    token.what, token.heading, heading.style, heading.value = T.HEADING, heading, token.style, token.value
    heading.body = token.body - token.start
    return True


def _is_remark(label: Label, folded: str, token: Token) -> bool:
    """`1、（难度：中等）谁…`: a remark in front of the stem."""
    return label.name in _REMARKS and _LEVEL.match(folded, token.body, token.end) is not None


def _is_all_there_is(label: Label, token: Token, folded: str) -> bool:
    """`1. 题干` or `1. 题目（A）` right above the options: a word that stands for a stem, and no label of one."""
    if label.body < token.end or ":" in folded[token.body : token.end]:
        return False
    return options.leading(folded, token.end + 1, min(len(folded), token.end + _LEAST_LINE)) is not None


def _headed(token: Token, folded: str) -> list[Token]:
    if token.row or token.folded.lstrip().startswith("//"):
        return []
    heading = read_heading(token.folded)
    if heading is None:
        return []
    token.what, token.heading = T.HEADING, heading
    token.number, token.value, token.style = str(heading.value or ""), heading.value or 0, heading.style
    token.body = token.start + heading.body
    for at in (token.folded.find(":") + 1, heading.body):
        if 0 < at < len(token.folded):
            rest = _behind_heading(token, folded, at)
            if rest:
                return [token, *rest]
    return [token]


def _behind_heading(token: Token, folded: str, at: int) -> list[Token]:
    """Keys or numbered answers on the line of their heading: `一、单选题：1.A 2.B`, `四、8. 三  9. CS`."""
    text = token.folded[at:]
    begin = token.start + at + len(text) - len(text.lstrip())
    run = keys.run_of_keys(text) is not None or is_sequence(text)
    if not run and not _NUMBERED_TEXT.match(text):
        return []
    starts = [begin] if run else [begin, *_following_numbers(folded, begin, token.end)]
    rest: list[Token] = []
    for start, end in zip(starts, [*starts[1:], token.end], strict=True):
        part = Token(T.TEXT, start, end, start, token.line, folded[start:end].rstrip(), fresh=False)
        part.end = start + len(part.folded)
        rest += _classified(part, folded)
    token.end = token.start + len(token.folded[:at].rstrip())
    token.folded = token.folded[: token.end - token.start]
    if token.heading is not None and at == token.heading.body:
        token.heading = Heading("", token.heading.style, token.heading.value, body=at)
    return rest


def _following_numbers(folded: str, begin: int, end: int) -> list[int]:
    """Where numbers that count on begin behind a wide gap or a closing mark."""
    first = re.compile(r"\d+").search(folded, begin, end)
    value = int(first.group()) if first else 0
    starts = []
    for match in _FOLLOWING[folded[begin] == "("].finditer(folded, begin, end):
        if int(match.group(1)) == value + 1:
            starts.append(match.start())
            value += 1
    return starts


def _option_line(token: Token, folded: str) -> list[Token]:
    cell = options.in_cells(folded, token.start, token.end) if token.row or token.folded[:1] == "|" else None
    if cell is not None:
        token.what, token.options, token.style, token.body, token.weak = (
            T.OPTIONS,
            [cell],
            "letter",
            cell.text_start,
            True,
        )
        return [token]
    first = options.plain(folded, token.start, token.end)
    if first is not None:
        token.what, token.options, token.style, token.body = T.OPTIONS, [first], "letter", first.text_start
        return [token]
    first = options.leading(folded, token.start, token.end)
    if first is None or (first.label > "J" and len(first.label) == 1):
        return []
    token.what, token.options = T.OPTIONS, options.run_from(folded, first, token.end)
    token.weak = first.weak
    token.unseparated = token.weak and re.fullmatch("[A-Z]", folded[first.start : first.text_start].strip()) is not None
    token.style = "circled" if folded[first.start : first.text_start].strip(" -*•·")[:1] in CIRCLED else "letter"
    token.body = first.text_start
    return [token]


def _bulleted(token: Token, folded: str) -> list[Token]:
    match = _BULLET.match(folded, token.start, token.end)
    if not match:
        return []
    token.what, token.body, token.style = T.BULLET, match.end(), folded[token.start]
    return [token]


def _options_at_once(token: Token, folded: str) -> list[options.OptionMark]:
    """`(42)A.日盘  B.季盘`: options right behind a number whose question stands above."""
    first = options.leading(folded, token.body, token.end) if token.what is T.NUMBER else None
    if first is None or first.weak or first.label != "A":
        return []
    marks = options.run_from(folded, first, token.end)
    return marks if len(marks) > 1 and all(mark.end > mark.text_start for mark in marks) else []


def _with_options(token: Token, folded: str) -> list[Token]:
    """A stem with its options on the same line becomes two tokens."""
    marks = options.inside(folded, token.body, token.end) or _options_at_once(token, folded)
    if not marks:
        return [token]
    rest = Token(T.OPTIONS, marks[0].start, token.end, marks[0].text_start, token.line, "", fresh=False)
    rest.folded = folded[rest.start : rest.end]
    rest.options = marks
    token.end = marks[0].start
    while token.end > token.body and folded[token.end - 1].isspace():
        token.end -= 1
    token.folded = folded[token.start : token.end]
    return [token, rest]


def is_title_like(token: Token) -> bool:
    """Whether a heading candidate is short and no sentence."""
    return token.heading is not None and not ends_sentence(token.folded) and not asks_plainly(token.heading.title)
