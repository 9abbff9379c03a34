"""People who break what a model takes for granted, and their truth: honest answers are put to the test."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np

from untwitch.facts.measure import Cause
from untwitch.facts.refused import Refused
from untwitch.simulate.diary import Life, history_of
from untwitch.simulate.draw import (
    Floats,
    checked_effects,
    draw_counts,
    draw_exposures,
    log_rate_of,
    strains,
    true_shares,
)
from untwitch.simulate.person import SimulatedPerson

World = Literal["bursts", "regimes", "weekdays", "noisy", "forgetful"]
WORLDS: tuple[World, ...] = get_args(World)

_FIRST_DAY = dt.date(2026, 1, 5)
_ZONE = "Europe/Amsterdam"


def simulate_hard(
    seed: int, world: World, *, days: int = 120, effects: Mapping[Cause, float] | None = None
) -> SimulatedPerson:
    """Gives a person of a hard world.

        bursts      now and then one to four days with five times the twitches, for no cause
        regimes     at an unknown day the rate triples and stays
        weekdays    working days twitch half as much again, and stress and caffeine follow the week too
        noisy       what was kept is far from what was: errors of a third
        forgetful   a third of everything was never kept

    Args:
        seed: Seed, 0 or more; the same seed gives the same person.
        world: One of `WORLDS`.
        days: How many days.
        effects: Rate ratio per usual swing by cause, of what really was; None for no effect at all.

    Raises:
        Refused: The world or a cause is not known.
    """
    if world not in WORLDS:
        raise Refused(f"world {world!r} is not known; known: {', '.join(WORLDS)}")
    rng = np.random.default_rng([seed, WORLDS.index(world)])
    truth = checked_effects({} if effects is None else effects)
    lived = draw_exposures(rng, days, first_day=_FIRST_DAY)
    strain = strains(lived)
    log_rate = log_rate_of(strain, truth, twitches_per_day=5.0) + _uncaused(rng, world, days)
    twitches = draw_counts(rng, log_rate, dispersion=6.0, latent_sd=0.25, latent_lag1=0.6)
    kept = {name: _misjudged(rng, name, each) for name, each in lived.items()} if world == "noisy" else lived
    history = history_of(
        rng,
        Life(_FIRST_DAY, _ZONE, kept, twitches),
        missing_fraction=0.33 if world == "forgetful" else 0.06,
    )
    return SimulatedPerson(
        history=history,
        truth=truth,
        shares=MappingProxyType(true_shares(strain, truth, log_rate)),
        seed=seed,
        days=days,
        life=Life(_FIRST_DAY, _ZONE, MappingProxyType(lived), twitches),
    )


def _uncaused(rng: np.random.Generator, world: World, days: int) -> Floats:
    """Gives what moves the rate without being one of the six causes, on the log scale, shape (days,)."""
    moved = np.zeros(days)
    if world == "bursts":
        for start in np.flatnonzero(rng.random(days) < 0.04):
            moved[start : start + int(rng.integers(1, 5))] = np.log(5)
    elif world == "regimes":
        moved[int(rng.integers(days // 4, max(3 * days // 4, days // 4 + 1))) :] = np.log(3)
    elif world == "weekdays":
        weekday = (_FIRST_DAY.weekday() + np.arange(days)) % 7
        moved[weekday < 5] = np.log(1.5)
    return moved


def _misjudged(rng: np.random.Generator, measure_id: str, values: Floats) -> Floats:
    """Gives amounts as somebody remembers them: off by a third as a rule; nothing stays nothing."""
    if measure_id == "stress_0_10":
        return np.clip(np.rint(values + rng.normal(0, 1.7, values.size)), 0, 10)
    if measure_id == "sleep_h":
        return np.asarray(np.clip(values + rng.normal(0, 0.8, values.size), 2.0, 12.0), np.float64)
    return np.round(values * np.exp(np.clip(rng.normal(0, 0.33, values.size), -1, 1)))
