"""The folder that Garmin sends to who asks for their data, `DI_CONNECT`: nights, days, drinks, workouts.

    *_sleepData.json            nights: begin and end in GMT, seconds of each stage
    UDSFile_*.json              days: steps, active energy, resting heart rate, stress of the watch
    HydrationLogFile_*.json     drinks, corrections below zero, and sweat lost in workouts, which is no drink
    *_summarizedActivities.json workouts: milliseconds; the energy in a unit that nobody documents

The recordings themselves lie beside it as FIT files, which another source reads; they know more of a workout.
Layout and names of fields are those that public readers of the export use; no real export was at hand.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout
from untwitch.intake.json_stream import JsonStream
from untwitch.intake.members import Member
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource, Setting
from untwitch.sources.shelf import NOT_BELIEVABLE, TIME_UNREADABLE, When, name_of, number, offset_zone
from untwitch.sources.source import Item

_APP = "Garmin Connect"
_SIGNS = (
    (b'"sleepStartTimestampGMT"', "nights"),
    (b'"hydrationSource"', "drinks"),
    (b'"summarizedActivitiesExport"', "workouts"),
    (b'"wellnessStartTimeGmt"', "days"),
)
_OTHER = (b'"userProfilePK"', b'"userProfilePk"', b'"userProfileId"')
_STAGES = ("deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")
_HOUR_MS, _MINUTE_MS, _DAY_MS = 3_600_000, 60_000, 86_400_000
_QUARTER_MS = 900_000
_EARLIEST_MS, _LATEST_MS = -2_100_000_000_000, 4_000_000_000_000  # 1903 to 2096
_NOT_WORN, _NOT_MEASURED, _SWEAT, _NO_STEPS = (
    "the watch was not worn",
    "no stage of sleep was measured",
    "sweat lost in a workout, no drink",
    "no step in a whole day, as where it was not worn",
)
_STRESS = "a score of the watch, not a rating of yours"


def instant_ms(written: object) -> int | None:
    """Gives an instant in milliseconds since 1970: written as a number, as text in GMT, or in an object."""
    if isinstance(written, dict):
        written = written.get("date")
    if isinstance(written, bool) or written is None:
        return None
    if isinstance(written, (int, float)):
        return round(written) if abs(written) < 1e14 else None
    try:
        moment = dt.datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp() * 1000)


def _day_of(written: object) -> dt.date | None:
    """Gives a calendar day, however it is written; None for none, and for one in no year that counts."""
    ms = instant_ms(written)
    if ms is None or not _EARLIEST_MS <= ms <= _LATEST_MS:
        return None
    return dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC).date()


def _zone(local: object, gmt: object) -> str | None:
    """Gives the offset that two readings of one moment tell, if it is one that a place can have."""
    local_ms, gmt_ms = instant_ms(local), instant_ms(gmt)
    if local_ms is None or gmt_ms is None or (local_ms - gmt_ms) % _QUARTER_MS:
        return None
    return offset_zone((local_ms - gmt_ms) / 1000)


class _Reader(FileReader):
    """Takes the files of one export."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._drinks: dict[dt.date, list[tuple[float, When, str]]] = {}
        self._records: Mapping[str, Callable[[Mapping[str, Any], str], None]] = {
            "nights": self._night,
            "days": self._day,
            "drinks": self._drink,
            "workouts": self._workout,
        }

    def take(self, kind: str, member: Member) -> Iterator[Item]:
        """Takes one file; of one that is cut off the records before the cut."""
        take = self._records[kind]
        with member.open() as opened:
            try:
                for number_of, record in enumerate(
                    _records(JsonStream(opened.read, name=member.name)), start=1
                ):
                    where = f"{member.name}, record {number_of}"
                    take(record if isinstance(record, dict) else {}, where)
                    if number_of % 1000 == 0:
                        yield from self.shelf.items()
            except Refused as refused:
                yield Incomplete(member.name, f"{refused}; what comes before is taken")
        self._give_drinks()

    def _when(self, start_ms: int, end_ms: int, zone: str | None) -> When:
        return When(start_ms, end_ms, zone, "source") if zone else self.place.when(start_ms, end_ms)

    def _night(self, said: Mapping[str, Any], where: str) -> None:
        start_ms, end_ms = (instant_ms(said.get(f"sleep{each}TimestampGMT")) for each in ("Start", "End"))
        stages = [number(said.get(each)) for each in _STAGES]
        if "OFF_WRIST" in str(said.get("sleepWindowConfirmationType")):
            self.shelf.skip("sleep_h", _NOT_WORN)
            return
        if start_ms is None or end_ms is None:
            self.shelf.leave_out("sleep_h", "it has no begin or end", where, reason=TIME_UNREADABLE)
            return
        known = [each for each in stages if each is not None]
        if known and not any(known):
            self.shelf.skip("sleep_h", _NOT_MEASURED)
            return
        hours = sum(known) / 3600 if known else (end_ms - start_ms) / _HOUR_MS
        when = self.place.when(start_ms, end_ms)
        self.shelf.take("sleep_h", hours, when, app=_APP, where=where, estimate=not known)

    def _day(self, said: Mapping[str, Any], where: str) -> None:
        start_ms, end_ms = (instant_ms(said.get(f"wellness{each}TimeGmt")) for each in ("Start", "End"))
        day = _day_of(said.get("calendarDate"))
        if start_ms is not None and end_ms is not None and 0 < end_ms - start_ms <= 2 * _DAY_MS:
            zone = _zone(said.get("wellnessStartTimeLocal"), said.get("wellnessStartTimeGmt"))
            when = self._when(start_ms, end_ms, zone)
        elif day is not None:
            when = self.place.whole(day)
        else:
            self.shelf.leave_out("steps", "the day cannot be read", where, reason=TIME_UNREADABLE)
            return
        steps, energy = number(said.get("totalSteps")), number(said.get("activeKilocalories"))
        if steps == 0 and not energy:
            self.shelf.skip("steps", _NO_STEPS)
            steps = energy = None
        resting = number(said.get("currentDayRestingHeartRate"))
        resting = number(said.get("restingHeartRate")) if resting is None else resting
        for measure, value in (("steps", steps), ("active_energy_kcal", energy), ("resting_hr_bpm", resting)):
            if value is not None:
                self.shelf.take(measure, value, when, app=_APP, where=where)
        if said.get("allDayStress"):
            self.shelf.keep_apart("Garmin stress of the day", what=_STRESS)

    def _drink(self, said: Mapping[str, Any], where: str) -> None:
        value = number(said.get("valueInML"))
        if not value:
            self.shelf.skip("water_ml", _SWEAT)
            return
        day = _day_of(said.get("calendarDate"))
        local_ms = instant_ms(said.get("timestampLocal"))
        local_ms = None if local_ms is None or not _EARLIEST_MS <= local_ms <= _LATEST_MS else local_ms
        if local_ms is None and day is None:
            self.shelf.leave_out("water_ml", "its day cannot be read", where, reason=TIME_UNREADABLE)
            return
        if local_ms is None:
            when = self.place.whole(day or dt.date(1970, 1, 1))
        else:
            clock = dt.datetime.fromtimestamp(local_ms / 1000, tz=dt.UTC).replace(tzinfo=None)
            day = day or clock.date()
            instant, problem = self.place.wall(clock, where=where)
            when = When(instant.utc_ms, instant.utc_ms, instant.zone, instant.zone_known_by)
            if problem is not None:
                self.shelf.complaints.problem(problem.where, problem.what, reason="clock")
        self._drinks.setdefault(day or dt.date(1970, 1, 1), []).append((value, when, where))

    def _give_drinks(self) -> None:
        """Gives the drinks of each day one by one; of a day with corrections what they come to."""
        for day, drinks in sorted(self._drinks.items()):
            total = sum(value for value, _, _ in drinks)
            if all(value > 0 for value, _, _ in drinks):
                for value, when, where in drinks:
                    self.shelf.take("water_ml", value, when, app=_APP, where=where)
            else:
                self.shelf.take("water_ml", total, self.place.whole(day), app=_APP, where=drinks[0][2])
        self._drinks.clear()

    def _workout(self, said: Mapping[str, Any], where: str) -> None:
        start_ms = instant_ms(said.get("startTimeGmt"))
        start_ms = instant_ms(said.get("beginTimestamp")) if start_ms is None else start_ms
        length_ms, effort = number(said.get("duration")), number(said.get("workoutRpe"))
        elapsed_ms = number(said.get("elapsedDuration")) or length_ms
        if said.get("parent") is True:
            self.shelf.skip("exertion_au", "its parts follow")
            return
        if start_ms is None or length_ms is None or elapsed_ms is None:
            self.shelf.leave_out("exertion_au", "it has no begin or length", where, reason=TIME_UNREADABLE)
            return
        try:
            workout = Workout(
                minutes=length_ms / _MINUTE_MS, rpe_0_10=effort / 10 if effort is not None else None
            )
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), where, reason=NOT_BELIEVABLE)
            return
        zone = _zone(said.get("startTimeLocal"), said.get("startTimeGmt"))
        when = self._when(start_ms, start_ms + round(max(elapsed_ms, length_ms)), zone)
        self.shelf.take_workout(workout, when, app=_APP, where=where)
        beats = number(said.get("avgHr"))
        if beats:
            self.shelf.take("heart_rate_bpm", beats, when, app=_APP, where=where)


def _records(stream: JsonStream) -> Iterator[Any]:
    """Gives the records of a file: of its list, or of the list within each object of its list."""
    for _ in stream.items():
        if stream.next_sign() != "{":
            yield stream.value()
            continue
        record: dict[str, Any] = {}
        is_record = True
        for key in stream.keys():  # noqa: SIM118 - it enters the object
            if key == "summarizedActivitiesExport":
                is_record = False
                for _ in stream.items():
                    yield stream.value()
            else:
                record[key] = stream.value()
        if is_record:
            yield record


class Garmin(FileSource):
    """Reads the export of a Garmin account."""

    name = "garmin"
    app_name = _APP
    measures = frozenset(
        {
            "sleep_h",
            "steps",
            "active_energy_kcal",
            "resting_hr_bpm",
            "water_ml",
            "exertion_au",
            "heart_rate_bpm",
        }
    )
    unproven = True
    order = ("nights", "days", "drinks", "workouts")

    def kind_of(self, member: Member) -> str:
        """Gives what a file is, by the names of its fields."""
        head = member.head(FIRST_BYTES)
        if head.lstrip()[:1] not in {b"[", b"{"}:
            return ""
        for sign, kind in _SIGNS:
            if sign in head:
                return kind
        return f"Garmin {_family(member.name)}" if any(each in head for each in _OTHER) else ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the files."""
        return _Reader(setting)


def _family(name: str) -> str:
    """Gives the letters of a file's name: what the files of one kind have in common."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    return name_of("".join(each for each in stem if each.isalpha())) or "file"


SOURCE = Garmin()
