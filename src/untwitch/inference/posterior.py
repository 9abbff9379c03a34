"""What is known about the coefficients after counts were seen: a mixture of normals over hyper-parameters."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.inference.interval import mixture_interval
from untwitch.inference.prior import Prior

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """A posterior of intercept and coefficients, one normal for each setting of the hyper-parameters.

    Attributes:
        weights: Posterior mass of each setting, sums to one, `(g,)`.
        mean: Means; column 0 is the intercept, `(g, p + 1)`.
        covariance: Covariances, `(g, p + 1, p + 1)`.
        sigma: Standard deviation of the latent state, `(g,)`.
        rho: Its autocorrelation from row to row, `(g,)`.
        phi: Size of the negative binomial, `(g,)`.
        log_evidence: Log probability of the counts under the model.
        latent_mean: Posterior mean of the latent state z of each row, log scale, `(n,)`.
        latent_sd: Its posterior standard deviation, `(n,)`.
        k_hat: Pareto k of importance weights at the hyper-parameters' mode; above 0.7 do not trust the fit.
        prior: The prior as used, one entry for each coefficient.
    """

    weights: Floats
    mean: Floats
    covariance: Floats
    sigma: Floats
    rho: Floats
    phi: Floats
    log_evidence: float
    latent_mean: Floats
    latent_sd: Floats
    k_hat: float
    prior: Prior

    def moments(self) -> tuple[Floats, Floats]:
        """Gives mean `(p + 1,)` and covariance `(p + 1, p + 1)` of the whole mixture."""
        centre = self.weights @ self.mean
        away = self.mean - centre
        within = np.einsum("g,gij->ij", self.weights, self.covariance)
        return centre, within + np.einsum("g,gi,gj->ij", self.weights, away, away)

    def interval(self, j: int, level: float = 0.9) -> tuple[float, float, float]:
        """Gives lower end, median and upper end of coefficient `j` (0 is the intercept)."""
        spread = np.sqrt(self.covariance[:, j, j])
        return mixture_interval(self.weights, self.mean[:, j], spread=spread, level=level)

    def draws(self, n: int, seed: int) -> Floats:
        """Draws intercept and coefficients.

        Args:
            n: Number of draws.
            seed: Seed of the random numbers.

        Returns:
            The draws, `(n, p + 1)`.
        """
        generator = np.random.default_rng(seed)
        setting = generator.choice(len(self.weights), size=n, p=self.weights)
        noise = generator.standard_normal((n, self.mean.shape[1]))
        root = np.linalg.cholesky(self.covariance)
        return np.asarray(
            self.mean[setting] + np.einsum("dij,dj->di", root[setting], noise), dtype=np.float64
        )

    def likelihood_part(self) -> tuple[Floats, Floats]:
        """Gives what the counts alone say, as a normal: precision `(k, k)` and shift `(k,)`, k = p + 1.

        The prior is divided out of the mixture's moments. Where the mixture is wider than the prior in some
        direction, the counts are taken to say nothing there: the precision is never negative.
        """
        centre, covariance = self.moments()
        tightness = self.prior.precision
        root = np.sqrt(tightness)
        # in units of the prior the division is a plain subtraction of one from each eigenvalue
        scaled = np.linalg.inv(covariance) / np.outer(root, root)
        size, axes = np.linalg.eigh((scaled + scaled.T) / 2)
        told = (axes * np.maximum(size - 1, 0.0)) @ axes.T * np.outer(root, root)
        shift = (told + np.diag(tightness)) @ centre - tightness * self.prior.mean
        return told, np.asarray(shift, dtype=np.float64)
