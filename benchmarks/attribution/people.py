"""People whose causes are known, from two generators, as tables anyone can read.

`family` follows the model that untwitch fits: its doses, a negative binomial, an AR(1) state. `second` shares
nothing with it but the six causes: its own physiology with hinges and saturation, exposures that follow the
week, bursts, a rate that shifts for good, errors in what was kept, and days that were forgotten.

    python -m benchmarks.attribution.people OUT --people 300 --days 90 --seed 100000

writes for each condition and person OUT/<condition>/<seed>.csv (the table of `untwitch explain --timeline`)
and OUT/<condition>/<seed>.truth.json: log rate ratio per usual swing by cause, 0 where it does not act.
"""

import argparse
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.dose import Rows, caffeine_load_mg, weighted_past
from untwitch.facts.measure import CAUSES, measure
from untwitch.facts.person import Physiology
from untwitch.simulate.draw import draw_exposures
from untwitch.timeline.timeline import Timeline, daily, to_csv

Floats = NDArray[np.float64]

FIRST_DAY = dt.date(2026, 1, 5)
PHYSIOLOGY = Physiology(age_years=35, sex="male")
_LEAD_DAYS = 30
_MAGNESIUM_MG, _DRINKS_ML = 400.0, 2000.0


@dataclass(frozen=True, slots=True)
class Condition:
    """What is wrong with the diaries of one group.

    Attributes:
        second: Whether the second generator makes them.
        noise_sd: Error of every exposure kept, in standard deviations of what really was.
        missing: Chance that an exposure of one day was not kept.
        own_half_lives: Whether each person's half-lives and windows differ from the usual ones.
    """

    second: bool = False
    noise_sd: float = 0.0
    missing: float = 0.0
    own_half_lives: bool = False


CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "clean": Condition(),
        "messy": Condition(noise_sd=0.5, missing=0.2, own_half_lives=True),
        "noise_1.0": Condition(noise_sd=1.0),
        "missing_0.4": Condition(missing=0.4),
        "second": Condition(second=True),
    }
)


@dataclass(frozen=True, slots=True)
class Made:
    """One person.

    Attributes:
        timeline: What they kept.
        truth: Log rate ratio per usual swing (1 sd of what really was) by cause; 0 for none.
    """

    timeline: Timeline
    truth: Mapping[str, float]


def make(name: str, seed: int, *, days: int) -> Made:
    """Gives one person of a condition; the same seed gives the same person."""
    condition = CONDITIONS[name]
    random = np.random.default_rng([seed, list(CONDITIONS).index(name)])
    return _second(random, days) if condition.second else _family(random, days, condition)


def _wave(random: np.random.Generator, days: int, rho: float) -> Floats:
    noise = random.standard_normal(days)
    for day in range(1, days):
        noise[day] = rho * noise[day - 1] + np.sqrt(1 - rho**2) * noise[day]
    return noise


def _swings(values: Floats) -> Floats:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def _effects(random: np.random.Generator, least: float, most: float) -> dict[str, float]:
    acting = random.choice(len(CAUSES), size=random.integers(0, 4), replace=False)
    return {name: random.uniform(least, most) if i in acting else 0.0 for i, name in enumerate(CAUSES)}


def _kept(
    random: np.random.Generator, raw: Mapping[str, Floats], *, noise_sd: float, missing: float
) -> dict[str, Floats]:
    """What was kept of what really was: errors, bounds of the measure, and days forgotten."""
    kept = {}
    for name, lived in raw.items():
        values = lived + noise_sd * lived.std() * random.standard_normal(lived.size)
        known = measure(name)
        values = np.clip(values, max(0.0, known.believable_low), known.believable_high)
        values = np.round(values) if name == "stress_0_10" else np.round(values, 1)
        kept[name] = np.where(random.random(lived.size) < missing, np.nan, values)
    return kept


def _family(random: np.random.Generator, days: int, condition: Condition) -> Made:
    common = _wave(random, days, 0.4)

    def wave(sign: float = 1.0) -> Floats:
        return np.asarray(np.sqrt(0.3) * sign * common + np.sqrt(0.7) * _wave(random, days, 0.4))

    raw = {
        "stress_0_10": np.clip(np.round(4 + 2 * wave()), 0, 10),
        "exertion_au": np.maximum(np.round(150 + 150 * _wave(random, days, 0.1)), 0.0),
        "sleep_h": np.clip(np.round(6.7 + 1.1 * wave(-1), 1), 2, 13),
        "magnesium_mg": np.clip(np.round(270 + 110 * _wave(random, days, 0.5)), 20, 900),
        "caffeine_mg": np.clip(10 * np.round((220 + 110 * wave()) / 10), 0, 900),
        "water_ml": np.clip(np.round(1700 + 500 * wave(-1)), 100, 5000),
    }
    strain = _family_strain(random, raw, own=condition.own_half_lives)
    truth = _effects(random, 0.15, 0.55)
    log_rate = np.log(4.0) + random.normal(0, 0.5)
    log_rate = log_rate + random.uniform(0.15, 0.6) * _wave(random, days, random.uniform(0.2, 0.75))
    for cause, effect in truth.items():
        log_rate = log_rate + effect * _swings(strain[cause])
    size = float(np.exp(random.normal(np.log(8), 0.5)))
    twitches = random.poisson(random.gamma(size, np.exp(log_rate) / size)).astype(np.float64)
    kept = _kept(random, raw, noise_sd=condition.noise_sd, missing=condition.missing)
    return Made(daily(FIRST_DAY, kept | {"twitches": twitches}), truth)


def _family_strain(random: np.random.Generator, raw: Mapping[str, Floats], *, own: bool) -> dict[str, Floats]:
    """Doses by the physiology of untwitch, on request with half-lives and windows of the person's own."""
    caffeine_h = 5.0 * float(np.exp(0.4 * random.standard_normal())) if own else 5.0
    exertion_h = float(random.uniform(10, 48)) if own else 24.0
    debt_days, mineral_days = (int(each) for each in random.integers(3, 13, 2)) if own else (7, 7)
    short = np.maximum(0.0, 7.0 - raw["sleep_h"])
    debt, _ = weighted_past(short, np.ones(debt_days), at_least=0.0)
    tail, _ = weighted_past(raw["exertion_au"], np.exp2(-np.arange(4.0) * 24 / exertion_h), at_least=0.0)
    magnesium, _ = weighted_past(raw["magnesium_mg"], np.ones(mineral_days), at_least=0.0)
    starts = [FIRST_DAY + dt.timedelta(days=day) for day in range(len(short))]
    load, _ = caffeine_load_mg(
        Rows(starts, 24.0, {"caffeine_mg": raw["caffeine_mg"]}), half_life_h=caffeine_h
    )
    return {
        "stress": raw["stress_0_10"],
        "exertion": tail,
        "sleep": short if random.random() < 0.5 else debt,
        "diet": np.maximum(0.0, _MAGNESIUM_MG - magnesium),
        "caffeine": load,
        "water": np.maximum(0.0, _DRINKS_ML - raw["water_ml"]),
    }


def _fading(values: Floats, half_life_days: float) -> Floats:
    left = 0.5 ** (1 / half_life_days)
    level = np.empty_like(values)
    before = float(values.mean()) / (1 - left)
    for day, each in enumerate(values):
        before = each + left * before
        level[day] = before
    return level


def _second(random: np.random.Generator, days: int) -> Made:
    total = days + _LEAD_DAYS
    first = FIRST_DAY - dt.timedelta(days=_LEAD_DAYS)
    raw = draw_exposures(random, total, first_day=first)
    strain = {name: each[_LEAD_DAYS:] for name, each in _second_strain(random, raw).items()}
    truth = _effects(random, 0.22, 0.6)
    log_rate = np.log(random.uniform(2.0, 8.0)) + _uncaused(random, days)
    for cause, effect in truth.items():
        log_rate = log_rate + effect * _swings(strain[cause])
    size = random.uniform(3.0, 15.0)
    twitches = random.poisson(random.gamma(size, np.exp(log_rate) / size)).astype(np.float64)
    twitches[random.random(days) < 0.08] = np.nan
    lived = {name: each[_LEAD_DAYS:] for name, each in raw.items()}
    kept = _kept(random, lived, noise_sd=random.uniform(0.0, 0.5), missing=random.uniform(0.0, 0.2))
    return Made(daily(FIRST_DAY, kept | {"twitches": twitches}), truth)


def _second_strain(random: np.random.Generator, raw: Mapping[str, Floats]) -> dict[str, Floats]:
    """Another physiology: hinges at the person's own limits, saturation, half-lives of their own."""
    caffeine, exertion, stress = raw["caffeine_mg"], raw["exertion_au"], raw["stress_0_10"]
    short = np.maximum(0.0, random.uniform(6.8, 8.0) - raw["sleep_h"])
    minerals = raw["magnesium_mg"] / 300 + raw["potassium_mg"] / 2900
    low = np.maximum(0.0, float(np.quantile(minerals, random.uniform(0.6, 0.95))) - minerals)
    return {
        "stress": np.maximum(0.0, stress - random.uniform(0.0, 4.0)),
        "exertion": 1 - np.exp(-_fading(exertion, random.uniform(0.4, 1.6)) / random.uniform(300, 900)),
        "sleep": short + random.uniform(0.0, 0.6) * np.roll(short, 1),
        "diet": _fading(low, random.uniform(1.5, 4.0)),
        "caffeine": (1 - np.exp(-caffeine / random.uniform(200, 700)))
        + random.uniform(0.0, 0.2) * np.roll(caffeine, 1) / 300,
        "water": np.maximum(0.0, random.uniform(1700, 2400) - raw["water_ml"]) ** random.uniform(0.7, 1.3),
    }


def _uncaused(random: np.random.Generator, days: int) -> Floats:
    """A drift, and for some people bursts, a shift for good, or a week that twitches by itself."""
    moved = random.uniform(0.1, 0.4) * _wave(random, days, random.uniform(0.2, 0.8))
    kind = random.integers(0, 4)
    if kind == 1:
        for start in np.flatnonzero(random.random(days) < 0.03):
            moved[start : start + int(random.integers(1, 4))] += np.log(random.uniform(2, 5))
    elif kind == 2:
        moved[int(random.integers(days // 4, 3 * days // 4)) :] += np.log(random.uniform(1.5, 3))
    elif kind == 3:
        moved[np.arange(days) % 7 < 5] += np.log(random.uniform(1.1, 1.5))
    return np.asarray(moved, dtype=np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=100_000)
    parser.add_argument("--conditions", nargs="+", default=list(CONDITIONS), choices=list(CONDITIONS))
    arguments = parser.parse_args()
    for name in arguments.conditions:
        folder = arguments.out / name
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(arguments.seed, arguments.seed + arguments.people):
            person = make(name, seed, days=arguments.days)
            (folder / f"{seed}.csv").write_text(to_csv(person.timeline), encoding="utf-8")
            truth = json.dumps({"simulated": True, "log_rate_ratio_per_swing": dict(person.truth)})
            (folder / f"{seed}.truth.json").write_text(truth + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
