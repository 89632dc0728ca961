from __future__ import annotations

from exams.door import LONGEST, PATIENCE, SHORTEST, Door


def slow(room: int = 1) -> Door:
    """A door behind which a start takes a minute, so that only the first in the row may go in."""
    door = Door(room)
    door.each = 60
    return door


def test_there_is_room_for_so_many() -> None:
    door = Door(2)
    assert [door.knock(who, came=0, now=0) for who in (1, 2, 3)] == [0, 0, 1]
    door.leave(0.05)
    assert door.knock(3, came=0, now=1) == 0


def test_those_who_came_first_go_first() -> None:
    door = slow()
    door.knock(1, came=0, now=0)
    assert [door.knock(2, came=1, now=1), door.knock(3, came=2, now=2), door.knock(4, came=3, now=3)] == [1, 2, 3]
    door.leave(60)
    assert [door.knock(4, came=3, now=4), door.knock(3, came=2, now=4), door.knock(2, came=1, now=4)] == [3, 2, 0]


def test_asking_more_often_does_not_help() -> None:
    door = slow()
    door.knock(1, came=0, now=0)
    door.knock(2, came=1, now=1)
    assert {door.knock(3, came=2, now=now) for now in range(2, 9)} == {2}


def test_who_does_not_come_back_is_not_waited_for() -> None:
    door = slow()
    door.knock(1, came=0, now=0)
    door.knock(2, came=1, now=1)
    door.leave(60)
    assert door.knock(3, came=2, now=2) == 2
    assert door.knock(3, came=2, now=30) == 2
    assert door.knock(3, came=2, now=1 + LONGEST * 1.5 + PATIENCE) == 0


def test_where_starts_are_quick_the_front_of_the_row_goes_in_as_it_asks() -> None:
    door = Door(1)
    door.knock(1, came=0, now=0)
    for who in range(2, 20):
        door.knock(who, came=who, now=who)
    door.leave(0.05)
    assert door.knock(19, came=19, now=19) == 0


def test_the_pause_grows_with_the_place() -> None:
    door = Door(2)
    assert [door.pause(place) for place in (1, 400, 10_000)] == [SHORTEST, 10.0, LONGEST]
