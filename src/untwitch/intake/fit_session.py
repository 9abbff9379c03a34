"""Workouts of a FIT file: its sessions, and what its records say where it ends before it has one.

session    |--------------------|                start, elapsed and timed minutes
the next            |------------|               begins earlier: the first is cut there
records    . . .  . . .      . . . .             gaps of more than a minute are pauses
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untwitch.intake.fit_profile import RECORD, SESSION, USER_PROFILE, ZONES_TARGET
from untwitch.intake.fit_scan import Scan
from untwitch.intake.fit_table import Table, table_of

FEWEST_HEART_RATES = 3
_SLOWEST_BPM, _FASTEST_BPM = 20, 260
_PAUSE_S = 60
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Heart:
    """Heart rates that records hold.

    Attributes:
        at_s: Seconds since 1970, NaN where the record has no date.
        bpm: Believable heart rates.
    """

    at_s: NDArray[np.float64]
    bpm: NDArray[np.float64]

    def mean(self, start_s: float, end_s: float) -> float | None:
        """Gives the mean between two moments, None of too few."""
        within = self.bpm[(self.at_s >= start_s) & (self.at_s <= end_s)]
        return float(within.mean()) if len(within) >= FEWEST_HEART_RATES else None


def heart_of(records: Table) -> Heart:
    """Gives the heart rates of records."""
    bpm = records.column("heart_rate")
    keep = (bpm >= _SLOWEST_BPM) & (bpm <= _FASTEST_BPM)
    return Heart(records.column("timestamp")[keep], bpm[keep])


def workouts_of(scan: Scan) -> Iterator[list[Any]]:
    """Gives the workouts of a file, the number of heart rates they rest on, and what is odd about them.

    Args:
        scan: Where its messages lie.

    Yields:
        `["workout", {...}]` with `start_s`, `end_s`, `minutes` and, None where unknown, `rpe_0_10`,
        `mean_hr_bpm`, `resting_hr_bpm`, `max_hr_bpm`, `age_years`, `energy_kcal`; `["skipped", {...}]`;
        `["problem", sentence]`.
    """
    records, sessions = table_of(scan, RECORD), table_of(scan, SESSION)
    heart = heart_of(records)
    if len(heart.bpm):
        yield ["skipped", {"measure": "heart_rate_bpm", "reason": "used", "count": len(heart.bpm)}]
    person = _person(scan)
    found = [_timed(sessions, nth) for nth in range(len(sessions))]
    dated = sorted((each for each in found if each is not None), key=lambda each: float(each["start_s"]))
    if len(dated) < len(found):
        count = len(found) - len(dated)
        yield ["skipped", {"measure": "exertion_au", "reason": "no date", "count": count}]
    for workout, after in zip_longest(dated, dated[1:]):
        if after is not None and workout["end_s"] > after["start_s"] > workout["start_s"]:
            if workout["end_s"] - after["start_s"] > _PAUSE_S:
                yield ["problem", "a workout runs into the next one of its file; it is cut where that begins"]
            workout["end_s"] = after["start_s"]
            workout["minutes"] = min(workout["minutes"], (workout["end_s"] - workout["start_s"]) / 60)
        if workout["mean_hr_bpm"] is None:
            workout["mean_hr_bpm"] = heart.mean(workout["start_s"], workout["end_s"])
        yield ["workout", workout | person]
    if not len(sessions) and len(records):
        yield from _of_records(records, heart, person)


def _person(scan: Scan) -> dict[str, float | None]:
    profile, zones = table_of(scan, USER_PROFILE), table_of(scan, ZONES_TARGET)
    return {
        "resting_hr_bpm": profile.first("resting_heart_rate"),
        "max_hr_bpm": zones.first("max_heart_rate") or profile.first("default_max_heart_rate"),
        "age_years": profile.first("age"),
    }


def _timed(sessions: Table, nth: int) -> dict[str, Any] | None:
    """Gives one session, None if it has no date or no length."""

    def number(name: str) -> float | None:
        value = float(sessions.column(name)[nth])
        return None if np.isnan(value) else value

    start_s, written_s = number("start_time"), number("timestamp")
    timed_s, elapsed_s = number("total_timer_time"), number("total_elapsed_time")
    length_s = elapsed_s if elapsed_s is not None else timed_s
    if length_s is None and start_s is not None and written_s is not None:
        length_s = written_s - start_s
    if start_s is None or length_s is None or length_s < 0:
        return None
    worked_s = timed_s if timed_s is not None else length_s
    energy, at_rest, beats = number("total_calories"), number("metabolic_calories"), number("avg_heart_rate")
    return {
        "start_s": start_s,
        "end_s": start_s + max(length_s, worked_s),
        "minutes": worked_s / 60,
        "rpe_0_10": number("workout_rpe"),
        "mean_hr_bpm": beats if beats is not None and _SLOWEST_BPM <= beats <= _FASTEST_BPM else None,
        "energy_kcal": energy - (at_rest or 0) if energy is not None and energy > (at_rest or 0) else None,
    }


def _of_records(records: Table, heart: Heart, person: dict[str, float | None]) -> Iterator[list[Any]]:
    """Gives the workout of a file without a session, as after a dead battery."""
    at_s = records.column("timestamp")
    at_s = at_s[~np.isnan(at_s)]
    if not len(at_s):
        yield ["skipped", {"measure": "exertion_au", "reason": "no date", "count": 1}]
        return
    start_s = float(at_s[0])
    at_s = np.sort(at_s[(at_s >= start_s) & (at_s <= start_s + _DAY_S)])
    steps_s = np.diff(at_s)
    worked_s = float(steps_s[steps_s <= _PAUSE_S].sum())
    workout = {
        "start_s": start_s,
        "end_s": float(at_s[-1]),
        "minutes": worked_s / 60,
        "rpe_0_10": None,
        "mean_hr_bpm": heart.mean(start_s, float(at_s[-1])),
        "energy_kcal": None,
    }
    yield ["problem", "it ends before the summary of its workout; the workout is taken from its records"]
    yield ["workout", workout | person]
