"""Whether a diary was kept less and less, or on bad days rather than calm ones: both are said, never mended.

A model takes days without an entry as days like any other. Two habits break that:

    fatigue         entries grow fewer, so what is told is mostly about the first weeks
    only when bad   calm days have no entry, so the rate that is told is too high and causes look weaker

Fatigue is seen in the days that have an entry, with the variance of days that resemble their neighbours. For
the other habit there are two signs, neither of them a proof. Counts from some level down are fewer than those
above let expect: a negative binomial whose low days were kept less often, against one kept evenly. And days
with more twitches lie where the diary has fewer gaps; that is compared with all shifts of the counts along
the diary, which keeps how days resemble each other. How often each is said wrongly, and rightly, on simulated
diaries: benchmarks/explain_logging.py.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from untwitch.explain.outcomes import Outcome
from untwitch.facts.problem import Problem
from untwitch.facts.spoken import counted

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

FEWEST_DAYS = 21
_LEAST_MISSING = 0.1
_LEAST_DROP = 0.25
_WEAKEST_FATIGUE = -2.33
_STRONG_SIGNS = 8.0
_NEIGHBOURS = 3
_LAGS = 7


def logging_habits(outcome: Outcome, days: Sequence[object]) -> tuple[Problem, ...]:
    """Gives what the entries themselves say about how the diary was kept.

    Args:
        outcome: The series to explain.
        days: Local day of each of its rows.

    Returns:
        At most one notice for each habit.
    """
    counts = _by_day(outcome, days)
    if int(np.isfinite(counts).sum()) < FEWEST_DAYS:
        return ()
    counts = counts[int(np.argmax(np.isfinite(counts))) :]
    found = []
    logged = np.isfinite(counts)
    third = max(1, len(counts) // 3)
    first, last = int(logged[:third].sum()), int(logged[-third:].sum())
    if fatigue(logged) < _WEAKEST_FATIGUE and (first - last) / third >= _LEAST_DROP:
        what = (
            f"{first} of the first {counted(third, 'day')} have an entry and {last} of the last; "
            "what is told here is mostly about the first"
        )
        found.append(Problem("how the diary was kept", what))
    missing = int((~logged).sum())
    signs = lacking_calm(counts) + max(0.0, denser_when_bad(counts)) ** 2
    if missing >= _LEAST_MISSING * len(counts) and signs > _STRONG_SIGNS:
        what = (
            "it looks as if bad days were logged more often than calm ones "
            f"({counted(missing, 'day')} without an entry); then there are fewer than is told, and reasons "
            "look weaker than they are. A line each evening, also after a calm day, mends that"
        )
        found.append(Problem("how the diary was kept", what))
    return tuple(found)


def _by_day(outcome: Outcome, days: Sequence[object]) -> Floats:
    """Middle of the count of each day, all its rows together; nan where no row of it was logged."""
    position: dict[object, int] = {day: place for place, day in enumerate(dict.fromkeys(days))}
    made = np.full(len(position), np.nan)
    middle = (outcome.low + outcome.high) / 2
    for row in np.flatnonzero(outcome.usable).tolist():
        place = position[days[row]]
        made[place] = middle[row] + (made[place] if np.isfinite(made[place]) else 0.0)
    return made


def fatigue(logged: Truths) -> float:
    """Gives the standard score of the slope of having an entry over time; negative for fewer and fewer.

    Args:
        logged: Whether each day has an entry, shape (n_days,).
    """
    has = logged.astype(np.float64)
    time = np.arange(len(has)) - (len(has) - 1) / 2
    slope = float(time @ has) / float(time @ time)
    left = has - has.mean() - slope * time
    variance = 0.0
    for lag in range(min(_LAGS, len(has) - 1) + 1):
        weight = (1.0 if lag == 0 else 2.0) * (1 - lag / (_LAGS + 1))
        along = float(left[: len(left) - lag] @ left[lag:]) / len(left)
        variance += weight * along * float(time[: len(time) - lag] @ time[lag:])
    # a day more or less is the least that can be seen
    least = 0.25 * float(time @ time) / len(has)
    return float(time @ has) / float(np.sqrt(max(variance, least)))


def lacking_calm(counts: Floats) -> float:
    """Gives twice how much likelier the counts are if calm days were logged less often than others.

    Args:
        counts: Twitches of each day, nan where not logged, shape (n_days,).
    """
    seen = np.round(counts[np.isfinite(counts)])
    values, times = np.unique(seen, return_counts=True)
    means = float(seen.mean() + 0.5) * np.exp(np.linspace(-1.2, 0.4, 17))
    sizes = np.exp(np.linspace(np.log(0.7), np.log(30.0), 9))
    mean, size = (each[:, None] for each in (np.repeat(means, 9), np.tile(sizes, 17)))
    whole = np.arange(values.max() + 1)
    chance = gammaln(whole + size) - gammaln(size) - gammaln(whole + 1)
    chance = chance + size * np.log(size / (size + mean)) + whole * np.log(mean / (mean + size))
    belief = -0.5 * (np.log(size[:, 0] / 4.0) / 0.7) ** 2
    plain = chance[:, values.astype(np.int64)] @ times + belief
    best = 0.0
    for calm in range(int(np.quantile(seen, 0.5)) + 1):
        below = np.exp(chance[:, : calm + 1]).sum(axis=1)
        few = float((seen <= calm).sum())
        part = np.clip(few * (1 - below) / np.maximum(below * (len(seen) - few), 1e-9), 1e-3, 1.0)
        left_out = few * np.log(part) - len(seen) * np.log(1 - (1 - part) * below)
        best = max(best, float((plain + left_out).max() - plain.max()))
    return 2 * best


def denser_when_bad(counts: Floats) -> float:
    """Gives the standard score of how far days with more twitches lie where the diary has fewer gaps.

    Args:
        counts: Twitches of each day, nan where not logged, shape (n_days,).
    """
    logged = np.isfinite(counts)
    seen = np.flatnonzero(logged)
    beside = np.ones(2 * _NEIGHBOURS + 1)
    beside[_NEIGHBOURS] = 0.0
    has, all_days = logged.astype(np.float64), np.ones(len(logged))
    near = np.convolve(has, beside, mode="same") / np.convolve(all_days, beside, mode="same")
    along = np.column_stack([np.ones(len(seen)), seen])
    dense, much = _beyond(near[seen], along), _beyond(np.log1p(counts[seen]), along)
    if dense.std() < 1e-9 or much.std() < 1e-9:
        return 0.0
    together = np.array([float(dense @ np.roll(much, shift)) for shift in range(len(seen))])
    return float((together[0] - together.mean()) / together.std())


def _beyond(values: NDArray[Any], along: NDArray[Any]) -> Floats:
    solution, *_ = np.linalg.lstsq(along, values, rcond=None)
    return np.asarray(values - along @ solution, dtype=np.float64)
