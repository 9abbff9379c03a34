"""A picture of a made answer, with numbers that a test can look for."""

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.picture import DoseCurve, Picture, RateBand, WhatIf

Floats = NDArray[np.float64]


def rate(days: int = 30, *, row_h: float = 24.0, level: float = 5.0) -> RateBand:
    """A level rate; row 3 is not logged, row 5 is an evening word."""
    per_day = round(24 / row_h)
    first = np.datetime64("2026-01-05")
    starts = [
        str(first + row // per_day) + (f"T{row % per_day * int(row_h):02}:00+01:00" if per_day > 1 else "")
        for row in range(days * per_day)
    ]
    flat = np.full(len(starts), level)
    low = flat.copy()
    high = flat.copy()
    low[3] = high[3] = np.nan
    low[5], high[5] = 4.0, 10.0
    return RateBand(tuple(starts), row_h, flat - 1, flat, flat + 2, low, high)


def curve(cause: str, dose: str, *, per_unit: float = 0.1, sign: float = 1.0) -> DoseCurve:
    """A straight line on the log scale from 0 to 10."""
    level = np.linspace(0.0, 10.0, 11) * sign
    level.sort()
    ratio = np.exp(per_unit * (level - level[2]))
    return DoseCurve(cause, dose, dose, level, ratio * 0.9, ratio, ratio * 1.1, float(level[2]), level.copy())


def what_if(cause: str) -> WhatIf:
    part = np.linspace(0.0, 1.0, 11)
    return WhatIf(cause, part, 0.1 * part, 0.2 * part, 0.4 * part)


def picture() -> Picture:
    """Stress and caffeine of an answer."""
    draws: Floats = np.linspace(0.0, 0.4, 101)
    return Picture(
        rate=rate(),
        curves=(curve("stress", "stress_0_10"), curve("caffeine", "caffeine_load_mg")),
        shares={"stress": np.zeros(101), "caffeine": draws},
        unexplained=1 - draws,
        what_if=(what_if("stress"), what_if("caffeine"), what_if("water")),
    )
