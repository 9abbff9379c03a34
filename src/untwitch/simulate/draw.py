"""Days of a made person as numbers: what they did, what that does to them, how often a muscle twitched."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from untwitch.facts.measure import CAUSES, Cause
from untwitch.facts.refused import Refused

Floats = npt.NDArray[np.float64]

_LEAD_DAYS = 7
_BEST_SHARE = 0.2


def _days_in_a_row(rng: np.random.Generator, days: int, *, sd: float, lag1: float) -> Floats:
    """Gives a stationary series in which each day resembles the last (AR(1)), shape (days,)."""
    steps = rng.normal(0.0, sd, days)
    series = np.empty(days)
    level = steps[0] if days else 0.0
    for day in range(days):
        level = steps[day] if day == 0 else lag1 * level + np.sqrt(1 - lag1**2) * steps[day]
        series[day] = level
    return series


def draw_exposures(
    rng: np.random.Generator, days: int, *, first_day: dt.date = dt.date(2026, 1, 5)
) -> dict[str, Floats]:
    """Gives believable raw amounts by day: a working week, a weekend, and weeks that differ.

    Args:
        rng: Source of chance.
        days: How many days.
        first_day: Decides which days are weekends.

    Returns:
        Arrays of shape (days,) by measure of the registry.
    """
    weekday = (first_day.weekday() + np.arange(days)) % 7
    weekend = (weekday >= 5).astype(np.float64)
    stress = 4.6 - 1.6 * weekend + _days_in_a_row(rng, days, sd=1.7, lag1=0.45)
    cups = np.clip(np.rint(2.3 - 0.6 * weekend + _days_in_a_row(rng, days, sd=1.2, lag1=0.25)), 0, 7)
    sleep = 6.9 + 0.8 * weekend - 0.10 * (stress - 4) + _days_in_a_row(rng, days, sd=0.85, lag1=0.2)
    trains = rng.random(days) < np.where(weekend > 0, 0.55, 0.42)
    exertion = np.where(trains, rng.gamma(6.0, 45.0, days), 0.0)
    eats = _days_in_a_row(rng, days, sd=0.22, lag1=0.5)
    return {
        "stress_0_10": np.clip(np.rint(stress), 0, 10),
        "exertion_au": np.rint(exertion),
        "sleep_h": np.round(np.clip(sleep, 3.0, 10.5), 2),
        "magnesium_mg": np.rint(300 * np.exp(eats + rng.normal(0, 0.12, days))),
        "potassium_mg": np.rint(2900 * np.exp(eats + rng.normal(0, 0.12, days))),
        "calcium_mg": np.rint(850 * np.exp(0.7 * eats + rng.normal(0, 0.2, days))),
        "caffeine_mg": np.rint(cups * rng.normal(92, 6, days)),
        "water_ml": np.rint(np.clip(1500 + _days_in_a_row(rng, days, sd=430, lag1=0.3), 300, 4000) / 50) * 50,
        "screen_h": np.round(np.clip(5.6 - 1.8 * weekend + rng.normal(0, 1.3, days), 0.3, 14), 1),
        "alcohol_g": np.where(rng.random(days) < 0.12 + 0.35 * weekend, np.rint(rng.gamma(4, 6, days)), 0.0),
    }


def _with_days_before(values: Floats, weights: tuple[float, ...]) -> Floats:
    """Gives today's value and parts of the days before; before the first day stands the person's mean."""
    padded = np.concatenate([np.full(_LEAD_DAYS, values.mean()), values])
    return np.asarray(np.convolve(padded, np.array(weights))[_LEAD_DAYS : _LEAD_DAYS + values.size])


def strains(exposures: Mapping[str, Floats]) -> dict[Cause, Floats]:
    """Gives what each cause does to the body by day, in the person's own usual swings (mean 0, sd 1).

    This is the physiology of the made person and nobody else's; explain does not know it. Stress works on its
    day; exertion fades by half a day; of lost sleep under 7.5 h the night before counts half; low minerals
    work as the mean of a week; caffeine leaves a seventh for the next day; too little to drink works on its
    day.

    Args:
        exposures: Raw amounts by measure, each of shape (days,).

    Returns:
        Arrays of shape (days,) by cause; 0 where a cause never changed.
    """
    week = (1 / 7,) * 7
    low_minerals = -(exposures["magnesium_mg"] / 300 + exposures["potassium_mg"] / 2900)
    raw: dict[Cause, Floats] = {
        "stress": exposures["stress_0_10"],
        "exertion": _with_days_before(exposures["exertion_au"], (1.0, 0.5, 0.25)),
        "sleep": _with_days_before(np.maximum(7.5 - exposures["sleep_h"], 0.0), (1.0, 0.5)),
        "diet": _with_days_before(low_minerals, week),
        "caffeine": _with_days_before(exposures["caffeine_mg"], (1.0, 1 / 7)),
        "water": np.maximum(2200 - exposures["water_ml"], 0.0),
    }
    return {cause: _in_swings(values) for cause, values in raw.items()}


def _in_swings(values: Floats) -> Floats:
    swing = float(values.std()) if values.size else 0.0
    never_changed = swing <= 1e-9 * float(np.abs(values).max(initial=0.0))
    return np.zeros_like(values) if never_changed else (values - values.mean()) / swing


def log_rate_of(
    strain: Mapping[Cause, Floats], effects: Mapping[Cause, float], *, twitches_per_day: float
) -> Floats:
    """Gives the logarithm of the expected twitches of each day.

    Args:
        strain: Strain by cause, each of shape (days,).
        effects: Rate ratio per usual swing by cause; a cause that is not there has none.
        twitches_per_day: Twitches on a day on which every cause is at its mean.

    Returns:
        Shape (days,).
    """
    rate = np.full(len(strain["stress"]), np.log(twitches_per_day))
    for cause, ratio in effects.items():
        rate = rate + np.log(ratio) * strain[cause]
    return rate


def draw_counts(
    rng: np.random.Generator, log_rate: Floats, *, dispersion: float, latent_sd: float, latent_lag1: float
) -> npt.NDArray[np.int64]:
    """Gives twitch counts: negative binomial around a rate that drifts from day to day.

    Args:
        rng: Source of chance.
        log_rate: Logarithm of the expected count, shape (days,).
        dispersion: Size of the negative binomial; the variance is mean + mean^2 / dispersion.
        latent_sd: Standard deviation of the drift on the log scale.
        latent_lag1: How much the drift of a day resembles that of the day before, 0 to 1.

    Returns:
        Shape (days,).
    """
    drift = _days_in_a_row(rng, log_rate.size, sd=latent_sd, lag1=latent_lag1)
    mean = np.exp(np.minimum(log_rate + drift, 11.0))
    return rng.poisson(mean * rng.gamma(dispersion, 1 / dispersion, log_rate.size)).astype(np.int64)


def checked_effects(effects: Mapping[Cause, float]) -> Mapping[Cause, float]:
    """Gives a rate ratio for each of the six causes, 1 where none was asked for.

    Raises:
        Refused: A name is no cause, or a ratio does not lie between 0.2 and 5.
    """
    for cause, ratio in effects.items():
        if cause not in CAUSES:
            raise Refused(f"cause {cause!r} is not known; known: {', '.join(CAUSES)}")
        if not 0.2 <= ratio <= 5:
            raise Refused(f"a rate ratio of {ratio:g} per swing is not believable; it goes from 0.2 to 5")
    return MappingProxyType({cause: float(effects.get(cause, 1.0)) for cause in CAUSES})


def true_shares(
    strain: Mapping[Cause, Floats], effects: Mapping[Cause, float], log_rate: Floats
) -> dict[Cause, float]:
    """Gives the share of the expected twitches that each cause alone makes.

    It is what would have been avoided, had the cause stood at the person's own favourable level (the 20th
    percentile of its strain) on every day above it.

    Args:
        strain: Strain by cause, each of shape (days,).
        effects: Rate ratio per usual swing by cause.
        log_rate: Logarithm of the expected count, shape (days,).
    """
    rate = np.exp(log_rate)
    shares: dict[Cause, float] = {}
    for cause, ratio in effects.items():
        above = np.maximum(strain[cause] - np.quantile(strain[cause], _BEST_SHARE), 0.0)
        shares[cause] = float(1 - (rate * ratio**-above).sum() / rate.sum())
    return shares
