import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.reading import problems, quarantined, rows, seen, skipped

from untwitch.facts.instant import Instant
from untwitch.facts.workout import Workout
from untwitch.sources.shelf import (
    Shelf,
    When,
    between,
    checked_zone,
    name_of,
    number,
    offset_zone,
    stretches,
)

AT = When(1_800_000_000_000, 1_800_003_600_000, "+01:00", "source")


def test_a_value_is_taken_with_who_saw_it_and_where() -> None:
    shelf = Shelf()
    assert shelf.take("steps", 50, AT, app="Watch", where="row 1", estimate=True)
    (row,) = rows(shelf.finish(where="a"), "steps")
    assert (row.start_ms, row.end_ms, row.zone, row.zone_known_by) == AT
    assert (row.value, row.app, row.estimate) == (50, "Watch", True)


@pytest.mark.parametrize(
    ("value", "when", "reason"),
    [
        (-1, AT, "not believable"),
        (200_001, AT, "not believable"),
        (math.nan, AT, "not believable"),
        (math.inf, AT, "not believable"),
        (50, AT._replace(end_ms=AT.start_ms + 32 * 86_400_000), "not believable"),
        (50, AT._replace(end_ms=AT.start_ms - 1), "ends before it begins"),
        (50, AT._replace(start_ms=-3_000_000_000_000), "time cannot be read"),
        (50, AT._replace(end_ms=5_000_000_000_000), "time cannot be read"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_counted(value: float, when: When, reason: str) -> None:
    shelf = Shelf()
    assert not shelf.take("steps", value, when, app="Watch", where=lambda: "row 7")
    items = list(shelf.finish(where="a"))
    assert skipped(items, "steps") == {reason: 1}
    (problem,) = problems(items)
    assert problem.where == "row 7"
    assert problem.what.startswith("steps: ")
    assert problem.what.endswith("; left out")


def test_a_workout_becomes_exertion_by_the_one_rule() -> None:
    shelf = Shelf()
    shelf.take_workout(Workout(minutes=60), AT, app="Watch", where="row 1")
    shelf.take_workout(Workout(minutes=60, rpe_0_10=5), AT, app="Watch", where="row 2")
    found = [(row.value, row.estimate) for row in rows(shelf.finish(where="a"), "exertion_au")]
    assert found == [(240, True), (300, False)]


def test_rows_come_when_there_are_enough_and_the_skipped_at_the_end() -> None:
    shelf = Shelf()
    shelf.take("steps", 1, AT, app="Watch", where="")
    shelf.skip("nap_h", "no nap", count=3)
    assert list(shelf.items(at_least=2)) == []
    assert shelf.kinds() == {"steps": 1}
    items = list(shelf.finish(where="a"))
    assert (seen(items, "steps"), seen(items, "nap_h")) == (1, 3)
    assert shelf.kinds() == {}


def test_what_is_kept_apart_is_counted_by_kind() -> None:
    shelf = Shelf()
    for count in (2, 0, 3):
        shelf.keep_apart("a\nkind", count=count)
    shelf.keep_apart("none", count=0)
    assert quarantined(shelf.finish(where="a")) == {"a kind": 5}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (3, 3.0), ("3.5", 3.5), (" 4 ", 4.0), (None, None), (True, None), ("", None), ("many", None),
        (math.inf, None), ("nan", None), ([1], None), (10**400, None),
    ],
)  # fmt: skip
def test_a_number_is_a_number_however_it_is_written(written: object, read: float | None) -> None:
    assert number(written) == read


@pytest.mark.parametrize(
    ("seconds", "zone"),
    [(0, "+00:00"), (3600, "+01:00"), (-12_600, "-03:30"), (None, None), (64_801, None), (-64_801, None)],
)
def test_an_offset_in_seconds_is_a_zone(seconds: float | None, zone: str | None) -> None:
    assert offset_zone(seconds) == zone


def test_a_zone_is_one_or_none() -> None:
    assert checked_zone("+02:00") == "+02:00"
    assert checked_zone("Mars/Base") is None


def test_a_name_is_one_line_and_not_long() -> None:
    assert name_of("  My\tWatch\x00 ") == "My Watch\N{REPLACEMENT CHARACTER}"
    assert len(name_of("x" * 500)) == 80


def test_two_instants_make_a_stretch_in_the_zone_of_the_first() -> None:
    found = between(Instant(5, "+01:00", "stay"), Instant(9, "+02:00", "stay"))
    assert found == When(5, 9, "+01:00", "stay")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_stretches_cover_what_the_parts_cover_once_and_apart(parts: list[tuple[int, int]]) -> None:
    found = stretches(parts)
    covered = {moment for start, end in parts for moment in range(start, end)}
    assert [moment for start, end in found for moment in range(start, end)] == sorted(covered)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(found))
