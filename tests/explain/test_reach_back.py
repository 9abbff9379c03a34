"""A count of several rows goes with the mean of their doses."""

import datetime as dt

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal
from tests.explain.diaries import CET

from untwitch.explain.attribution import attribute
from untwitch.explain.reach_back import reach_back
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import Timeline

NAN = float("nan")


def test_the_dose_is_the_mean_over_the_rows_that_the_count_is_about() -> None:
    values = np.array([0.0, 4, 8, 0, 1, NAN, 3, 5])
    hours = np.array([NAN, NAN, NAN, 16, NAN, NAN, 10, 6])
    assert_allclose(reach_back(values, hours, row_h=6), [0, 4, 8, 4, 1, NAN, 3, 5])
    assert values[3] == 0


def test_a_row_of_its_own_hours_and_a_longer_day_keep_theirs() -> None:
    values = np.array([1.0, 2, 3])
    assert_array_equal(reach_back(values, np.array([24.0, 25, 27]), row_h=24), values)
    assert_array_equal(reach_back(values, np.array([6.0, 7, 2]), row_h=6), values)


def test_what_lies_before_the_table_is_left_out_and_what_is_unknown_stays_so() -> None:
    assert_allclose(reach_back(np.array([1.0, 3]), np.array([NAN, 16]), row_h=6), [1, 2])
    assert np.isnan(reach_back(np.array([NAN, NAN, NAN]), np.array([0.0, 0, 16]), row_h=6)[2])


def test_evening_lines_in_short_rows_find_what_they_find_in_days() -> None:
    random = np.random.default_rng(3)
    days = 90
    rating = random.integers(0, 11, (days, 1)).astype(np.float64) + np.zeros((1, 4))
    rate = np.exp(1.5 + 0.45 * (rating[:, 0] - rating.mean()) / rating.std())
    twitches, hours = np.full((days, 4), NAN), np.full((days, 4), NAN)
    twitches[:, 3] = random.poisson(rate * random.gamma(8, 1 / 8, days))
    hours[:, 3] = 16.0
    midnight = dt.datetime(2026, 1, 5, tzinfo=CET)
    table = Timeline(
        starts=tuple(midnight + dt.timedelta(hours=6 * row) for row in range(4 * days)),
        row_h=6.0,
        sites=(None,) * (4 * days),
        columns={
            "twitches": twitches.ravel(),
            "observed_h": hours.ravel(),
            "stress_0_10": rating.ravel(),
        },
        instruments=("",) * (4 * days),
    )
    made = attribute(table, physiology=Physiology())
    assert made.twitches_per_day is not None
    assert made.twitches_per_day.low < np.nanmean(twitches) < made.twitches_per_day.high
    assert made.cause("stress").probability > 0.9
