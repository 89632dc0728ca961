"""Which column of a table holds what: by the words of its header, or by its content where there is no header.

Pure: no Django. Header words come from 23 workbooks of Chinese exam systems. A column's role is one of `ROLES`, or
`option:A` … `option:Z`, or `blank:1` … for the answers of the blanks in a question to be filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from questionbank.content import ItemKind
from questionbank.parsing import keys
from questionbank.parsing.fold import fold
from questionbank.parsing.kinds import kind_in, names_choice

Role = str
ROLES: dict[Role, str] = {
    "number": "序号 题号 编号 题目序号 试题序号 试题编号 题目编号 no no. id # number",
    "type": "题型 类型 试题类型 题目类型 问题类型 题目题型 考题类型 questiontype type kind",
    "stem": "题干 题目 试题 问题 试题内容 题目内容 问题内容 题目标题 试题题干 题目描述 试题标题 题面 题目名称 题干内容"
    " 试题题目 内容 考题 标题 questioncontent question stem content title",
    "options": "选项 选项内容 答案选项 备选项 备选答案 候选项 候选答案 所有选项 options choices",
    "key": "答案 正确答案 标准答案 试题答案 题目答案 参考答案 正确选项 答案内容 正确答案选项"
    " answer key correctanswer correct rightanswer",
    "right": "是否正确项 是否正确 是否正确答案 正确项 是否答案 是否为答案 iscorrect isright",
    "remark": "选项解析 选项说明",
    "explanation": "解析 答案解析 整体解析 试题解析 题目解析 解答 答案说明 详解 解题思路 analysis explanation",
    "points": "分数 分值 题目分值 试题分值 题目分数 默认分值 单题分值 单题分数 单空分数 得分 满分 score points point",
    "difficulty": "难度 题目难度 试题难度 难易度 难度等级 难易程度 difficulty level",
    "topics": "知识点 考点 所属题库 题库 题库分类 分类 题目分类 试题分类 章节 所属章节 所属章 科目 模块 主题"
    " topic topics category",
    "tags": "标签 题目标签 试题标签 关键词 tags tag",
    "assesses": "考察点 考查点 考察能力 能力项 测评维度 assesses",
    "answer_points": "答案要点 要点 得分点 采分点 评分要点 answerpoints",
    "criteria": "评分标准 评分细则 评分规则 criteria rubric",
    "reference_answer": "答案示例 参考范文 示例答案 范文 referenceanswer",
    "accepted": "可接受答案 其他答案 备用答案 acceptedanswers",
}
_BY_WORD = {word: role for role, words in ROLES.items() for word in words.split()}
_REMARK = re.compile(r"[(\[{<].*?[)\]}>]|[*★:]|必填项?|选填")
_OPTION = re.compile(
    r"(?:选项|备选项?|选择项|答案选项|option|opt|op)?([a-z])(?:选项|项)?|(?:选项|备选项?|option)(\d{1,2})"
)
_OPTION_WORD = re.compile(r"(?:选项|option)([一二三四五六七八九十])")
_BLANK = re.compile(r"(?:空|填空|空格|blank)(\d{1,2})")
_FIGURES = "一二三四五六七八九十"
_HEAD_ROWS = 15
_LEAST_KNOWN = 2
_SAMPLE = 200
_MOSTLY = 0.6
_OPTIONAL = 8


@dataclass(slots=True)
class Columns:
    """The header row (none: there is none) and the role of each column; `guessed` when only its content says so."""

    header: int | None
    roles: dict[int, Role] = field(default_factory=dict)
    guessed: bool = False
    _places: dict[Role, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._places = {role: column for column, role in reversed(self.roles.items())}

    def of(self, role: Role) -> int | None:
        return self._places.get(role)

    def all_of(self, prefix: str) -> list[tuple[str, int]]:
        """`option` → [("A", 3), ("B", 4)] in the order of the columns."""
        start = f"{prefix}:"
        return [(name[len(start) :], at) for at, name in sorted(self.roles.items()) if name.startswith(start)]


def normalised(header: str) -> str:
    """`选项  D`, `正确答案(只能输入ABCD)` and `*题干：` as the words of the table above."""
    return "".join(_REMARK.sub("", fold(header)).split()).lower().strip("-_.,;、，；")


def role_of(header: str) -> Role | None:
    """The role that a header cell names."""
    word = normalised(header)
    if word in _BY_WORD:
        return _BY_WORD[word]
    option = _OPTION.fullmatch(word)
    if option:
        label = option.group(1) or chr(96 + int(option.group(2)))
        return f"option:{label.upper()}" if "a" <= label <= "z" else None
    counted = _OPTION_WORD.fullmatch(word)
    if counted:
        return f"option:{chr(65 + _FIGURES.index(counted.group(1)))}"
    blank = _BLANK.fullmatch(word)
    return f"blank:{blank.group(1)}" if blank else None


def columns_of(rows: Sequence[Sequence[str]], mapping: Mapping[int, Role] | None = None) -> Columns | None:
    """By a person's `mapping`, by a header, or by content; none when nothing looks like questions."""
    header = _header(rows)
    if mapping is not None:
        return Columns(header.header if header else None, dict(mapping))
    return header or _guessed(rows)


def _header(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The first of the top rows that names the question and at least one thing more."""
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        roles = _roles(row)
        if "stem" in roles.values() and len(roles) >= _LEAST_KNOWN:
            return Columns(index, roles)
    return None


def _roles(row: Sequence[str]) -> dict[int, Role]:
    """Each role once: of two columns of the same name the first counts."""
    found: dict[int, Role] = {}
    for column, cell in enumerate(row):
        role = role_of(cell) if 0 < len(cell) <= 60 else None
        if role is not None and role not in found.values():
            found[column] = role
    if (
        "options" in found.values()
        and "right" not in found.values()
        and any(r.startswith("option:") for r in found.values())
    ):
        found = {column: role for column, role in found.items() if role != "options"}
    return found


def _guessed(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The longest texts are the question, letters the key, known names the type; what lies between are options."""
    sample = [row for row in rows if any(row)][:_SAMPLE]
    width = max(map(len, sample), default=0)
    columns = {at: [row[at] for row in sample if at < len(row) and row[at]] for at in range(width)}
    stem = max(columns, key=lambda at: _typical(columns[at]), default=None)
    if stem is None or width < _LEAST_KNOWN or _typical(columns[stem]) < _OPTIONAL:
        return None
    roles: dict[int, Role] = {stem: "stem"}
    tests: tuple[tuple[Role, Callable[[str], bool]], ...] = (
        ("type", _is_type),
        ("key", _is_key),
        ("number", str.isdigit),
    )
    for role, looks in tests:
        column = _best(columns, looks, roles)
        if column is not None:
            roles[column] = role
    if "key" not in roles.values():
        return None
    _guess_options(columns, stem, roles)
    return Columns(None, roles, guessed=True)


def _typical(cells: list[str]) -> float:
    lengths = sorted(len(cell) for cell in cells)
    return lengths[len(lengths) // 2] if lengths else 0


def _is_type(cell: str) -> bool:
    return len(cell) <= _OPTIONAL and (kind_in(fold(cell))[0] is not None or names_choice(fold(cell)))


def _is_key(cell: str) -> bool:
    return keys.as_letters(fold(cell)) is not None or (len(cell) <= 5 and keys.as_bool(fold(cell)) is not None)


def _best(columns: Mapping[int, list[str]], looks: Callable[[str], bool], taken: Mapping[int, Role]) -> int | None:
    """The column most of whose cells look like it."""
    shares = Counter[int]()
    for column, cells in columns.items():
        if column not in taken and cells:
            shares[column] = sum(bool(looks(cell)) for cell in cells) * 1000 // len(cells)
    likely = [column for column, share in shares.items() if share >= _MOSTLY * 1000]
    return max(likely, key=lambda column: (shares[column], -column), default=None)


def _guess_options(columns: Mapping[int, list[str]], stem: int, roles: dict[int, Role]) -> None:
    """The free columns right of the question up to the next known one (or all when they come after it)."""
    label = "A"
    for column in sorted(columns):
        if column <= stem or not columns[column]:
            continue
        if column in roles:
            if label != "A":
                return
            continue
        roles[column] = f"option:{label}"
        label = chr(ord(label) + 1)
        if label > "H":
            return


Kind = ItemKind | Literal["unsupported"] | None
_UNSUPPORTED = re.compile(
    r"匹配|连线|排序|完形|听力|组合|上传|编程|程序|录音|口语|画图|打字|投票|量表|评分题|matching|ordering|cloze", re.I
)


@lru_cache(maxsize=1024)
def kind_named(name: str) -> tuple[Kind, str | None]:
    """The kind that a type cell or a sheet's name states, with the genre of a written question."""
    folded = fold(name).strip()
    kind, genre = kind_in(folded)
    if kind is not None:
        return kind, genre
    return ("unsupported" if _UNSUPPORTED.search(folded) else None), None
