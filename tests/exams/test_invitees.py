"""Pasted lines become people or problems, never nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.invitees import MAX_LINES, Invitee, LineProblem, read_lines, same_contact


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("林晓,lin@example.com", Invitee(1, "林晓", "lin@example.com")),
        ("林晓，13800000000", Invitee(1, "林晓", phone="13800000000")),
        ("林晓\t１３８００００００００", Invitee(1, "林晓", phone="13800000000")),
        ("林晓、lin@example.com、138 0000 0000", Invitee(1, "林晓", "lin@example.com", "138 0000 0000")),
        ("林晓；138-0000-0000；lin@example.com；", Invitee(1, "林晓", "lin@example.com", "138-0000-0000")),
        ("林晓 13800000000", Invitee(1, "林晓", phone="13800000000")),
        ("Lin Xiao lin@example.com", Invitee(1, "Lin Xiao", "lin@example.com")),
        ("Lin Xiao +86 138 0000 0000", Invitee(1, "Lin Xiao", phone="+86 138 0000 0000")),
    ],
)
def test_one_person(line: str, expected: Invitee) -> None:
    reading = read_lines(line)

    assert (reading.people, reading.problems) == ((expected,), ())


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("林晓", "no-contact", "林晓"),
        ("林晓,", "no-contact", "林晓,"),
        (",lin@example.com", "no-name", ",lin@example.com"),
        ("13800000000", "no-name", "13800000000"),
        ("林晓,lin@example", "bad-contact", "lin@example"),
        ("林晓,12", "bad-contact", "12"),
        ("林晓,客服部", "bad-contact", "客服部"),
        ("晓" * 81 + ",lin@example.com", "name-too-long", "晓" * 81 + ",lin@example.com"),
        ("林晓" + "1 " * 300 + "z", "line-too-long", "林晓" + "1 " * 39),
        ("王敏,WANG@example.com", "already-invited", "王敏,WANG@example.com"),
    ],
)
def test_one_problem(line: str, code: str, text: str) -> None:
    reading = read_lines(line, known={"wang@example.com"})

    assert (reading.people, reading.problems) == ((), (LineProblem(1, code, text),))


def test_headings_and_blank_lines_are_nobody_and_doubles_are_named() -> None:
    reading = read_lines("姓名,手机\n\n林晓,13800000000\n  \n林小晓,+86 138 0000 0000\n王敏 wang@example.com\n")

    assert [(person.line, person.name) for person in reading.people] == [(3, "林晓"), (6, "王敏")]
    assert [(problem.line, problem.code) for problem in reading.problems] == [(5, "twice")]


def test_too_many_lines_are_refused_together() -> None:
    reading = read_lines("\n".join(f"人{n},1380000{n:04}" for n in range(MAX_LINES + 1)))

    assert (reading.people, [problem.code for problem in reading.problems]) == ((), ["too-many-lines"])


def test_spellings_of_one_contact() -> None:
    assert same_contact("+86 138-0000 0000") == same_contact("13800000000")
    assert same_contact("Lin@Example.com") == same_contact("lin@example.com")


@given(st.lists(st.text(max_size=30).map(lambda text: "".join(text.splitlines())), max_size=8))
def test_every_line_with_text_is_a_person_or_a_problem(lines: list[str]) -> None:
    text = "\n".join(["林晓,lin@example.com", *lines])
    reading = read_lines(text)

    counted = {person.line for person in reading.people} | {problem.line for problem in reading.problems}
    wanted = {n for n, line in enumerate(text.splitlines(), start=1) if any(c.isalnum() for c in line)}
    assert wanted <= counted


@pytest.mark.parametrize(
    "line", ["林晓" + " " * 50_000 + "a", "林晓 " + "1 " * 25_000 + "z", "林晓 " + "@" * 50_000 + " z"]
)
def test_no_line_keeps_the_server_busy(line: str) -> None:
    """Without the limit each of these takes minutes, in which nobody else is served."""
    assert [problem.code for problem in read_lines(line).problems] in (["line-too-long"], ["no-contact"])
