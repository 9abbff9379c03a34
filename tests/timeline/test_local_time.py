"""The fast wall clock is the slow one, in every zone and across every change of the clock."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import ZONES
from tests.timeline.made import AMSTERDAM

from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, ZoneKnownBy, day_bounds_ms, from_local, zone_info
from untwitch.facts.stay import Stay
from untwitch.timeline.local_time import (
    DAY_MS,
    HOUR_MS,
    RowGrid,
    date_of,
    day_number,
    lived_zone,
    lived_zones,
    zone_clock,
)

MOMENTS = st.integers(946_684_800_000, 2_208_988_800_000)  # 2000 to 2040
EPOCH = dt.datetime(1970, 1, 1)


def wall_ms(moment_ms: int, zone: str) -> int:
    local = dt.datetime.fromtimestamp(moment_ms // 1000, tz=zone_info(zone)).replace(tzinfo=None)
    return (local - EPOCH) // dt.timedelta(milliseconds=1) + moment_ms % 1000


@settings(max_examples=150, deadline=None)
@given(st.lists(MOMENTS, min_size=1, max_size=20), ZONES)
def test_the_wall_clock_is_that_of_the_zone(moments: list[int], zone: str) -> None:
    clock = zone_clock(zone, first_ms=min(moments), last_ms=max(moments))
    assert clock.local_ms(np.array(moments)).tolist() == [wall_ms(each, zone) for each in moments]


@settings(max_examples=150, deadline=None)
@given(st.dates(dt.date(2000, 1, 2), dt.date(2040, 1, 1)), st.integers(0, 23), ZONES)
def test_a_reading_becomes_the_instant_that_first_shows_it(day: dt.date, hour: int, zone: str) -> None:
    reading = dt.datetime.combine(day, dt.time(hour))
    instant, problem = from_local(reading, zone, known_by="source")
    clock = zone_clock(zone, first_ms=instant.utc_ms, last_ms=instant.utc_ms)
    found = int(clock.utc_ms(np.array((reading - EPOCH) // dt.timedelta(milliseconds=1))))
    if problem is None or "twice" in problem.what:
        assert found == instant.utc_ms
    else:  # a reading that never was is the moment of the change
        assert wall_ms(found, zone) > wall_ms(found - 1, zone) + 1
        assert found <= instant.utc_ms


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2011, 12, 30)])
@pytest.mark.parametrize("zone", [AMSTERDAM, "Pacific/Apia", "UTC"])
def test_days_of_23_25_and_no_hours_have_the_bounds_of_the_zone(day: dt.date, zone: str) -> None:
    clock = zone_clock(zone, first_ms=day_number(day) * DAY_MS, last_ms=(day_number(day) + 1) * DAY_MS)
    bounds = clock.utc_ms(np.array([day_number(day), day_number(day) + 1]) * DAY_MS)
    if (day, zone) == (dt.date(2011, 12, 30), "Pacific/Apia"):
        assert bounds[0] == bounds[1]  # Samoa left this day out
    else:
        assert tuple(bounds.tolist()) == day_bounds_ms(day, zone)


def test_a_fixed_offset_never_changes() -> None:
    clock = zone_clock("+05:30", first_ms=0, last_ms=10**12)
    assert clock.changes_ms.size == 0
    assert clock.local_ms(np.array([0])).tolist() == [5.5 * HOUR_MS]


def test_days_have_numbers() -> None:
    assert day_number(dt.date(1970, 1, 2)) == 1
    assert date_of(day_number(dt.date(2026, 3, 1))) == dt.date(2026, 3, 1)


def test_a_zone_of_the_source_holds_then_the_stay_then_the_guess() -> None:
    stays = (Stay(new_id(), "Asia/Tokyo", dt.date(2026, 3, 1), dt.date(2026, 3, 10)),)
    inside = int(dt.datetime(2026, 3, 5, tzinfo=dt.UTC).timestamp() * 1000)
    outside = int(dt.datetime(2026, 5, 5, tzinfo=dt.UTC).timestamp() * 1000)
    moments, index = np.array([inside, inside, inside, outside]), np.array([0, 1, 2, 2])
    zones: list[tuple[str, ZoneKnownBy]] = [
        ("UTC", "source"),
        ("UTC", "stay"),
        (AMSTERDAM, "guess"),
        ("Asia/Kathmandu", "guess"),
    ]
    lived, names = lived_zones(moments, index, zones=zones, stays=stays)
    expected = ["UTC", "Asia/Tokyo", "Asia/Tokyo", AMSTERDAM]
    assert [names[each] for each in lived] == expected
    alone = [lived_zone(Instant(int(ms), *zones[k]), stays) for ms, k in zip(moments, index, strict=True)]
    assert alone == expected


def test_without_stays_every_zone_is_taken_as_it_is_known() -> None:
    lived, names = lived_zones(np.array([0]), np.array([0]), zones=((AMSTERDAM, "guess"),), stays=())
    assert names[lived[0]] == AMSTERDAM


def test_rows_are_stretches_of_the_wall_clock() -> None:
    grid = RowGrid(first_day=10, n_days=2, row_h=6)
    assert (grid.n_rows, grid.rows_a_day) == (8, 4)
    readings = np.array([10 * DAY_MS - 1, 10 * DAY_MS, 10 * DAY_MS + 6 * HOUR_MS, 12 * DAY_MS])
    assert grid.row(readings).tolist() == [-1, 0, 1, 8]
    assert grid.row_start_local_ms(np.array([1])).tolist() == [10 * DAY_MS + 6 * HOUR_MS]
    assert grid.day_of_row().tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
