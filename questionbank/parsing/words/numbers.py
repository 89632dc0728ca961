"""The ways in which people number questions, as patterns for the beginning of a line. Input is folded text."""

from __future__ import annotations

import re

from questionbank.parsing.words.numerals import CN
from questionbank.parsing.words.patterns import compiled

Pattern = tuple[str, re.Pattern[str], bool]

TYPE_WORDS = (
    "(?:[单多]项?选择?题?|不定项(?:选择)?题?|选择题|判断(?:改错)?题?|填空题?|简答题?|问答题?|论述题?|名词解释|计算题|"
    "案例(?:分析)?题)"
)
# (style, pattern, whether it is weak: needs more evidence than its looks)
_NUMBERS: tuple[Pattern, ...] = tuple(
    (style, compiled(pattern, re.IGNORECASE), weak)
    for style, pattern, weak in (
        (
            "word",
            rf"(?:(?:典型|核心|常见|高频|经典|面试)?(?:题目|问题|[试考真例]题)|案例|情[景境]|场景|题)\s*[(]?(\d{{1,4}}|{CN})[)]?\s*(?:[:.、)]+|(?=(?:参考)?答案|解析|[(\[])|(?=\s)|$)",
            False,
        ),
        ("word", rf"第\s*(\d{{1,4}}|{CN})\s*(?:小题|道题|题|问|个问题)\s*[:.、)]*", False),
        (
            "word",
            rf"\[\s*(?:第\s*(\d{{1,4}}|{CN})\s*(?:小题|道题|题|问)|"
            rf"(?:典型|面试|经典|模拟)?(?:题[目干]?|问题|[试考例真]题|例)\s*(\d{{1,4}}|{CN}))\s*\]\s*[:.、]?",
            False,
        ),
        (
            "word",
            r"(?:Questions?|Q|No\.?|Item)\s*[#.]?\s*(\d{1,4})\s*(?:[:.)、–—−-]+|(?=\s)|$|(?=[\[(\u4e00-\u9fff]))",
            False,
        ),
        ("word", rf"(?P<kind>{TYPE_WORDS})\s*(?P<n>\d{{1,4}})\s*[:.、)]+", False),
        ("word", r"#(\d{1,4})(?:[.、:)]|\s+|(?=[\[(\u4e00-\u9fff]))", False),
        ("code", r"[a-zA-Z](\d{1,3})\s*[.、](?![\dA-Za-z])", True),  # `w1.`, `T2、`
        ("multi", rf"[(]{CN}[)]\s*(\d{{1,4}})\s*[.、](?!\d|.*\d\s*[.、]\s*[A-Z√×])", False),
        ("of", r"(\d{1,4})\s*/\s*\d{1,4}(?:[.、:)]\s*|\s+|$)(?![\d+*=-])", True),
        ("multi", r"(\d{1,2}(?:[.\-]\d{1,2}){1,2})(?:[.、)](?!\d)|\s+|(?=[\u4e00-\u9fff]))(?!\d|分|元|%|年|倍)", False),
        ("dot", r"(\d{1,4})．", False),  # of a wide point that no decimal has
        ("dot", r"(\d{1,4})[.](?=(?:19|20)\d\d年)", False),
        ("dot", r"(\d{1,4})\s*\\?[.。](?!\d)", False),
        ("dun", r"(\d{1,4})\s*、", False),
        ("paren", r"[(]\s*(\d{1,3})\s*[)]\s*[.、:]?", False),
        ("box", r"\[\s*(\d{1,4})\s*\]\s*[.、:]?", False),
        ("rparen", r"(\d{1,4})\s*[)]", False),
        ("comma", r"(\d{1,3})\s*,(?!\s*\d)", True),
        ("colon", r"(\d{1,3})\s*:(?!\d)", True),
        ("alone", r"(\d{1,4})$", True),
        ("space", r"(\d{1,3})\t\s*(?=\d{1,4}\s?[\u4e00-\u9fff%℃]|[年月日分元个天][^\d\s])", True),
        ("space", r"(\d{1,3})[ \t]+(?=[^\s\d%])(?!(?:年|月|日|分|元|个|小时|天|次|%|[-~]))", True),
    )
)
ALIKE = frozenset({"dot", "dun", "rparen", "colon", "comma"})  # one hand writes `1.` and `2、` in the same list
_BY_DIGIT = tuple(entry for entry in _NUMBERS if entry[1].pattern.startswith(r"(\d"))
_BY_SIGN = tuple(entry for entry in _NUMBERS if entry not in _BY_DIGIT)


def that_begin(sign: str) -> tuple[Pattern, ...]:
    """The patterns that can match where the text goes on with this character."""
    return _BY_DIGIT if sign.isdecimal() else _BY_SIGN
