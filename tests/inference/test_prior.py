"""Priors filled in and refused."""

import numpy as np
import pytest

from untwitch.inference.counts import Counts
from untwitch.inference.prior import Prior

COUNTS = Counts.exact([4.0, 6.0])


def test_a_resolved_prior_has_the_log_mean_rate_and_one_entry_a_column() -> None:
    prior = Prior(beta_mean=0.1, beta_sd=np.array([0.5, 0.2])).resolved(COUNTS, n_columns=2)
    assert prior.mean.tolist() == pytest.approx([np.log(5.25), 0.1, 0.1])
    assert prior.precision.tolist() == pytest.approx([1.5**-2, 4.0, 25.0])


def test_everything_else_survives_being_resolved() -> None:
    given = Prior(
        intercept_mean=2.0,
        intercept_sd=3.0,
        sigma_scale=0.7,
        rho_a=3.0,
        rho_b=4.0,
        phi_median=9.0,
        phi_log_sd=0.3,
    )
    kept = given.resolved(COUNTS, n_columns=0)
    names = ("intercept_mean", "intercept_sd", "sigma_scale", "rho_a", "rho_b", "phi_median", "phi_log_sd")
    assert [getattr(kept, name) for name in names] == [getattr(given, name) for name in names]
    assert kept.mean.tolist() == [2.0]


def test_a_vector_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="beta_sd has one entry for each of 2 columns"):
        Prior(beta_sd=np.ones(3)).resolved(COUNTS, n_columns=2)


@pytest.mark.parametrize(
    "name", ["intercept_sd", "beta_sd", "sigma_scale", "rho_a", "rho_b", "phi_median", "phi_log_sd"]
)
def test_a_scale_that_is_not_above_zero_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is above 0, got 0.0"):
        Prior(**{name: 0.0})
