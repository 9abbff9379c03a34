"""What is believed before a count is seen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.inference.counts import Counts

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """Priors of the count model; every one is proper, so evidences of models can be compared.

    Attributes:
        intercept_mean: Mean of the log rate; None for the log of the observed mean rate.
        intercept_sd: Its standard deviation.
        beta_mean: Mean of each coefficient, `(p,)` or one for all.
        beta_sd: Standard deviation of each coefficient, `(p,)` or one for all.
        sigma_scale: Scale of the half-normal prior of the latent state's standard deviation.
        rho_a: First shape of the beta prior of the latent state's autocorrelation.
        rho_b: Second shape of it.
        phi_median: Median of the log-normal prior of the negative binomial's size.
        phi_log_sd: Standard deviation of the log of that size.
    """

    intercept_mean: float | None = None
    intercept_sd: float = 1.5
    beta_mean: Floats | float = 0.0
    beta_sd: Floats | float = 0.5
    sigma_scale: float = 0.5
    rho_a: float = 2.0
    rho_b: float = 2.0
    phi_median: float = 5.0
    phi_log_sd: float = 1.0

    def __post_init__(self) -> None:
        scales = {
            "intercept_sd": self.intercept_sd,
            "beta_sd": self.beta_sd,
            "sigma_scale": self.sigma_scale,
            "rho_a": self.rho_a,
            "rho_b": self.rho_b,
            "phi_median": self.phi_median,
            "phi_log_sd": self.phi_log_sd,
        }
        for name, value in scales.items():
            if not (np.all(np.isfinite(value)) and np.all(np.asarray(value) > 0)):
                raise ValueError(f"{name} is above 0, got {value!r}")

    def resolved(self, counts: Counts, *, n_columns: int) -> "Prior":
        """Gives the same prior with the intercept's mean filled in and one entry for each coefficient.

        Args:
            counts: The counts, for the mean rate.
            n_columns: Number of coefficients p, without the intercept.

        Raises:
            ValueError: If a vector has another length than p.
        """
        for name, value in (("beta_mean", self.beta_mean), ("beta_sd", self.beta_sd)):
            if np.ndim(value) and np.shape(value) != (n_columns,):
                raise ValueError(
                    f"{name} has one entry for each of {n_columns} columns, got {np.shape(value)}"
                )
        mean = float(np.log(counts.mean_rate)) if self.intercept_mean is None else self.intercept_mean
        return Prior(
            intercept_mean=mean,
            intercept_sd=self.intercept_sd,
            beta_mean=np.full(n_columns, self.beta_mean, dtype=np.float64),
            beta_sd=np.full(n_columns, self.beta_sd, dtype=np.float64),
            sigma_scale=self.sigma_scale,
            rho_a=self.rho_a,
            rho_b=self.rho_b,
            phi_median=self.phi_median,
            phi_log_sd=self.phi_log_sd,
        )

    @property
    def mean(self) -> Floats:
        """Prior means of a resolved prior, intercept first, `(p + 1,)`."""
        centre = 0.0 if self.intercept_mean is None else self.intercept_mean
        return np.concatenate([[centre], np.atleast_1d(self.beta_mean)])

    @property
    def precision(self) -> Floats:
        """Prior precisions of a resolved prior, intercept first, `(p + 1,)`."""
        return np.concatenate([[self.intercept_sd**-2], np.atleast_1d(self.beta_sd) ** -2.0])
