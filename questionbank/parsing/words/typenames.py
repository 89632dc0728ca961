"""What the name of a type says where it stands alone: in a tag, in a field, in a cell. Input is folded text.

A name that no list knows (`画像题`) is a genre without a kind: of written questions, unless options say otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from questionbank.content import ItemKind
from questionbank.parsing.words.kinds import kind_in, names_choice, names_unknown
from questionbank.parsing.words.patterns import compiled

_SHORT: dict[str, ItemKind | None] = {
    **dict.fromkeys(("mc", "mcq", "mcqs", "choice"), None),
    **dict.fromkeys(("single", "singlechoice", "radio", "danxuan", "sc", "sba", "singlebestanswer", "单"),
                    ItemKind.SINGLE_CHOICE),
    **dict.fromkeys(("multiple", "multi", "multichoice", "checkbox", "duoxuan", "sata", "msq", "mrq", "selectall", "多",
                     "任选题"), ItemKind.MULTIPLE_CHOICE),
    **dict.fromkeys(
        ("tf", "t/f", "judge", "judgement", "judgment", "truefalse", "trueorfalse", "boolean", "bool", "panduan", "判"),
        ItemKind.TRUE_FALSE,
    ),
    **dict.fromkeys(("fill", "blank", "fillblank", "fillblanks", "fillin", "nat", "short", "shortanswer", "qa", "q&a",
                     "tiankong", "fitb", "填", "简"), ItemKind.SHORT_ANSWER),
    **dict.fromkeys(("essay", "open", "subjective", "主观题", "主观"), ItemKind.ESSAY),
}  # fmt: skip
_STEM = compiled(
    r"计算|案例|材料|名词|情[景境]|分析|综合|开放|应用|写作|作文|实操|操作|主观|面试|场景|是非|对错|排序|连线|匹配|配对|"
    r"简析|辨析|翻译|设计|编程|证明|画图|绘图|听力|口语|录音|讨论|思考|实务"
)
_WRITTEN = compiled(r"[a-z][a-z/& -]{1,30}", re.IGNORECASE)
_ENGLISH = compiled(
    r"(?:(?:multiple|single|multi)[- ](?:choice|answers?|select(?:ion)?|response)|select all(?: that apply)?|"
    r"true\s*(?:/|or|-|and)\s*false|t/?f|yes\s*/\s*no|fill[- ]in(?:[- ]the)?(?:[- ]blanks?)?|short[- ]answers?|"
    r"(?:long[- ]answer|essay)s?|open[- ]ended|matching|ordering|sequencing|ranking|cloze|case(?: stud(?:y|ies))?|"
    r"scenario|interview|coding|programming|calculation|numeric(?:al)?|problem|discussion|reading|mcqs?|"
    r"sata|single best answer)"
    r"(?: questions?)?",
    re.IGNORECASE,
)
_REMARK = compiled(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_TAG_TAIL = compiled(r"(?:[单多]选|判断|简答|问答|填空|论述|单项|多项|不定项|案例|情[景境])?[^,，。?]{0,8}题?(?:选择)?")
_LONGEST_TAG = 10
_BOX = compiled(
    r"[\[(<]\s*((?:[^\[\]()<>]|(?<=[\u4e00-\u9fff])>(?=[\u4e00-\u9fff])){1,30}(?:[(][^()]{1,20}[)])?)\s*[\])>]\s*"
)
_NUMBER = compiled(r"[\[(#]?\d|题目\s*\d|第\s*\d|Q\s*\d")
_PARTS = compiled(r"\s*[,，、;；:|·>]\s*")  # `[简答>计算]`


@dataclass(frozen=True, slots=True)
class TypeName:
    """`kind` none with `choice`: the key decides; none without: `genre` names written questions of its own."""

    kind: ItemKind | None
    genre: str | None = None
    choice: bool = False


def is_word(name: str) -> bool:
    """`综合`, `听力`: a word that names a type in a column of types, and elsewhere may name anything."""
    return _STEM.fullmatch(name.strip()) is not None


@lru_cache(maxsize=2048)
def named(name: str) -> TypeName | None:
    """The type that a cell or a field names; none when it names nothing known."""
    bare = _REMARK.sub("", name.strip(" []()<>:*_"))
    short = re.sub(r"[\s_-]", "", bare).lower().removesuffix("questions").removesuffix("question")
    if short in _SHORT:
        return TypeName(_SHORT[short], choice=_SHORT[short] is None)
    bare = re.sub(r"[_-]", " ", bare)
    kind, genre = kind_in(bare)
    if kind is None and _STEM.fullmatch(bare):
        kind, genre = kind_in(bare + "题")
    if kind is not None:
        return TypeName(kind, genre)
    if names_choice(bare):
        return TypeName(None, choice=True)
    return TypeName(None, bare) if names_unknown(bare) else None


@lru_cache(maxsize=2048)
def tagged(name: str) -> TypeName | None:
    """The type that a tag in brackets names: the whole of it must look like the name of a type."""
    bare = _REMARK.sub("", name.strip())
    if bare.isascii():
        return named(bare) if _ENGLISH.fullmatch(bare) else None
    if len(bare) > _LONGEST_TAG or not _TAG_TAIL.fullmatch(bare):
        return None
    return named(bare)


def tag_at(folded: str, at: int, end: int) -> re.Match[str] | None:
    """The bracket that begins here, when it names a type: `[多选题,2分]`, `(T/F)`, `<简答>`."""
    match = _BOX.match(folded, at, end) if folded[at : at + 1] in ("[", "(", "<") else None
    if match is None:
        return None
    inside = match.group(1)
    return match if any(tagged(part) for part in (inside, *_PARTS.split(inside)) if part) else None


def tag_before(folded: str, at: int, end: int) -> re.Match[str] | None:
    """The same in front of a number: `[多选题]3. …`."""
    tag = tag_at(folded, at, end)
    return tag if tag and _NUMBER.match(folded, tag.end(), end) else None
