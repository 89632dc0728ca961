"""Field labels (答案, 解析, 答案要点, 评分标准, 考察点, 难度) at the start of a line or inside it. Input is folded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from questionbank.parsing.words.patterns import compiled

# Words in front of a label's noun (一句话回答, 展开要点), but none that names another label.
_BEFORE = r"(?:(?!考[察查核]|测评|注意|工作)[\u4e00-\u9fffA-Za-z]){0,8}"
_BANDS = "(?:优秀?|良好?|中等?|一般|合格|及格|不合格|不及格|较差|较好|差)"
_NAMES: tuple[tuple[str, str], ...] = (
    (
        "mine",
        r"(?:我的|你的|您的|考生|学生|学员|用户|所选|已选|你选择的|您选择的|考生的|学员的)(?:答案|选择|作答)|(?:应聘者|候选人|面试者|求职者|考生)(?:的)?(?:回答|作答|答案)(?:记录|情况)?",
    ),
    (
        "contrast",
        r"(?:错误|不当|反面|不好的|不佳|较差|欠佳|一般|失分|低分|减分|扣分|不推荐的?|糟糕的?|平庸的?)(?:的)?(?:回答|答法|示范|示例|案例|表现|例子|话术|做法)|"
        r"(?:常见|回答|答题)*(?:误区|雷区|禁忌|忌讳)|(?:常见|典型)错误|避坑(?:指南|提示)?|减分项|扣分项|加分项|危险信号|(?:面试官|考官)?(?:深度|深入|可以?|可能的?|建议|常见的?)?追问(?:问题|方向|示例|建议)?|"
        r"red flags?|(?:bad|poor|weak) (?:answer|response)s?|avoid|follow[- ]?ups?(?: questions?)?|"
        r"prob(?:es?|ing)(?: questions?)?|negative (?:indicators?|signs?)|warning signs?",
    ),
    (
        "points",
        rf"{_BEFORE}(?:核心)?要点(?:(?:及|与|和)解析)?|得分点|采分点|给分点|关键点|面试官(?:最|真正)?想(?:听|看)(?:到|什么|的)*|"
        r"hr想(?:听|看)(?:到|什么|的)*|(?:what to )?listen for|"
        r"look for(?=:)|what good looks like|positive (?:indicators?|signs?)|green flags?|"
        r"(?:参考)?答案(?:及|与)?要点(?:(?:及|与|和)解析)?|(?:answer|key|scoring) points|expected points",
    ),
    (
        "criteria",
        rf"{_BANDS}(?=\s*[(]\s*\d{{1,3}}(?:\s*[-~至到]\s*\d{{1,3}})?\s*分\s*[)]\s*:)|"
        r"(?:评分|打分|赋分)(?=:)|(?:评分|打分|评价|给分|评判|计分|考核|阅卷|评估|参考评分|评价等级)(?:参考)?(?:标准|细则|规则|依据|参考|要求|维度|办法|说明|等级|档次|指标)|"
        r"scoring(?: (?:criteria|guide(?:lines?)?|rubric|standard|scale))?|"
        r"(?:evaluation|assessment) criteria|rating scale|marking (?:scheme|guide)|rubric|criteria",
    ),
    (
        "assesses",
        r"(?:主要|关键|核心|重点)?(?:考察|考查|考核|测评|测试|评估|面试)(?:的)?(?:点|要点|内容|能力|目的|意图|要素|维度|方向|重点|目标|素质)|"
        r"(?:所属|对应|测评)?能力(?:项|维度|要素)|考[察查核](?=:)|观察(?:点|要点)|素质项|胜任力(?:项|维度)?|assesses|competenc(?:y|ies)",
    ),
    (
        "explanation",
        r"(?:答案|试题|题目|本题|参考|名师|详细)?解析|(?:答案)?详解|答案解释|解释|(?:答题|解题|回答|应答|参考)?思路(?:点拨)?|(?:试题|题目|问题|"
        r"本题)?分析|点评|点拨|(?:解题|回答|答题|作答)?提示|考官点评|回答技巧|答题技巧|备注|(?:提问|问题)(?:目的|意图)(?:剖析|分析|解析)?|(?:设计|设题|出题|命题|考官|题目|提问)意图|(?:出题|命题|设题)思路|你(?:该|应该|要)听什么|面试官想(?:了解|知道|考察)(?:的|什么)*|explanations?|rationale|analysis|feedback|"
        r""
        r"what to look for|what (?:it|this)(?: question)? (?:tests|assesses|evaluates|measures|shows)|"
        r"why (?:do )?(?:we|they|you|interviewers|employers) (?:might )?ask(?: (?:it|this))?|why(?=:)|"
        r"how to (?:answer|respond)|tips?|reason|改正|更正|订正|改错|正确说法",
    ),
    (
        "reference",
        r"(?:参考)?译文|参考(?:回答|示例|话术|范例|答复|作答|应答|文本)|(?:回答|答案|答题|应答|作答|话术|答复|优秀)(?:示例|范例|举例|样例|样本|示范|模板|范文|例子)|"
        rf"示例(?:答案|回答|答复|话术)?|范例|范文|样例|{_BEFORE}(?:回答|答复|回复|作答|应答|答题)(?:示例|范例|框架|模板|要素|样例|话术|参考|内容|结构)|"
        rf"(?:一句话|简短|简要|完整|详细|展开|口语化?|star)(?:回答|答案|作答)|{_BEFORE}话术(?:示例|参考)?|成功案例要素|(?:star)?案例(?:示例|示范|参考)|"
        r"(?:优秀|最佳|标准|建议|推荐|高分|满分|合格|理想|较?好的?|良好)(?:的)?(?:回答|答复|话术|作答|应答)(?:的?(?:逻辑|思路))?|(?:答题|回答|应答)策略|"
        r"(?:参考)?答(?=:)|回答(?=:)|参考(?=:)|解答?(?=:)|"
        r"(?:sample|model|suggested|possible|example|reference|strong|good|great|best|ideal) (?:answer|response)s?|"
        r"A(?=\s?\d{0,2}:)",
    ),
    (
        "key",
        r"(?:请看|查看)?(?:参考|正确|标准|本题|最佳|试题|题目)?答案(?:选项(?=\s*:?\s*[A-H])|(?:与|及|和)(?:解析|分析|详解)|是|为)?|正确(?:选项|答案项)|"
        r"(?:the )?(?:correct |right )?answers?(?: (?:is|are))?|correct(?: option)?|ans|key",
    ),
    (
        "topic",
        r"(?:所属)?知识点|考点|所属(?:章节?|知识点|题库|分类|模块)|章节|标签|(?:相关)?知识模块|关键[词字]|"
        r"topics?|tags?|categor(?:y|ies)",
    ),
    ("difficulty", r"(?:试题|题目)?难(?:易)?(?:度|程度)(?:系数|等级)?|difficulty(?: level)?|dif(?=:)|level"),
    ("worth", r"(?:本题|题目|试题)?(?:分值|分数|满分|配分)|points?|pts|score|marks?"),
    ("seconds", r"(?:建议|参考|答题|作答|回答|限制)?(?:用时|时间|时长|时限)|限时|time(?: limit)?"),
    ("type", r"(?:试题|题目)?(?:题型|类型)|question type|type"),
    (
        "stem",
        r"(?:面试|提问|核心|主|具体|设问|典型|常见|高频)?(?:题目|问题)|(?:中|英)文(?:题目|问题|题干|提问)|题干(?:内容)?|(?:题目|试题)(?:内容|题干|描述)|题(?=:)|问|试题|(?:考官|面试官|hr)?提问|(?:面试官|考官|hr)问?|面试题|Q(?=:)|"
        r"(?:interview |chinese |english )?question",
    ),
    (
        "other",
        r"(?:问题\s*\d{0,2}\s*)?(?:备选)?(?:选项|答案选项)(?=\s*[\])]?\s*:?\s*[*_]{0,2}\s*(?:$|A\s*[.、:)]))|(?:我的)?笔记|能力水平|(?:本题)?(?:来源|出处)|年份|编号|题号|试题编号|认知层次|(?:判分|评分)时[\u4e00-\u9fff]{2,16}(?=:)|(?-i:REF|OBJ|TOP|MSC|STA|NAT|LOC|BLM|NOT)(?=:\s)|适用岗位|得分|本题总?得分|作答结果|source|id",
    ),
)
_BY_GROUP = {f"l{index}": name for index, (name, _) in enumerate(_NAMES)}
_ANY = "|".join(f"(?P<l{index}>{pattern})" for index, (_, pattern) in enumerate(_NAMES))
_WHICH = r"(?P<which>\s*(?:\d{1,2}|[一二三四五六七八九十])(?=\s*[*_]{0,2}\s*[:\])]))?"  # 示例1
_SEVERAL = frozenset({"reference", "explanation", "contrast", "points"})  # labels that may be counted
_NOTE = r"(?:\s*[(](?P<note>[^()\n]{0,40})[)])?"
_START = compiled(
    rf"(?P<lead>\s*+(?:[-*•·●◆■▪>]\s*+)?(?:[*_]{{1,2}})?\s*+(?P<open>[\[(<])?\s*+)(?:{_ANY}){_WHICH}\s*+(?P<close>[\])>])?{_NOTE}\s*+"
    rf"(?:[*_]{{1,2}})?\s*+(?P<colon>:|$|(?:是|为)(?=[A-Z√×])|(?=[-•●]\s*[\u4e00-\u9fff]))(?:[*_]{{1,2}})?[ \t]*",
    re.IGNORECASE,
)
_BOXED = compiled(
    rf"(?P<lead>\s*(?:[-*•]\s*)?(?:\*\*)?)(?P<open>[\[<])\s*(?:{_ANY})\s*(?P<close>[\]>])(?P<note>)(?P<colon>:?)[ \t]*",
    re.IGNORECASE,
)
_INSIDE = compiled(
    r"(?P<boxed>\[(?:(?:参考|正确|标准)?答案|选项|(?:答案|试题|详细)?解析|详解|分析|知识点|考点|难度|分值|点评|答案要点|得分点|评分标准|考察点)\])|"
    r"(?P<open>[(\[])?(?P<label>(?:我的|你的|您的|所选|已选|考生|学员|学生|用户)答案|(?:请看|查看)?(?:参考|正确|标准)?答案(?:选项(?=\s*:)|要点(?:(?:及|与)解析)?|(?:与|及)?解析)?|(?:答案|试题)?解析|"
    r"(?:答案|回答|答题)(?:示例|举例|范例|样例|示范)|示例(?:答案|回答)|参考(?:话术|思路|示例)|(?:回答|答题|应答)(?:框架|技巧)|(?<=\s)(?:Tips|思路)|(?:答题|回答|解题)思路|"
    r"面试官想听(?:到的)?|考[察查核](?:要点|能力|目的|重点)|错误(?:回答|示范)|"
    r"(?:答题|参考|评分|回答)要点|得分点|评分(?:标准|细则|参考)|考[察查核]点|知识点|考点|难度|分值(?=\s*[\])]?\s*:\s*\d)|参考回答|改正|更正|订正|答(?=:)|"
    r"(?<!to )(?:(?:correct|strong|good|great|best|ideal|sample|model) )?answer|"
    r"explanation|(?<=\s)(?-i:PTS|DIF|REF|OBJ|TOP|MSC|STA|NAT|LOC|BLM|NOT)(?=:\s))\s*[\])]?"
    r"(?::|(?=(?:要点)?及?解析\s*-)|(?<=答案)\s*(?:是|为)?\s*(?=(?:[A-H]{1,8}|对|错误?|正确|√|×)[\s。.]*$))",
    re.IGNORECASE,
)
# A key line without a colon: `故选B`, `参考答案 C`, `the correct answer is D`, `ans. b`.
_PLAIN_KEY = compiled(
    r"\s*(?:[-*•·●]\s*)?[\[(]?(?:(?:因此|所以|因而|综上)\s*[,，]?\s*)?(?P<word>(?i:本题)?(?:(?:参考|正确|标准|最佳)?的?答案|"
    r"故?(?:正确|应当?|答案)?选择?|(?i:the\s+)?(?i:(?:correct |right )?(?:answer|option|choice)|ans|key)(?![A-Za-z]))"
    r"(?:\s*(?:应?[是为选]|(?i:is)(?![A-Za-z])))?\s*[.:\-–—]{0,2}\s*"
    r"(?=[\[(“\"'‘]?\s*(?:[A-Z](?:[\s,、]{0,2}[A-Z]){0,9}|(?<![A-Za-z])[a-h]|[√×✓✗✔✘]|对|错误?|正确|不正确|是|否|(?i:true|false))\s*[\])”\"'’]?\s*[。.,]?\s*[\])]?\s*$))"
)
_PLACE = compiled(r"\s*(?P<word>(?i:(?:correct )?answer|ans)[.:]?\s*(?:is\s+)?(?=[(]?[1-9][)]?\s*$))")  # `Ans 2`
_LONGEST_PLAIN = 48
_KEYLIKE = compiled(r"\s*[\[(]?(?:[A-Z]{1,8}(?![A-Za-z])|[√×✓✗✔✘❌]|对|错|正确|错误)")
# `…宣布解密解析:答案选A。…`: the explanation tells the key first.
_TOLD_NEXT = compiled(
    r"\s*+(?:本题)?(?:正确)?(?:答案)?应?[选为是]?\s*+(?:[A-H]{1,6}(?![A-Za-z])|正确|错误|对|错)\s*(?:[。,.;]|$)"
)
_OPENERS = set(" \t。.;；，,、!?)]）】…-|/'\"”’√×✓✗✔✘❌★*")
_CONCLUDING = ("因此", "所以", "因而", "综上", "可知", "故", "因此本题", "所以本题")
_LONGEST_KEY = 40
_SHORT = 12
_OFTEN_SAID = 24
_LONGEST_HEAD = 60
_LIST_MARKS = tuple("-•·●◆■▪")
_LONGEST_NOUN = 4
_MAYBE_LABEL = compiled(r"[:\[]|[-•●]\s*[\u4e00-\u9fff]|[是为][A-Z√×]")
_NO_LABEL = compiled(r"\s*(?:\d|[A-H]\s*[.、)])")  # numbers and options: most lines, told at a glance
_LINK = compiled(r"\s*\[[^\[\]\n]+\][(](?:https?:|www[.]|[#./])")
_FOLLOWS = compiled(r"追问|follow|prob", re.IGNORECASE)
_BAND = compiled(_BANDS)
_LEADING = compiled(r"\s*\d{1,4}\s*[.、)]\s*")
_REMARK = compiled(r"[(\[][^()\[\]\n]{1,16}[)\]]\s*[^\s:]")  # `1、（难度：中等）谁…`: in front of the stem
_FIELDS = compiled("知识点|考点|难度|分值|考[察查核]点")


@dataclass(frozen=True, slots=True)
class Label:
    """`name` of the field, where its content begins, the bracket behind it, whether a bracket opened before, and
    whether it is a mere phrase (`故选B`), which may close an explanation as well."""

    name: str
    word: str
    start: int
    body: int
    note: str = ""
    boxed: bool = False
    phrase: bool = False


def is_band(label: Label) -> bool:
    """`优秀（5分）：…`: one level of a scoring note, which means nothing without its name."""
    return label.name == "criteria" and _BAND.fullmatch(label.word) is not None


def follows_up(label: Label) -> bool:
    """`追问：`, `Follow-up questions:` above questions that belong to the one before them."""
    return label.name == "contrast" and _FOLLOWS.search(label.word) is not None


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that the segment `start:end` begins with."""
    if _NO_LABEL.match(text, start, end) or _LINK.match(text, start, end):
        return None
    if end - start <= _SHORT:
        if text[max(start, end - 1) : end] in ("", "?", "!") and not _MAYBE_LABEL.search(text, start, end):
            return None
        known = _short_label(text[start:end])
        if known is None or start == 0:
            return known
        return Label(known.name, known.word, start, start + known.body, known.note, known.boxed, known.phrase)
    unlike = end - start > _LONGEST_HEAD or text[max(start, end - 1)] in "?!"
    if unlike and not _MAYBE_LABEL.search(text, start, min(end, start + _LONGEST_HEAD)):
        return None
    return _read(text, start, end)


@lru_cache(maxsize=2048)
def _short_label(line: str) -> Label | None:
    """The same lines (`答案:A`) come again and again."""
    return _read(line, 0, len(line))


def _read(text: str, start: int, end: int) -> Label | None:
    match = _BOXED.match(text, start, end) or _START.match(text, start, end)
    if not match:
        return _plain_key(text, start, end)
    group = next(key for key in _BY_GROUP if match.group(key))
    if match.groupdict().get("which") and _BY_GROUP[group] not in _SEVERAL:
        return None
    if not (match.group("colon") or match.group("open")) and _is_listed(match.group("lead"), match.group(group)):
        return None
    boxed = bool(match.group("open")) and not match.group("close")
    if match.group("close") and not match.group("open"):
        return None
    return Label(_BY_GROUP[group], match.group(group), start, match.end(), match.group("note") or "", boxed)


def _is_listed(lead: str, word: str) -> bool:
    """`- 优化客服话术` is a line of a list; `- 答案` and `- **回答示例**` name what stands below."""
    return lead.strip()[-1:] in _LIST_MARKS and len(word) > _LONGEST_NOUN and not word.isascii()


def _plain_key(text: str, start: int, end: int) -> Label | None:
    match = (
        _PLAIN_KEY.match(text, start, end) or _PLACE.match(text, start, end) if end - start <= _LONGEST_PLAIN else None
    )
    return Label("key", match.group("word"), start, match.end(), phrase=True) if match else None


def may_cut(text: str) -> bool:
    """Whether a label may begin inside the line: a look that costs nothing, for the many lines without any."""
    return ":" in text or "]" in text or "答案" in text or "解析" in text


def line_cuts(text: str, start: int, end: int) -> Sequence[int]:
    """`cuts`, which are known for the short lines that come again and again."""
    whole = start == 0 and end == len(text) <= _OFTEN_SAID
    return _known_cuts(text) if whole else cuts(text, start, end)


@lru_cache(maxsize=2048)
def _known_cuts(line: str) -> tuple[int, ...]:
    return tuple(cuts(line, 0, len(line)))


def cuts(text: str, start: int, end: int) -> list[int]:
    """Where labels begin inside the segment, so that each starts a segment of its own."""
    found: list[int] = []
    own = label_at(text, start, end)
    answering = own is not None and own.name in ("key", "reference", "points")
    for match in _INSIDE.finditer(text, own.body if own else start, end):
        explains = answering and match.group().endswith("解析:")
        if match.start() > start and (explains or _may_cut(text, match, found[-1] if found else start)):
            found.append(match.start())
            answering = "答案" in match.group() or "要点" in match.group()
    return found


def _may_cut(text: str, match: re.Match[str], since: int) -> bool:
    before = text[match.start() - 1]
    word = match.group("label")
    if match.group("open") and _LEADING.fullmatch(text, since, match.start()) and _FIELDS.fullmatch(word):
        return _REMARK.match(text, match.start()) is None
    if match.group("boxed") or match.group("open"):
        return True
    if text.endswith(_CONCLUDING, since, match.start()):
        return False  # `因此答案是D。` closes an explanation
    if _FIELDS.fullmatch(word):
        return before in " \t;；,，。|"
    if before in _OPENERS or (before.isascii() and before.isupper()):
        return _starts_clean(text, since, match.start())
    if "答案" in word and _KEYLIKE.match(text, match.end()):
        return True
    if word.endswith("解析") and _TOLD_NEXT.match(text, match.end()):
        return True
    key = text[max(since, match.start() - _LONGEST_KEY) : match.start()].rpartition(":")[2]
    return "答案" in text[since : min(since + 8, match.start())] and _KEYLIKE.match(key) is not None


def _starts_clean(text: str, since: int, at: int) -> bool:
    """A bullet alone before the label is no content: `-评分标准:…` stays one segment."""
    return text[since : min(at, since + _LONGEST_KEY)].strip(" \t-*•·●◆■▪>(") != ""
