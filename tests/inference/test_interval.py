"""Quantiles of mixtures against scipy's own distributions and plain draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from untwitch.inference.interval import (
    mixture_interval,
    tail_probabilities,
    truncated_mixture_quantiles,
    weighted_quantiles,
)

levels = st.floats(0.05, 0.99)


@given(levels, st.floats(-5, 5), st.floats(0.01, 5))
def test_one_normal_gives_its_own_quantiles(level: float, centre: float, spread: float) -> None:
    ends = mixture_interval(np.ones(1), np.array([centre]), spread=np.array([spread]), level=level)
    expected = stats.norm(centre, spread).ppf(tail_probabilities(level))
    assert np.allclose(ends, expected, atol=1e-9)


def test_a_mixture_agrees_with_its_own_distribution_function() -> None:
    weight, centre, spread = np.array([2.0, 1.0]), np.array([0.0, 3.0]), np.array([1.0, 0.5])
    low, median, high = mixture_interval(weight, centre, spread=spread, level=0.8)
    for value, probability in ((low, 0.1), (median, 0.5), (high, 0.9)):
        reached = (2 * stats.norm.cdf(value) + stats.norm(3, 0.5).cdf(value)) / 3
        assert reached == pytest.approx(probability, abs=1e-9)


@pytest.mark.parametrize("centre", [-2.0, 0.0, 0.7])
def test_a_normal_cut_at_zero_gives_the_quantiles_of_a_truncated_normal(centre: float) -> None:
    probability = np.array([0.05, 0.5, 0.95])
    found = truncated_mixture_quantiles(
        np.ones(1), np.array([centre]), spread=np.array([0.5]), probability=probability, positive=True
    )
    expected = stats.truncnorm(-centre / 0.5, np.inf, loc=centre, scale=0.5).ppf(probability)
    assert np.allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, 90.0])
def test_a_level_outside_zero_to_one_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level lies between 0 and 1"):
        tail_probabilities(level)


def test_equal_weights_give_the_median_of_the_draws_and_weights_move_it() -> None:
    value = np.array([5.0, 1.0, 3.0])
    assert weighted_quantiles(value, np.ones(3), probability=np.array([0.5])) == 3.0
    assert weighted_quantiles(value, np.array([98.0, 1.0, 1.0]), probability=np.array([0.5]))[0] > 4.9


@pytest.mark.parametrize(("value", "weight"), [([], []), ([1.0], [0.0])])
def test_quantiles_of_nothing_are_refused(value: list[float], weight: list[float]) -> None:
    with pytest.raises(ValueError, match="need draws with weight"):
        weighted_quantiles(np.array(value), np.array(weight), probability=np.array([0.5]))
