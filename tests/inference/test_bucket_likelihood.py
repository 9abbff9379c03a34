"""Probabilities between bounds against scipy's negative binomial and finite differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from untwitch.inference.bucket_likelihood import SummedBuckets, wide_log_probability


def probability(low: float, high: float, *, size: float, log_mean: float) -> float:
    """Gives the same probability from scipy."""
    counts = stats.nbinom(size, size / (size + np.exp(log_mean)))
    return float((counts.cdf(high) if np.isfinite(high) else 1.0) - counts.cdf(low - 1))


bounds = st.tuples(st.integers(0, 60), st.integers(0, 120)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(bounds, st.floats(0.3, 50), st.floats(-2, 5))
def test_summing_and_the_beta_function_agree(bound: tuple[int, int], size: float, log_mean: float) -> None:
    low, high = np.array([float(bound[0])]), np.array([float(bound[1])])
    ratio = np.array([log_mean - np.log(size)])
    log_q, log_rest = -np.logaddexp(0, -ratio), -np.logaddexp(0, ratio)
    summed = SummedBuckets.of(low, high, size=size).cumulants(log_q).log_sum + size * log_rest
    if summed[0] > -20:
        assert wide_log_probability(low, high, size=size, log_ratio=ratio)[0] == pytest.approx(
            summed, abs=1e-6
        )


@pytest.mark.parametrize(
    ("low", "high", "log_mean"),
    [(0, 3, 1.0), (4, 10, 2.0), (11, 40, 2.5), (40, np.inf, 3.0), (800, 1500, 6.9)],
)
def test_the_beta_function_gives_scipys_probability(low: float, high: float, log_mean: float) -> None:
    ratio = np.array([log_mean - np.log(3.0)])
    found = wide_log_probability(np.array([low]), np.array([high]), size=3.0, log_ratio=ratio)[0][0]
    assert found == pytest.approx(np.log(probability(low, high, size=3.0, log_mean=log_mean)), abs=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "log_ratio"),
    [(0.0, 400.0, 4.0), (5.0, np.inf, 0.5), (300.0, 900.0, 5.0), (300.0, 900.0, -8.0)],
)
def test_each_derivative_is_the_slope_of_the_one_before(low: float, high: float, log_ratio: float) -> None:
    step = 1e-4
    rows = [
        wide_log_probability(
            np.array([low]), np.array([high]), size=2.5, log_ratio=np.array([log_ratio + away])
        )
        for away in (-step, 0.0, step)
    ]
    for order in range(4):
        slope = (rows[2][order] - rows[0][order]) / (2 * step)
        assert rows[1][order + 1] == pytest.approx(slope, rel=1e-4, abs=1e-5)


def test_a_probability_too_small_for_doubles_becomes_that_of_the_nearest_count() -> None:
    value, first, *_ = wide_log_probability(
        np.array([1e4]), np.array([2e4]), size=4.0, log_ratio=np.array([-3.0])
    )
    expected = stats.nbinom(4.0, 4 / (4 + 4 * np.exp(-3.0))).logpmf(1e4)
    assert value[0] == pytest.approx(expected, rel=1e-9)
    assert first[0] > 0
    above = wide_log_probability(np.array([0.0]), np.array([300.0]), size=50.0, log_ratio=np.array([18.0]))
    assert above[0][0] == pytest.approx(stats.nbinom(50.0, 1 / (1 + np.exp(18.0))).logpmf(300), rel=1e-9)
    assert above[1][0] < 0


def test_many_draws_at_once_give_the_same_sum_as_one_by_one() -> None:
    buckets = SummedBuckets.of(np.array([1.0, 11.0]), np.array([3.0, 40.0]), size=3.0)
    log_q = np.log(np.array([[0.2, 0.9, 0.999], [0.01, 0.5, 0.99]]))
    many = buckets.log_sum(log_q)
    for column in range(3):
        assert many[:, column] == pytest.approx(buckets.cumulants(log_q[:, column]).log_sum, abs=1e-9)


def test_cumulants_are_those_of_the_count_inside_its_bounds() -> None:
    inside = SummedBuckets.of(np.array([4.0]), np.array([10.0]), size=3.0).cumulants(np.log(np.array([0.6])))
    count = np.arange(4, 11)
    mass = stats.nbinom(3.0, 0.4).pmf(count)
    mass /= mass.sum()
    away = count - mass @ count
    assert inside.first[0] == pytest.approx(mass @ count)
    assert inside.second[0] == pytest.approx(mass @ away**2)
    assert inside.third[0] == pytest.approx(mass @ away**3)
    assert inside.fourth[0] == pytest.approx(mass @ away**4 - 3 * (mass @ away**2) ** 2)
