"""One seeded fault for each finding; a clean paper gives no alarm."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from exams.checkup import (
    Finding,
    Severity,
    SheetItem,
    SheetSection,
    binomial_tail,
    characters,
    check_up,
    seconds_needed,
)
from questionbank.content import AnyContent, Criterion, ItemKind
from questionbank.folding import fingerprint
from questionbank.policy import Policy, PolicyId
from tests import build

STEMS = (
    "客户催发货",
    "退款多久到账",
    "发票抬头写错",
    "包裹显示签收",
    "要求改收货地址",
    "投诉快递员",
    "询问保修期限",
    "差评如何回复",
)


def sheet(*contents: AnyContent, each: str = "2", first: int = 1, **fields: object) -> SheetSection:
    items = tuple(
        SheetItem(n, n, content, Decimal(each), fingerprint=fingerprint(content))
        for n, content in enumerate(contents, start=first)
    )
    made: dict[str, object] = {"kind": contents[0].kind if contents else ItemKind.ESSAY, "items": items, **fields}
    return SheetSection(1, "第一部分", points_each=Decimal(each), **made)  # type: ignore[arg-type]


def found(*sections: SheetSection, minutes: int = 60) -> list[tuple[str, str, tuple[int, ...], dict[str, str | int]]]:
    return [(f.code, f.severity.value, f.items, dict(f.params)) for f in check_up(sections, minutes=minutes)]


def test_a_clean_paper_gives_no_alarm() -> None:
    singles = [build.single(stem, key="ABCD"[n % 4]) for n, stem in enumerate(STEMS)]
    truths = [build.true_false("先核对订单。"), build.true_false("可以骂客户。", key=False)]

    sections = [
        sheet(*singles),
        sheet(build.multiple()),
        sheet(*truths, each="1"),
        sheet(build.short()),
        sheet(build.essay(), each="10"),
    ]
    numbered = [
        SheetSection(
            s.id,
            s.title,
            s.kind,
            s.points_each,
            tuple(SheetItem(10 * n + i.id, i.number, i.content, i.points) for i in s.items),
        )
        for n, s in enumerate(sections)
    ]

    assert found(*numbered) == []


def test_nothing_to_answer() -> None:
    assert found() == [("no-section", "error", (), {})]
    assert found(sheet()) == [("empty-section", "error", (), {})]
    assert found(sheet(short_by=3, asked=5)) == [("shortage", "error", (), {"asked": 5, "short": 3})]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (build.single(key=None), ("no-key", "error", {"number": 1})),
        (build.multiple(key=()), ("no-key", "error", {"number": 1})),
        (build.true_false(key=None), ("no-key", "error", {"number": 1})),
        (build.single(key="F"), ("key-not-an-option", "error", {"number": 1, "key": "F"})),
        (build.multiple(key=("A", "F", "G")), ("key-not-an-option", "error", {"number": 1, "key": "FG"})),
        (build.multiple(key=("A",)), ("one-key", "warning", {"number": 1})),
        (build.single(options=build.options("是"), key="A"), ("too-few-options", "error", {"number": 1})),
        (build.single(options=build.options("退款", "退 款"), key="A"), ("option-repeated", "warning", {"number": 1})),
        (build.short(accepted=()), ("no-rubric", "warning", {"number": 1})),
        (
            build.essay(answer_points=(), criteria=(Criterion(text="完整", points=Decimal(3)),)),
            ("rubric-sum", "warning", {"number": 1, "rubric": "3", "points": "2"}),
        ),
    ],
)
def test_faults_of_one_question(content: AnyContent, expected: tuple[str, str, dict[str, str | int]]) -> None:
    code, severity, params = expected

    assert found(sheet(content)) == [(code, severity, (1,), params)]


def test_status_of_the_item() -> None:
    draft = SheetItem(1, 1, build.single(), Decimal(2), approved=False)
    old = SheetItem(2, 2, build.single("退款多久到账"), Decimal(2), newest=False)

    section = SheetSection(1, "一", ItemKind.SINGLE_CHOICE, Decimal(2), (draft, old))

    assert found(section) == [
        ("not-approved", "error", (1,), {"number": 1}),
        ("newer-wording", "warning", (2,), {"number": 2}),
    ]


def test_sum_of_a_section() -> None:
    items = (
        SheetItem(1, 1, build.single(STEMS[0]), Decimal(2)),
        SheetItem(2, 2, build.single(STEMS[1], key="A"), Decimal("2.5")),
    )

    assert found(SheetSection(1, "一", ItemKind.SINGLE_CHOICE, Decimal(2), items)) == [
        ("sum-differs", "warning", (2,), {"count": 2, "each": "2", "expected": "4", "total": "4.5"})
    ]


def test_points_for_an_incomplete_answer_stay_below_the_points() -> None:
    policy = Policy(id=PolicyId.FIXED_IF_SUBSET, params={"c": "2"})

    assert found(sheet(build.multiple(), policy=policy)) == [("part-not-less", "warning", (1,), {"points": "2"})]
    assert found(sheet(build.multiple(), each="4", policy=policy)) == []


def test_key_position_bias_by_the_binomial_tail() -> None:
    assert binomial_tail(5, 5, Fraction(1, 4)) == Fraction(1, 1024)
    assert binomial_tail(2, 1, Fraction(1, 2)) == Fraction(3, 4)

    all_b = [build.single(stem, key="B") for stem in STEMS[:5]]
    assert found(sheet(*all_b)) == [
        ("key-position", "warning", (1, 2, 3, 4, 5), {"letter": "B", "found": 5, "of": 5}),
    ]
    assert found(sheet(*all_b[:3])) == []  # 3 of 3 happens once in 16 papers


def test_statements_that_are_all_true() -> None:
    truths = [build.true_false(stem) for stem in STEMS[:3]]

    assert found(sheet(*truths)) == [("same-truth", "warning", (1, 2, 3), {"count": 3, "truth": "True"})]
    assert found(sheet(*truths[:2])) == []


def test_reading_time_above_the_limit() -> None:
    content = build.true_false("字" * 300, seconds=90)

    assert characters(build.single("两 字", options=build.options("甲", "乙"))) == 4
    assert seconds_needed(sheet(content).items) == 150
    assert found(sheet(content), minutes=2) == [("too-little-time", "warning", (), {"minutes": 2, "needed": 3})]
    assert found(sheet(content), minutes=3) == []


def test_reading_time_of_a_section_above_its_own_limit() -> None:
    long, brief = build.true_false("字" * 300, seconds=90), build.essay()

    assert found(sheet(long, minutes=2), sheet(brief, each="10", first=2), minutes=60) == [
        ("too-little-time", "warning", (), {"minutes": 2, "needed": 3})
    ]
    assert [finding.section for finding in check_up([sheet(long, minutes=2)], minutes=2)] == [1, None]
    assert found(sheet(long, minutes=3), sheet(brief, each="10", first=2), minutes=60) == []


@pytest.mark.parametrize(
    ("own", "minutes", "code"),
    [
        ((20, 30), 40, "sections-take-longer"),
        ((20, None), 19, "sections-take-longer"),
        ((20, 30), 60, "minutes-left-over"),
        ((20, 30), 50, None),
        ((20, None), 60, None),
        ((None, None), 60, None),
    ],
)
def test_the_minutes_of_the_sections_against_those_of_the_whole(
    own: tuple[int | None, ...], minutes: int, code: str | None
) -> None:
    parts = [sheet(build.single("催发货"), minutes=own[0]), sheet(build.essay(), each="10", first=2, minutes=own[1])]
    together = sum(part or 0 for part in own)

    said = [(code, "warning", (), {"together": together, "minutes": minutes})] if code else []
    assert found(*parts, minutes=minutes) == said


def test_the_same_question_twice_and_nearly_twice() -> None:
    same = sheet(
        build.true_false("退款前应当核对原支付渠道。"), build.true_false("退款前應當核對原支付渠道", key=False)
    )
    near = sheet(
        build.true_false("退款之前客服应当先核对客户原来的支付渠道和订单号码。"),
        build.true_false("退款之前客服应当先核对客户原来的支付渠道和订单号。", key=False),
    )

    assert found(same) == [("same-question", "error", (1, 2), {"one": 1, "two": 2})]
    assert found(near) == [("similar-questions", "warning", (1, 2), {"one": 1, "two": 2})]


def test_errors_come_first() -> None:
    findings: list[Finding] = check_up([sheet(build.multiple(key=("A",))), sheet()], minutes=60)

    assert [f.severity for f in findings] == [Severity.ERROR, Severity.WARNING]
