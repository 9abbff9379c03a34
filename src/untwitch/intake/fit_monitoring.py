"""What a watch or a scale saw of a whole day: steps, energy, nights, resting heart rate, weight.

Steps and energy are counters, one for each kind of activity, that begin anew at local midnight. What lies
between
two readings of a counter belongs to the time between them:

    midnight      09:10   09:18                 midnight
    0             100     315                   3142 | 0
    |-- 100 ------|- 215 -|--- 2827 ------------|

A file that does not begin at midnight says nothing about its first reading: it could be anybody's morning.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untwitch.intake.fit_profile import HRV_SUMMARY, MONITORING, MONITORING_HR, NAP, SLEEP_LEVEL, WEIGHT_SCALE
from untwitch.intake.fit_scan import Scan
from untwitch.intake.fit_table import Table, table_of

_DAY_S = 86_400
_WALKING_OR_RUNNING = (1, 6)
_LIGHT, _REM = 2, 4
_LONGEST_STAGE_S = 4 * 3600
_HOUR_S = 3600
SEVERAL_PEOPLE = "the scale weighs several people, and nothing says which of them you are"


def _value(measure: str, start_s: float, end_s: float, value: float) -> list[Any]:
    return ["value", {"measure": measure, "start_s": start_s, "end_s": end_s, "value": value}]


def _skipped(measure: str, reason: str, count: int) -> list[Any]:
    return ["skipped", {"measure": measure, "reason": reason, "count": count}]


@dataclass(frozen=True, slots=True)
class Days:
    """Which days the counters of a file cover from their beginning.

    Attributes:
        offset_s: What local clocks were ahead of UTC, seconds; None where the file does not say.
        begin_s: When its counters were first read, seconds since 1970, or None.
    """

    offset_s: float | None
    begin_s: float | None

    def day(self, at_s: float) -> int:
        """Gives the local day that a reading tells of; one at midnight tells of the day that ends."""
        return math.ceil((at_s + (self.offset_s or 0)) / _DAY_S) - 1 if self.offset_s is not None else 0

    def midnight_s(self, day: int) -> float | None:
        """Gives when a day began, if the counters are known to have stood at zero then."""
        if self.offset_s is None or self.begin_s is None:
            return None
        first_s = day * _DAY_S - self.offset_s
        return first_s if first_s >= self.begin_s else None


def days_of(scan: Scan, days: Days) -> Iterator[list[Any]]:
    """Gives what the days of a file hold.

    Args:
        scan: Where its messages lie.
        days: Which days its counters cover.

    Yields:
        `["value", {...}]` with `measure`, `start_s`, `end_s` and `value`; `["skipped", {...}]`;
        `["apart", {...}]`; `["problem", sentence]`.
    """
    table = table_of(scan, MONITORING)
    steps = table.column("cycles")
    steps = np.where(np.isnan(steps), table.column("cycles_16"), steps)
    is_on_foot = np.isin(table.column("activity_type"), _WALKING_OR_RUNNING)
    yield from _counted("steps", table, np.where(is_on_foot, steps, np.nan), days)
    yield from _counted("active_energy_kcal", table, table.column("active_calories"), days)
    moderate, vigorous = (table.column(f"{each}_activity_minutes") for each in ("moderate", "vigorous"))
    intense = int(((moderate > 0) | (vigorous > 0)).sum())
    if intense:
        yield _apart("minutes of intensity, which overlap with workouts", intense, table)
    beats = int((table.column("heart_rate") > 0).sum())
    if beats:
        yield _skipped("heart_rate_bpm", "outside workouts", beats)
    yield from _moments(scan)
    yield from _nights(scan)
    yield from _naps(scan)
    yield from _weights(scan)


def _apart(kind: str, count: int, table: Table) -> list[Any]:
    times = table.column("timestamp")
    times = times[~np.isnan(times)]
    first, last = (float(times.min()), float(times.max())) if len(times) else (None, None)
    return ["apart", {"kind": kind, "count": count, "first_s": first, "last_s": last}]


def _counted(measure: str, table: Table, counter: NDArray[np.float64], days: Days) -> Iterator[list[Any]]:
    """Gives what a counter grew by between its readings, for each kind of activity."""
    before: dict[float, tuple[float, float]] = {}
    unknown = no_date = 0
    columns = (table.column("timestamp"), np.nan_to_num(table.column("activity_type"), nan=-1), counter)
    for at_s, kind, value in zip(*(each.tolist() for each in columns), strict=True):
        if math.isnan(value):
            continue
        if math.isnan(at_s):
            no_date += 1
            continue
        last = before.get(kind)
        before[kind] = (at_s, value)
        if last is None or days.day(last[0]) < days.day(at_s):
            midnight_s = days.midnight_s(days.day(at_s))
            last = None if midnight_s is None else (midnight_s, 0.0)
        if last is None or value < last[1]:
            unknown += 1
        else:
            yield _value(measure, last[0], at_s, value - last[1])
    if unknown:
        yield _skipped(measure, "counted since an earlier file", unknown)
    if no_date:
        yield _skipped(measure, "no date", no_date)


def _moments(scan: Scan) -> Iterator[list[Any]]:
    """Gives what is said of one moment: resting heart rate, and the heart-rate variability of a night."""
    for message, field, measure in (
        (MONITORING_HR, "current_day_resting_heart_rate", "resting_hr_bpm"),
        (HRV_SUMMARY, "last_night_average", "hrv_rmssd_ms"),
    ):
        yield from _dated(measure, table_of(scan, message), field)


def _dated(measure: str, table: Table, field: str) -> Iterator[list[Any]]:
    no_date = 0
    for at_s, value in zip(table.column("timestamp").tolist(), table.column(field).tolist(), strict=True):
        if math.isnan(value):
            continue
        if math.isnan(at_s):
            no_date += 1
        else:
            yield _value(measure, at_s, at_s, value)
    if no_date:
        yield _skipped(measure, "no date", no_date)


def _nights(scan: Scan) -> Iterator[list[Any]]:
    """Gives stretches asleep: a stage lasts until the next one is written."""
    table = table_of(scan, SLEEP_LEVEL)
    times, levels = table.column("timestamp"), table.column("sleep_level")
    keep = ~np.isnan(times) & ~np.isnan(levels)
    at_s, stages = times[keep].tolist(), levels[keep].tolist()
    asleep_s: float | None = None
    for nth, (start_s, stage) in enumerate(zip(at_s, stages, strict=True)):
        end_s = at_s[nth + 1] if nth + 1 < len(at_s) else start_s
        is_asleep = _LIGHT <= stage <= _REM and 0 < end_s - start_s <= _LONGEST_STAGE_S
        if is_asleep and asleep_s is None:
            asleep_s = start_s
        if not is_asleep and asleep_s is not None:
            yield _value("sleep_h", asleep_s, start_s, (start_s - asleep_s) / _HOUR_S)
            asleep_s = None


def _naps(scan: Scan) -> Iterator[list[Any]]:
    table = table_of(scan, NAP)
    columns = (table.column("start_time"), table.column("end_time"), table.column("is_deleted"))
    for start_s, end_s, is_deleted in zip(*(each.tolist() for each in columns), strict=True):
        if is_deleted == 1:
            yield _skipped("nap_h", "deleted on the watch", 1)
        elif 0 < end_s - start_s <= _DAY_S:
            yield _value("nap_h", start_s, end_s, (end_s - start_s) / _HOUR_S)
        else:
            yield _skipped("nap_h", "no date", 1)


def _weights(scan: Scan) -> Iterator[list[Any]]:
    table = table_of(scan, WEIGHT_SCALE)
    people = table.column("user_profile_index")
    if len(set(people[~np.isnan(people)].tolist())) > 1:
        yield ["problem", f"{SEVERAL_PEOPLE}; its weights are left out"]
        yield _apart("weights of several people", len(table), table)
        return
    yield from _dated("body_mass_kg", table, "weight")
