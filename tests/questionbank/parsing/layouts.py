"""Random layouts, and a bank written in one of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from tests.questionbank.parsing.banks import Bank, Question

CHINESE = "一二三四五六七八九十"
TITLES = {
    "single_choice": ("单选题", "单项选择题"),
    "multiple_choice": ("多选题", "多项选择题"),
    "true_false": ("判断题", "是非题"),
    "fill_in": ("填空题", "填空题"),
    "short_answer": ("简答题", "问答题"),
    "essay": ("论述题", "案例分析题"),
}
OBJECTIVE = ("single_choice", "multiple_choice", "true_false")
PAGES = ["第 {} 页 共 9 页", "- {} -", "Page {} of 9"]


@dataclass(frozen=True)
class Layout:
    """How a bank is written. `key`: label, stem, mark, trailing or section (a run below each section)."""

    named: str  # heading, tag-before, tag-behind
    heading: str
    facts: str
    points: str  # heading, item, none
    formal: int
    number: str
    restarts: bool
    option: str
    across: str
    key: str
    word: str
    run: str
    truth: tuple[str, str]
    blank: str
    answer: str
    points_word: str
    bullet: str
    reason: str
    reason_beside: bool
    gap: int
    wrapped: bool
    pages: str
    title: str


def _one(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


CHOICES: dict[str, st.SearchStrategy[object]] = {
    "named": _one("heading", "heading", "heading", "tag-before", "tag-behind"),
    "heading": _one(
        "{cn}、{title}", "（{cn}）{title}", "第{cn}部分 {title}", "## {cn}、{title}", "{title}", "**{cn}、{title}**"
    ),
    "facts": _one(
        "（每题{p}分，共{n}题）", "（共{n}题，每题{p}分，共{t}分）", "：本大题共{n}小题，每小题{p}分。",
        "(每小题{p}分,共{t}分)",
    ),
    "points": _one("heading", "heading", "item", "none"),
    "formal": _one(0, 1),
    "number": _one(
        "{}. ", "{}.", "{}、", "{}．", "（{}）", "({}) ", "{}) ", "题目{}：", "第{}题 ", "第{}题：", "Q{}. ", "[{}] ",
        "#{} ", "{} 、",
    ),
    "restarts": st.booleans(),
    "option": _one(
        "{}. ", "{}.", "{}、", "{}．", "({}) ", "（{}）", "{}) ", "{}）", "- {}. ", "【{}】", "[{}] ", "{}: ", "{}：",
        "{} ", "{}", "a. ", "(a) ", "□{}. ", "● ", "○ ",
    ),
    "across": _one("", "", "", "    ", "\t", "  ", "stem"),
    "key": _one("label", "label", "stem", "mark", "trailing", "section"),
    "word": _one(
        "答案：{}", "正确答案:{}", "【答案】{}", "[答案] {}", "参考答案：{}", "标准答案：{}", "**答案**：{}", "答：{}",
        "答案：（{}）", "正确答案是{}", "答案 {}", "Answer: {}", "本题答案：{}", "- 答案：{}", "（答案：{}）",
        "答案：{}。", "故选{}", "正确选项：{}",
    ),
    "run": _one("lines", "run", "range", "sequence", "table"),
    "truth": _one(
        ("√", "×"), ("对", "错"), ("正确", "错误"), ("T", "F"), ("✓", "✗"), ("True", "False"), ("是", "否"), ("Y", "N")
    ),
    "blank": _one("（ ）", "（　　）", "____", "( )"),
    "answer": _one("参考答案：{}", "答案：{}", "【参考答案】{}", "答：{}", "参考回答：{}"),
    "points_word": _one("答案要点：", "【答案要点】", "评分要点：", "参考要点："),
    "bullet": _one("- {}", "{n}. {}", "（{n}）{}", "{c}{}", "• {}", "{n}、{}"),
    "reason": _one("解析：{}", "【解析】{}", "答案解析：{}", "解析:{}"),
    "reason_beside": st.booleans(),
    "gap": _one(0, 1, 2),
    "wrapped": _one(False, False, True),
    "pages": _one("", "", *PAGES),
    "title": _one("", "仓库客服测试卷", "# 仓库客服题库"),
}  # fmt: skip
layouts = st.builds(Layout, **CHOICES)


@dataclass(frozen=True)
class Row:
    """A paragraph: `level` 0 is a question and 1 an option where Word numbers by itself; `label` is typed otherwise."""

    text: str
    label: str = ""
    level: int | None = None
    section: int = 0


def sensible(style: Layout) -> Layout:
    """The same layout without what no document has: an option without letters has no letters to cite, and the like."""
    unlettered = style.option in ("● ", "○ ")
    changed: dict[str, object] = {}
    if unlettered:
        changed["key"] = "mark" if style.key in ("stem", "mark") else "label"
        changed["across"] = ""
    if style.option == "○ ":
        changed["key"] = "mark"
    if style.option.startswith(("- ", "□")) or style.wrapped:
        changed["across"] = ""
    if style.option in ("{} ", "{}", "a. ") and style.across in ("stem", "  "):
        changed["across"] = "    "
    if style.named != "heading":
        changed["restarts"] = False
        if style.key in ("trailing", "section"):
            changed["key"] = "label"
        if style.points == "heading":
            changed["points"] = "item"
    if style.heading == "{title}" and style.points != "heading":
        changed["facts"] = ""
    return dataclasses.replace(style, **changed)  # type: ignore[arg-type]


def stem_of(one: Question, style: Layout) -> str:
    """The stem as the bank has it: with its blank, without number, remarks and key."""
    name = f"{one.subject}{CHINESE[one.serial % 10]}号"
    if one.kind == "true_false":
        return f"{name}不必{one.asked[2:] or one.asked}。"
    if one.kind == "fill_in":
        return f"{name}要在" + "或".join("____" for _ in one.terms) + "登记。"
    if one.kind == "short_answer":
        return f"简述{name}的处理步骤。"
    if one.kind == "essay":
        return f"请结合实例论述{name}的意义。"
    if one.blank == "inside" or (not one.blank and style.key == "stem"):
        return f"关于{name}，{style.blank}是第一步。"
    return f"{name}{one.asked}？{style.blank if one.blank else ''}"


def shown_key(one: Question, style: Layout) -> str:
    return style.truth["√×".index(one.key)] if one.kind == "true_false" else one.key


class Writer:
    """Writes a bank row by row."""

    def __init__(self, style: Layout) -> None:
        self.style = style
        self.rows: list[Row] = []
        self.section = 0
        self.page = 0

    def add(self, text: str, label: str = "", level: int | None = None) -> None:
        self.rows.append(Row(text, label, level, self.section))

    def bank(self, bank: Bank) -> list[Row]:
        style = self.style
        if style.title:
            self.add(style.title)
        number = 0
        for self.section, (kind, questions) in enumerate(bank):
            number = 0 if style.restarts else number
            if style.named == "heading":
                self.add(self.heading(kind, len(questions)))
            for one in questions:
                number += 1
                self.question(one, number)
                self.rows += [Row("")] * style.gap
            if style.key == "section" and kind in OBJECTIVE:
                self.keys(questions, number - len(questions) + 1)
        if style.key == "trailing":
            self.answers(bank)
        return self.rows

    def heading(self, kind: str, count: int) -> str:
        style = self.style
        title = style.heading.format(cn=CHINESE[self.section], title=TITLES[kind][style.formal])
        return title + (style.facts.format(p=2, n=count, t=2 * count) if style.points == "heading" else "")

    def question(self, one: Question, number: int) -> None:
        style = self.style
        stem, remark = stem_of(one, style), "（2分）" if style.points == "item" else ""
        if style.key == "stem" and one.kind in OBJECTIVE:
            key = f"（{shown_key(one, style)}）"
            stem = stem.replace(style.blank, key) if style.blank in stem and one.kind != "true_false" else stem + key
        tag = TITLES[one.kind][style.formal]
        label = style.number.format(number)
        label = f"[{tag}]{label}" if style.named == "tag-before" else label
        text = (f"【{tag}】" if style.named == "tag-behind" else "") + remark + stem
        options = self.options(one)
        if style.across == "stem" and options:
            text, options = f"{text}  {'  '.join(options)}", []
        lines = _wrapped(text) if style.wrapped else [text]
        self.add(lines[0], label, 0)
        for line in lines[1:]:
            self.add(line)
        self.option_rows(options)
        self.answer(one)

    def options(self, one: Question) -> list[str]:
        style, found = self.style, []
        for letter, text in zip("ABCDEFG", one.options, strict=False):
            chosen = style.key == "mark" and letter in one.key
            label = style.option.replace("a", letter.lower()).format(letter)
            if style.option == "○ ":
                label = "☑ " if chosen else "□ "
            elif style.option.startswith("□"):
                label = label.replace("□", "☑") if chosen else label
            elif chosen:
                text += "（正确）" if style.formal else " √"
            glued = style.option == "{}" and not "\u4e00" <= text[0] <= "\u9fff"
            found.append(label + (" " if glued else "") + text)
        return found

    def option_rows(self, options: list[str]) -> None:
        across = self.style.across
        if across in ("", "stem"):
            for place, text in enumerate(options):
                self.add(text[len(_label(text, self.style, place)) :], _label(text, self.style, place), 1)
        elif options:
            half = (len(options) + 1) // 2 if self.style.formal else len(options)
            for line in (options[:half], options[half:]):
                if line:
                    self.add(across.join(line))

    def answer(self, one: Question) -> None:
        style = self.style
        if style.pages and one.serial % 3 == 0:
            self.page += 1
            self.add(style.pages.format(self.page))
        if one.points:
            self.add(style.points_word)
            for n, point in enumerate(one.points, start=1):
                self.add(style.bullet.replace("{}", point).format(n=n, c="①②③④⑤"[n - 1]))
        elif one.reference or one.terms:
            if style.key != "trailing":
                self.add(style.answer.format(one.reference or "；".join(one.terms)))
        else:
            self.objective(one)

    def objective(self, one: Question) -> None:
        style = self.style
        told = style.key == "label" or (style.key == "mark" and not one.options)
        word = style.word if one.options or "选" not in style.word else "答案：{}"
        key = word.format(shown_key(one, style)) if told else ""
        reason = style.reason.format(one.explanation) if one.explanation else ""
        if key and reason and style.reason_beside and style.word.endswith("{}"):
            self.add(f"{key}  {reason}")
            return
        for line in (key, reason):
            if line:
                self.add(line)

    def answers(self, bank: Bank) -> None:
        """The answer section: headings as in the questions, then the answers of the section."""
        style, number = self.style, 0
        self.add("参考答案")
        for place, (kind, questions) in enumerate(bank):
            number = 0 if style.restarts else number
            heading = "{title}" if style.heading == "{title}" else "{cn}、{title}"
            self.add(
                style.heading.replace("{cn}、{title}", heading).format(
                    cn=CHINESE[place], title=TITLES[kind][style.formal]
                )
            )
            if kind in OBJECTIVE:
                self.keys(questions, number + 1)
            for one in questions:
                number += 1
                if one.reference or one.terms:
                    self.add(f"{number}. {one.reference or '；'.join(one.terms)}")

    def keys(self, questions: list[Question], first: int) -> None:
        """The keys of one section: a line each, a run, ranges, a sequence without numbers, or a table."""
        style = self.style
        shown = [shown_key(one, style) for one in questions]
        numbers = range(first, first + len(shown))
        several = questions[0].kind == "multiple_choice" or any(len(key) > 1 for key in shown)
        form = style.run if len(shown) > 2 or style.run == "run" else "lines"
        if form == "lines" and style.key == "section":
            form = "run"
        if any(key.lower() in ("true", "false", "正确", "错误", "是", "否", "y", "n") for key in shown):
            form = "run" if style.key == "section" else "lines"
        before = "答案：" if style.key == "section" else ""
        if form == "run":
            self.add(before + "  ".join(f"{n}.{key}" for n, key in zip(numbers, shown, strict=True)))
        elif form == "range":
            self.add(f"{before}{first}-{numbers[-1]} " + (" " if several else "").join(shown))
        elif form == "sequence":
            self.add(before + (" " if several else "").join(shown))
        elif form == "table":
            self.add("\t".join(["题号", *map(str, numbers)]))
            self.add("\t".join(["答案", *shown]))
        else:
            for n, key in zip(numbers, shown, strict=True):
                self.add(f"{n}. {key}")


def _label(text: str, style: Layout, place: int) -> str:
    letter = "ABCDEFG"[place]
    label = style.option.replace("a", letter.lower()).format(letter)
    return label if text.startswith(label) else ""


def _wrapped(text: str) -> list[str]:
    """Two lines, unless the break would fall into a bracket, a blank or the mark of a number."""
    middle = len(text) // 2 + 2
    inside = text[:middle].count("（") > text[:middle].count("）") or "_" in text[middle - 1 : middle + 1]
    return [text] if inside or len(text) <= 16 or "(" in text else [text[:middle], text[middle:]]


EXPECTED_KIND = {"fill_in": "short_answer"}


def expected(one: Question, style: Layout) -> dict[str, object]:
    """The fields that must come back (blanks of texts left out of the comparison)."""
    stem = stem_of(one, style)
    if style.key == "stem" and style.blank in stem and one.kind in ("single_choice", "multiple_choice"):
        stem = stem.replace(style.blank, "") if stem.endswith(style.blank) else stem.replace(style.blank, "（）")
    return {
        "kind": EXPECTED_KIND.get(one.kind, one.kind),
        "stem": "".join(stem.split()),
        "options": list(one.options),
        "key": one.key,
        "explanation": one.explanation,
        "points": None if style.points == "none" else Decimal(2),
        "answer_points": list(one.points),
        "reference": one.reference or "；".join(one.terms),
        "accepted": list(one.terms) if len(one.terms) == 1 else [],
    }
