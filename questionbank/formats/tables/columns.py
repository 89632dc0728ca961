"""Which column of a table holds what: by the words of its header, or by its content where there is no header.

Pure: no Django. Header words come from 23 workbooks of Chinese exam systems. A column's role is one of `ROLES`, or
`option:A` … `option:Z`, or `blank:1` … for the answers of the blanks in a question to be filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from questionbank.formats.tables.cellkinds import asking, sampled, typical
from questionbank.formats.tables.fieldrows import field_rows
from questionbank.formats.tables.settling import settle
from questionbank.parsing.words.fold import fold

Role = str
ROLES: dict[Role, str] = {
    "number": "序号 题号 编号 题序 编码 編碼 no sno serialno id # number index sn",
    "type": "题型 大题 类型 问题类型 题目题型 考题类型 题类 题型名称 type kind questiontype qtype typeofquestion"
    " questioncategory questionkind",
    "stem": "试题文本 题目文本"
    " 题干 题目 试题 问题 考题 题面 面试题 面试问题 试题题干 题目描述 问题描述 题目标题 试题标题 题目正文"
    " 试题正文 题目内容 试题内容 问题内容 题干内容 考题内容"
    " 提问 设问 题干描述 试题描述 题目文字 小题 子题 小题题干 子题题干 考核题目 问答题目"
    " question questioncontent questiontext questionstem questiontitle questionbody stem",
    "material": "材料 背景材料 案例材料 材料内容 阅读材料 公共题干 共用题干 共享题干 题目背景 案例背景 背景信息"
    " 案例描述 情景描述 场景描述 情境描述 passage material scenario",
    "options": "选项 选项内容 答案选项 备选项 备选答案 候选项 候选答案 所有选项 选择项 选项列表"
    " options optioncontent choices optionlist opts answers",
    "key": "答案 正确答案 标准答案 参考答案 正确选项 答案内容 正确答案选项 标准答案内容 正确项 答案字母 答案索引"
    " 答案及解析 答案与解析 答案和解析 参考答案及解析 参考答案与解析"
    " 正确索引 正确选项索引 标答"
    " answer ans key correctanswer correctanswers correct rightanswer correctoption correctchoice rightchoice"
    " rightans correctans answerkey"
    " answerindex correctindex correctoptionindex rightoption answertext",
    "right": "是否正确项 是否正确 是否正确答案 是否答案 是否为答案 iscorrect isright isanswer",
    "remark": "选项解析 选项说明",
    "explanation": "解析 答案解析 整体解析 解答 答案说明 详解 解题思路 解析说明 解释 答题解析 分析 答案详解 解析内容"
    " analysis explanation explain rationale feedback solution",
    "points": "分数 分值 默认分值 单题分值 单题分数 单空分数 得分 满分 默认分数 每题分值 每题分数 小题分 标准分 题分"
    " score points point mark marks maxscore maxpoints maxmarks",
    "difficulty": "难度 难易度 难度等级 难易程度 难度系数 难度值 难易 难度级别 difficulty level difficultylevel",
    "topics": "知识点 考点 题库 题库分类 题库名称 分类 类别 章节 章 科目 课程 学科 模块 主题 专业 知识模块 知识分类"
    " 知识点分类 考点分类 知识点名称 章节名称 一级知识点 所属题库 所属章节 所属章 所属科目 所属课程 所属分类 所属知识点"
    " topic topics category subject chapter section module",
    "tags": "标签 关键词 关键字 tags tag keywords",
    "assesses": "考察点 考查点 考察能力 能力项 测评维度 考察维度 胜任力 考察要点 考查要点 考核要点 考察要素 测评要素"
    " 维度 评价维度 评估维度 能力维度 考核点 能力 能力要素 素质 素质项 assesses competency competencies",
    "answer_points": "答案要点 要点 得分点 采分点 评分要点 参考要点 回答要点 答题要点 观察要点 评价要点"
    " 核心要点 面试官想听 关注点 关注要点 观察点 倾听要点 expectedanswerpoints expectedpoints keypoints"
    " answerpoints whattolookfor whattolistenfor listenfor lookfor",
    "criteria": "评分标准 评分细则 评分规则 评分参考 评价标准 评估标准 打分标准 给分标准 评分依据 评分参考标准"
    " criteria rubric",
    "reference_answer": "答案示例 参考范文 示例答案 范文 参考回答 参考话术 回答示例 回答举例 优秀回答"
    " 参考答案及评分标准 参考答案与评分标准 答案及评分标准 答案与评分标准 参考答案及评分细则"
    " 标准回答 建议回答 参考答复 参考解答"
    " officialanswer expectedanswer idealanswer referenceanswer modelanswer sampleanswer",
    "accepted": "可接受答案 其他答案 备用答案 acceptedanswers",
}
_BY_WORD = {word: role for role, words in ROLES.items() for word in words.split()}
# Words that head columns of other tables as well: they name a question only where the rest speaks for it.
_WEAK_STEMS = frozenset(("内容", "标题", "题目名称", "名称", "content", "title", "text", "body", "description"))
STEM_WORDS = _WEAK_STEMS.union(ROLES["stem"].split(), ("Question", "QUESTION", "Stem", "Content"))
# `question_en`, `题干_中文`: columns of one language.
_LANGUAGE = re.compile(
    r"(?<=[a-z\u4e00-\u9fff])[_\- ](?:en|zh|cn|tw|kr|ko|jp|ja|eng|chn|english|chinese|中文|英文)$", re.IGNORECASE
)
_PREFIX = re.compile(r"^(?:question|item|试题|题目|考题|本题|问题|习题|试卷)(?:的)?(?=.)")
_IDENTIFIER = re.compile(r"[\u4e00-\u9fff]+(?:key|code)")  # `题目key` names the question, it does not answer it
_REMARK = re.compile(r"[(\[{<].*?[)\]}>]|[(\[{<].*$|[*★:]|必填项?|选填|\s[-–—]\s.*$")
_OPTION = re.compile(
    r"(?:(?:备选|答案)?选项|选择项?|备选项?|备选答案|候选项|答案|option|opt|op|choice|choose|answer)?([a-k])(?:选项|项目?|答案)?(?:内容)?"
    r"|(?:选项|选择项?|备选项?|备选答案|候选项|option|opt|op|choice)(?:no)?(\d{1,2})"
)
_OPTION_WORD = re.compile(
    r"(?:选项|选择项?|备选项?|备选答案|候选项|option)([一二三四五六七八九十甲乙丙丁戊己庚辛壬癸])"
)
_WRONG = re.compile(
    r"(?:wrong|incorrect|false|干扰|错误)(?:answer|option|choice|答案|选项|项)?(\d{1,2}|[一二三四五])|distractor(\d)"
)
_BLANK = re.compile(r"(?:空|填空|空格|blank)(\d{1,2})")
_ANSWER = re.compile(r"(?:正确|参考|标准)?(?:答案|correctanswer|answer|ans)(\d{1,2})")
_FLAG = re.compile(r"(?:是否正确|是否正确答案|iscorrect|isright)(\d{1,2}|[a-k])")
_CODE = re.compile(r"(\d{1,2})\s*[-:=、.,是为]*\s*([\u4e00-\u9fff]{2,6})")
_NAME = re.compile(r"[0-9A-Za-z_-]{4,}")
_LEAST_PREFIXED = 4
_LONGEST_TOPIC = 15
_FIGURES = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"  # two ways to count to ten
HEAD_ROWS = 15
_LONGEST_HEADER = 80
_MOSTLY = 0.5
_LEAST_KNOWN = 2
_SHORT_STEM = 4
# A column that can only be in a table of questions.
_TELLING = ("type", "options", "option:", "key", "right", "answer_points", "criteria", "reference_answer", "blank:",
            "explanation", "assesses", "accepted")  # fmt: skip


@dataclass(slots=True)
class Columns:
    """The header row (none: there is none) and the role of each column; `guessed` when only its content says so."""

    header: int | None
    roles: dict[int, Role] = field(default_factory=dict)
    guessed: bool = False
    plain: bool = False
    codes: dict[str, str] = field(default_factory=dict)
    from_zero: bool = False
    _places: dict[Role, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._places = {role: column for column, role in reversed(self.roles.items())}

    def of(self, role: Role) -> int | None:
        return self._places.get(role)

    def all_of(self, prefix: str) -> list[tuple[str, int]]:
        """`option` → [("A", 3), ("B", 4)] in the order of the columns."""
        start = f"{prefix}:"
        return [(name[len(start) :], at) for at, name in sorted(self.roles.items()) if name.startswith(start)]


_KEY = re.compile(
    r"(?:correct|right|true)(?:answer|ans|option|opt|op|choice)(?:s|key|letter|label|code|index)?"
    r"|(?:correct|right|answer|ans|key)(?:key|letter|label|code|index)s?"
    r"|正确(?:选项|答案|项)?(?:字母|序号|标号|编号)"
)


def normalised(header: str) -> str:
    """`选项  D`, `正确答案(只能输入ABCD)`, `option_A` and `*题干：` as the words of the table above."""
    word = "".join(_REMARK.sub("", fold(header)).split()).lower()
    return word.replace("_", "").replace("-", "").strip(".,;、，；/")


@lru_cache(maxsize=4096)
def role_of(header: str) -> Role | None:
    """The role that a header cell names; `answer:2` may be an option or an answer, and `weak-stem` a question."""
    word = normalised(_LANGUAGE.sub("", header.strip()))
    if _IDENTIFIER.fullmatch(word):
        return None
    forms = (word, _PREFIX.sub("", word), word.removesuffix("txt"), word.removesuffix("text"), word.partition(",")[0])
    for form in forms:
        if form in _BY_WORD:
            return _BY_WORD[form]
        found = _counted(form)
        if found is not None:
            return found
    return "weak-stem" if word in _WEAK_STEMS or _PREFIX.sub("", word) in _WEAK_STEMS else None


def _counted(word: str) -> Role | None:
    """Columns that come in numbers: options, blanks, answers, flags."""
    if _KEY.fullmatch(word):
        return "key"
    for pattern, role in ((_OPTION, "option"), (_OPTION_WORD, "option"), (_FLAG, "flag"), (_WRONG, "wrong")):
        match = pattern.fullmatch(word)
        if match:
            label = _label(next(group for group in match.groups() if group))
            return f"{role}:{label}" if label else None
    for pattern, role in ((_BLANK, "blank"), (_ANSWER, "answer")):
        match = pattern.fullmatch(word)
        if match:
            return f"{role}:{match.group(1)}"
    return None


def _label(name: str) -> str:
    if name in _FIGURES:
        return chr(65 + _FIGURES.index(name) % 10)
    if name.isdecimal():
        return chr(64 + int(name)) if 1 <= int(name) <= 26 else ""
    return name.upper()


def columns_of(rows: Sequence[Sequence[str]], mapping: Mapping[int, Role] | None = None) -> Columns | None:
    """By a person's `mapping` or by a header; none when neither says what the columns hold."""
    header = _header(rows)
    if mapping is not None:
        return with_content(Columns(header.header if header else None, dict(mapping)), rows)
    return header


def _header(rows: Sequence[Sequence[str]]) -> Columns | None:
    for index, row in enumerate(rows[:HEAD_ROWS]):
        found = header_at(rows, index)
        if found is not None:
            return _of_two_rows(rows, index) or found
        if index and sum(map(bool, row)) > 1 and any(len(cell) > _LONGEST_HEADER for cell in row):
            return None
    return None


def _of_two_rows(rows: Sequence[Sequence[str]], index: int) -> Columns | None:
    """A header whose second row names the options below `选项`."""
    if index + 1 >= len(rows):
        return None
    above, below = rows[index], rows[index + 1]
    named = [at for at, cell in enumerate(below) if cell]
    if len(named) < _LEAST_KNOWN or not all((role_of(below[at]) or "").startswith("option:") for at in named):
        return None
    joined = [below[at] if at in named else cell for at, cell in enumerate(above)]
    return header_at([*rows[: index + 1], joined, *rows[index + 2 :]], index + 1)


def header_at(rows: Sequence[Sequence[str]], index: int, last: int | None = None) -> Columns | None:
    """The columns that a row names, when it is a header: it names the question and something that only questions
    have, or its column of questions asks. Rows up to `last` are below it."""
    roles = _roles(rows[index])
    if not roles:
        return None
    below = sampled(rows[index + 1 : last])
    if any(_repeats(rows[index][at], [row[at] for row in below if at < len(row)]) for at in roles):
        return None
    if "stem" not in roles.values():
        stem = _unnamed_stem(roles, below)
        if stem is None:
            return None
        roles[stem] = "stem"
    told = any(role.startswith(_TELLING) for role in roles.values())
    stem = next(column for column, role in roles.items() if role == "stem")
    if not told and asking([row[stem] for row in below if stem < len(row)]) < _MOSTLY:
        return None
    return with_content(Columns(index, roles, codes=_codes(rows[index], roles)), rows)


def _repeats(name: str, cells: Sequence[str]) -> bool:
    """`正确答案：` in every row is no header."""
    return len(cells) > 1 and cells.count(name) * 2 > len(cells)


def _unnamed_stem(roles: dict[int, Role], below: Sequence[Sequence[str]]) -> int | None:
    """Options and keys are named, the question is not: it is the column of the longest texts."""
    if "key" not in roles.values() and not {"option:A", "option:B"} <= set(roles.values()):
        return None
    if all(role.startswith("option:") for role in roles.values()):
        return None  # the options of a question may be letters
    width = max(map(len, below), default=0)
    cells = {at: [row[at] for row in below if at < len(row) and row[at]] for at in range(width)}
    cells = {at: found for at, found in cells.items() if roles.get(at, "topics") == "topics" and not _names(found)}
    free = {at: typical(found) for at, found in cells.items() if at not in roles or typical(found) > _LONGEST_TOPIC}
    weak = [at for at, role in roles.items() if role == "weak-stem"]
    stem = weak[0] if weak else max(free, key=lambda at: (free[at], -at), default=None)
    return stem if weak or (len(roles) > _LEAST_KNOWN and stem is not None and free[stem] >= _SHORT_STEM) else None


def _names(cells: Sequence[str]) -> bool:
    """`057d861421db4a74`, `Q-0012`: names that programs give, no texts."""
    named = sum(_NAME.fullmatch(cell) is not None and not cell.isalpha() for cell in cells)
    return named > len(cells) * _MOSTLY


def _roles(row: Sequence[str]) -> dict[int, Role]:
    """Each role once: of two columns of the same name the first counts."""
    found: dict[int, Role] = {}
    for column, cell in enumerate(_without_prefix(row)):
        role = role_of(cell) if 0 < len(cell) <= _LONGEST_HEADER else None
        if role == "key" and role in found.values():
            role = "spare_key"  # `correct_option` and `correct_answer`: each row fills one of them
        if role == "options" and normalised(cell) == "answers" and _names_options(row, column):
            role = "key"
        if role is not None and role not in found.values():
            found[column] = role
    return _settled(found)


def _names_options(row: Sequence[str], apart: int) -> bool:
    """Whether another column is named for the options."""
    return any((role_of(cell) or "").startswith("option") for at, cell in enumerate(row) if cell and at != apart)


def _without_prefix(row: Sequence[str]) -> Sequence[str]:
    """`qText`, `qA`, `qB`, `qKey` without what all names of a program begin with."""
    used = [cell for cell in row if cell]
    if len(used) < _LEAST_PREFIXED or any(role_of(cell) for cell in used if len(cell) <= _LONGEST_HEADER):
        return row
    first, last = min(used), max(used)
    shared = next((at for at, sign in enumerate(first) if not last.startswith(sign, at)), len(first))
    return [cell[shared:] for cell in row] if shared and all(len(cell) > shared for cell in used) else row


def _settled(found: dict[int, Role]) -> dict[int, Role]:
    named = set(found.values())
    labels = {role[-1] for role in named if role.startswith("option:")}
    apart = {"options", *(role for role in named if role.startswith("option:"))}
    if {"A", "B"} <= labels:
        apart = {"options"} if "right" not in named else set()
    elif "A" in labels and "options" not in named:
        apart = set()
    elif "options" in named:
        apart.discard("options")
    kept = {column: role for column, role in found.items() if role not in apart}
    answers = "option" if "key" in named and not labels else "blank"
    for column, role in kept.items():
        if role.startswith("answer:"):
            number = int(role[7:])
            kept[column] = f"option:{chr(64 + min(number, 26))}" if answers == "option" else f"blank:{number}"
    if "stem" not in kept.values() and "weak-stem" not in kept.values():
        kept = {column: "stem" if role == "material" else role for column, role in kept.items()}
    if "stem" in kept.values():
        kept = {column: role for column, role in kept.items() if role != "weak-stem"}
    return kept


def _codes(header: Sequence[str], roles: Mapping[int, Role]) -> dict[str, str]:
    """`题型（0单选，1判断，2多选）` says what the numbers in its column mean."""
    column = next((at for at, role in roles.items() if role == "type"), None)
    return {} if column is None else {code: name for code, name in _CODE.findall(fold(header[column]))}


def with_content(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """Correct what a header misnames: a column of types that are topics, a category that is the type, a key counted
    from 0, an unnamed column of keys."""
    first = 0 if columns.header is None else columns.header + 1
    first += 0 if columns.header is None else field_rows(rows, columns.header, columns.of("stem"))
    below = sampled(rows[first:])
    cells = {
        at: [row[at] for row in below if at < len(row) and row[at]] for at in range(max(map(len, below), default=0))
    }
    roles = dict(columns.roles)
    header = () if columns.header is None else rows[columns.header]
    zero = settle(roles, cells, header, columns.codes)
    return Columns(columns.header, roles, columns.guessed, columns.plain, columns.codes, zero)
