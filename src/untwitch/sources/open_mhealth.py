"""Data points of Open mHealth and IEEE 1752: one JSON document, a list of them, or one a line.

    {"header": {"schema_id": .., "acquisition_provenance": {"source_name": ..}},     may be missing
     "body": {"step_count": {"value": 6000, "unit": "steps"},
              "effective_time_frame": {"time_interval": {"start_date_time": .., "end_date_time": ..}}}}

A value without its unit, or with one that the schema does not have, is refused. An average or maximum over
many days is no measurement of one and is left out, as is a point that says no time.

Reference:
    Open mHealth schemas at 36078a8 and IEEE 1752.1, for the names of fields and units.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout
from untwitch.intake.json_stream import JsonStream
from untwitch.intake.members import Member
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource, Setting
from untwitch.sources.shelf import NOT_BELIEVABLE, When, name_of, offset_zone
from untwitch.sources.source import Item

_BARE = re.compile(
    rb'\s*\[?\s*\{\s*"(step_count|sleep_duration|total_sleep_time|activity_name|kcal_burned|heart_rate|body_weight'
    rb'|body_temperature|effective_time_frame)"\s*:'
)
_SCHEMA = b'"$schema"'
_SIGNS = (b'"effective_time_frame"', b'"acquisition_provenance"')
_STATISTICS = frozenset(
    {
        "average", "maximum", "minimum", "standard deviation", "variance", "sum", "median", "count",
        "quartile deviation", "80th percentile", "lower quartile", "upper quartile", "1st quintile",
        "2nd quintile", "3rd quintile", "4th quintile",
    }
)  # fmt: skip
_PER_HOUR = MappingProxyType(
    {
        "ps": 1 / 3.6e15, "ns": 1 / 3.6e12, "us": 1 / 3.6e9, "ms": 1 / 3.6e6, "sec": 1 / 3600, "min": 1 / 60,
        "h": 1.0, "d": 24.0, "wk": 168.0,
    }
)  # fmt: skip
_KG = MappingProxyType(
    {
        "fg": 1e-18, "pg": 1e-15, "ng": 1e-12, "ug": 1e-9, "mg": 1e-6, "g": 1e-3, "kg": 1.0,
        "Metric Ton": 1000.0, "gr": 6.479891e-5, "oz": 0.028349523125, "lb": 0.45359237, "Ton": 907.18474,
    }
)  # fmt: skip
_LENGTHS = MappingProxyType(
    dict.fromkeys(("fm", "pm", "nm", "um", "mm", "cm", "m", "km", "in", "ft", "yd", "mi"), 1.0)
)
_KCAL, _STEPS, _BPM = ({unit: 1.0} for unit in ("kcal", "steps", "beats/min"))
_STATISTIC, _NO_TIME, _NOT_OF_THE_SCHEMA = (
    "a statistic over many measurements",
    "no time that can be used",
    "not of the schema",
)
_BEATS = "outside workouts"
_LONGEST_H = 366 * 24


def quantity(written: object, units: Mapping[str, float]) -> float:
    """Gives a value with its unit, times what the unit is worth.

    Args:
        written: `{"value": 7.5, "unit": "h"}`.
        units: What each unit that the schema has is worth.

    Raises:
        Refused: It has no number or a unit that is none of them.
    """
    said = written if isinstance(written, dict) else {}
    value, unit = said.get("value"), said.get("unit")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Refused(f"{str(value)[:40]!r} is not a number")
    if not isinstance(unit, str) or unit not in units:
        raise Refused(f"unit {str(unit)[:40]!r} is not one of the schema: {', '.join(units)}")
    return value * units[unit]


def _steps(written: object) -> float:
    """Gives steps, which older points write as a bare number."""
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return float(written)
    return quantity(written, _STEPS)


def _celsius(written: object) -> float:
    value = quantity(written, {"C": 1.0, "F": 1.0, "K": 1.0})
    unit = written["unit"] if isinstance(written, dict) else "C"
    return {"C": value, "F": (value - 32) * 5 / 9, "K": value - 273.15}[unit]


def moment(written: object) -> tuple[int, str | None]:
    """Gives an instant, and its offset where that says more than that it is UTC.

    Raises:
        Refused: It is not an instant.
    """
    try:
        found = dt.datetime.fromisoformat(written if isinstance(written, str) else "")
    except ValueError:
        raise Refused(f"{str(written)[:40]!r} is not a time such as 2026-03-02T07:25:00+01:00") from None
    ahead = found.utcoffset()
    found = found if ahead is not None else found.replace(tzinfo=dt.UTC)
    return round(found.timestamp() * 1000), offset_zone(ahead.total_seconds()) if ahead else None


class _Reader(FileReader):
    """Takes the points of files."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._app = "Open mHealth"
        self._kinds: Mapping[str, Callable[[Mapping[str, Any], str], None]] = {
            "activity_name": self._activity,
            "step_count": self._value("step_count", "steps", _steps),
            "kcal_burned": self._value(
                "kcal_burned", "active_energy_kcal", lambda each: quantity(each, _KCAL)
            ),
            "total_sleep_time": self._sleep,
            "sleep_duration": self._sleep,
            "heart_rate": self._heart_rate,
            "body_weight": self._value(
                "body_weight", "body_mass_kg", lambda each: quantity(each, _KG), moment_too=True
            ),
            "body_temperature": self._value(
                "body_temperature", "body_temperature_c", _celsius, moment_too=True
            ),
        }

    def take(self, kind: str, member: Member) -> Iterator[Item]:  # noqa: ARG002 - there is one kind
        """Takes one file; of one that is cut off the points before the cut."""
        with member.open() as opened:
            try:
                for record, point in enumerate(_points(JsonStream(opened.read, name=member.name)), start=1):
                    self._point(point, f"{member.name}, record {record}")
                    if record % 1000 == 0:
                        yield from self.shelf.items()
            except Refused as refused:
                yield Incomplete(member.name, f"{refused}; what comes before is taken")

    def _point(self, point: object, where: str) -> None:
        said = point if isinstance(point, dict) else {}
        header = said.get("header")
        body = said.get("body") if isinstance(header, dict) else said
        if not isinstance(body, dict) or not body.keys() - {"effective_time_frame"}:
            self.shelf.complaints.problem(
                where, "it says nothing but a time; left out", reason=_NOT_OF_THE_SCHEMA
            )
            return
        self._app, schema = _told(header)
        named = "kcal_burned" if schema == "calories-burned" else ""
        for name in (named, *body):
            if name in body and name in self._kinds:
                self._kinds[name](body, where)
                return
        self.shelf.keep_apart(f"Open mHealth {schema or next(iter(body))}")

    def _value(
        self, name: str, measure: str, read: Callable[[object], float], *, moment_too: bool = False
    ) -> Callable[[Mapping[str, Any], str], None]:
        def take(body: Mapping[str, Any], where: str) -> None:
            self._take(measure, body, where, lambda: read(body[name]), moment_too=moment_too)

        return take

    def _take(
        self,
        measure: str,
        body: Mapping[str, Any],
        where: str,
        read: Callable[[], float],
        *,
        moment_too: bool = False,
    ) -> None:
        try:
            value = read()
            is_statistic = _is_statistic(body)
        except Refused as refused:
            self.shelf.leave_out(measure, str(refused), where, reason=_NOT_OF_THE_SCHEMA)
            return
        when = self._when(measure, body, where, moment_too=moment_too)
        if when is not None and is_statistic:
            self.shelf.skip(measure, _STATISTIC)
        elif when is not None:
            self.shelf.take(measure, value, when, app=self._app, where=where)

    def _when(self, measure: str, body: Mapping[str, Any], where: str, *, moment_too: bool) -> When | None:
        try:
            return self._frame(body.get("effective_time_frame"), moment_too=moment_too)
        except Refused as refused:
            self.shelf.leave_out(measure, str(refused), where, reason=_NO_TIME)
            return None

    def _frame(self, frame: object, *, moment_too: bool) -> When:
        said = frame if isinstance(frame, dict) else {}
        interval = said.get("time_interval")
        if isinstance(interval, dict):
            start_ms, end_ms, zone = _interval(interval)
        elif moment_too and "date_time" in said:
            start_ms, zone = moment(said["date_time"])
            end_ms = start_ms
        else:
            needed = "a time_interval or a date_time" if moment_too else "a time_interval"
            raise Refused(f"its effective_time_frame is not {needed}")
        if zone:
            return When(start_ms, end_ms, zone, "source")
        return self.place.when(start_ms, end_ms)

    def _sleep(self, body: Mapping[str, Any], where: str) -> None:
        written = body.get("total_sleep_time", body.get("sleep_duration"))
        measure = "nap_h" if body.get("is_main_sleep") is False else "sleep_h"
        units = {each: _PER_HOUR[each] for each in ("sec", "min", "h")}
        self._take(measure, body, where, lambda: quantity(written, units))

    def _heart_rate(self, body: Mapping[str, Any], where: str) -> None:
        if body.get("temporal_relationship_to_physical_activity") == "at rest":
            beats = self._value(
                "heart_rate", "resting_hr_bpm", lambda each: quantity(each, _BPM), moment_too=True
            )
            beats(body, where)
            return
        try:
            quantity(body["heart_rate"], _BPM)
            _is_statistic(body)
            self._frame(body.get("effective_time_frame"), moment_too=True)
        except Refused as refused:
            self.shelf.leave_out("heart_rate_bpm", str(refused), where, reason=_NOT_OF_THE_SCHEMA)
        else:
            self.shelf.skip("heart_rate_bpm", _BEATS)

    def _activity(self, body: Mapping[str, Any], where: str) -> None:
        steps = body.get("base_movement_quantity")
        if isinstance(steps, dict) and steps.get("unit") == "steps":
            self._take("steps", body, where, lambda: quantity(steps, _STEPS))
        try:
            energy = quantity(body["kcal_burned"], _KCAL) if "kcal_burned" in body else None
            if "distance" in body:
                quantity(body["distance"], _LENGTHS)
            hours = quantity(body["duration"], _PER_HOUR) if "duration" in body else None
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), where, reason=_NOT_OF_THE_SCHEMA)
            return
        when = self._when("exertion_au", body, where, moment_too=False)
        if when is None:
            return
        minutes = (when.end_ms - when.start_ms) / 60_000 if hours is None else 60 * hours
        try:
            workout = Workout(minutes=minutes, energy_kcal=energy)
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), where, reason=NOT_BELIEVABLE)
            return
        self.shelf.take_workout(workout, when, app=self._app, where=where)


def _points(stream: JsonStream) -> Iterator[Any]:
    """Gives the points of a list, or those that follow each other."""
    while sign := stream.next_sign():
        if sign == "[":
            for _ in stream.items():
                yield stream.value()
        else:
            yield stream.value()


def _told(header: object) -> tuple[str, str]:
    """Gives the app and the schema that a header names."""
    said = header if isinstance(header, dict) else {}
    provenance, schema = said.get("acquisition_provenance"), said.get("schema_id")
    app = provenance.get("source_name") if isinstance(provenance, dict) else None
    name = schema.get("name") if isinstance(schema, dict) else None
    return name_of(str(app or "")) or "Open mHealth", name_of(str(name or ""))


def _is_statistic(body: Mapping[str, Any]) -> bool:
    """Says whether a body sums up many measurements.

    Raises:
        Refused: It names a statistic that there is none of.
    """
    named = body.get("descriptive_statistic")
    if named is None:
        return False
    if str(named) not in _STATISTICS:
        raise Refused(f"descriptive_statistic {str(named)[:40]!r} is not known")
    return True


def _interval(said: Mapping[str, Any]) -> tuple[int, int, str | None]:
    """Gives begin and end of an interval: both of them, or one and a duration.

    Raises:
        Refused: It is a part of a day, or not an interval.
    """
    start, end = said.get("start_date_time"), said.get("end_date_time")
    if start is not None and end is not None:
        (start_ms, zone), (end_ms, _) = moment(start), moment(end)
        return start_ms, end_ms, zone
    if "part_of_day" in said:
        raise Refused("a part of a day says no clock time")
    hours = quantity(said.get("duration"), _PER_HOUR)
    if abs(hours) > _LONGEST_H:
        raise Refused("its duration is more than a year")
    length_ms = round(3_600_000 * hours)
    known_ms, zone = moment(start if start is not None else end)
    return (
        (known_ms, known_ms + length_ms, zone)
        if start is not None
        else (known_ms - length_ms, known_ms, zone)
    )


class OpenMHealth(FileSource):
    """Reads data points of Open mHealth and IEEE 1752."""

    name = "open_mhealth"
    app_name = "Open mHealth"
    measures = frozenset(
        {
            "steps",
            "active_energy_kcal",
            "exertion_au",
            "sleep_h",
            "nap_h",
            "resting_hr_bpm",
            "heart_rate_bpm",
            "body_mass_kg",
            "body_temperature_c",
        }
    )
    order = ("points",)

    def kind_of(self, member: Member) -> str:
        """Says whether a file holds points, by its begin."""
        head = member.head(FIRST_BYTES)
        if head.lstrip()[:1] not in {b"[", b"{"} or _SCHEMA in head:
            return ""
        return "points" if _BARE.match(head) or any(each in head for each in _SIGNS) else ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the points."""
        return _Reader(setting)


SOURCE = OpenMHealth()
