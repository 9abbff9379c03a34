"""Counts, buckets and unwatched rows."""

import numpy as np
import pytest

from untwitch.inference.counts import Counts


def test_an_exact_count_has_equal_bounds_and_no_offset() -> None:
    counts = Counts.exact([3, float("nan"), 0])
    assert counts.low[0] == counts.high[0] == 3
    assert counts.offset.tolist() == [0, 0, 0]
    assert counts.observed.tolist() == [True, False, True]


def test_the_mean_rate_is_per_unit_of_exposure_and_never_zero() -> None:
    doubled = Counts.exact([8, 8, float("nan")], np.log([2.0, 2.0, 50.0]))
    assert doubled.mean_rate == pytest.approx(16.5 / 4)
    assert Counts.exact([0.0, 0.0]).mean_rate == pytest.approx(0.25)
    assert Counts.exact([float("nan")] * 2).mean_rate == 1.0


def test_the_mean_rate_takes_the_middle_of_a_bucket_and_the_start_of_an_open_one() -> None:
    counts = Counts(np.array([1.0, 40.0]), np.array([3.0, np.inf]), np.zeros(2))
    assert counts.mean_rate == pytest.approx((2 + 40 + 0.5) / 2)


@pytest.mark.parametrize(
    ("low", "high", "offset", "words"),
    [
        ([1.0, -1.0], [1.0, 2.0], [0.0, 0.0], "-1.0 to 2.0"),
        ([1.0, 4.0], [1.0, 3.0], [0.0, 0.0], "4.0 to 3.0"),
        ([1.0, 1.5], [1.0, 2.0], [0.0, 0.0], "1.5 to 2.0"),
        ([1.0, 1.0], [1.0, 2.5], [0.0, 0.0], "1.0 to 2.5"),
        ([1.0, 1.0], [1.0, np.nan], [0.0, 0.0], "1.0 to nan"),
        ([1.0, np.inf], [1.0, np.inf], [0.0, 0.0], "inf to inf"),
        ([1.0, 1.0], [1.0, 1.0], [0.0, np.inf], "offset is finite"),
        ([1.0, 1.0], [1.0], [0.0, 0.0], "three columns"),
        ([1.0], [1.0], [0.0], "needs two rows, got 1"),
    ],
)
def test_impossible_counts_are_refused_by_value(
    low: list[float], high: list[float], offset: list[float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Counts(np.array(low), np.array(high), np.array(offset))
