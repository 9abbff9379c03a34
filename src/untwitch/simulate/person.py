"""A person whose causes are known."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from untwitch.facts.history import History
from untwitch.facts.measure import Cause
from untwitch.facts.refused import Refused
from untwitch.simulate.diary import Life, history_of
from untwitch.simulate.draw import (
    checked_effects,
    draw_counts,
    draw_exposures,
    log_rate_of,
    strains,
    true_shares,
)

DEMO_EFFECTS: Mapping[Cause, float] = MappingProxyType({"caffeine": 1.45, "sleep": 1.40})
"""What sets the example person off: two of the six causes, and not the others."""

_TWITCHES_PER_DAY = 6.0
_DISPERSION = 8.0
_DRIFT_SD, _DRIFT_LAG1 = 0.2, 0.5
_LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    """A made person: what they kept, and the truth that nobody real ever knows.

    Attributes:
        history: The facts as a record would give them.
        truth: Rate ratio of twitches per usual swing (1 sd of the person's own days) by cause; 1 for none.
        shares: Share of the expected twitches that each cause alone makes, above the person's own favourable
            level (20th percentile).
        seed: Seed that gives the same person again.
        days: How many days were lived.
        life: The days as they were, with nothing missing.
    """

    history: History
    truth: Mapping[Cause, float]
    shares: Mapping[Cause, float]
    seed: int
    days: int
    life: Life


def simulate(
    seed: int,
    *,
    days: int = 90,
    effects: Mapping[Cause, float] | None = None,
    first_day: dt.date = dt.date(2026, 1, 5),
    zone: str = "Europe/Amsterdam",
    missing_fraction: float = 0.06,
) -> SimulatedPerson:
    """Gives a made person; the same seed gives the same person, ids included.

    Counts are negative binomial around a rate that drifts and that the causes multiply, by a physiology of
    its own (`draw.strains`) that explain does not know.

    Args:
        seed: Seed, 0 or more.
        days: How many days, 1 to 3650.
        effects: Rate ratio per usual swing by cause, or None for `DEMO_EFFECTS`.
        first_day: First local day.
        zone: Where they live.
        missing_fraction: Chance that one thing of one day was not kept, 0 to 1.

    Raises:
        Refused: A number is out of its range, or a cause is not known.
    """
    if not 1 <= days <= _LONGEST_DAYS:
        raise Refused(f"days is {days}; it goes from 1 to {_LONGEST_DAYS}")
    if seed < 0:
        raise Refused(f"seed is {seed}; it goes from 0 on")
    if not 0 <= missing_fraction <= 1:
        raise Refused(f"missing_fraction is {missing_fraction:g}; it goes from 0 to 1")
    rng = np.random.default_rng(seed)
    truth = checked_effects(DEMO_EFFECTS if effects is None else effects)
    exposures = draw_exposures(rng, days, first_day=first_day)
    strain = strains(exposures)
    log_rate = log_rate_of(strain, truth, twitches_per_day=_TWITCHES_PER_DAY)
    twitches = draw_counts(
        rng, log_rate, dispersion=_DISPERSION, latent_sd=_DRIFT_SD, latent_lag1=_DRIFT_LAG1
    )
    life = Life(first_day, zone, MappingProxyType(exposures), twitches)
    return SimulatedPerson(
        history=history_of(rng, life, missing_fraction=missing_fraction),
        truth=truth,
        shares=MappingProxyType(true_shares(strain, truth, log_rate)),
        seed=seed,
        days=days,
        life=life,
    )
