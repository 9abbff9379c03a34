"""The log likelihood against scipy and its derivatives against finite differences."""

import numpy as np
import pytest
from scipy import stats

from untwitch.inference.count_likelihood import SizedLikelihood
from untwitch.inference.counts import Counts

NAN, INF = float("nan"), float("inf")
LOW = np.array([0, 3, NAN, 1, 4, 11, 0, 800, 5, 0.0])
HIGH = np.array([0, 3, NAN, 3, 10, 40, 2, 1500, INF, 400.0])
LOG_MEAN = np.array([0.3, 1.0, 2.0, 0.5, 2.0, 3.0, 0.9, 6.5, 1.7, 5.1])
LIKELIHOOD = SizedLikelihood.of(Counts(LOW, HIGH, np.zeros(10)), size=3.3)


def test_the_sum_over_rows_is_scipys_and_a_missing_row_adds_nothing() -> None:
    counts = stats.nbinom(3.3, 3.3 / (3.3 + np.exp(LOG_MEAN)))
    expected = np.log(np.where(np.isinf(HIGH), 1, counts.cdf(HIGH)) - counts.cdf(LOW - 1))
    slopes = LIKELIHOOD.slopes(LOG_MEAN)
    assert slopes.value == pytest.approx(np.nansum(expected), abs=1e-9)
    assert slopes.first[2] == slopes.second[2] == slopes.third[2] == slopes.fourth[2] == 0


def test_each_derivative_is_the_slope_of_the_one_before_in_every_kind_of_row() -> None:
    step = 1e-4
    here = LIKELIHOOD.slopes(LOG_MEAN)
    for row in range(10):
        away = np.zeros(10)
        away[row] = step
        up, down = LIKELIHOOD.slopes(LOG_MEAN + away), LIKELIHOOD.slopes(LOG_MEAN - away)
        assert here.first[row] == pytest.approx((up.value - down.value) / (2 * step), abs=1e-6)
        for lower, upper in (("first", "second"), ("second", "third"), ("third", "fourth")):
            slope = (getattr(up, lower)[row] - getattr(down, lower)[row]) / (2 * step)
            assert getattr(here, upper)[row] == pytest.approx(slope, abs=1e-5)


def test_many_draws_at_once_give_the_same_totals_as_one_by_one() -> None:
    draws = np.stack([LOG_MEAN, LOG_MEAN + 0.3, LOG_MEAN - 1], axis=1)
    expected = [LIKELIHOOD.slopes(draws[:, column]).value for column in range(3)]
    assert LIKELIHOOD.totals(draws) == pytest.approx(expected, abs=1e-9)


def test_a_rate_far_beyond_the_counts_overflows_nothing() -> None:
    counts = Counts.exact([0.0, 7.0])
    wild = np.array([800.0, -800.0])
    likelihood = SizedLikelihood.of(counts, size=5.0)
    assert np.isfinite(likelihood.slopes(wild).value)
    assert np.isfinite(likelihood.totals(wild[:, None])).all()


def test_size_and_log_mean_both_move_the_likelihood_of_the_same_counts() -> None:
    counts = Counts.exact([2.0, 9.0])
    near_poisson = SizedLikelihood.of(counts, size=1e8).slopes(np.log([3.0, 6.0]))
    assert near_poisson.value == pytest.approx(stats.poisson([3.0, 6.0]).logpmf([2, 9]).sum(), abs=1e-5)
    assert SizedLikelihood.of(counts, size=2.0).slopes(np.log([3.0, 6.0])).value != near_poisson.value
