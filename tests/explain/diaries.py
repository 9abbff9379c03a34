"""Diaries made for the tests of this room; small ones, with known causes."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.dose import Rows
from untwitch.timeline.timeline import Timeline, daily

Floats = NDArray[np.float64]

FIRST_DAY = dt.date(2026, 1, 5)
CET = dt.timezone(dt.timedelta(hours=1))


def rows(columns: Mapping[str, list[float] | Floats], *, row_h: float = 24.0) -> Rows:
    """Rows from a Monday at local midnight on."""
    arrays = {name: np.asarray(each, dtype=np.float64) for name, each in columns.items()}
    count = max((len(each) for each in arrays.values()), default=0)
    if row_h == 24:
        starts: list[dt.date] = [FIRST_DAY + dt.timedelta(days=index) for index in range(count)]
    else:
        midnight = dt.datetime(2026, 1, 5, tzinfo=CET)
        starts = [midnight + dt.timedelta(hours=row_h * index) for index in range(count)]
    return Rows(starts=starts, row_h=row_h, columns=arrays)


def diary(
    days: int = 60, *, seed: int = 1, stress: float = 0.5, caffeine: float = 0.0, twitches: bool = True
) -> Timeline:
    """A diary of stress, caffeine and screen time with effects on the log rate per usual swing."""
    random = np.random.default_rng(seed)
    columns = {
        "stress_0_10": random.integers(0, 11, days).astype(np.float64),
        "caffeine_mg": 10.0 * random.integers(0, 40, days),
        "screen_h": random.integers(0, 10, days).astype(np.float64),
    }
    rate = np.full(days, np.log(5.0))
    for name, effect in (("stress_0_10", stress), ("caffeine_mg", caffeine)):
        rate += effect * (columns[name] - columns[name].mean()) / columns[name].std()
    if twitches:
        columns["twitches"] = random.poisson(random.gamma(10.0, np.exp(rate) / 10.0)).astype(np.float64)
    return daily(FIRST_DAY, columns)


def changed(timeline: Timeline, **columns: Floats | None) -> Timeline:
    """The same rows with columns put in, or taken out where None."""
    kept = {name: each for name, each in timeline.columns.items() if name not in columns}
    added = {name: each for name, each in columns.items() if each is not None}
    return Timeline(
        starts=timeline.starts,
        row_h=timeline.row_h,
        sites=timeline.sites,
        columns=kept | added,
        instruments=timeline.instruments,
    )
