"""Each column knows what it can hold."""

import numpy as np
import pytest

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.timeline.columns import (
    OUTCOMES,
    checked_column,
    fill_observed_h,
    is_instrument,
    limit,
    timeline_measures,
)


def test_the_measures_of_the_table_are_those_of_the_registry_in_its_order() -> None:
    assert list(timeline_measures()) == [name for name, each in measures().items() if each.timeline]
    assert "steps" not in timeline_measures()


def test_a_measure_that_is_no_column_is_refused_and_the_nearest_named() -> None:
    assert checked_column("recorded_h") == "recorded_h"
    with pytest.raises(Refused, match="column 'steps' is not known"):
        checked_column("steps")
    with pytest.raises(Refused, match="nearest: caffeine_mg"):
        checked_column("caffeine")


@pytest.mark.parametrize(
    ("name", "low", "high", "whole"),
    [
        ("twitches", 0, 1e6, True),
        ("recorded_count", 0, 1e6, False),
        ("observed_h", 0, 27, False),
        ("recorded_h", 0, 27, False),
        ("twitch_min", 0, 27 * 60, False),
        ("bother_0_10", 0, 10, False),
        ("urine_colour_1_8", 1, 8, False),
    ],
)
def test_a_column_holds_its_range_and_the_unknown(name: str, low: float, high: float, whole: bool) -> None:  # noqa: FBT001
    bounds = limit(name, row_h=24)
    values = np.array([low, high, low - 0.01, high + 0.01, np.nan, np.inf, 2.5])
    assert bounds.holds(values).tolist() == [True, True, False, False, True, False, not whole]


def test_a_shorter_row_may_hold_a_tally_of_the_rows_before_it() -> None:
    assert limit("observed_h", row_h=6).high == limit("observed_h", row_h=24).high == 27
    assert limit("twitch_min", row_h=6).high == 27 * 60


def test_every_column_has_a_limit() -> None:
    for name in (*OUTCOMES, *timeline_measures()):
        assert limit(name, row_h=24).low < limit(name, row_h=24).high


@pytest.mark.parametrize(("row_h", "hours"), [(24, 16), (6, 6)])
def test_hours_observed_are_filled_only_where_an_outcome_stands(row_h: float, hours: float) -> None:
    columns = {"bother_0_10": np.array([3, np.nan, 2.0]), "observed_h": np.array([np.nan, np.nan, 4])}
    filled = fill_observed_h(columns, n_rows=3, row_h=row_h)
    assert filled is not None
    np.testing.assert_array_equal(filled, [hours, np.nan, 4])


def test_a_table_of_exposures_alone_gets_no_hours_observed() -> None:
    assert fill_observed_h({"sleep_h": np.array([7.0])}, n_rows=1, row_h=24) is None
    blank = fill_observed_h({"observed_h": np.array([np.nan])}, n_rows=1, row_h=24)
    assert blank is not None
    assert np.isnan(blank).all()


def test_an_instrument_has_a_plain_name() -> None:
    assert is_instrument("emg left calf")
    assert not is_instrument("emg\n")
    assert not is_instrument("a\x00b")
    assert not is_instrument("x" * 201)
