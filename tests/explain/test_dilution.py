"""What a record leaves of an effect, and what is said of the effect as it was."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import beta, norm

from untwitch.explain.dilution import correlations, recorded_slab, undiluted
from untwitch.knowledge.cause_prior import CausePrior
from untwitch.knowledge.reliability import Reliability

PRIOR = CausePrior(0.25, 0.4, 0.2)


def record(exact: float = 0.0, mean: float = 0.7, worth: float = 6.0) -> Reliability:
    return Reliability("sleep_h", exact, mean, worth, is_proxy=False, basis="memory", note="")


def test_correlations_are_square_roots_of_beta_distributed_reliabilities() -> None:
    made = correlations(record())
    assert_allclose(np.quantile(made**2, [0.1, 0.5, 0.9]), beta.ppf([0.1, 0.5, 0.9], 4.2, 1.8), atol=0.01)
    assert (made**2).mean() == pytest.approx(0.7, abs=0.002)


def test_a_record_as_good_as_exact_leaves_everything() -> None:
    made = correlations(record(exact=0.5))
    assert (made == 1).mean() == 0.5
    assert (made < 1).any()


def test_the_slab_as_recorded_has_the_moments_of_the_product() -> None:
    random = np.random.default_rng(1)
    r = random.choice(correlations(record(exact=0.3)), 400_000)
    product = r * random.normal(0.4, 0.2, 400_000)
    assert recorded_slab(PRIOR, record(exact=0.3)) == pytest.approx(
        (product.mean(), product.std()), abs=0.002
    )


def test_an_exact_record_changes_nothing() -> None:
    effects = np.array([0.1, 0.5, 0.9])
    made = undiluted(effects, prior=PRIOR, reliability=record(exact=0.999), random=np.random.default_rng(1))
    assert_allclose(made.effect, effects)
    assert_allclose(made.correlation, 1.0)


def test_effects_as_they_were_follow_their_exact_distribution() -> None:
    """Given an effect as recorded, r has weight normal(b / r; mean, sd) / r over its prior."""
    recorded, draws = 0.35, 40_000
    made = undiluted(
        np.full(draws, recorded), prior=PRIOR, reliability=record(), random=np.random.default_rng(1)
    )
    grid = np.linspace(1e-4, 1 - 1e-4, 20_001)
    r = np.sqrt(grid)
    weight = beta.pdf(grid, 4.2, 1.8) * norm.pdf(recorded / r, 0.4, 0.2) / r
    expected = float((recorded / r * weight).sum() / weight.sum())
    assert made.effect.mean() == pytest.approx(expected, rel=0.01)
    assert_allclose(made.effect * made.correlation, recorded)


def test_people_drawn_from_the_priors_get_intervals_that_hold_them() -> None:
    """A closed loop: effects and records drawn, diluted, and undiluted without being told the record."""
    random = np.random.default_rng(2)
    people = 3_000
    r = random.choice(correlations(record(exact=0.4)), people)
    truth = np.abs(random.normal(0.4, 0.2, people))
    inside = 0
    for one, what in zip(r, truth, strict=True):
        made = undiluted(np.full(300, one * what), prior=PRIOR, reliability=record(exact=0.4), random=random)
        low, high = np.quantile(made.effect, [0.05, 0.95])
        inside += low - 1e-9 <= what <= high + 1e-9
    assert inside / people == pytest.approx(0.92, abs=0.04)


def test_a_worse_record_says_larger_and_less_sure() -> None:
    spread, middle = [], []
    for mean in (0.9, 0.5):
        made = undiluted(
            np.full(4_000, 0.3), prior=PRIOR, reliability=record(mean=mean), random=np.random.default_rng(1)
        )
        middle.append(np.median(made.effect))
        spread.append(made.effect.std())
    assert middle[1] > middle[0] > 0.3
    assert spread[1] > spread[0]
