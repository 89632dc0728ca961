"""Facts that were measured about Unicode and OpenCC, and what they mean for matching answers."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.normalise import ALL_STEPS, Quantity, Step, first_match, matches, normalise, read_quantity, read_target


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ａ１", "A1"),
        ("（，：", "(,:"),
        ("％", "%"),
        ("㎏", "kg"),
        ("℃", "°C"),
        ("\u3000", " "),
        ("１，０００．５", "1,000.5"),
        ("。", "。"),
        ("\u2212", "\u2212"),
        ("“”", "“”"),
        ("〇", "〇"),
        ("①②", "12"),
        ("m²", "m2"),
        ("½", "1\u20442"),
        ("Ⅳ", "IV"),
    ],
)
def test_the_step_of_width_is_nfkc(written: str, folded: str) -> None:
    assert unicodedata.normalize("NFKC", written) == folded
    assert normalise(written, {Step.WIDTH}) == folded


@pytest.mark.parametrize(
    ("step", "left", "right"),
    [
        (Step.WIDTH, "ＳＬＡ", "SLA"),
        (Step.MINUS, "\u22125", "-5"),
        (Step.SCRIPT, "服務水平協議", "服务水平协议"),
        (Step.SCRIPT, "後台", "后台"),
        (Step.SCRIPT, "軟體", "软体"),
        (Step.CASE, "Sla", "SLA"),
        (Step.PUNCTUATION, "“先致歉”,再核实。", "先致歉再核实"),
        (Step.SPACES, " 服务 水平\u3000协议\n", "服务水平协议"),
        (Step.NUMBERS, "1,000.50", "1000.5"),
    ],
)
def test_each_step_can_be_switched_off(step: Step, left: str, right: str) -> None:
    assert matches(left, right)
    assert matches(left, right, {step})
    assert not matches(left, right, ALL_STEPS - {step})


def test_vocabulary_is_not_rewritten() -> None:
    """軟體 becomes 软体, not 软件: another word is another accepted answer."""
    assert not matches("軟體", "软件")
    assert normalise("皇后") == "皇后"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("3.14", "314"),
        (".5", "5"),
        ("-5", "5"),
        ("50%", "50"),
        ("10:30", "1030"),
        ("1、2、3", "123"),
        ("C++", "C"),
        ("C#", "C"),
        ("service level", "servicelevel"),
        ("12 5", "125"),
        ("", ""),
        ("   ", "   "),
        ("。", "，"),
    ],
)
def test_marks_and_blanks_that_carry_meaning_stay(left: str, right: str) -> None:
    assert not matches(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("服务水平协议 (SLA)", "服务水平协议（SLA）。"),
        ("Service  Level Agreement", "service level agreement"),
        ("7 天", "7天"),
        ("1、2、3", "1,2,3"),
    ],
)
def test_ways_of_writing_the_same(left: str, right: str) -> None:
    assert matches(left, right)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12", "12", ""),
        ("-0.5", "-0.5", ""),
        ("+3", "3", ""),
        (".5", "0.5", ""),
        ("1,234,567.8", "1234567.8", ""),
        ("3.5 kg", "3.5", "kg"),
        ("24小时", "24", "小时"),
        ("50%", "50", "%"),
        ("20 m2", "20", "m2"),
        ("25°c", "25", "°c"),
        ("3.", "3", ""),
    ],
)
def test_numbers_with_units(text: str, value: str, unit: str) -> None:
    assert read_quantity(text) == Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["1e400", "NaN", "inf", "-inf", "1/2", "1,00", "1,2345", "", "-", ".", "五", "3 到 5", "1" * 31, "0x10"]
)
def test_what_is_no_number(text: str) -> None:
    assert read_quantity(text) is None


@pytest.mark.parametrize(
    ("accepted", "inside", "outside"),
    [
        ("100±5", ["95", "105", "100.0"], ["94.999", "105.001", "95kg"]),
        ("100±5%", ["95", "105"], ["94.99", "105.01", "95%"]),
        ("50%±5%", ["45%", "55", "50"], ["44.9%", "47.5元"]),
        ("3.5±0.1 kg", ["3.4kg", "3.6"], ["3.39", "3.5 g"]),
        ("-10±0.5", ["-10.5", "\u22129.5"], ["-10.6", "10"]),
        ("1.1±0.1", ["1.0", "1.2"], ["0.9999999999", "1.2000000001"]),
    ],
)
def test_tolerance_with_both_ends_included(accepted: str, inside: list[str], outside: list[str]) -> None:
    assert [text for text in inside if matches(text, accepted)] == inside
    assert [text for text in outside if matches(text, accepted)] == []


@pytest.mark.parametrize("accepted", ["±5", "100±", "100±x", "100±-5", "3kg±5m"])
def test_an_unreadable_tolerance_is_compared_as_text(accepted: str) -> None:
    assert read_target(accepted) is None
    assert matches(accepted, accepted)
    assert not matches("100", accepted)


@given(
    st.decimals(-1000, 1000, places=3),
    st.decimals(0, 100, places=3),
    st.decimals("0.0001", 10, places=4),
)
def test_the_ends_of_a_tolerance_match_and_just_outside_does_not(a: Decimal, t: Decimal, beyond: Decimal) -> None:
    accepted = f"{a:f}±{t:f}"
    assert matches(f"{a + t:f}", accepted)
    assert matches(f"{a - t:f}", accepted)
    assert not matches(f"{a + t + beyond:f}", accepted)
    assert not matches(f"{a - t - beyond:f}", accepted)


@given(st.text(), st.text())
def test_any_text_can_be_compared(left: str, right: str) -> None:
    assert matches(left, right) in {True, False}
    assert matches(left, left) == bool(left.strip())


def test_the_first_accepted_answer_that_fits() -> None:
    assert first_match("sla", ["服务水平协议", "SLA", "Sla"]) == "SLA"
    assert first_match("无", ["服务水平协议", "SLA"]) is None
