import pytest
from tests.sources.reading import problems, rows, skipped

from untwitch.sources.samsung_sleep import SamsungSleep
from untwitch.sources.shelf import Shelf, When
from untwitch.sources.source import Item

HOUR = 3_600_000
BEGIN = 1_788_490_800_000
NIGHT = When(BEGIN, BEGIN + 8 * HOUR, "-04:00", "source")


def night(*stages: tuple[float, float, str], session: When = NIGHT) -> list[Item]:
    shelf = Shelf()
    sleep = SamsungSleep(shelf, app="Samsung Health")
    sleep.take_session("a", session, where="row 1")
    for start, end, code in stages:
        sleep.take_stage("a", BEGIN + round(start * HOUR), BEGIN + round(end * HOUR), code)
    sleep.finish()
    return list(shelf.finish(where="a"))


@pytest.mark.parametrize(
    "codes", [("40001", "40002", "40003", "40004"), ("40000", "40001", "40002", "40003")]
)
def test_codes_that_differ_by_one_give_the_same_night(codes: tuple[str, str, str, str]) -> None:
    awake, light, deep, rem = codes
    (row,) = rows(night((0, 1, awake), (1, 4, light), (4, 5, deep), (5, 6, awake), (6, 8, rem)), "sleep_h")
    assert (row.value, row.estimate, row.start_ms, row.end_ms) == (6, False, BEGIN + HOUR, BEGIN + 8 * HOUR)


@pytest.mark.parametrize(
    "codes", [("40001", "40002"), ("40000", "40004"), ("40001", "50000"), ("40004", "40005"), ("1", "2")]
)
def test_codes_that_can_be_read_two_ways_are_not_guessed(codes: tuple[str, str]) -> None:
    items = night((0, 1, codes[0]), (1, 8, codes[1]))
    (row,) = rows(items, "sleep_h")
    assert (row.value, row.estimate) == (8, True)
    assert ["can be read two ways" in each.what for each in problems(items)] == [True]


def test_a_sleep_spent_awake_is_none_and_stages_do_not_reach_beyond_it() -> None:
    assert rows(night((0, 8, "40001"), (9, 10, "40004")), "sleep_h") == []
    (row,) = rows(night((-2, 1, "40004"), (0, 2, "40003")), "sleep_h")
    assert row.value == 2


def test_a_sleep_of_impossible_length_is_named() -> None:
    items = night(session=NIGHT._replace(end_ms=BEGIN + 30 * HOUR))
    assert skipped(items, "sleep_h") == {"not believable": 1}
    assert [each.where for each in problems(items)] == ["row 1"]


def test_stages_that_cannot_be_read_or_have_no_sleep_are_counted() -> None:
    shelf = Shelf()
    sleep = SamsungSleep(shelf, app="Samsung Health")
    sleep.take_session("", NIGHT, where="row 1")
    for sleep_id, start, end, code in (
        ("a", None, BEGIN, "40004"), ("a", BEGIN, None, "40004"), ("a", BEGIN, BEGIN, "x"),
        ("", BEGIN, BEGIN, "40004"), ("", None, None, ""), ("gone", BEGIN, BEGIN + HOUR, "40004"),
    ):  # fmt: skip
        sleep.take_stage(sleep_id, start, end, code)
    sleep.finish()
    items = list(shelf.finish(where="a"))
    assert skipped(items, "sleep_h") == {
        "stage that cannot be read": 4, "stage of a sleep that is not there": 1,
    }  # fmt: skip
    assert [each.value for each in rows(items, "sleep_h")] == [8]
