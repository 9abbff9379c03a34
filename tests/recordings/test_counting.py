import numpy as np
import pytest
from scipy import stats

from untwitch.recordings.counting import counted, minutes_needed, rate_per_minute
from untwitch.recordings.summary import Count, Rate


def test_sure_twitches_are_counted_without_doubt() -> None:
    assert counted(np.ones(7)) == Count(7, 7, 7)
    assert counted(np.zeros(3)) == Count(0, 0, 0)


def test_doubt_widens_the_count_as_a_sum_of_coins_would() -> None:
    count = counted(np.full(100, 0.5))
    assert count.expected == 50
    low, high = stats.binom(100, 0.5).interval(0.9)
    assert count.low == pytest.approx(low, abs=1)
    assert count.high == pytest.approx(high, abs=1)


def test_a_rate_is_that_of_a_poisson_count_where_nothing_is_in_doubt() -> None:
    rate = rate_per_minute(counted(np.ones(12)), np.ones(12), analysed_s=240.0)
    expected = stats.gamma(12.5, scale=1 / 4).ppf([0.05, 0.5, 0.95])
    np.testing.assert_allclose([rate.low, rate.median, rate.high], expected, rtol=1e-6)
    doubtful = rate_per_minute(counted(np.full(24, 0.5)), np.full(24, 0.5), analysed_s=240.0)
    assert doubtful.high - doubtful.low > rate.high - rate.low


def test_minutes_shrink_with_the_rate_and_are_never_under_two() -> None:
    assert minutes_needed(Count(10, 9, 11), Rate(2.2, 1, 4)) == pytest.approx(5)
    assert minutes_needed(Count(0.1, 0, 1), Rate(0.1, 0.01, 1.1)) == pytest.approx(10)
    assert minutes_needed(Count(90, 80, 99), Rate(90, 80, 99)) == 2
