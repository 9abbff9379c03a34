"""The export of Fitbit and Google Health: a Takeout, its zip, or the older csv of sleep.

    file                             clock
    sleep-*.json                     wall clock without a zone: of the place where the person was, at each end
    UserSleeps_*.csv                 UTC, with the offset of each end; goes before sleep-*.json
    steps-*.json, exercise-*.json    MM/DD/YY HH:MM:SS in UTC (from memory)
    steps_*.csv                      UTC; goes before steps-*.json
    resting_heart_rate-*.json        the day, as MM/DD/YY

Which of the files of `{"dateTime": .., "value": ..}` are steps stands in their name alone. Heart rates,
calories (with the resting part in them), scores and all else are counted and not read.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout
from untwitch.intake.csv_text import read_table
from untwitch.intake.json_text import read_json_list
from untwitch.intake.members import Member
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource, Setting, whole
from untwitch.sources.fitbit_sleep import FitbitSleep
from untwitch.sources.shelf import TIME_UNREADABLE, When, name_of, number
from untwitch.sources.source import Item

_SERIES = re.compile(
    rb'\s*\[\s*\{\s*"dateTime"\s*:\s*"\d\d/\d\d/\d\d \d\d:\d\d:\d\d"\s*,\s*"value"\s*:\s*(.)'
)
_RESTING = re.compile(rb'"value"\s*:\s*\{\s*"date"\s*:')
_STEPS_NAME = re.compile(r"(?:^|/)steps-\d{4}-\d\d-\d\d\.json$")
_RESTING_NAME = re.compile(r"(?:^|/)daily_resting_heart_rate[^/]*\.csv$")
_FOLDER = re.compile(r"(?:^|/)(?:MyFitbitData|Global Export Data|\w+(?: \w+)*_GoogleData|Takeout/Fitbit)/")
_DATE_AT_END = re.compile(r"[-_ ]*\(?\d[\d\-()_]*$")
_MONTH_DAY_YEAR = re.compile(r"(\d\d)/(\d\d)/(\d\d)(?: (\d\d):(\d\d):(\d\d))?", re.ASCII)
_MINUTE_MS = 60_000
_STILL = ("0", 0)

_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "timestamp,rmssd,nremhr,entropy": "hrv",
        "timestamp,average heart rate variability milliseconds": "hrv",
        "timestamp,steps,data source": "steps_table",
        "timestamp,weight grams": "weight",
        "sleep_id,sleep_type,minutes_in_sleep_period": "nights",
        "start time,end time,minutes asleep,minutes awake": "sleep_table",
    }
)
"""Kinds by the begin of the header; the column of the value is the second."""
_VALUES = MappingProxyType(
    {
        "hrv": ("hrv_rmssd_ms", 1.0),
        "weight": ("body_mass_kg", 0.001),
        "resting_table": ("resting_hr_bpm", 1.0),
    }
)
_NOT_TAKEN_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "timestamp,beats per minute": "heart_rate files",
        "timestamp,rmssd,coverage": "HRV detail files",
        "date,updated_at,stress_score": "stress score files",
        "sleep_log_entry_id,timestamp,overall_score": "sleep score files",
    }
)


def utc_ms(text: object) -> int | None:
    """Gives the milliseconds since 1970 of a time written as `MM/DD/YY HH:MM:SS` in UTC; None for no time."""
    found = _MONTH_DAY_YEAR.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    month, day, year, hour, minute, second = (int(each or 0) for each in found.groups())
    try:
        moment = dt.datetime(2000 + year, month, day, hour, minute, second, tzinfo=dt.UTC)
    except ValueError:
        return None
    return round(moment.timestamp() * 1000)


def _header(head: bytes) -> str:
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:2]
    first = next((each for each in lines if b"," in each), b"")
    return first.decode("utf-8", "replace").lower().replace('"', "")


def _json_kind(head: bytes, name: str) -> str:
    series = _SERIES.match(head)
    if series:
        if _RESTING.search(head):
            return "resting"
        return "steps" if _STEPS_NAME.search(name) and series[1] in b'"0123456789' else _family(name)
    if b'"logId"' not in head:
        return ""
    if b'"dateOfSleep"' in head:
        return "sleep"
    return "exercise" if b'"activityName"' in head else _family(name)


def _family(name: str) -> str:
    """Gives the name of a file without its date: what many files have in common."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    return f"{name_of(_DATE_AT_END.sub('', stem)) or 'unnamed'} files"


class _Reader(FileReader):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._sleep = FitbitSleep(self.shelf, self.place)
        self._days_in_tables: set[int] = set()
        self._take_record: Mapping[str, Callable[[Any, str], None]] = {
            "sleep": self._sleep.take_log,
            "exercise": self._exercise,
            "resting": self._resting,
        }

    def take(self, kind: str, member: Member) -> Iterator[Item]:
        """Takes one file."""
        if kind == "steps":
            yield from self._steps(member)
        elif kind in self._take_record:
            records, damage = read_json_list(whole(member), name=member.name)
            if damage:
                yield Incomplete(member.name, damage)
            for index, record in enumerate(records, start=1):
                where = f"{member.name}, record {index}"
                self._take_record[kind](record if isinstance(record, dict) else {}, where)
        elif kind == "steps_table":
            self._steps_table(member)
        elif kind == "sleep_table":
            self._sleep.take_table(whole(member), name=member.name)
        elif kind == "nights":
            self._sleep.take_nights(read_table(whole(member), name=member.name), name=member.name)
        else:
            self._values(kind, member)

    def _steps(self, member: Member) -> Iterator[Item]:
        records, damage = read_json_list(whole(member), name=member.name)
        if damage:
            yield Incomplete(member.name, damage)
        still, again = 0, 0
        for index, record in enumerate(records, start=1):
            is_record = isinstance(record, dict)
            written = record.get("value") if is_record else None
            if written in _STILL:
                still += 1
                continue
            value = number(written)
            start_ms = utc_ms(record.get("dateTime")) if is_record else None
            if value is None or start_ms is None:
                where = f"{member.name}, record {index}"
                self.shelf.leave_out("steps", "it has no time or number", where, reason="cannot be read")
            elif start_ms // 86_400_000 in self._days_in_tables:
                again += 1
            else:
                when = self.place.when(start_ms, start_ms + _MINUTE_MS)
                where = f"{member.name}, record {index}"
                self.shelf.take("steps", value, when, app="Fitbit", where=where)
        for reason, count in (("a minute without a step", still), ("said again in a table", again)):
            if count:
                self.shelf.skip("steps", reason, count=count)

    def _steps_table(self, member: Member) -> None:
        table = read_table(whole(member), name=member.name)
        seen: set[tuple[str, ...]] = set()
        for row in table.rows:
            where, cells = f"{member.name}, row {row.line}", (*row.cells, "", "")[:3]
            value, start_ms = number(cells[1]), _iso_ms(cells[0])
            if cells in seen:
                self.shelf.skip("steps", "repeats a row")
                continue
            seen.add(cells)
            if value is None or start_ms is None:
                self.shelf.leave_out("steps", "it has no time or number", where, reason="cannot be read")
                continue
            self._days_in_tables.add(start_ms // 86_400_000)
            if value == 0:
                self.shelf.skip("steps", "a minute without a step")
                continue
            app = name_of(cells[2]) or "Fitbit"
            when = self.place.when(start_ms, start_ms + _MINUTE_MS)
            self.shelf.take("steps", value, when, app=app, where=where)

    def _values(self, kind: str, member: Member) -> None:
        measure_id, factor = _VALUES[kind]
        for row in read_table(whole(member), name=member.name).rows:
            where = f"{member.name}, row {row.line}"
            begin, written = (*row.cells, "")[:2]
            if not written:
                continue
            value, start_ms = number(written), _iso_ms(begin)
            if value is None or start_ms is None:
                self.shelf.leave_out(measure_id, "it has no time or number", where, reason="cannot be read")
            elif value == 0:
                self.shelf.skip(measure_id, "no reading")
            else:
                when = self.place.when(start_ms, start_ms) if kind == "weight" else self._day_of(begin)
                self.shelf.take(measure_id, value * factor, when, app="Fitbit", where=where)

    def _day_of(self, text: str) -> When:
        return self.place.whole(dt.date.fromisoformat(text[:10]))

    def _resting(self, record: Mapping[str, Any], where: str) -> None:
        reading = record.get("value")
        held = reading if isinstance(reading, dict) else {}
        value, day_ms = number(held.get("value")), utc_ms(held.get("date"))
        if value == 0 or held.get("date", "") is None:
            self.shelf.skip("resting_hr_bpm", "no reading")
        elif value is None or day_ms is None:
            self.shelf.leave_out("resting_hr_bpm", "it has no day or number", where, reason="cannot be read")
        else:
            day = dt.date(1970, 1, 1) + dt.timedelta(milliseconds=day_ms)
            self.shelf.take("resting_hr_bpm", value, self.place.whole(day), app="Fitbit", where=where)

    def _exercise(self, record: Mapping[str, Any], where: str) -> None:
        start_ms, active_ms = utc_ms(record.get("startTime")), number(record.get("activeDuration"))
        duration_ms = number(record.get("duration"))
        length_ms = active_ms if duration_ms is None else duration_ms
        if start_ms is None or length_ms is None:
            self.shelf.leave_out("exertion_au", "it has no time or length", where, reason=TIME_UNREADABLE)
            return
        try:
            workout = Workout(
                minutes=(length_ms if active_ms is None else active_ms) / 60_000,
                energy_kcal=number(record.get("calories")),
            )
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), where, reason="not believable")
            return
        when = self.place.when(start_ms, start_ms + round(length_ms))
        self.shelf.take_workout(workout, when, app="Fitbit", where=where)


def _iso_ms(text: str) -> int | None:
    """Gives the instant of an ISO time; one without an offset is taken as UTC."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return round(moment.replace(tzinfo=moment.tzinfo or dt.UTC).timestamp() * 1000)


class Fitbit(FileSource):
    """Reads exports of Fitbit and Google Health."""

    name = "fitbit"
    app_name = "Fitbit"
    measures = frozenset(
        {"sleep_h", "steps", "resting_hr_bpm", "hrv_rmssd_ms", "exertion_au", "body_mass_kg"}
    )
    order = (
        "nights", "sleep", "sleep_table", "steps_table", "steps", "resting", "resting_table", "hrv",
        "exercise", "weight",
    )  # fmt: skip

    def kind_of(self, member: Member) -> str:
        """Gives the kind of a file by its begin; of series and of other files in its folders by its name."""
        head = member.head(FIRST_BYTES)
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if start == b"[":
            found = _json_kind(head, member.name)
        elif start in {b"", b"{", b"<"}:
            found = ""
        else:
            found = self._table_kind(head, member.name)
        return found or (_family(member.name) if _FOLDER.search(member.name) else "")

    def _table_kind(self, head: bytes, name: str) -> str:
        header = _header(head)
        if header.startswith("timestamp,beats per minute") and _RESTING_NAME.search(name):
            return "resting_table"
        for begin, kind in (*_TABLES.items(), *_NOT_TAKEN_TABLES.items()):
            if header.startswith(begin):
                return kind
        return ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the files of one import."""
        return _Reader(setting)


SOURCE = Fitbit()
