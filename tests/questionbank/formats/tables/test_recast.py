"""Tables that are laid out in other ways than a row for each question below one header."""

from __future__ import annotations

from questionbank.content import ItemKind
from questionbank.formats.tables.table import read_table
from questionbank.formats.workbooks.sheet import Grid
from tests.questionbank.formats.tables.test_table import codes, grid, read, shown
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind


def test_questions_side_by_side() -> None:
    document = read(
        ["序号", "题目", "答案", "序号", "题目", "答案"],
        ["1", "可以挂断投诉。", "错", "3", "先核对订单。", "对"],
        ["2", "回访要及时。", "对", "", "", ""],
    )

    assert [(item.number, item.stem, item.key) for item in document.items] == [
        ("1", "可以挂断投诉。", False), ("2", "回访要及时。", True), ("3", "先核对订单。", True),
    ]  # fmt: skip
    assert uncovered(document) == []


def test_two_columns_of_answers_are_not_side_by_side() -> None:
    document = read(
        ["题目", "A", "B", "答案"], ["先做什么？", "倾听", "打断", "A"], ["后做什么？", "争辩", "登记", "B"]
    )

    assert [item.key for item in document.items] == [["A"], ["B"]]


def test_blackboards_form() -> None:
    document = read(
        ["MC", "Who calls back?", "the clerk", "correct", "nobody", "incorrect"],
        ["MA", "What helps?", "calm", "correct", "notes", "correct", "blame", "incorrect"],
        ["TF", "Hang up at once.", "false"],
        ["ESS", "Describe a refund.", "check and pay"],
    )

    assert shown(document) == [
        (S, "Who calls back?", ["Athe clerk", "Bnobody"], ["A"]),
        (M, "What helps?", ["Acalm", "Bnotes", "Cblame"], ["A", "B"]),
        (T, "Hang up at once.", [], False),
        (Q, "Describe a refund.", [], None),
    ]


def test_columns_that_begin_with_such_codes_by_chance() -> None:
    document = read(["MC", "12", "a"], ["OP", "13", "b"], ["SR", "14", "c"])

    assert document.items == []


def test_a_header_of_two_rows_and_one_word_above_the_options() -> None:
    rows = [["先做什么？", "倾听", "打断", "争辩", "A"], ["后做什么？", "挂机", "登记", "离线", "B"]]
    expected = [
        (S, "先做什么？", ["A倾听", "B打断", "C争辩"], ["A"]),
        (S, "后做什么？", ["A挂机", "B登记", "C离线"], ["B"]),
    ]

    assert shown(read(["题目", "选项", "", "", "答案"], ["", "A", "B", "C", ""], *rows)) == expected
    assert shown(read(["题目", "选项", "", "", "答案"], *rows)) == expected
    assert shown(read(["题目", "选项", "选项", "选项", "答案"], *rows)) == expected
    assert shown(read(["题目", "备选项一", "备选项二", "备选项三", "答案"], *rows)) == expected
    assert shown(read(["题目", "选项甲", "选项乙", "选项丙", "答案"], *rows)) == expected


def test_options_in_one_cell_in_many_dresses() -> None:
    for cell in (
        "A-倾听\nB-打断", "倾听,打断", "倾听/打断", "1. 倾听\n2. 打断",
        '[{"key": "A", "value": "倾听"}, {"key": "B", "value": "打断"}]',
    ):  # fmt: skip
        document = read(["题型", "题目", "选项", "答案"], ["单选题", "先做什么？", cell, "B"])
        assert shown(document) == [(S, "先做什么？", ["A倾听", "B打断"], ["B"])]


def test_a_key_that_repeats_its_options_line_by_line() -> None:
    document = read(
        ["题型", "题目", "A", "B", "C", "答案"], ["多选题", "哪些？", "致歉", "争辩", "复述", "A. 致歉\nC. 复述"]
    )

    assert document.items[0].key == ["A", "C"]


def test_columns_of_wrong_answers() -> None:
    document = read(
        ["Question", "Correct Answer", "Wrong Answer 1", "Wrong Answer 2"],
        ["Who calls back?", "the clerk", "nobody", "a bot"],
    )

    assert shown(document) == [(S, "Who calls back?", ["Athe clerk", "Bnobody", "Ca bot"], ["A"])]


def test_a_row_that_explains_the_header() -> None:
    document = read(
        ["Question Text", "Question Type", "Option 1", "Option 2", "Correct Answer"],
        [
            "Text of the question",
            "Question Type",
            "Text for option 1",
            "Text for option 2",
            "The correct option choice",
        ],
        ["Who calls back?", "Multiple Choice", "the clerk", "nobody", "1"],
    )

    assert shown(document) == [(S, "Who calls back?", ["Athe clerk", "Bnobody"], ["A"])]
    assert uncovered(document) == []


def test_kinds_written_once_above_their_questions() -> None:
    document = read(
        ["题型", "题目", "A", "B", "答案"],
        ["多选题", "哪些能安抚？", "致歉", "复述", "AB"],
        ["", "哪一项能安抚？", "致歉", "争辩", "A"],
        ["", "哪一项不能？", "致歉", "争辩", "B"],
        ["单选题", "先做什么？", "倾听", "打断", "A"],
        ["", "后做什么？", "争辩", "登记", "B"],
    )

    assert [item.kind for item in document.items] == [M, M, M, S, S]


def test_keys_of_tables_without_a_header() -> None:
    asked = [[f"第{n}步由谁负责？", f"甲{n}组", f"乙{n}组", f"丙{n}组"] for n in range(1, 5)]
    by_text = read(*[[*row, row[1 + n % 3]] for n, row in enumerate(asked)])
    by_place = read(*[[*row, str(1 + n % 3)] for n, row in enumerate(asked)])

    assert [item.key for item in by_text.items] == [["A"], ["B"], ["C"], ["A"]]
    assert [item.key for item in by_place.items] == [["A"], ["B"], ["C"], ["A"]]


def test_orders_of_things_are_no_questions() -> None:
    document = read_table(
        [Grid("订单", [["充电宝", "蓝色", "1", "2"], ["数据线", "白色", "2", "1"], ["支架", "黑色", "1", "3"]])]
    )

    assert document.items == []


def test_a_column_that_says_the_same_in_every_row_names_the_next() -> None:
    rows = [
        [f"第{n}步由谁负责？", "甲组", "乙组", "丙组", "正确答案：", "ABC"[n % 3], "解析：", f"见制度第{n}条"]
        for n in range(1, 6)
    ]
    document = read(*rows)

    assert [(len(item.options), item.key, item.explanation) for item in document.items] == [
        (3, ["ABC"[n % 3]], f"见制度第{n}条") for n in range(1, 6)
    ]


def test_keys_that_name_the_column_of_an_option() -> None:
    document = read(
        ["question", "option1", "option2", "option3", "answer"],
        ["Who calls back?", "a bot", "nobody", "the clerk", "option3"],
    )

    assert document.items[0].key == ["C"]


def test_a_second_header_in_another_language_is_no_question() -> None:
    document = read(
        ["试题文本", "试题类型", "选项个数", "选项A", "选项B", "试题答案", "试题分类"],
        [
            "questionText",
            "questionType",
            "questionChooseCount",
            "chooseA",
            "chooseB",
            "questionAnswer",
            "questionClass",
        ],
        ["先做什么？", "single", "2", "倾听", "打断", "A", "接待"],
    )

    assert shown(document) == [(S, "先做什么？", ["A倾听", "B打断"], ["A"])]
    assert uncovered(document) == []


def test_headers_that_end_in_txt_and_short_keys() -> None:
    document = read(
        ["question_id", "question_txt", "mul_choice", "ANS", "A", "B", "explanation_txt"],
        ["7", "Who calls back?", "y", "B", "nobody", "the clerk", "The clerk is in charge of every call of the day."],
    )

    assert shown(document) == [(S, "Who calls back?", ["Anobody", "Bthe clerk"], ["B"])]


def test_a_sheet_that_says_it_is_an_example() -> None:
    example = grid(["此sheet是示例，不要填写"], ["题干", "答案"], ["如何填写？", "照此填写"], name="Sheet1")
    document = read_table([example, grid(["题干", "答案"], ["谁来回访？", "客服"], name="简答题")])

    assert [item.stem for item in document.items] == ["谁来回访？"]


def test_types_in_front_of_the_question() -> None:
    document = read(
        ["题目", "答案"],
        ["简答题：如何安抚顾客？", "倾听"],
        ["判断题：可以挂断投诉。", "错"],
        ["难题：谁来解决？", "客服"],
    )

    assert [(item.kind, item.stem) for item in document.items] == [
        (Q, "如何安抚顾客？"), (T, "可以挂断投诉。"), (E, "难题：谁来解决？"),
    ]  # fmt: skip


def test_names_of_key_columns_are_made_of_their_words() -> None:
    for name in (
        "CorrectOp",
        "correct_option",
        "correctAnswer",
        "right answer",
        "Correct Answer Letter",
        "正确选项字母",
    ):
        document = read(["question", "OpA", "OpB", name], ["Who calls back?", "nobody", "the clerk", "B"])

        assert shown(document) == [(S, "Who calls back?", ["Anobody", "Bthe clerk"], ["B"])]


def test_columns_that_only_tell_of_what_was_correct_are_no_keys() -> None:
    for name in ("correct rate", "right now", "answer options"):
        document = read(["question", "OpA", "OpB", name], ["Who calls back?", "nobody", "the clerk", "B"])

        assert [item.key for item in document.items] == [None]


def test_forms_with_several_labels_in_a_row_and_values_in_several_cells() -> None:
    document = read(
        ["题目编码", "KF001", "", "题  型", "单选", "难易度", "难"],
        ["题  目", "先做什么？"], ["答  案", "1"], ["选项 1", "倾听"], ["选项 2", "打断", "对方"],
        ["题目编码", "KF002", "", "题", "型", "多选", "难易度", "易"],
        ["题  目", "哪些有用？"], ["答  案", "12"], ["选项 1", "记录"], ["选项 2", "回访"],
        ["资料到此为止"],
    )  # fmt: skip

    assert shown(document) == [
        (S, "先做什么？", ["A倾听", "B打断 对方"], ["A"]),
        (M, "哪些有用？", ["A记录", "B回访"], ["A", "B"]),
    ]
    assert [item.number for item in document.items] == ["KF001", "KF002"]
    assert "资料到此为止" in (document.text or "")
    assert uncovered(document) == []


def test_a_form_whose_first_line_is_damaged_does_not_shift_the_others() -> None:
    good = [["题  目", "先做什么？"], ["答案", "A"], ["选项A", "倾听"], ["选项B", "打断"]]
    document = read(
        ["编号", "1", "题型", "单选"], *good,
        ["编号 2 题型 判断"], ["题  目", "可以争辩。"], ["答案", "错"],
        ["编号", "3", "题型", "多选"], ["题  目", "哪些有用？"], ["答案", "AB"], ["选项A", "记录"], ["选项B", "回访"],
    )  # fmt: skip

    assert [(item.kind, item.key) for item in document.items] == [(S, ["A"]), (T, False), (M, ["A", "B"])]


def test_kinds_as_other_systems_call_them() -> None:
    document = read(
        ["Type", "Question", "OfficialAnswer", "Level"],
        ["written", "How do you calm a caller?", "listen first", "advanced"],
        ["FB", "Refunds take ___ days.", "three", "basic"],
    )

    assert [(item.kind, item.reference_answer) for item in document.items] == [(E, "listen first"), (Q, "three")]
    assert [item.difficulty.value for item in document.items if item.difficulty] == ["hard", "easy"]


def test_an_identifier_is_no_key_and_options_behind_letters() -> None:
    document = read(
        ["索引", "题目key", "题目", "答案选项", "正确答案,可多选"],
        ["1", "kf_01", "先做什么？", "A;倾听,B;打断,C;争辩", "A"],
        ["2", "kf_02", "哪些有用？", "A;记录,B;推诿,C;回访", "A,C"],
    )

    assert shown(document) == [
        (S, "先做什么？", ["A倾听", "B打断", "C争辩"], ["A"]),
        (M, "哪些有用？", ["A记录", "B推诿", "C回访"], ["A", "C"]),
    ]


def test_an_empty_column_between_tables_side_by_side() -> None:
    document = read(
        ["题目", "答案", "", "题目", "答案"],
        ["先做什么？", "倾听", "", "找谁赔？", "承运方"],
        ["后做什么？", "登记", "", "几天退款？", "7天"],
    )

    assert [(item.stem, item.reference_answer) for item in document.items] == [
        ("先做什么？", "倾听"), ("后做什么？", "登记"), ("找谁赔？", "承运方"), ("几天退款？", "7天")
    ]  # fmt: skip
    assert codes(document, "error", "warning", "info") == ["inferred-type"] * 4
