"""Named columns in, named coefficients out; and published series with known answers."""

import csv
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from untwitch.inference.prior import Prior
from untwitch.inference.series import fit_series

DICE = np.random.default_rng(8)
X = DICE.standard_normal((80, 2))
Y = DICE.poisson(np.exp(1.0 + 0.5 * X[:, 0])).astype(np.float64)
WEAK = Prior(intercept_sd=10.0, beta_sd=10.0)


def columns(path: Path, names: list[str]) -> npt.NDArray[np.float64]:
    """Reads named columns of a CSV file, one row of the result for each name."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row[name]) for row in rows] for name in names])


def test_coefficients_are_found_by_name_with_their_intervals_and_inclusion() -> None:
    found = fit_series(Y, X, names=["dose", "noise"], inclusion=0.25)
    dose, noise = found["dose"], found["noise"]
    assert dose.low < 0.5 < dose.high
    assert dose.low < dose.mean < dose.high
    assert dose.inclusion is not None
    assert dose.inclusion > 0.95
    assert noise.inclusion is not None
    assert noise.inclusion < 0.3
    assert found["intercept"].inclusion is None
    assert [coefficient.name for coefficient in found.coefficients] == ["intercept", "dose", "noise"]
    assert dose.sd == pytest.approx((dose.high - dose.low) / 3.29, rel=0.1)


def test_inclusion_is_not_weighed_unless_asked_for_and_an_offset_moves_the_intercept_only() -> None:
    plain = fit_series(Y, X, names=["dose", "noise"], prior=WEAK)
    longer = fit_series(Y, X, names=["dose", "noise"], prior=WEAK, offset=np.full(80, 2.0))
    assert plain["dose"].inclusion is None
    assert longer["intercept"].mean == pytest.approx(plain["intercept"].mean - 2.0, abs=0.01)
    assert longer["dose"].mean == pytest.approx(plain["dose"].mean, abs=0.005)


def test_a_series_without_columns_has_an_intercept() -> None:
    found = fit_series(Y, np.zeros((80, 0)), names=[], inclusion=0.5)
    assert len(found.coefficients) == 1


def test_wrong_names_are_refused() -> None:
    with pytest.raises(ValueError, match="one column for each of 1 names"):
        fit_series(Y, X, names=["dose"])
    with pytest.raises(ValueError, match="'does'; known: intercept, dose, noise"):
        fit_series(Y, X, names=["dose", "noise"])["does"]
    with pytest.raises(ValueError, match="at most 10 columns, got 11"):
        fit_series(Y, np.zeros((80, 11)), names=list("abcdefghijk"), inclusion=0.5)


@pytest.mark.real_data
def test_four_years_of_asthma_counts_give_the_published_kind_of_fit(real_data: Path) -> None:
    """1,461 days, 14 covariates: each coefficient within 0.02 of the maximum likelihood."""
    path = real_data / "diaries" / "count_series" / "Asthma.csv"
    with path.open(newline="", encoding="utf-8") as file:
        names = [name for name in next(csv.reader(file)) if name not in {"Count", "Intercept"}]
    table = columns(path, ["Count", *names])
    counted, covariates = table[0], table[1:].T
    assert covariates.shape == (1461, 14)
    found = fit_series(counted, covariates, names=names, prior=WEAK)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.discrete.discrete_model import NegativeBinomial  # noqa: PLC0415 - heavy, used once

        model = NegativeBinomial(counted, np.column_stack([np.ones(1461), covariates]))
        published = model.fit(disp=0, maxiter=500, method="bfgs").params[:-1]
    mean = np.array([coefficient.mean for coefficient in found.coefficients])
    assert np.abs(mean - published).max() < 0.02
    assert found.posterior.k_hat < 0.7


@pytest.mark.real_data
@pytest.mark.parametrize("person", [1, 2, 3, 4])
def test_four_migraine_diaries_of_three_months_are_not_enough_yet(real_data: Path, person: int) -> None:
    """67 to 87 days and 20 or 21 onsets each: no exposure's effect can be told from none.

    One row is one at-risk interval and its onset a count of 0 or 1; an interval ends at its onset, so its
    length belongs to the outcome and is not taken as exposure.
    """
    path = real_data / "diaries" / "migraine_n1_holsteen" / "case_study_data.csv"
    names = ["stress_global_lag1", "sleep_hours_lag1", "caff_count_dif_lag1"]
    table = columns(path, ["person", "mig.ind", *names])
    own = table[:, table[0] == person]
    assert own[1].sum() in {20, 21}
    found = fit_series(own[1], own[2:].T, names=names, inclusion=0.25)
    for coefficient in found.coefficients[1:]:
        assert abs(coefficient.mean) < 2 * coefficient.sd
        assert coefficient.inclusion is not None
        assert coefficient.inclusion < 0.8


@pytest.mark.real_data
@pytest.mark.parametrize("person", [1, 2, 3, 4])
def test_the_migraine_answer_stays_when_time_at_risk_counts(real_data: Path, person: int) -> None:
    path = real_data / "diaries" / "migraine_n1_holsteen" / "case_study_data.csv"
    names = ["stress_global_lag1", "sleep_hours_lag1", "caff_count_dif_lag1"]
    table = columns(path, ["person", "mig.ind", "t0", "t1", *names])
    own = table[:, table[0] == person]
    found = fit_series(own[1], own[4:].T, names=names, offset=np.log(own[3] - own[2]), inclusion=0.25)
    for coefficient in found.coefficients[1:]:
        assert coefficient.inclusion is not None
        assert coefficient.inclusion < 0.8


# Estimates of a log-linear rate around a latent AR(1) with standard errors on these columns: Zeger SL (1988),
# DOI 10.1093/biomet/75.4.621. That the rate falls was read (documentation of gamlss.data on Zeger 1988); the
# numbers are from memory, as are those of Chan KS, Ledolter J (1995), DOI 10.1080/01621459.1995.10476499, and
# Kuk AYC, Cheng YW (1997), whose months begin elsewhere: of theirs only what no phase of a season changes
# can be compared, trend -4.62 and -3.8, annual amplitude 0.52 and 0.51, semi-annual 0.44 and 0.41.
ZEGER_1988 = {
    "Trend": (-4.35, 2.68),
    "CosAnnual": (-0.11, 0.16),
    "SinAnnual": (-0.48, 0.17),
    "CosSemiAnnual": (0.20, 0.14),
    "SinSemiAnnual": (-0.41, 0.14),
}


@pytest.mark.real_data
def test_polio_in_fourteen_years_has_the_trend_and_the_seasons_that_were_published(real_data: Path) -> None:
    path = real_data / "diaries" / "count_series" / "Polio.csv"
    table = columns(path, ["Cases", *ZEGER_1988])
    assert table.shape == (6, 168)
    found = fit_series(table[0], table[1:].T, names=list(ZEGER_1988), prior=WEAK)
    for name, (published, error) in ZEGER_1988.items():
        assert np.sign(found[name].mean) == np.sign(published)
        assert abs(found[name].mean - published) < error / 2
        assert found[name].sd == pytest.approx(error, rel=0.25)
    ours = sorted(ZEGER_1988, key=lambda name: found[name].mean)
    assert ours == sorted(ZEGER_1988, key=lambda name: ZEGER_1988[name][0])
    annual = np.hypot(found["CosAnnual"].mean, found["SinAnnual"].mean)
    semi_annual = np.hypot(found["CosSemiAnnual"].mean, found["SinSemiAnnual"].mean)
    assert 0.45 < annual < 0.58
    assert 0.35 < semi_annual < 0.5
    assert semi_annual < annual
    # a fall that is not sure, which independent months would call so: what the latent state is there for
    assert found["Trend"].low < found["Trend"].mean < 0 < found["Trend"].high
    assert found.posterior.weights @ found.posterior.rho > 0.5
    assert found.posterior.k_hat < 0.7
