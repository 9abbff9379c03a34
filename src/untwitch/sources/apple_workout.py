"""Workouts of Apple Health as exertion, by the one rule of `facts.workout`.

What an estimate rests on must not change when a longer export is read later, or the workout would come twice.
So only what lay before or within the workout is used: its own statistics, heart rates during it, the last
resting heart rate before it, and age; never the highest heart rate of the whole file.
"""

import datetime as dt
import math
from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.facts.unit import to_canonical
from untwitch.facts.workout import Workout, exertion_au
from untwitch.intake.clock import apple_ms, apple_ms_of_all
from untwitch.sources.apple_column import (
    ENDS_BEFORE_BEGIN,
    NOT_A_NUMBER,
    NOT_BELIEVABLE,
    TIME_UNREADABLE,
    UNIT_UNKNOWN,
    Column,
    factor_of,
)
from untwitch.sources.apple_scanner import RawRecord, RawWorkout

HEART_RATE = b"HKQuantityTypeIdentifierHeartRate"
KEPT_FOR_WORKOUTS = "used for workouts only, not kept"
_ENERGY = "HKQuantityTypeIdentifierActiveEnergyBurned"
_RESTING_VALID_MS = 30 * 86_400_000
_FEWEST_HEART_RATES = 3
_MINUTES = {"min": 1.0, "s": 1 / 60, "sec": 1 / 60, "hr": 60.0, "h": 60.0, "": 1.0}


@dataclass(slots=True)
class _Session:
    start_ms: int
    end_ms: int
    start: bytes
    source: bytes
    zone: str
    minutes: float
    energy_kcal: float | None
    mean_hr_bpm: float | None
    heart_rate_sum_milli: int = 0  # whole numbers, so that the order of the rows cannot change the mean
    heart_rates: int = 0


class Workouts:
    """Collects workouts and the heart rates that say how hard they were.

    Attributes:
        column: The exertion.
        heart_rate: Counts of heart rates; their rows are not kept.
    """

    def __init__(self) -> None:
        self.column = Column("exertion_au")
        self.heart_rate = Column("heart_rate_bpm")
        self.birth_day = ""
        self._sessions: list[_Session] = []
        self._at_s, self._bpm = array("q"), array("f")
        self._resting: list[tuple[int, float]] = []

    def take_heart_rates(self, records: Sequence[RawRecord]) -> list[tuple[RawRecord, str]]:
        """Takes heart rates.

        Returns:
            Those that cannot be used, each with the reason.
        """
        if self._take_together(records):
            self.heart_rate.skip(KEPT_FOR_WORKOUTS, count=len(records))
            return []
        refused = []
        for record in records:
            reason = "" if self._take_together([record]) else _what_is_wrong(record)
            self.heart_rate.skip(reason or KEPT_FOR_WORKOUTS)
            if reason:
                refused.append((record, reason))
        return refused

    def _take_together(self, records: Sequence[RawRecord]) -> bool:
        """Takes heart rates that are all good and in one unit; else takes none of them."""
        if not records:
            return True
        _, _, units, starts, _, values, _ = zip(*(each[0] for each in records), strict=True)
        try:
            factor = factor_of(units[0], "heart_rate_bpm")[0]
            times_ms = apple_ms_of_all(starts)
            beats = [each * factor for each in map(float, values)]
        except ValueError:
            return False
        limits = self.heart_rate.measure
        is_believable = limits.believable_low <= min(beats) and max(beats) <= limits.believable_high
        if len(set(units)) > 1 or not is_believable or not math.isfinite(sum(beats)):
            return False
        self._at_s.extend([each // 1000 for each in times_ms])
        self._bpm.extend(beats)
        return True

    def take_resting(self, start_ms: int, bpm: float) -> None:
        """Takes a resting heart rate."""
        self._resting.append((start_ms, bpm))

    def take(self, raw: RawWorkout) -> str:
        """Takes a workout.

        Returns:
            Why it was not taken, empty if it was.
        """
        written = raw.attributes
        start, end = written.get("startDate", "").encode(), written.get("endDate", "").encode()
        try:
            start_ms, end_ms = apple_ms(start), apple_ms(end or start)
        except Refused:
            return self.column.skip(TIME_UNREADABLE)
        if end_ms < start_ms:
            return self.column.skip(ENDS_BEFORE_BEGIN)
        minutes = _minutes(written)
        minutes = (end_ms - start_ms) / 60_000 if minutes is None else minutes
        session = _Session(
            start_ms=start_ms,
            end_ms=end_ms,
            start=start,
            source=written.get("sourceName", "").encode(),
            zone=raw.zone,
            minutes=minutes,
            energy_kcal=_energy_kcal(raw),
            mean_hr_bpm=_mean_hr_bpm(raw),
        )
        if not 0 <= session.minutes <= 1440:
            return self.column.skip(NOT_BELIEVABLE)
        self._sessions.append(session)
        return ""

    def finish(self) -> None:
        """Estimates how hard each workout was, once all heart rates are known."""
        self._share_heart_rates()
        self._resting.sort()
        for session in self._sessions:
            workout = Workout(
                minutes=session.minutes,
                mean_hr_bpm=session.mean_hr_bpm,
                resting_hr_bpm=self._resting_before(session.start_ms),
                max_hr_bpm=self._max_hr_bpm(session.start),
                energy_kcal=session.energy_kcal,
            )
            amount, basis = exertion_au(workout)
            self.column.add(
                session.start_ms,
                session.end_ms,
                amount,
                lived=(session.source, session.zone or session.start[20:]),
                estimate=basis != "rpe",
            )
        self._sessions.clear()

    def _share_heart_rates(self) -> None:
        """Gives each workout without a mean of its own the mean of the heart rates within it."""
        waiting = sorted(
            (each for each in self._sessions if each.mean_hr_bpm is None), key=lambda each: each.start_ms
        )
        starts = [each.start_ms // 1000 for each in waiting]
        reached = list(accumulate((each.end_ms // 1000 for each in waiting), max))
        for at_s, bpm in zip(self._at_s, self._bpm, strict=True):
            position = bisect_right(starts, at_s) - 1
            while position >= 0 and at_s <= reached[position]:
                session = waiting[position]
                if at_s <= session.end_ms // 1000:
                    session.heart_rate_sum_milli += round(1000 * bpm)
                    session.heart_rates += 1
                position -= 1
        for session in waiting:
            if session.heart_rates >= _FEWEST_HEART_RATES:
                session.mean_hr_bpm = session.heart_rate_sum_milli / session.heart_rates / 1000

    def _resting_before(self, start_ms: int) -> float | None:
        position = bisect_right(self._resting, (start_ms, float("inf"))) - 1
        if position < 0 or start_ms - self._resting[position][0] > _RESTING_VALID_MS:
            return None
        return self._resting[position][1]

    def _max_hr_bpm(self, start: bytes) -> float | None:
        """Gives the highest heart rate that goes with the age at a workout.

        Reference:
            Tanaka H, Monahan KD, Seals DR (2001), doi:10.1016/S0735-1097(00)01054-8 (from memory):
            208 - 0.7 x age.
        """
        try:
            born = dt.date.fromisoformat(self.birth_day)
        except ValueError:
            return None
        age_years = int(start[:4]) - born.year
        return 208 - 0.7 * age_years if 0 <= age_years <= 120 else None


def _what_is_wrong(record: RawRecord) -> str:
    (_, _, unit, start, _, value, _), _, _ = record
    try:
        factor_of(unit, "heart_rate_bpm")
    except Refused:
        return UNIT_UNKNOWN
    try:
        apple_ms(start)
    except Refused:
        return TIME_UNREADABLE
    return NOT_BELIEVABLE if _number(value.decode("ascii", "replace")) is not None else NOT_A_NUMBER


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _minutes(written: Mapping[str, str]) -> float | None:
    number, per_unit = _number(written.get("duration")), _MINUTES.get(written.get("durationUnit", "min"))
    return None if number is None or per_unit is None else number * per_unit


def _energy_kcal(raw: RawWorkout) -> float | None:
    """Gives the active energy of a workout: of its statistics, else of its own attribute in older exports."""
    pairs = [
        (each.get("sum"), each.get("unit", "kcal")) for each in raw.statistics if each.get("type") == _ENERGY
    ]
    written = raw.attributes
    pairs.append((written.get("totalEnergyBurned"), written.get("totalEnergyBurnedUnit", "kcal")))
    for text, unit in pairs:
        number = _number(text)
        if number is not None and number > 0:
            try:
                return to_canonical(number, unit, measure=measure("active_energy_kcal"))
            except Refused:
                continue
    return None


def _mean_hr_bpm(raw: RawWorkout) -> float | None:
    for each in raw.statistics:
        if each.get("type") == HEART_RATE.decode() and each.get("unit", "count/min") == "count/min":
            return _number(each.get("average"))
    return None
