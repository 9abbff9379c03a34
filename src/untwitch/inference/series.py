"""A fit of any published count series: named columns in, named coefficients with intervals out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.inference.counts import Counts
from untwitch.inference.nb_laplace import fit
from untwitch.inference.posterior import Posterior
from untwitch.inference.prior import Prior
from untwitch.inference.spike_slab import MOST_GROUPS, enumerate_models

INTERCEPT = "intercept"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient on the log scale.

    Attributes:
        name: Name of its column, or `intercept`.
        mean: Posterior mean.
        sd: Posterior standard deviation.
        low: Lower end of the 90 % interval.
        high: Upper end of it.
        inclusion: Posterior probability that it is not zero; None for the intercept or where not asked for.
    """

    name: str
    mean: float
    sd: float
    low: float
    high: float
    inclusion: float | None


@dataclass(frozen=True, slots=True)
class SeriesFit:
    """The fit of one series.

    Attributes:
        coefficients: Intercept first, then one for each column.
        posterior: The posterior they were read from.
    """

    coefficients: tuple[Coefficient, ...]
    posterior: Posterior

    def __getitem__(self, name: str) -> Coefficient:
        for coefficient in self.coefficients:
            if coefficient.name == name:
                return coefficient
        known = ", ".join(coefficient.name for coefficient in self.coefficients)
        raise ValueError(f"no coefficient is called {name!r}; known: {known}")


def fit_series(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    *,
    names: Sequence[str],
    offset: npt.ArrayLike | None = None,
    prior: Prior | None = None,
    inclusion: float | None = None,
) -> SeriesFit:
    """Fits exact counts on the columns of a matrix.

    Args:
        y: Counts of consecutive rows, nan where missing, `(n,)`.
        x: Columns, finite, `(n, p)`.
        names: A name for each column, p of them.
        offset: Log exposure, `(n,)`; None for the same exposure in every row.
        prior: The priors; None for the defaults.
        inclusion: Prior probability that a coefficient is not zero; None asks for no inclusion probabilities.

    Returns:
        The named coefficients.

    Raises:
        ValueError: If names and columns differ in number, or there are more columns than can be enumerated.
    """
    columns = np.asarray(x, dtype=np.float64)
    if columns.ndim != 2 or columns.shape[1] != len(names):
        raise ValueError(f"x has one column for each of {len(names)} names, got shape {columns.shape}")
    if inclusion is not None and len(names) > MOST_GROUPS:
        raise ValueError(f"inclusion can be asked of at most {MOST_GROUPS} columns, got {len(names)}")
    posterior = fit(Counts.exact(y, offset), columns, prior=prior)
    mean, covariance = posterior.moments()
    included: list[float | None] = [None] * (len(names) + 1)
    if inclusion is not None and names:
        groups = [(j,) for j in range(1, len(names) + 1)]
        slab_sd = np.atleast_1d(posterior.prior.beta_sd).tolist()
        average = enumerate_models(posterior, groups, inclusion=inclusion, slab_sd=slab_sd)
        included[1:] = average.inclusion.tolist()
    coefficients = []
    for j, name in enumerate((INTERCEPT, *names)):
        low, _, high = posterior.interval(j, 0.9)
        spread = float(np.sqrt(covariance[j, j]))
        coefficients.append(Coefficient(name, float(mean[j]), spread, low, high, included[j]))
    return SeriesFit(tuple(coefficients), posterior)
