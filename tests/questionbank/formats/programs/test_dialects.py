"""Texts in the formats of other programs."""

from __future__ import annotations

import docx
import pytest

from questionbank.document import Document
from questionbank.formats.programs.dialects import lines_of_records, translated
from questionbank.formats.programs.gift import lines_of_gift
from questionbank.formats.programs.quiztext import lines_of_quiz
from questionbank.parsing.source.lines import plain_lines
from questionbank.reading import read_here
from tests.questionbank.formats.office import word

GIFT = """
// Hall training
$CATEGORY: Training/Gates

::Log:: Who keeps the gate log? {
~the driver#No, he signs it.
=the guard
~the cook
}

Keys are signed for. {TRUE}

A lamp may stay on all day. {F#Lamps go off at ten.}

Which are kept cold? {~%50%milk ~%50%shrimps ~%-100%paper}

The call sign is {=Heron =heron =%0%*} by day.

How many lanes has the yard? {#6:1}

Match the sign with its meaning. {
=triangle -> warning
=circle -> ban
}

Explain why seals have numbers. {}
####A number shows a change.
"""


def read(text: str, name: str = "quiz.txt") -> Document:
    return read_here(text.encode(), name)


def essentials(document: Document) -> list[tuple[object, ...]]:
    """Kind, stem, options and key or answer of each question."""
    return [
        (item.kind.value, item.stem, [option.text for option in item.options], item.key, item.reference_answer)
        for item in document.items
    ]


def test_gift() -> None:
    document = read(GIFT)

    assert essentials(document) == [
        ("single_choice", "Who keeps the gate log?", ["the driver", "the guard", "the cook"], ["B"], None),
        ("true_false", "Keys are signed for.", [], True, None),
        ("true_false", "A lamp may stay on all day.", [], False, None),
        ("multiple_choice", "Which are kept cold?", ["milk", "shrimps", "paper"], ["A", "B"], None),
        ("short_answer", "The call sign is _____ by day.", [], None, "Heron / heron"),
        ("short_answer", "How many lanes has the yard?", [], None, "6 ± 1"),
        (
            "essay",
            "Match the sign with its meaning.\ntriangle / circle\nban / warning",
            [],
            None,
            "triangle -> warning; circle -> ban",
        ),
        ("essay", "Explain why seals have numbers.", [], None, None),
    ]
    assert [item.topics for item in document.items] == [["Gates"]] * 8
    assert document.items[0].explanation == "the driver: No, he signs it."
    assert document.items[4].accepted_answers == ["Heron", "heron"]


def test_gift_in_chinese_in_word() -> None:
    document = docx.Document()
    for line in ("::题1:: 谁保管钥匙？ {=班长 ~司机 ~厨师}", "", "钥匙要签收。{T}"):
        document.add_paragraph(line)

    assert essentials(read_here(word(document), "题库.docx")) == [
        ("single_choice", "谁保管钥匙？", ["班长", "司机", "厨师"], ["A"], None),
        ("true_false", "钥匙要签收。", [], True, None),
    ]


def test_escaped_signs_of_gift() -> None:
    document = read("Which set is \\{1, 2\\}? {=a \\= 1\\, b \\= 2 ~a \\~ b ~\\#3}\n")

    assert essentials(document) == [
        ("single_choice", "Which set is {1, 2}?", ["a = 1\\, b = 2", "a ~ b", "#3"], ["A"], None)
    ]


def test_gift_with_nothing_but_essays_is_known_by_its_titles() -> None:
    assert lines_of_gift("::Q8:: How are seals kept? {}\n") == ["1. [essay] How are seals kept?", "ID: Q8"]
    assert lines_of_gift("How are seals kept? {}\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "1. What does this print?\nint f() {\n  a = 5;\n}\nA. 5\nB. 6\nAnswer: A\n",
        '{"a": 1, "b": {"c": 2}}\n',
        "1. 集合{1,2}与{2,3}的交集是？\nA.{2}\nB.{1}\n答案：A\n",
        "1. 谁签收？\nA. 站长\nB. 司机\n答案：A\n",
    ],
)
def test_braces_of_other_texts_are_no_gift(text: str) -> None:
    assert translated(plain_lines(text)) is None


TEXT2QTI = """
Quiz title: Night shift
shuffle answers: true

Title: Gate
Points: 2
1.  Who opens the gate at night?
... The guard signs the book.
a)  The driver
*b) The guard
... Right.
c)  The cook

2.  Which are kept cold?
[*] Milk
[ ] Paper
[*] Shrimps

3.  The bell rings twice.
a) True
*b) False

4.  What is the call sign?
*   Heron
*   heron

5.  How many lanes has the yard?
=   6

6.  Explain how you report a broken seal.
___

GROUP
pick: 1
points per question: 2

1.  Whom do you call?
*a) The yard desk
b) The canteen

END_GROUP
"""


def test_text_for_canvas() -> None:
    document = read(TEXT2QTI)

    assert document.title == "Night shift"
    assert essentials(document) == [
        ("single_choice", "Who opens the gate at night?", ["The driver", "The guard", "The cook"], ["B"], None),
        ("multiple_choice", "Which are kept cold?", ["Milk", "Paper", "Shrimps"], ["A", "C"], None),
        ("true_false", "The bell rings twice.", [], False, None),
        ("short_answer", "What is the call sign?", [], None, "Heron / heron"),
        ("short_answer", "How many lanes has the yard?", [], None, "6"),
        ("essay", "Explain how you report a broken seal.", [], None, None),
        ("single_choice", "Whom do you call?", ["The yard desk", "The canteen"], ["A"], None),
    ]
    assert str(document.items[0].points) == "2"


def test_text_for_respondus() -> None:
    document = read(
        "Type: MC\n1) What is done with a broken seal?\n@ See page 4.\na. Glue it\n*b. Report it\n\n"
        "Type: E\n2) Describe the hand-over.\na. Name, time and signature.\n\n"
        "Type: F\n3) How long is the log kept?\na. 3\nb. three\n\n"
        "4) Who signs?\na. driver\nb. guard\n\nAnswers:\n4. B\n"
    )

    assert essentials(document) == [
        ("single_choice", "What is done with a broken seal?", ["Glue it", "Report it"], ["B"], None),
        ("essay", "Describe the hand-over.", [], None, "Name, time and signature."),
        ("short_answer", "How long is the log kept?", [], None, "3 / three"),
        ("single_choice", "Who signs?", ["driver", "guard"], ["B"], None),
    ]


def test_stars_alone_are_read_by_the_parser_of_texts() -> None:
    text = "1. Who signs?\na. driver\n*b. guard\n\n2. Who waits?\n*a. driver\nb. cook\n"

    assert lines_of_quiz(text) is None
    assert [item.key for item in read(text).items] == [["B"], ["A"]]


RECORDS = """NewQuestion,MC,,,
Title,Log,,,
QuestionText,Who keeps the log?,,,
Points,1,,,
Option,0,driver,,
Option,100,guard,,
,,,,
NewQuestion,TF,,,
QuestionText,Keys are signed for.,,,
TRUE,100,,,
FALSE,0,,,
NewQuestion,WR,,,
QuestionText,Explain why seals have numbers.,,,
AnswerKey,A number shows a change.,,,
"""


@pytest.mark.parametrize("name", ["bank.csv", "bank.txt"])
def test_records_of_brightspace(name: str) -> None:
    assert essentials(read(RECORDS, name)) == [
        ("single_choice", "Who keeps the log?", ["driver", "guard"], ["B"], None),
        ("true_false", "Keys are signed for.", [], True, None),
        ("essay", "Explain why seals have numbers.", [], None, "A number shows a change."),
    ]
    assert lines_of_records("Question,Answer\n1,A\n") is None


@pytest.mark.parametrize(
    ("line", "stem", "answer", "accepted"),
    [
        ("5.退货入库单一式[[三|3]]份。", "退货入库单一式____份。", "三 / 3", ["三", "3"]),
        ("5.退货入库单一式{三}份，顾客留第{二}联。", "退货入库单一式____份，顾客留第____联。", "三；二", []),
    ],
)
def test_answers_in_double_brackets_and_braces(line: str, stem: str, answer: str, accepted: list[str]) -> None:
    (item,) = read(f"[填空题]\n{line}\n[难度]困难\n").items

    assert (item.kind.value, item.stem, item.reference_answer, item.accepted_answers) == (
        "short_answer",
        stem,
        answer,
        accepted,
    )


def test_links_of_notes_are_no_blanks() -> None:
    assert translated(plain_lines("1. 见[[入职须知]]。\n2. 见[[考勤制度]]。\n")) is None


def test_fields_in_brackets_behind_the_type() -> None:
    document = read(
        "客服考试\n\n1. 谁在出库单上签字？[单选题][必答][答案：保管员][分数：5]\n保管员\n司机\n\n"
        "2. 冻品可以常温存放[判断题][答案：错误][分数：2]\n正确\n错误\n"
    )

    assert essentials(document) == [
        ("single_choice", "谁在出库单上签字？", ["保管员", "司机"], ["A"], None),
        ("true_false", "冻品可以常温存放", [], False, None),
    ]
    assert [str(item.points) for item in document.items] == ["5", "2"]
