"""Samples come out in one order, and cutting them at the ends of rows loses nothing."""

import datetime as dt
import random
from array import array

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import ZONES
from tests.timeline.made import AMSTERDAM, DAY, at, batch, grid, moments, samples, spans

from untwitch.facts.problem import Problem
from untwitch.facts.sample_batch import SampleBatch
from untwitch.timeline.local_time import HOUR_MS
from untwitch.timeline.samples import cut, gather


def test_the_order_and_the_batches_in_which_rows_come_do_not_matter() -> None:
    rows = [(hour, float(hour % 7)) for hour in range(40)]
    shuffled = rows.copy()
    random.Random(1).shuffle(shuffled)
    one = samples(moments("water_ml", rows, app="a"), moments("water_ml", rows, app="b"))
    other = samples(
        moments("water_ml", shuffled[:9], app="b"),
        moments("water_ml", shuffled[9:], app="b"),
        moments("water_ml", shuffled, app="a"),
    )
    for name in ("start_ms", "end_ms", "value", "app", "zone", "local_start_ms", "local_last_ms"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    assert one.apps == other.apps == ("a", "b")


def test_nothing_gives_nothing() -> None:
    assert len(samples()) == 0
    assert cut(samples(), grid()).row.size == 0
    assert len(samples(moments("water_ml", []))) == 0


def test_samples_that_cannot_be_are_counted_and_left_out() -> None:
    start, far = at(9).utc_ms, at(9, day=40).utc_ms
    bad = SampleBatch(
        "water_ml",
        array("q", [start, start, start, start]),
        array("q", [start, start, start - 1, far]),
        array("d", [250, float("nan"), 250, 250]),
        ("a",),
        array("H", [0] * 4),
        ((AMSTERDAM, "source"),),
        array("H", [0] * 4),
        array("b", [0] * 4),
    )
    problems: list[Problem] = []
    assert gather([bad], stays=(), problems=problems).value.tolist() == [250]
    what = "3 samples have no finite value, end before they begin or last over 31 days; left out"
    assert problems == [Problem("water_ml", what)]


def test_a_sample_is_shared_out_over_the_rows_by_time() -> None:
    pieces = cut(samples(spans("screen_h", [(22, 28, 3.0)])), grid())
    assert pieces.row.tolist() == [0, 1]
    assert pieces.share.tolist() == pytest.approx([1 / 3, 2 / 3])
    assert pieces.start_ms.tolist() == [at(22).utc_ms, at(24).utc_ms]
    assert pieces.end_ms.tolist() == [at(24).utc_ms, at(28).utc_ms]


def test_a_sample_until_midnight_does_not_touch_the_next_day() -> None:
    assert cut(samples(spans("screen_h", [(0, 24, 5.0)])), grid()).row.tolist() == [0]


def test_what_lies_outside_the_rows_is_left_out() -> None:
    given_ = samples(
        spans("screen_h", [(-2, 2, 4.0), (70, 74, 4.0)]), moments("screen_h", [(-9, 1), (99, 1)])
    )
    pieces = cut(given_, grid())
    assert pieces.row.tolist() == [0, 2]
    assert pieces.share.tolist() == [0.5, 0.5]


def test_whole_days_are_told_from_moments() -> None:
    given_ = samples(spans("water_ml", [(0, 24, 1.0), (0, 20, 2.0), (1, 20, 3.0), (5, 5, 4.0)]))
    assert dict(zip(given_.value.tolist(), given_.is_whole_day.tolist(), strict=True)) == {
        1.0: True,
        2.0: True,
        3.0: False,
        4.0: False,
    }


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10 * 24 * 60), st.integers(0, 3 * 24 * 60), st.integers(1, 999), ZONES),
        max_size=12,
    ),
    st.sampled_from(
        [dt.date(2026, 3, 24), dt.date(2026, 10, 20), dt.date(2011, 12, 26), dt.date(2010, 11, 4)]
    ),
    st.sampled_from([1, 3, 6, 8, 24]),
)
def test_nothing_is_lost_in_any_zone_across_any_change_of_the_clock(
    rows: list[tuple[int, int, int, str]], first: dt.date, row_h: int
) -> None:
    begin = int(dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC).timestamp() * 1000)
    made = []
    for minute, length, value, zone in rows:
        start = at(0, zone=zone)
        instants = [type(start)(begin + each * 60_000, zone, "source") for each in (minute, minute + length)]
        made.append((instants[0], instants[1], float(value)))
    given_ = samples(batch("exertion_au", made))
    pieces = cut(given_, grid(20, row_h=row_h, first=first - dt.timedelta(days=3)))
    total = np.bincount(pieces.sample, pieces.share, minlength=len(given_))
    np.testing.assert_allclose(total, 1.0)
    assert (pieces.end_ms >= pieces.start_ms).all()


@pytest.mark.parametrize(
    ("day", "hours"), [(dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25), (DAY, 24)]
)
def test_a_day_of_a_clock_change_has_23_or_25_hours(day: dt.date, hours: int) -> None:
    given_ = samples(batch("screen_h", [(at(-24, first=day), at(48, first=day), 72.0)]))
    pieces = cut(given_, grid(3, first=day - dt.timedelta(days=1)))
    lengths = [(end - start) / HOUR_MS for start, end in zip(pieces.start_ms, pieces.end_ms, strict=True)]
    assert lengths == [24, hours, 24]
