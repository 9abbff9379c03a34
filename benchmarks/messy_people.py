"""People whose causes are known and whose diaries are messy: errors, days forgotten, half-lives of their own.

Without any mess they are of the family that explain fits: doses that fade by half-lives, a negative binomial,
an AR(1) state that the diary does not show. What is messy is on top of that, and only the diary is: the truth
is made of what really was.

    raw amounts that were --own half-lives--> doses that acted --> rate --> twitches
         |
         +-- errors of `noise_sd`, days forgotten --> the diary

Truth has two units, and explain/1 has a field for each:

    per swing    log rate ratio per standard deviation of the dose that acted   rate_ratio_per_swing
    per unit     the same per unit of exposure, kept up until the body is used to it (1 point, 1 unit, 1 h
                 a night, 1 mg a day, 1 ml a day): per swing / standard deviation; times the number that
                 `per` begins with it is what rate_ratio says                        rate_ratio

An error in the diary makes its swings wider than those that were, so the first is not about the swings that
were logged. Half-lives do not change the second: a dose is scaled to the steady exposure that would keep it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.body import CAFFEINE_HALF_LIFE_H
from untwitch.explain.dose import CAFFEINE_HOUR_ASSUMED, EXERTION_HALF_LIFE_H
from untwitch.facts.measure import CAUSES, measure
from untwitch.facts.person import Physiology
from untwitch.knowledge.intake_reference import reference
from untwitch.timeline.timeline import Timeline, daily

Floats = NDArray[np.float64]

FIRST_DAY = dt.date(2026, 1, 5)
PHYSIOLOGY = Physiology(age_years=35, sex="male")
WEAKEST, STRONGEST = 0.15, 0.55
_SLEEP_NEED_H = 7.0
_DRINKS_FRACTION = 0.8
_TAIL_DAYS = 4
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Mess:
    """What is wrong with a diary.

    Attributes:
        noise_sd: Error of every exposure kept, in standard deviations of what really was.
        missing: Chance that one exposure of one day was not kept.
        own_half_lives: Whether half-lives and windows are the person's own instead of the usual ones:
            caffeine 2 to 10 h (Institute of Medicine 2001: 1.5 to 9.5 h), exertion 8 to 48 h, minerals 3 to
            14 days, sleep debt 3 to 12 nights; even on the log scale.
    """

    noise_sd: float = 0.0
    missing: float = 0.0
    own_half_lives: bool = False


MESSES: Mapping[str, Mess] = MappingProxyType(
    {
        "clean": Mess(),
        "noise_0.5": Mess(noise_sd=0.5),
        "noise_1.0": Mess(noise_sd=1.0),
        "missing_0.2": Mess(missing=0.2),
        "missing_0.4": Mess(missing=0.4),
        "half_lives": Mess(own_half_lives=True),
        "all_three": Mess(noise_sd=0.5, missing=0.2, own_half_lives=True),
    }
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """How long exposures last in one body: hours and whole days."""

    caffeine_h: float = CAFFEINE_HALF_LIFE_H
    exertion_h: float = EXERTION_HALF_LIFE_H
    mineral_days: int = _WEEK_DAYS
    debt_days: int = _WEEK_DAYS


@dataclass(frozen=True, slots=True)
class Effect:
    """What one cause does: log rate ratio per swing of the dose that acted, and per unit of exposure."""

    per_swing: float
    per_unit: float


@dataclass(frozen=True, slots=True)
class MessyPerson:
    """One person.

    Attributes:
        timeline: The diary.
        effects: Of the causes that act, and of no other.
        doses: Doses that acted or would have, by cause, two for sleep; shape (days,).
    """

    timeline: Timeline
    effects: Mapping[str, Effect]
    doses: Mapping[str, tuple[Floats, ...]]


def messy_person(name: str, seed: int, *, days: int) -> MessyPerson:
    """Gives one person of a mess; the same seed gives the same person.

    Args:
        name: One of `MESSES`.
        seed: Any number from 0 on.
        days: Days of the diary.
    """
    mess = MESSES[name]
    random = np.random.default_rng([seed, list(MESSES).index(name), days])
    raw = _lived(random, days)
    doses = doses_that_act(raw, _body(random) if mess.own_half_lives else Bodies())
    log_rate = np.log(4.0) + random.normal(0, 0.5)
    log_rate = log_rate + random.uniform(0.15, 0.6) * _wave(random, days, random.uniform(0.2, 0.75))
    effects = {}
    for cause in random.choice(CAUSES, size=random.integers(0, 4), replace=False).tolist():
        dose = doses[cause][random.integers(len(doses[cause]))]
        swing, strength = float(dose.std()), random.uniform(WEAKEST, STRONGEST)
        effects[cause] = Effect(per_swing=strength, per_unit=strength / swing)
        log_rate = log_rate + strength * (dose - dose.mean()) / swing
    size = float(np.exp(random.normal(np.log(8), 0.5)))
    twitches = random.poisson(random.gamma(size, np.exp(log_rate) / size)).astype(np.float64)
    kept = {each: _kept(random, each, values, mess=mess) for each, values in raw.items()}
    return MessyPerson(daily(FIRST_DAY, kept | {"twitches": twitches}), effects, doses)


def _wave(random: np.random.Generator, days: int, rho: float) -> Floats:
    noise = random.standard_normal(days)
    for day in range(1, days):
        noise[day] = rho * noise[day - 1] + np.sqrt(1 - rho**2) * noise[day]
    return noise


def _lived(random: np.random.Generator, days: int) -> dict[str, Floats]:
    """Raw amounts as they were: autocorrelated, with a common part that makes them correlate."""
    common = _wave(random, days, 0.4)

    def wave(sign: float = 1.0) -> Floats:
        return np.asarray(np.sqrt(0.3) * sign * common + np.sqrt(0.7) * _wave(random, days, 0.4))

    return {
        "stress_0_10": np.clip(4 + 2 * wave(), 0, 10),
        "exertion_au": np.maximum(150 + 150 * _wave(random, days, 0.1), 0.0),
        "sleep_h": np.clip(6.7 + 1.1 * wave(-1), 2, 13),
        "magnesium_mg": np.clip(270 + 110 * _wave(random, days, 0.5), 20, 900),
        "caffeine_mg": np.clip(220 + 110 * wave(), 0, 900),
        "water_ml": np.clip(1700 + 500 * wave(-1), 100, 5000),
    }


def _body(random: np.random.Generator) -> Bodies:
    def between(low: float, high: float) -> float:
        return float(np.exp(random.uniform(np.log(low), np.log(high))))

    return Bodies(between(2, 10), between(8, 48), round(between(3, 14)), round(between(3, 12)))


def doses_that_act(raw: Mapping[str, Floats], body: Bodies) -> dict[str, tuple[Floats, ...]]:
    """Gives doses by cause, each in units of a steady daily exposure, harmful direction up.

    Args:
        raw: Amounts that really were, of shape (days,).
        body: How long they last.
    """
    amounts = reference(PHYSIOLOGY)
    short = np.maximum(0.0, _SLEEP_NEED_H - raw["sleep_h"])
    fading = np.exp2(-np.arange(float(_TAIL_DAYS)) * 24 / body.exertion_h)
    eaten = _recent_mean(raw["magnesium_mg"], np.ones(body.mineral_days))
    return {
        "stress": (raw["stress_0_10"],),
        "exertion": (_recent_mean(raw["exertion_au"], fading),),
        "sleep": (short, _recent_mean(short, np.ones(body.debt_days))),
        "diet": (np.maximum(0.0, amounts.magnesium_mg - eaten),),
        "caffeine": (_in_the_body(raw["caffeine_mg"], body.caffeine_h),),
        "water": (np.maximum(0.0, _DRINKS_FRACTION * amounts.total_water_ml - raw["water_ml"]),),
    }


def _recent_mean(values: Floats, weights: Floats) -> Floats:
    """The weighted mean of a day and the days before it, as far as there are any."""
    total = np.convolve(values, weights)[: values.size]
    return np.asarray(total / np.convolve(np.ones(values.size), weights)[: values.size], dtype=np.float64)


def _in_the_body(drunk_mg: Floats, half_life_h: float) -> Floats:
    """Caffeine in the body over each day, drunk at 11; before the first day every day was like it."""
    left_of_day = 2 ** (-(24 - CAFFEINE_HOUR_ASSUMED) / half_life_h)
    left_after_day = 2 ** (-24 / half_life_h)
    at_start = drunk_mg[0] * left_of_day / (1 - left_after_day)
    load = np.empty_like(drunk_mg)
    for day, drunk in enumerate(drunk_mg):
        load[day] = at_start * (1 - left_after_day) + drunk * (1 - left_of_day)
        at_start = at_start * left_after_day + drunk * left_of_day
    return load


def _kept(random: np.random.Generator, name: str, lived: Floats, *, mess: Mess) -> Floats:
    known = measure(name)
    values = lived + mess.noise_sd * lived.std() * random.standard_normal(lived.size)
    values = np.round(np.clip(values, max(0.0, known.believable_low), known.believable_high), 2)
    return np.where(random.random(lived.size) < mess.missing, np.nan, values)
