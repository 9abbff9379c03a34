"""Every combination is weighed; orthants, probabilities and draws by independent numbers."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import integrate
from scipy.stats import multivariate_normal, norm
from tests.explain.diaries import Floats

from untwitch.explain.selection import GridLikelihood, Selection, Slabs, log_orthant
from untwitch.explain.selection import select as select_with

INCLUSION, SLAB_SD = 0.25, 0.5


def select(
    given: GridLikelihood,
    columns: list[int],
    *,
    causes: list[str],
    draws: int,
    seed: int,
    inclusion: float = INCLUSION,
    mean: float = 0.0,
) -> Selection:
    """Selection with the same slab for every dose, by itself a half-normal."""
    slabs = Slabs(*(np.full(len(columns), each) for each in (inclusion, mean, SLAB_SD)))
    return select_with(given, columns, causes=causes, slabs=slabs, draws=draws, seed=seed)


def likelihood(
    precision: Floats, shift: Floats, *, log_weight: Floats | None = None, prior_sd: float = SLAB_SD
) -> GridLikelihood:
    """Likelihood of an intercept, an always-in column and doses, at one or several grid points."""
    size = precision.shape[-1]
    return GridLikelihood(
        log_weight=np.zeros(len(precision)) if log_weight is None else log_weight,
        precision=precision,
        shift=shift,
        prior_mean=np.zeros(size),
        prior_sd=np.array([1.5, *[prior_sd] * (size - 1)]),
    )


def example(seed: int, size: int, *, days: int = 40) -> GridLikelihood:
    random = np.random.default_rng(seed)
    matrix = np.column_stack([np.ones(days), random.standard_normal((days, size - 1))])
    matrix[:, 2:] += 0.4 * matrix[:, 1:2]
    effects = np.array([0.3, 0.1, *random.uniform(-0.1, 0.4, size - 2)])
    precision = matrix.T @ matrix * 4
    noise = np.linalg.cholesky(precision) @ random.standard_normal(size)
    return likelihood(precision[None], (precision @ effects + noise)[None])


def test_the_orthant_of_one_is_the_normal_distribution() -> None:
    for mean in (-40.0, -2.0, 0.0, 3.0):
        assert log_orthant(np.array([mean]), np.array([[4.0]])) == pytest.approx(norm.logcdf(mean / 2))


def test_the_orthant_of_independent_ones_is_their_product() -> None:
    mean, sd = np.array([0.5, -1.0, 2.0]), np.array([1.0, 2.0, 0.5])
    assert log_orthant(mean, np.diag(sd**2)) == pytest.approx(norm.logcdf(mean / sd).sum())


@pytest.mark.parametrize("correlation", [-0.5, -0.2, 0.3, 0.6])
def test_the_orthant_of_correlated_ones_is_close(correlation: float) -> None:
    covariance = np.array([[1.0, correlation, 0.1], [correlation, 1.0, 0.2], [0.1, 0.2, 1.0]])
    for mean in (np.array([0.3, 0.8, 1.5]), np.array([2.0, -0.5, 1.0])):
        exact = multivariate_normal(np.zeros(3), covariance, seed=1).cdf(mean)
        assert np.exp(log_orthant(mean, covariance)) == pytest.approx(exact, rel=0.05)


def test_many_orthants_at_once_are_those_one_by_one() -> None:
    random = np.random.default_rng(5)
    means = random.standard_normal((4, 3, 2))
    roots = random.standard_normal((4, 3, 2, 2))
    covariances = roots @ np.swapaxes(roots, 2, 3) + np.eye(2)
    together = log_orthant(means, covariances)
    for index in itertools.product(range(4), range(3)):
        assert together[index] == pytest.approx(float(log_orthant(means[index], covariances[index])))


def by_integration(
    given: GridLikelihood, columns: list[int], combination: list[int], *, mean: float = 0.0
) -> float:
    """Log evidence of one combination of at most two doses, by a grid over their effects."""
    size = given.precision.shape[1]
    always = [each for each in range(size) if each not in columns]
    prior = np.diag(given.prior_sd**-2.0)
    inner = given.precision[0][np.ix_(always, always)] + prior[np.ix_(always, always)]

    def log_height(effects: tuple[float, ...]) -> float:
        taken = [columns[each] for each in combination]
        values = np.array(effects)
        shift = given.shift[0][always] - given.precision[0][np.ix_(always, taken)] @ values
        height = 0.5 * shift @ np.linalg.solve(inner, shift) - 0.5 * np.linalg.slogdet(inner)[1]
        height += given.shift[0][taken] @ values
        height -= 0.5 * values @ given.precision[0][np.ix_(taken, taken)] @ values
        above = norm.logsf(0, mean, SLAB_SD)
        return float(height + sum(norm.logpdf(each, mean, SLAB_SD) - above for each in effects))

    if not combination:
        return log_height(())
    step = 0.02
    grid = np.arange(step / 2, 1.6, step)
    heights = np.array([log_height(each) for each in itertools.product(*[grid] * len(combination))])
    return float(
        np.log(np.exp(heights - heights.max()).sum()) + heights.max() + len(combination) * np.log(step)
    )


@pytest.mark.parametrize("mean", [0.0, 0.4, -0.2])
@pytest.mark.parametrize("seed", [1, 2])
def test_probabilities_are_those_of_integrating_every_combination(seed: int, mean: float) -> None:
    given = example(seed, 4)
    columns, causes = [2, 3], ["stress", "sleep"]
    made = select(given, columns, causes=causes, draws=200, seed=1, mean=mean)
    scores = {}
    for combination in ([], [0], [1], [0, 1]):
        prior = INCLUSION ** len(combination) * (1 - INCLUSION) ** (2 - len(combination))
        scores[tuple(combination)] = by_integration(given, columns, combination, mean=mean) + np.log(prior)
    total = np.logaddexp.reduce(list(scores.values()))
    both = np.exp(scores[0, 1] - total)
    assert made.cause_probability["stress"] == pytest.approx(np.exp(scores[(0,)] - total) + both, abs=0.01)
    assert made.cause_probability["sleep"] == pytest.approx(np.exp(scores[(1,)] - total) + both, abs=0.01)
    assert made.pair_probability[0, 1] == pytest.approx(both, abs=0.01)
    assert_allclose(made.part_probability, np.diag(made.pair_probability))


def test_two_doses_of_one_cause_are_never_in_together() -> None:
    made = select(example(3, 5), [2, 3, 4], causes=["sleep", "sleep", "diet"], draws=500, seed=1)
    effects = made.draws[:, [2, 3]]
    assert not ((effects > 0).sum(axis=1) > 1).any()
    assert made.cause_probability["sleep"] == pytest.approx(made.part_probability[:2].sum())


def test_doses_of_one_cause_share_its_prior() -> None:
    nothing = likelihood(np.zeros((1, 5, 5)), np.zeros((1, 5)))
    made = select(nothing, [2, 3, 4], causes=["sleep", "sleep", "diet"], draws=500, seed=1, inclusion=0.3)
    assert made.cause_probability == pytest.approx({"sleep": 0.3, "diet": 0.3})
    assert_allclose(made.part_probability, [0.15, 0.15, 0.3])


def test_draws_are_in_as_often_as_the_probability_says_and_never_below_zero() -> None:
    given = example(4, 5)
    made = select(given, [2, 3, 4], causes=["stress", "sleep", "diet"], draws=4000, seed=1)
    share = (made.draws[:, 2:] > 0).mean(axis=0)
    assert_allclose(share, made.part_probability, atol=0.01)
    assert (made.draws[:, 2:] >= 0).all()


def test_effects_given_that_a_cause_is_in_are_a_truncated_normal() -> None:
    precision = np.diag([50.0, 50.0, 100.0])
    made = select(
        likelihood(precision[None], np.array([[10.0, 0.0, -5.0]])), [2], causes=["diet"], draws=8000, seed=1
    )
    centre, sd = -5 / 104, 104**-0.5
    effects = made.conditional[0]
    assert effects is not None
    mean, _ = integrate.quad(lambda x: x * norm.pdf(x, centre, sd) / norm.sf(0, centre, sd), 0, 2)
    assert effects.mean() == pytest.approx(mean, rel=0.03)
    assert effects.min() > 0
    wide = np.quantile(effects, 0.95)
    assert norm.sf(wide, centre, sd) / norm.sf(0, centre, sd) == pytest.approx(0.05, abs=0.01)


def test_each_cause_has_its_own_prior() -> None:
    nothing = likelihood(np.zeros((1, 5, 5)), np.zeros((1, 5)))
    slabs = Slabs(np.array([0.2, 0.2, 0.6]), np.array([0.0, 0.0, 0.8]), np.array([0.5, 0.5, 0.1]))
    made = select_with(nothing, [2, 3, 4], causes=["sleep", "sleep", "diet"], slabs=slabs, draws=4000, seed=1)
    assert made.cause_probability == pytest.approx({"sleep": 0.2, "diet": 0.6})
    effects = made.conditional[2]
    assert effects is not None
    assert (effects.mean(), effects.std()) == pytest.approx((0.8, 0.1), abs=0.01)


def test_correlated_effects_are_drawn_together() -> None:
    precision = np.diag([50.0, 50.0, 60.0, 60.0])
    precision[2, 3] = precision[3, 2] = 40.0
    made = select(
        likelihood(precision[None], (precision @ np.array([0, 0, 0.8, 0.8]))[None]),
        [2, 3],
        causes=["stress", "sleep"],
        draws=6000,
        seed=1,
    )
    both = made.draws[(made.draws[:, 2:] > 0).all(axis=1), 2:]
    covariance = np.linalg.inv(precision[2:, 2:] + np.eye(2) / SLAB_SD**2)
    assert len(both) > 5000
    assert_allclose(np.cov(both.T), covariance, rtol=0.1)
    assert_allclose(both.mean(axis=0), covariance @ (precision @ [0, 0, 0.8, 0.8])[2:], rtol=0.02)


def test_columns_that_are_always_in_follow_the_effects_drawn() -> None:
    given = example(6, 4, days=200)
    made = select(given, [2, 3], causes=["stress", "sleep"], draws=4000, seed=1)
    intercept = made.draws[:, 0]
    inner = given.precision[0] + np.diag(given.prior_sd**-2.0)
    assert intercept.std() == pytest.approx(np.sqrt(np.linalg.inv(inner)[0, 0]), rel=0.15)
    assert intercept.mean() == pytest.approx(0.3, abs=0.1)


def test_a_heavier_grid_point_counts_more() -> None:
    precision = np.stack([np.diag([50.0, 50.0, 80.0])] * 2)
    shift = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 40.0]])
    # Weights hold with every prior in place; the same evidence of the data is kept apart from them.
    calm = select(
        likelihood(precision, shift, log_weight=np.log([0.999, 0.001])), [2], causes=["diet"], draws=9, seed=1
    )
    wild = select(
        likelihood(precision, shift, log_weight=np.log([0.001, 0.999])), [2], causes=["diet"], draws=9, seed=1
    )
    assert calm.cause_probability["diet"] < 0.5 < wild.cause_probability["diet"]


def test_a_dose_that_is_all_but_ruled_out_has_no_effect_to_show() -> None:
    precision = np.diag([50.0, 50.0, 1e7])
    made = select(
        likelihood(precision[None], np.array([[0.0, 0.0, -1e6]])), [2], causes=["diet"], draws=50, seed=1
    )
    assert made.part_probability[0] < 1e-4
    assert made.conditional == (None,)


def test_the_same_seed_gives_the_same_draws() -> None:
    given = example(7, 5)
    one, other, third = (
        select(given, [2, 3, 4], causes=["a", "b", "c"], draws=50, seed=seed).draws for seed in (1, 1, 2)
    )
    assert_allclose(one, other, atol=0)
    assert not np.allclose(one, third)
