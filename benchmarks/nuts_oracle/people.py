"""Made-up people for the comparison with NUTS: counts whose model is known, from a seed alone."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

INTERCEPT_MEAN = 1.0
_BUCKETS = ((0, 0), (1, 3), (4, 10), (11, 40))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one person is made: seed, rows, truth, share of missing rows, buckets instead of counts or not."""

    seed: int
    rows: int = 120
    intercept: float = 1.0
    sigma: float = 0.4
    rho: float = 0.5
    phi: float = 8.0
    missing: float = 0.0
    buckets: bool = False

    @property
    def key(self) -> str:
        """Name of this person at this length, such as `3x120`."""
        return f"{self.seed}x{self.rows}"


@dataclass(frozen=True, slots=True)
class Person:
    """Bounds of the counts `(n,)` (nan where missing) and the standardised exposures `(n, 8)`."""

    low: Floats
    high: Floats
    exposure: Floats


PEOPLE = (
    Recipe(1),
    Recipe(2, phi=3.0),
    Recipe(3, sigma=0.7, rho=0.75),
    Recipe(4, intercept=0.0, missing=0.1),
    Recipe(5, intercept=2.0, sigma=0.2, rho=0.2),
    Recipe(6, buckets=True),
    Recipe(7),
    Recipe(8, intercept=0.5, sigma=0.5, rho=0.7, missing=0.1),
    Recipe(9, intercept=-0.5, sigma=0.3, phi=50.0),
    Recipe(10, intercept=2.5, rho=0.3, phi=15.0),
    Recipe(11, missing=0.3),
    Recipe(12, sigma=0.6, rho=0.3, missing=0.1),
)
ROWS = (60, 120, 365)
RECIPES = tuple(replace(each, rows=rows) for each in PEOPLE for rows in ROWS)
EFFECTS = np.array([0.40, 0.0, 0.0, 0.30, 0.25, 0.0, 0.0, 0.0])


def person(recipe: Recipe) -> Person:
    """Makes one person: exposures correlated with each other and from day to day, a drifting rate, counts."""
    generator = np.random.default_rng(recipe.seed)
    n_exposures = len(EFFECTS)
    root = np.linalg.cholesky(np.full((n_exposures, n_exposures), 0.3) + 0.7 * np.eye(n_exposures))
    exposure = generator.standard_normal((recipe.rows, n_exposures)) @ root.T
    for row in range(1, recipe.rows):
        exposure[row] = 0.4 * exposure[row - 1] + np.sqrt(1 - 0.4**2) * exposure[row]
    for row in range(1, recipe.rows):
        exposure[row] += 0.3 * exposure[row - 1]
    exposure = (exposure - exposure.mean(axis=0)) / exposure.std(axis=0)
    latent = recipe.sigma * generator.standard_normal(recipe.rows)
    for row in range(1, recipe.rows):
        latent[row] = recipe.rho * latent[row - 1] + np.sqrt(1 - recipe.rho**2) * latent[row]
    mean = np.exp(recipe.intercept + exposure @ EFFECTS + latent)
    count = generator.poisson(mean * generator.gamma(recipe.phi, size=recipe.rows) / recipe.phi).astype(
        np.float64
    )
    count[generator.random(recipe.rows) < recipe.missing] = np.nan
    low, high = count.copy(), count.copy()
    if recipe.buckets:
        for least, most in _BUCKETS:
            inside = (count >= least) & (count <= most)
            low[inside], high[inside] = least, most
    return Person(low, high, exposure)
