"""The words of a scoring note: amounts of points, and the clauses that state a rule. Folded text in, facts out."""

from __future__ import annotations

import re
from decimal import Decimal

from questionbank.content import points_text
from questionbank.parsing.words.numerals import chinese

_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH = {name: value for value, name in enumerate(_NAMES)}
NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{1,2}})?|[零一二两三四五六七八九十]{{1,3}}|半|\b(?:half\s+a|{'|'.join(_ENGLISH)})\b)"
# 分 in 3分钟, 三分之一, 5分类 … belongs to another word.
_NOT = "钟之类析享别布辨配销拣店公组层批期工部支机秒红贝行级区值数段"
UNIT = rf"(?:分半?(?![{_NOT}])|points?\b|pts?\b|marks?\b)"
WORTH = rf"(?<![\d.]){NUMBER}\s*{UNIT}"
DASH = r"\s*分?\s*[-~—–−至到]\s*"
MOST = Decimal(100)

_AMOUNT = re.compile(rf"({NUMBER})\s*(?:分(半)?)?", re.IGNORECASE)
_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_UNITS = r"(?:个|大)?(?:要点|得分点|采分点|关键点|方面|[点条项个例种步])(?:要点)?"
_ANSWERED = (
    r"(?:答出|答对|答到|写出|写对|列出|说出|举出|举|提出|回答出?|选答|作答|任[意选答何]?|选|"
    r"答|满足|具备|提到|涉及|给出)"
)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ANY = _rule(
    rf"{_ANSWERED}\s*(?:其中|以上|上述|以下|下列)?的?\s*(?:任[意选何答]?|至少)?\s*({_COUNT})\s*{_UNITS}(?:及|或)?(?:以上)?[^,]{{0,8}}?"
    rf"(?:(?:即|就|便|者|则|的)?可?(?:得|给|获|算|为|计)?(?:满分|全分)|(?:得|给|计)\s*({WORTH})|即可(?!{WORTH})[^,]{{0,6}})$"
)
_ANY_BARE = _rule(rf"任[意选答]\s*({_COUNT})\s*{_UNITS}[^,\d]{{0,10}}$")
_ANY_ENGLISH = _rule(
    rf"\bany\s+({NUMBER})\b(?:\s+of\s+(?:the\s+)?({NUMBER})\b)?(?![^,]*\bmarks?\b|[^,]*\bpoints? each\b)"
)
_OF = _rule(rf"^(?:答案|本题|要点)?(?:一共|总共|共计|共)\s*有?\s*({_COUNT})\s*{_UNITS}$")
_GIVEN = r"(?:可?得|计|给|加|为|记|各|占|:|=)*\s*"
_EACH = (
    _rule(rf"^[^每扣]{{0,12}}每(?!天|日|月|年|周|小时|分钟|次通话)[^扣,]{{0,14}}?{_GIVEN}({WORTH})$"),
    _rule(rf"^(?:[各每][项点条空问步个])?各\s*(?:得|计|占|给)?\s*({WORTH})$"),
    _rule(rf"^(?:{_ANSWERED}|对)?\s*(?:一|1)\s*个?(?:要点|[点条项个空])\s*{_GIVEN}({WORTH})$"),
    _rule(rf"^({WORTH})\s*/\s*(?:[点条项空个]|point|item)$"),
    _rule(rf"^(?:award\s+)?({WORTH})\s*(?:each|apiece|(?:per|for each|for every|for any)\b.{{0,40}})$"),
    _rule(rf"^each\b.{{0,40}}?({WORTH})$"),
)
_LIMIT = (
    _rule(
        r"^(?:但|且|累计|总分|合计|本小?题|全题|总计)*(?P<word>最多|最高|至多|上限|不超过|封顶|满分|总分|共计|合计|总计|共|分值|本小?题|"
        rf"max(?:imum)?(?:\s+of)?|up to|at most|(?:in )?total(?:\s+of)?)\s*(?:可?得|为|计|给|不超过|:|是)*\s*"
        rf"({WORTH})\s*(?:为止|封顶)?$"
    ),
    _rule(rf"^({WORTH})\s*(?P<word>封顶|为上限|为限|max(?:imum)?|in total|at most)$"),
    _rule(rf"^(?P<word>max(?:imum)?(?:\s+of)?|at most|up to)\s*:?\s*({NUMBER})$"),
)
_TOTALS = re.compile(r"满分|总分|共|合计|总计|分值|本|total", re.IGNORECASE)
_RANGE = rf"(?:(?<![\d.]){NUMBER}{DASH})?{WORTH}"
_DEDUCT = (
    _rule(
        rf"^(?P<per>[^,]*?)(?:酌情|应|各|要|则|可|再|倒|均|的|者)*(?:扣除|扣减|扣掉|扣去|扣|减去|减)\s*(?P<w>{_RANGE})(?P<more>[^,]*)$"
    ),
    _rule(
        rf"^(?:deduct|subtract|take off|minus|lose|remove|-)\s*(?:up to\s+)?(?P<w>{_RANGE})\s*(?P<more>)"
        r"(?:for|per|if|off for)?\s*(?:each|every|any)?\s*(?P<per>.*)$"
    ),
)
_CAP_ALL = _rule(
    r"^(?:直至|直到|至)?(?:本题|该题|此项|该项)?扣(?:完|光|至0分|到0分)(?:本题|该题|此项|该项)?[^,]{0,6}?(?:为止)?$|"
    r"^(?:最低|不低于)(?:为|得|记)?0分$|^(?:不计|不得|不倒扣)负?分$|^until (?:no marks|nothing) (?:remains?|is left)$"
)
_CAP = _rule(
    rf"^(?:但|且|累计|总共|合计|此项|该项)*(?:最多|最高|至多|上限|累计|不超过)*(?:可|共)?(?:扣分?|扣满|扣除)(?:最多|不超过|上限)*(?:为|:)?\s*({WORTH})\s*"
    r"(?:为止|封顶)?$|"
    rf"^(?:to a )?(?:max(?:imum)?|at most|up to|no more than)\s*(?:of|deduction|deduction of|:)?\s*"
    rf"({WORTH})\s*(?:off|deducted|deduction)?$"
)
_LABEL_ONLY = _rule(
    r"^(?:评分|给分|计分|得分|采分|阅卷|评卷|扣分)(?:标准|细则|说明|要点|参考|办法|规则|点|依据|项)?$|^(?:scoring|marking|rubric|marks?)$"
)
_FREE = _rule(
    r"酌情|酌量|言之有理|言之成理|自圆其说|意思(?:对|正确|相近|相同|接近|符合)|合理(?:即|均|都|就)|即可(?:得分|给分|满分)?$|供参考|不唯一|^开放性?(?:题|试题|答案)$|"
    r"视.{0,8}(?:给分|得分|评分)|(?:按|根据|依据|参照|结合|对照|参考).{0,16}(?:给分|得分|评分|计分|打分|赋分)|"
    r"(?:不得分|不给分|不计分|给满分|得满分|不扣分|均给分|均可得分|也可得分|同样得分|得零分|计零分|记零分)|"
    r"discretion|reasonable|accept|no marks|full marks|own words|at least"
)
_NOUGHT = re.compile(r"^0\s*+分?\s*+[-~—–至到]\s*(?=\d)")
_TRIM = " \t\n,;:。.、!()[]"
_PER = re.compile(r"每[处个字次项条点]$|^每(?:一)?[处个]?|(?:的|者|时)$|^(?:若|如|如果|凡)")


def amount(words: str) -> Decimal | None:
    """`2分` → 2, `一分半` → 1.5, `半分` → 0.5, `two marks` → 2; None above 100, which no criterion is worth."""
    match = _AMOUNT.search(words)
    if match is None:
        return None
    number = " ".join(match[1].lower().split())
    value: Decimal | None
    if number[0].isdecimal():
        value = Decimal(number)
    elif number in ("半", "half a"):
        value = Decimal("0.5")
    else:
        whole = _ENGLISH.get(number, chinese(number))
        value = None if whole is None else Decimal(whole)
    if value is None or value > MOST:
        return None
    return value + Decimal("0.5") if match[2] else value


def said(words: str | None) -> str:
    """The amount as a string for a rule; empty where there is none."""
    value = amount(words) if words else None
    return "" if value is None else points_text(value)


def is_label(clause: str) -> bool:
    return _LABEL_ONLY.match(clause.strip(_TRIM)) is not None


def from_nought(note: str) -> str:
    """`0-5分` as `5分`: a scale from nothing names the most that there is."""
    return _NOUGHT.sub("", note.strip(_TRIM))


def is_worth(note: str) -> bool:
    """Whether the note is an amount of points and nothing else."""
    words = from_nought(note)
    return re.fullmatch(WORTH, words, re.IGNORECASE) is not None and said(words) != ""


def is_free(clause: str) -> bool:
    """A direction to the reviewer that holds no number to reckon with."""
    return _FREE.search(clause.strip(_TRIM)) is not None


def rule_in(clause: str, known: dict[str, str]) -> dict[str, str]:
    """What one clause adds to the rule, given what the clauses before it said; empty when it states no rule."""
    words = clause.strip(_TRIM)
    for reader in (_cap, _deduction, _each, _any, _of, _limit):
        found = {name: value for name, value in reader(words, known).items() if value}
        if found:
            return found
    return {}


def _cap(words: str, known: dict[str, str]) -> dict[str, str]:
    if "deduct" not in known:
        return {}
    if _CAP_ALL.match(words):
        return {"cap": "all"}
    match = _CAP.match(words)
    return {"cap": said(match[1] or match[2])} if match else {}


def _deduction(words: str, known: dict[str, str]) -> dict[str, str]:
    for pattern in _DEDUCT:
        match = pattern.match(words)
        if match and (off := _off(match["w"])):
            per = _PER.sub("", _PER.sub("", match["per"].strip(_TRIM)).strip(_TRIM)) or match["more"].strip(_TRIM + "/")
            before = known.get("deduct")
            return {
                "deduct": f"{before}|{off}" if before else off,
                "per": f"{known.get('per', '')}|{_flat(per)}" if before else _flat(per),
            }
    return {}


def _off(words: str) -> str:
    low, dash, high = re.sub(DASH, "\t", words, count=1).partition("\t")
    return f"{said(low)}-{said(high)}" if dash and said(low) and said(high) else said(words)


def _flat(words: str) -> str:
    return words.replace("|", "/")


def _each(words: str, _known: dict[str, str]) -> dict[str, str]:
    match = next((found for pattern in _EACH if (found := pattern.match(words))), None)
    return {"each": said(match[1])} if match else {}


def _any(words: str, _known: dict[str, str]) -> dict[str, str]:
    english = _ANY_ENGLISH.search(words)
    if english:
        return {"any": said(english[1]), "of": said(english[2])}
    match = _ANY.search(words)
    if match:
        return {"any": said(match[1]), "max": said(match[2])}
    bare = _ANY_BARE.search(words)
    return {"any": said(bare[1])} if bare else {}


def _of(words: str, _known: dict[str, str]) -> dict[str, str]:
    match = _OF.match(words)
    return {"of": said(match[1])} if match else {}


def _limit(words: str, known: dict[str, str]) -> dict[str, str]:
    match = next((found for pattern in _LIMIT if (found := pattern.match(words))), None)
    if match is None:
        return {}
    value = said(match[1] if match.re is _LIMIT[1] else match[2])
    counted = known.keys() & {"each", "any"}
    if "deduct" in known and not counted and not _TOTALS.search(match["word"]):
        return {"cap": value}
    return {"max": value} if counted or not _TOTALS.search(match["word"]) else {"total": value}
