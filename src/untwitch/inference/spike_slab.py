"""Which groups of coefficients are in the model at all: every subset weighed exactly.

A group's coefficients are either exactly zero (the spike) or drawn from a normal around zero (the slab), on
request its positive half. Given the normal likelihood of `Posterior.likelihood_part`, the evidence of each of
the 2^k subsets has a closed form; with positive halves it is multiplied with the probability of an orthant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.inference.interval import tail_probabilities, truncated_mixture_quantiles
from untwitch.inference.orthant import Orthants, cut_at_zero, draws_above_zero
from untwitch.inference.posterior import Posterior

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

MOST_GROUPS = 10


@dataclass(frozen=True, slots=True)
class ModelAverage:
    """Every subset of the groups with its probability.

    Attributes:
        groups: Coefficients of each group; 0 is the intercept, so a group's members are 1 or more.
        inclusion: Posterior probability that a group is in, `(k,)`.
        model_probability: Posterior probability of each subset, `(2^k,)`.
        model_members: Which groups are in each subset, `(2^k, k)`.
        active: Which coefficients are in each subset, `(2^k, p + 1)`.
        cut: Which coefficients are possible only above zero in each subset, `(2^k, p + 1)`.
        precision: Posterior precision of each subset before the cut; unit where a coefficient is out,
            `(2^k, p + 1, p + 1)`.
        shift: That precision times the mean, 0 where a coefficient is out, `(2^k, p + 1)`.
        orthants: Each subset's normal after the cut.
    """

    groups: tuple[tuple[int, ...], ...]
    inclusion: Floats
    model_probability: Floats
    model_members: Truths
    active: Truths
    cut: Truths
    precision: Floats
    shift: Floats
    orthants: Orthants

    def draws(self, n: int, seed: int) -> Floats:
        """Draws intercept and coefficients over all subsets.

        Args:
            n: Number of draws.
            seed: Seed of the random numbers.

        Returns:
            The draws, exactly 0 where a coefficient is out, `(n, p + 1)`.
        """
        generator = np.random.default_rng(seed)
        model = generator.choice(len(self.model_probability), size=n, p=self.model_probability)
        value = draws_above_zero(
            self.precision[model],
            self.shift[model],
            cut=self.cut[model],
            start=self.orthants.mean[model],
            generator=generator,
        )
        return np.asarray(np.where(self.active[model], value, 0.0), dtype=np.float64)

    def interval(self, j: int, level: float = 0.9) -> tuple[float, float, float]:
        """Gives lower end, median and upper end of coefficient `j`, given that it is in the model.

        Raises:
            ValueError: If there is no such coefficient.
        """
        if not 0 <= j < self.active.shape[1]:
            raise ValueError(f"coefficients are numbered 0 to {self.active.shape[1] - 1}, got {j!r}")
        # a coefficient all but ruled out still has an interval "if it is in": its weights must not all vanish
        weight = np.where(self.active[:, j], np.maximum(self.model_probability, 1e-300), 0.0)
        ends = truncated_mixture_quantiles(
            weight,
            self.orthants.centre[:, j],
            spread=self.orthants.spread[:, j],
            probability=tail_probabilities(level),
            positive=bool(self.cut[:, j].any()),
        )
        return float(ends[0]), float(ends[1]), float(ends[2])


def enumerate_models(
    posterior: Posterior,
    groups: Sequence[tuple[int, ...]],
    *,
    inclusion: float | Sequence[float] = 0.25,
    slab_sd: float | Sequence[float] = 0.5,
    positive: Sequence[bool] | None = None,
) -> ModelAverage:
    """Weighs every subset of groups; coefficients outside all groups are always in, with their own prior.

    Args:
        posterior: The posterior under its normal prior, which is divided out first.
        groups: Coefficients of each group, counted as in the posterior (1 is the first column of x).
        inclusion: Prior probability that a group is in, one for all or one each.
        slab_sd: Standard deviation of the slab, one for all groups or one each.
        positive: Whether a group's coefficients are possible only above zero; None for no group.

    Returns:
        The subsets with their probabilities.

    Raises:
        ValueError: If groups overlap, are empty, too many or name coefficients that are not there.
    """
    told, shift = posterior.likelihood_part()
    return enumerate_subsets(
        told,
        shift,
        prior_mean=posterior.prior.mean,
        prior_precision=posterior.prior.precision,
        slabs=Slabs.of(groups, inclusion=inclusion, slab_sd=slab_sd, positive=positive),
    )


@dataclass(frozen=True, slots=True)
class Slabs:
    """Groups with their priors, `(k,)` each: probability of being in, slab's sd, positive half only."""

    groups: tuple[tuple[int, ...], ...]
    inclusion: Floats
    sd: Floats
    positive: Truths

    def __post_init__(self) -> None:
        members = [j for group in self.groups for j in group]
        if len(self.groups) > MOST_GROUPS:
            raise ValueError(f"at most {MOST_GROUPS} groups can be enumerated, got {len(self.groups)}")
        if any(len(group) == 0 for group in self.groups) or len(set(members)) != len(members) or 0 in members:
            raise ValueError(
                f"groups hold one or more coefficients from 1 on, none twice, got {self.groups!r}"
            )
        if not ((self.inclusion > 0) & (self.inclusion < 1)).all():
            raise ValueError(
                f"prior inclusion lies strictly between 0 and 1, got {self.inclusion.tolist()!r}"
            )
        if not (self.sd > 0).all():
            raise ValueError(f"a slab's standard deviation is above 0, got {self.sd.tolist()!r}")

    @classmethod
    def of(
        cls,
        groups: Sequence[tuple[int, ...]],
        *,
        inclusion: float | Sequence[float] = 0.25,
        slab_sd: float | Sequence[float] = 0.5,
        positive: Sequence[bool] | None = None,
    ) -> "Slabs":
        """Gives groups with one prior each, from one for all or one each."""
        shape = (len(groups),)
        half = [False] * len(groups) if positive is None else list(positive)
        if len(half) != len(groups):
            raise ValueError(f"positive has one entry for each of {len(groups)} groups, got {len(half)}")
        return cls(
            tuple(tuple(group) for group in groups),
            np.broadcast_to(np.asarray(inclusion, dtype=np.float64), shape),
            np.broadcast_to(np.asarray(slab_sd, dtype=np.float64), shape),
            np.array(half, dtype=np.bool_),
        )


def enumerate_subsets(
    told: Floats, shift: Floats, *, prior_mean: Floats, prior_precision: Floats, slabs: Slabs
) -> ModelAverage:
    """Weighs every subset of groups on a normal likelihood.

    Args:
        told: Precision of the likelihood, `(d, d)`.
        shift: That precision times the likelihood's mean, `(d,)`.
        prior_mean: Prior means of the coefficients that are always in, `(d,)`.
        prior_precision: Their prior precisions, `(d,)`.
        slabs: The groups and their priors.

    Returns:
        The subsets with their probabilities.

    Raises:
        ValueError: If a group names a coefficient that is not there.
    """
    n_groups, size = len(slabs.groups), len(shift)
    members = (np.arange(2**n_groups)[:, None] >> np.arange(n_groups)) & 1 == 1
    active = np.ones((2**n_groups, size), dtype=np.bool_)
    cut = np.zeros_like(active)
    tightness, centre = prior_precision.copy(), prior_mean.copy()
    for place, group in enumerate(slabs.groups):
        if max(group) >= size:
            raise ValueError(f"group {group!r} names a coefficient beyond the last, {size - 1}")
        active[:, list(group)] = members[:, place, None]
        cut[:, list(group)] = members[:, place, None] & slabs.positive[place]
        tightness[list(group)], centre[list(group)] = slabs.sd[place] ** -2.0, 0.0
    inside = active[:, :, None] & active[:, None, :]
    precision = np.where(inside, told + np.diag(tightness), np.eye(size))
    tilted = np.where(active, shift + tightness * centre, 0.0)
    orthants = cut_at_zero(precision, tilted, cut=cut)
    solved = np.linalg.solve(precision, tilted[:, :, None])[:, :, 0]
    log_weight = 0.5 * np.einsum("mi,mi->m", tilted, solved) - 0.5 * np.linalg.slogdet(precision)[1]
    log_weight += 0.5 * np.where(active, np.log(tightness), 0.0).sum(axis=1)
    # a half-normal slab is twice as high as the whole one
    log_weight += cut.sum(axis=1) * np.log(2.0) + orthants.log_probability
    log_weight += np.where(members, np.log(slabs.inclusion), np.log1p(-slabs.inclusion)).sum(axis=1)
    probability = np.exp(log_weight - np.logaddexp.reduce(log_weight))
    probability /= probability.sum()
    return ModelAverage(
        groups=slabs.groups,
        inclusion=probability @ members,
        model_probability=probability,
        model_members=members,
        active=active,
        cut=cut,
        precision=precision,
        shift=tilted,
        orthants=orthants,
    )
