"""Which causes have an effect: every combination of at most one dose per cause, weighed exactly.

A cause is out with probability 1 - q, or in through one of its doses with probability q, shared evenly. A
dose that is in has an effect of the harmful sign only: a slab that is a normal cut off at zero. On the
Gaussian likelihood of one grid point of (sigma, rho, phi) the evidence of a combination s is

    N-evidence(s)  P(all effects of s > 0 | data, s) / P(all effects of s > 0 | s)

where the first probability is the orthant probability of a normal (sequential conditioning of Mendell and
Elston 1974). Columns that are always in are integrated out first.

Reference:
    George EI, McCulloch RE (1993), DOI 10.1080/01621459.1993.10476353 (from memory).
    Mendell NR, Elston RC (1974), DOI 10.2307/2529616 (from memory).
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr, ndtri

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_NEGLIGIBLE = 1e-5
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class GridLikelihood:
    """A mixture of Gaussian likelihoods of all coefficients, intercept first.

    Attributes:
        log_weight: Log posterior weight of each grid point when every coefficient has its prior, shape (g,).
        precision: Likelihood precision, prior divided out, shape (g, p, p).
        shift: Precision times mean, prior divided out, shape (g, p).
        prior_mean: Prior mean of each coefficient under which the weights hold, shape (p,).
        prior_sd: Prior standard deviation, shape (p,).
    """

    log_weight: Floats
    precision: Floats
    shift: Floats
    prior_mean: Floats
    prior_sd: Floats


@dataclass(frozen=True, slots=True)
class Slabs:
    """What is believed of the effects of the doses before the diary is read.

    Attributes:
        inclusion: Probability that the cause of each dose is in, shape (k,).
        mean: Mean of each effect before it is cut off at zero, given that it is in, shape (k,).
        sd: Standard deviation before the cut, shape (k,).
    """

    inclusion: Floats
    mean: Floats
    sd: Floats


@dataclass(frozen=True, slots=True)
class Selection:
    """What is in, and how strong.

    Attributes:
        part_probability: Probability that each dose is in, shape (k,).
        cause_probability: Probability that a cause is in, by name.
        pair_probability: Probability that both of two causes are in, shape (causes, causes).
        causes: Names in the order of `pair_probability`.
        draws: Draws of all coefficients, zero for doses that are out, shape (n, p).
        conditional: For each dose its effects drawn given that it is in, shape (n,); None where the
            probability is negligible.
    """

    part_probability: Floats
    cause_probability: dict[str, float]
    pair_probability: Floats
    causes: tuple[str, ...]
    draws: Floats
    conditional: tuple[Floats | None, ...]


@dataclass(frozen=True, slots=True)
class _Marginal:
    """Likelihood of the k selectable coefficients, the others integrated out, and the slabs of the k."""

    log_weight: Floats
    precision: Floats
    shift: Floats
    slabs: Slabs

    def slab_precision(self, members: Integers) -> Floats:
        """Slab precision of the members of each combination, shape (m, k, k)."""
        return np.asarray(self.slabs.sd[members] ** -2.0, dtype=np.float64)[..., None] * np.eye(
            members.shape[-1]
        )

    def slab_shift(self, members: Integers) -> Floats:
        """Slab precision times slab mean, shape (m, k)."""
        return np.asarray(self.slabs.mean[members] / self.slabs.sd[members] ** 2, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Combinations by size: their members (m, k), and posterior weights (g, m) that sum to 1 over all."""

    marginal: _Marginal
    members: list[Integers]
    weights: list[Floats]


def select(
    likelihood: GridLikelihood,
    columns: Sequence[int],
    *,
    causes: Sequence[str],
    slabs: Slabs,
    draws: int,
    seed: int,
) -> Selection:
    """Weighs every combination of at most one dose per cause.

    Args:
        likelihood: Likelihood of all coefficients.
        columns: Position of each selectable dose among the coefficients, shape (k,).
        causes: Cause of each of them.
        slabs: What is believed of each of them.
        draws: Number of draws.
        seed: Seed of the draws.

    Returns:
        Probabilities and draws.
    """
    chosen = np.asarray(columns, dtype=np.int64)
    names = tuple(dict.fromkeys(causes))
    random = np.random.default_rng(seed)
    weighed = _weigh(likelihood, chosen, causes=causes, names=names, slabs=slabs)
    part_probability = np.zeros(len(chosen))
    pair = np.zeros((len(names), len(names)))
    cause_of = np.asarray([names.index(each) for each in causes], dtype=np.int64)
    for members, weight in zip(weighed.members, weighed.weights, strict=True):
        by_model = weight.sum(axis=0)
        for position in range(members.shape[1]):
            np.add.at(part_probability, members[:, position], by_model)
            for other in range(members.shape[1]):
                np.add.at(pair, (cause_of[members[:, position]], cause_of[members[:, other]]), by_model)
    sampled = _draw(likelihood, weighed, chosen, draws=draws, random=random)
    conditional = _conditional(weighed, size=len(chosen), draws=draws, random=random)
    return Selection(
        part_probability=np.clip(part_probability, 0.0, 1.0),
        cause_probability={name: float(min(1.0, pair[i, i])) for i, name in enumerate(names)},
        pair_probability=np.clip(pair, 0.0, 1.0),
        causes=names,
        draws=sampled,
        conditional=conditional,
    )


def _weigh(
    likelihood: GridLikelihood,
    chosen: Integers,
    *,
    causes: Sequence[str],
    names: Sequence[str],
    slabs: Slabs,
) -> _Weighed:
    marginal = _integrate_out(likelihood, chosen, slabs=slabs)
    members, log_prior = _combinations(causes, names, inclusion=slabs.inclusion)
    scores = [_log_evidence(marginal, each) + prior for each, prior in zip(members, log_prior, strict=True)]
    top = max(float(each.max()) for each in scores)
    weights = [np.exp(each - top) for each in scores]
    total = sum(float(each.sum()) for each in weights)
    return _Weighed(marginal=marginal, members=members, weights=[each / total for each in weights])


def _combinations(
    causes: Sequence[str], names: Sequence[str], *, inclusion: Floats
) -> tuple[list[Integers], list[Floats]]:
    """All combinations by size, with their log prior probability."""
    choices = [[-1, *(i for i, cause in enumerate(causes) if cause == name)] for name in names]
    by_size: dict[int, list[tuple[list[int], float]]] = {}
    for combination in itertools.product(*choices):
        log_prior = sum(
            math.log1p(-inclusion[options[1]]) if part < 0 else math.log(inclusion[part] / (len(options) - 1))
            for part, options in zip(combination, choices, strict=True)
        )
        members = [part for part in combination if part >= 0]
        by_size.setdefault(len(members), []).append((members, log_prior))
    sizes = sorted(by_size)
    return (
        [
            np.asarray([each for each, _ in by_size[n]], dtype=np.int64).reshape(len(by_size[n]), n)
            for n in sizes
        ],
        [np.asarray([each for _, each in by_size[n]]) for n in sizes],
    )


def _integrate_out(likelihood: GridLikelihood, chosen: Integers, *, slabs: Slabs) -> _Marginal:
    """The Schur complement over the columns that are always in, and weights without the slab of the rest."""
    size = likelihood.precision.shape[1]
    always = np.setdiff1d(np.arange(size), chosen)
    prior_precision = likelihood.prior_sd**-2.0
    inner = likelihood.precision[:, always[:, None], always] + np.diag(prior_precision[always])
    inner_shift = likelihood.shift[:, always] + prior_precision[always] * likelihood.prior_mean[always]
    cross = likelihood.precision[:, chosen[:, None], always]
    solved = np.linalg.solve(inner, np.swapaxes(cross, 1, 2))
    precision = likelihood.precision[:, chosen[:, None], chosen] - cross @ solved
    shift = likelihood.shift[:, chosen] - np.einsum("gak,ga->gk", solved, inner_shift)
    precision = (precision + np.swapaxes(precision, 1, 2)) / 2
    log_weight = likelihood.log_weight
    if len(chosen):
        full = precision + np.diag(prior_precision[chosen])
        full_shift = shift + prior_precision[chosen] * likelihood.prior_mean[chosen]
        _, log_determinant = np.linalg.slogdet(full)
        quadratic = np.einsum("gk,gk->g", full_shift, np.linalg.solve(full, full_shift[:, :, None])[:, :, 0])
        log_weight = log_weight - 0.5 * (quadratic - log_determinant)
    return _Marginal(log_weight - log_weight.max(), precision, shift, slabs)


def _posterior(marginal: _Marginal, members: Integers) -> tuple[Floats, Floats, Floats]:
    """Precision (g, m, k, k), covariance and mean of the effects of each combination, untruncated."""
    precision = marginal.precision[:, members[:, :, None], members[:, None, :]]
    precision = np.asarray(precision + marginal.slab_precision(members), dtype=np.float64)
    covariance = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    shift = marginal.shift[:, members] + marginal.slab_shift(members)
    return precision, covariance, np.einsum("gmij,gmj->gmi", covariance, shift)


def _log_evidence(marginal: _Marginal, members: Integers) -> Floats:
    """Log evidence of each grid point and combination, up to one constant, shape (g, m)."""
    size = members.shape[1]
    if size == 0:
        return np.repeat(marginal.log_weight[:, None], len(members), axis=1)
    precision, covariance, mean = _posterior(marginal, members)
    _, log_determinant = np.linalg.slogdet(precision)
    quadratic = np.einsum("gmi,gmij,gmj->gm", mean, precision, mean)
    score = marginal.slabs.mean[members] / marginal.slabs.sd[members]
    log_slab = -(np.log(marginal.slabs.sd[members]) + log_ndtr(score) + 0.5 * score**2).sum(axis=1)
    gaussian = marginal.log_weight[:, None] + log_slab + 0.5 * (quadratic - log_determinant)
    return np.asarray(gaussian + log_orthant(mean, covariance), dtype=np.float64)


def log_orthant(mean: Floats, covariance: Floats) -> Floats:
    """Gives the log probability that every component of a normal is above zero.

    Args:
        mean: Shape (..., k).
        covariance: Shape (..., k, k).

    Returns:
        Shape (...): exact for one component, for uncorrelated ones and close to it for moderate correlation.
    """
    mean, covariance = mean.copy(), covariance.copy()
    log_probability = np.zeros(mean.shape[:-1])
    for step in range(mean.shape[-1]):
        sd = np.sqrt(covariance[..., step, step])
        standard = mean[..., step] / sd
        log_phi = log_ndtr(standard)
        log_probability += log_phi
        ratio = np.exp(-0.5 * standard**2 - 0.5 * np.log(2 * np.pi) - log_phi)
        shrink = ratio * (ratio + standard)
        column = covariance[..., :, step].copy()
        mean += column * (ratio / sd)[..., None]
        outer = column[..., :, None] * column[..., None, :]
        covariance -= outer * (shrink / sd**2)[..., None, None]
        # The finished component must not come back by rounding.
        covariance[..., step, step] = sd**2
    return np.asarray(log_probability, dtype=np.float64)


def _truncated_draws(mean: Floats, precision: Floats, *, random: np.random.Generator) -> Floats:
    """One draw of each truncated normal, by Gibbs sweeps that start at its truncated marginal means."""
    sd = 1.0 / np.sqrt(np.einsum("nii->ni", precision))
    draws = np.maximum(mean, 0.2 * sd)
    for _ in range(_SWEEPS):
        for index in range(mean.shape[1]):
            pull = np.einsum("ni,ni->n", precision[:, index], draws - mean)
            pull -= precision[:, index, index] * (draws[:, index] - mean[:, index])
            centre = mean[:, index] - pull * sd[:, index] ** 2
            draws[:, index] = _above_zero(centre, sd[:, index], random.random(len(mean)))
    return np.asarray(draws, dtype=np.float64)


def _above_zero(centre: Floats, sd: Floats, uniform: Floats) -> Floats:
    """A normal given that it is above zero, by its inverse distribution; steady far in the tail."""
    upper = ndtr(centre / sd)
    value = centre - sd * ndtri(np.clip(uniform * upper, 1e-300, 1.0 - 1e-16))
    return np.asarray(np.maximum(value, 1e-12), dtype=np.float64)


def _pick(
    weights: list[Floats], draws: int, random: np.random.Generator
) -> list[tuple[Integers, Integers, Integers]]:
    """For each size which draws use it, with their grid point and combination."""
    flat = np.concatenate([each.ravel() for each in weights])
    edges = np.cumsum(flat)
    # Evenly spaced points with one random start: fewer accidents than independent picks.
    points = (np.arange(draws) + random.random()) / draws * edges[-1]
    picked = np.minimum(np.searchsorted(edges, points), len(flat) - 1)
    found = []
    start = 0
    for each in weights:
        rows = np.flatnonzero((picked >= start) & (picked < start + each.size))
        grid, model = np.unravel_index(picked[rows] - start, each.shape)
        found.append((rows, grid.astype(np.int64), model.astype(np.int64)))
        start += each.size
    return found


def _effects(weighed: _Weighed, members: Integers, grid: Integers, *, random: np.random.Generator) -> Floats:
    """One draw of the effects of each combination at its grid point, shape (n, k)."""
    marginal = weighed.marginal
    precision = marginal.precision[grid[:, None, None], members[:, :, None], members[:, None, :]]
    precision = np.asarray(precision + marginal.slab_precision(members), dtype=np.float64)
    shift = marginal.shift[grid[:, None], members] + marginal.slab_shift(members)
    mean = np.asarray(np.linalg.solve(precision, shift[:, :, None])[:, :, 0], dtype=np.float64)
    return _truncated_draws(mean, precision, random=random)


def _draw(
    likelihood: GridLikelihood,
    weighed: _Weighed,
    chosen: Integers,
    *,
    draws: int,
    random: np.random.Generator,
) -> Floats:
    made = np.zeros((draws, likelihood.precision.shape[1]))
    grid_of = np.zeros(draws, dtype=np.int64)
    for members, (rows, grid, model) in zip(
        weighed.members, _pick(weighed.weights, draws, random), strict=True
    ):
        grid_of[rows] = grid
        if members.shape[1] and len(rows):
            picked = members[model]
            made[rows[:, None], chosen[picked]] = _effects(weighed, picked, grid, random=random)
    _fill_always(likelihood, made, chosen, grid_of=grid_of, random=random)
    return made


def _fill_always(
    likelihood: GridLikelihood,
    made: Floats,
    chosen: Integers,
    *,
    grid_of: Integers,
    random: np.random.Generator,
) -> None:
    """Draws the columns that are always in, given the effects already drawn."""
    always = np.setdiff1d(np.arange(made.shape[1]), chosen)
    prior_precision = likelihood.prior_sd[always] ** -2.0
    noise = random.standard_normal((len(made), len(always)))
    for grid in np.unique(grid_of):
        rows = np.flatnonzero(grid_of == grid)
        inner = likelihood.precision[grid][always[:, None], always] + np.diag(prior_precision)
        shift = likelihood.shift[grid][always] + prior_precision * likelihood.prior_mean[always]
        given = shift - made[rows[:, None], chosen] @ likelihood.precision[grid][chosen[:, None], always]
        factor = np.linalg.cholesky(inner)
        mean = np.linalg.solve(inner, given.T).T
        made[rows[:, None], always] = mean + np.linalg.solve(factor.T, noise[rows].T).T


def _conditional(
    weighed: _Weighed, *, size: int, draws: int, random: np.random.Generator
) -> tuple[Floats | None, ...]:
    """Effects of each dose given that it is in: as many draws for a faint dose as for a sure one."""
    made: list[Floats | None] = []
    for part in range(size):
        kept = [
            np.where((members == part).any(axis=1), weight, 0.0)
            for members, weight in zip(weighed.members, weighed.weights, strict=True)
        ]
        if sum(float(each.sum()) for each in kept) < _NEGLIGIBLE:
            made.append(None)
            continue
        values = np.zeros(draws)
        for members, (rows, grid, model) in zip(weighed.members, _pick(kept, draws, random), strict=True):
            if len(rows):
                picked = members[model]
                values[rows] = _effects(weighed, picked, grid, random=random)[picked == part]
        made.append(values)
    return tuple(made)
