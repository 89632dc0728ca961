"""One good file for each reader, from which the fuzzing begins."""

from __future__ import annotations

import docx

from questionbank.reading import read_here
from tests.questionbank.formats.office import add_numbered, level, numbered_document, word, workbook
from tests.questionbank.formats.oldbook import old_workbook, open_document

ROWS: list[list[object]] = [
    ["题型", "题干", "选项A", "选项B", "选项C", "答案", "分值", "难度", "解析"],
    ["单选题", "客户催单时先做什么？", "查物流", "道歉", "挂断", "A", 2, "易", "先查清再答。"],
    ["多选题", "下列哪些要登记？", "姓名", "单号", "星座", "AB", "3分", 2, ""],
    ["判断题", "退款以原路退回为准。", "", "", "", "√", 1.0, "", ""],
    ["简答题", "写出两项注意事项。", "", "", "", "答案要点：（1）核对地址（2分）（2）留下记录（3分）", 5, "难", ""],
]
TEXT = """客服考核题（共100分）
一、单项选择题（每题2分，共4分）
1. 客户催单时先做什么？（ A ）
A. 查物流  B. 道歉
C. 挂断    D. 转接
答案解析：先查清再答。
2、包裹破损应先（　　）。
A、拍照 B、签收
二、多选题（每题3分，少选得1分，错选不得分）
3．下列哪些要登记？
A．姓名
B．单号
三、判断题
4. 退款以原路退回为准。（√）
四、简答题（每题10分）
5. 写出两项注意事项。
答案要点：
（1）核对地址（5分）
（2）留下记录（5分）：写明时间、客服工号
评分标准：答出一点得5分，最多10分；字迹不清扣1分。
五、论述题
6. 谈谈大促前的准备。
参考答案：备货、排班、话术。
参考答案
2. A  3. AB
"""


def word_file() -> bytes:
    document = numbered_document(level(0, "chineseCounting", "%1、") + level(1, "upperLetter", "%2."))
    for text, ilvl in (("先做什么？", 0), ("倾听", 1), ("打断", 1)):
        add_numbered(document, text, ilvl=ilvl)
    document.add_paragraph("答案：A").runs[0].bold = True
    document.add_table(1, 2).rows[0].cells[1].text = "单元格"
    return word(document)


def long_word_file() -> bytes:
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    return word(document)


def table_text(separator: str) -> str:
    return "\n".join(separator.join(str(cell) for cell in row) for row in ROWS)


# Name of a file → files of that kind that the reader takes.
SEEDS: dict[str, list[bytes]] = {
    "题.docx": [word_file(), long_word_file()],
    "题.xlsx": [workbook({"题": ROWS})],
    "题.xls": [old_workbook("题", ROWS)],
    "题.ods": [open_document("题", ROWS)],
    "题.csv": [table_text(",").encode(), table_text("\t").encode("gb18030")],
    "题.txt": [TEXT.encode(), TEXT.encode("gb18030"), TEXT.replace("\n", " ").encode("utf-8-sig")],
    "题.md": [TEXT.replace("\n", "\n\n").replace("一、", "## 一、").encode()],
    "题.json": [read_here(TEXT.encode(), "题.txt").to_json().encode()],
}
