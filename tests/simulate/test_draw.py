"""What is drawn is what was asked for, in the long run and by known laws."""

import datetime as dt

import numpy as np
import pytest

from untwitch.facts.measure import CAUSES, measures
from untwitch.facts.refused import Refused
from untwitch.simulate.draw import (
    checked_effects,
    draw_counts,
    draw_exposures,
    log_rate_of,
    strains,
    true_shares,
)


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_every_amount_is_believable_and_has_a_day() -> None:
    exposures = draw_exposures(chance(), 2000)
    for name, values in exposures.items():
        assert values.shape == (2000,)
        assert values.min() >= measures()[name].believable_low
        assert values.max() <= measures()[name].believable_high
        assert values.std() > 0


def test_weekends_differ_from_the_working_week_wherever_the_first_day_falls() -> None:
    for first in (dt.date(2026, 1, 5), dt.date(2026, 1, 8)):
        stress = draw_exposures(chance(), 1400, first_day=first)["stress_0_10"]
        weekend = np.array([(first + dt.timedelta(days=day)).weekday() >= 5 for day in range(1400)])
        assert stress[~weekend].mean() - stress[weekend].mean() > 1


def test_strains_are_in_usual_swings() -> None:
    for cause, values in strains(draw_exposures(chance(), 300)).items():
        assert cause in CAUSES
        assert values.mean() == pytest.approx(0, abs=1e-12)
        assert values.std() == pytest.approx(1)


def test_strains_have_the_direction_and_the_memory_that_they_say() -> None:
    level = {name: np.full(30, values.mean()) for name, values in draw_exposures(chance(), 300).items()}
    for cause, name, change, days in (
        ("stress", "stress_0_10", 3.0, 1),
        ("exertion", "exertion_au", 300.0, 3),
        ("sleep", "sleep_h", -2.0, 2),
        ("diet", "magnesium_mg", -150.0, 7),
        ("diet", "potassium_mg", -1500.0, 7),
        ("caffeine", "caffeine_mg", 200.0, 2),
        ("water", "water_ml", -800.0, 1),
    ):
        changed = {each: values.copy() for each, values in level.items()}
        changed[name][10] += change
        strain = strains(changed)[cause][7:]  # type: ignore[index]  # before them, the mean stands in
        usual = np.median(strain)
        assert np.flatnonzero(np.abs(strain - usual) > 1e-9).tolist() == list(range(3, 3 + days))
        assert strain[3] > usual
        unchanged = strains(level)[cause]  # type: ignore[index]
        assert (unchanged == 0).all()


def test_counts_have_the_mean_and_the_variance_of_the_negative_binomial() -> None:
    counts = draw_counts(chance(), np.full(200_000, np.log(6)), dispersion=4, latent_sd=0, latent_lag1=0)
    assert counts.mean() == pytest.approx(6, rel=0.02)
    assert counts.var() == pytest.approx(6 + 36 / 4, rel=0.03)


def test_the_drift_is_as_wide_and_as_slow_as_asked() -> None:
    log_rate = np.full(100_000, np.log(1000))
    counts = draw_counts(chance(), log_rate, dispersion=1e6, latent_sd=0.3, latent_lag1=0.7)
    drift = np.log(counts) - np.log(1000)
    assert drift.std() == pytest.approx(0.3, rel=0.05)
    assert np.corrcoef(drift[1:], drift[:-1])[0, 1] == pytest.approx(0.7, abs=0.03)


def test_no_days_are_no_counts() -> None:
    assert draw_counts(chance(), np.zeros(0), dispersion=4, latent_sd=0.2, latent_lag1=0.5).size == 0


def test_a_rate_too_high_for_a_muscle_does_not_overflow() -> None:
    counts = draw_counts(chance(), np.full(3, 500.0), dispersion=8, latent_sd=0, latent_lag1=0)
    assert (counts > 1000).all()


def test_the_rate_is_multiplied_by_the_ratio_per_swing() -> None:
    strain = strains(draw_exposures(chance(), 90))
    rate = log_rate_of(strain, {"caffeine": 1.5, "stress": 1.0}, twitches_per_day=6)
    np.testing.assert_allclose(rate, np.log(6) + np.log(1.5) * strain["caffeine"])


def test_effects_of_all_causes_are_given_and_wrong_ones_refused() -> None:
    effects = checked_effects({"sleep": 1.4})
    assert list(effects) == list(CAUSES)
    assert (effects["sleep"], effects["water"]) == (1.4, 1.0)
    with pytest.raises(Refused, match="cause 'coffee' is not known; known: stress"):
        checked_effects({"coffee": 1.4})  # type: ignore[dict-item]
    for ratio in (0.1, 6.0, float("nan")):
        with pytest.raises(Refused, match=r"it goes from 0\.2 to 5"):
            checked_effects({"sleep": ratio})


def test_a_share_is_what_the_favourable_level_would_have_avoided() -> None:
    strain = {cause: np.array([0.0, 0.0, 0.0, 0.0, 1.0, 2.0]) for cause in CAUSES}
    rate = np.log(np.array([1.0, 1.0, 1.0, 1.0, 2.0, 4.0]))
    shares = true_shares(strain, {"sleep": 2.0, "water": 1.0}, rate)
    assert shares["sleep"] == pytest.approx(1 - 6 / 10)
    assert shares["water"] == 0
