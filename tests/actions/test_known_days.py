import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import ZONES

from untwitch.actions.known_days import Days, KnownDays, cause_of, together, told
from untwitch.facts.instant import Instant
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow

MODERN_MS = st.integers(100_000_000_000, 4_000_000_000_000)


def batch(measure: str, *rows: tuple[int, str]) -> SampleBatch:
    builder = BatchBuilder(measure)
    for start_ms, zone in rows:
        builder.add(SampleRow(start_ms, start_ms, 1, "app", zone, "guess", estimate=False))
    return builder.batch()


@given(st.lists(st.tuples(MODERN_MS, ZONES), max_size=20))
def test_a_day_is_that_of_the_place_whatever_its_offset(rows: list[tuple[int, str]]) -> None:
    days = KnownDays()
    days.take(batch("steps", *rows))
    wanted = {Instant(start_ms, zone).local_day() for start_ms, zone in rows}
    assert days.by_cause() == ({"exertion": wanted} if rows else {})


def test_days_are_told_by_measure_and_by_cause() -> None:
    days = KnownDays()
    noon = 1_772_362_800_000
    days.take(batch("magnesium_mg", (noon, "UTC"), (noon + 86_400_000, "UTC")))
    days.take(batch("calcium_mg", (noon + 5 * 86_400_000, "UTC")))
    days.take(batch("body_mass_kg", (noon, "UTC")))
    days.take(batch("steps"))
    first = dt.date(2026, 3, 1)
    assert days.by_measure() == {
        "magnesium_mg": Days(first, dt.date(2026, 3, 2), 2),
        "calcium_mg": Days(dt.date(2026, 3, 6), dt.date(2026, 3, 6), 1),
        "body_mass_kg": Days(first, first, 1),
    }
    other = KnownDays()
    other.take(batch("magnesium_mg", (noon, "UTC")))
    other.take(batch("water_ml", (noon, "UTC")))
    both = together([days.by_cause(), other.by_cause()])
    assert {cause: each.words() for cause, each in both.items()} == {
        "diet": "3 days (2026-03-01 to 2026-03-06)",
        "water": "1 day (2026-03-01)",
    }
    assert both["diet"].to_json() == {"first": "2026-03-01", "last": "2026-03-06", "count": 3}
    assert told([first, first]).count == 1


@pytest.mark.parametrize(
    ("name", "cause"),
    [("steps", "exertion"), ("alcohol_g", "besides"), ("watch", "besides"), ("body_mass_kg", "besides")],
)
def test_what_is_about_no_cause_stands_besides(name: str, cause: str) -> None:
    assert cause_of(name) == cause
