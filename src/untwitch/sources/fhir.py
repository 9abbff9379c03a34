"""Observations of FHIR R4: a bundle, one resource, a list of them, or one a line (bulk export).

    Bundle         entry[].resource          Observation
    code.coding    LOINC, or Apple's own system for what LOINC does not have (food)
    value          valueQuantity with a UCUM code; a comparator (`<`) or dataAbsentReason is no value
    effective*     an instant, a period, or a whole day; a month is no day

An observation that was entered in error, or is not final, is left out. A food panel repeats foods that stand
beside it, so its components are not read. A file about several people does not say which of them you are.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from untwitch.facts.measure import measure as measure_of
from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.unit import to_canonical
from untwitch.facts.workout import Workout
from untwitch.intake.json_stream import JsonStream
from untwitch.intake.members import Member
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource
from untwitch.sources.shelf import NOT_BELIEVABLE, TIME_UNREADABLE, When, name_of, number, offset_zone
from untwitch.sources.source import Item

LOINC, APPLE = "http://loinc.org", "http://developer.apple.com/documentation/healthkit"
_SIGN = re.compile(rb'"resourceType"\s*:\s*"(?:Bundle|Observation)"')
_QUANTITY = "HKQuantityTypeIdentifier"
_MEASURES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (LOINC, "55423-8"): "steps",
        (LOINC, "41950-7"): "steps",
        (LOINC, "41981-2"): "active_energy_kcal",
        (LOINC, "40443-4"): "resting_hr_bpm",
        (LOINC, "80404-7"): "hrv_sdnn_ms",
        (LOINC, "29463-7"): "body_mass_kg",
        (LOINC, "3141-9"): "body_mass_kg",
        (LOINC, "8310-5"): "body_temperature_c",
        (LOINC, "93832-4"): "sleep_h",
        (APPLE, f"{_QUANTITY}StepCount"): "steps",
        (APPLE, f"{_QUANTITY}ActiveEnergyBurned"): "active_energy_kcal",
        (APPLE, f"{_QUANTITY}RestingHeartRate"): "resting_hr_bpm",
        (APPLE, f"{_QUANTITY}HeartRateVariabilitySDNN"): "hrv_sdnn_ms",
        (APPLE, f"{_QUANTITY}BodyMass"): "body_mass_kg",
        (APPLE, f"{_QUANTITY}BodyTemperature"): "body_temperature_c",
        (APPLE, f"{_QUANTITY}DietaryCaffeine"): "caffeine_mg",
        (APPLE, f"{_QUANTITY}DietaryWater"): "water_ml",
        (APPLE, f"{_QUANTITY}DietaryMagnesium"): "magnesium_mg",
        (APPLE, f"{_QUANTITY}DietaryPotassium"): "potassium_mg",
        (APPLE, f"{_QUANTITY}DietaryCalcium"): "calcium_mg",
    }
)
_HEART_RATE = {(LOINC, "8867-4"), (APPLE, f"{_QUANTITY}HeartRate")}
_EXERCISE, _SLEEP = (LOINC, "73985-4"), (APPLE, "HKCategoryTypeIdentifierSleepAnalysis")
_UCUM: Mapping[str, str] = MappingProxyType(
    {
        "{steps}": "count", "1": "count", "{count}": "count", "/min": "bpm", "{beats}/min": "bpm",
        "[lb_av]": "lb", "[degF]": "degF", "Cel": "C", "[foz_us]": "fl_oz_us", "kJ": "kJ", "cal": "smallcal",
        "[Cal]": "kcal", "s": "s",
    }
)  # fmt: skip
_FINAL = frozenset({"final", "amended", "corrected"})
_FIRST_YEAR, _PAST_YEAR = 1901, 2099
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_VALUE, _BEATS, _AWAKE = "no value", "outside workouts", "in bed or awake"
_HOUR_MS, _MINUTE_MS, _DAY_MS = 3_600_000, 60_000, 86_400_000


class _Reader(FileReader):
    """Takes the observations of files."""

    def take(self, kind: str, member: Member) -> Iterator[Item]:  # noqa: ARG002 - there is one kind
        """Takes one file; of one that is cut off the observations before the cut.

        Raises:
            Refused: It is about several people.
        """
        people = {_person(each) for _, each in _resources_of(member, silent=True)} - {""}
        if len(people) > 1:
            raise Refused(f"{member.name} is about {len(people)} people; import a file about you alone")
        try:
            for record, resource in _resources_of(member):
                self._resource(resource, f"{member.name}, record {record}")
                if record % 1000 == 0:
                    yield from self.shelf.items()
        except Refused as refused:
            yield Incomplete(member.name, f"{refused}; what comes before is taken")

    def _resource(self, said: Mapping[str, Any], where: str) -> None:
        kind = str(said.get("resourceType") or "resource")
        if kind != "Observation":
            self.shelf.keep_apart(f"FHIR {kind}")
            return
        codes = _codes(said.get("code"))
        measure = next((_MEASURES[each] for each in codes if each in _MEASURES), None)
        if measure is None and _EXERCISE in codes:
            measure = "exertion_au"
        elif measure is None and _SLEEP in codes:
            measure = "sleep_h"
        elif measure is None and _HEART_RATE & set(codes):
            self.shelf.skip("heart_rate_bpm", _BEATS)
            return
        if measure is None:
            self.shelf.keep_apart(f"FHIR {codes[0][1] if codes else 'observation without a code'}")
        elif str(said.get("status")) not in _FINAL:
            self.shelf.skip(measure, f"status {name_of(str(said.get('status') or 'unknown'))}")
        else:
            self._observation(measure, said, where, is_stage=_SLEEP in codes)

    def _observation(self, measure: str, said: Mapping[str, Any], where: str, *, is_stage: bool) -> None:
        app = _app(said)
        try:
            when = self._when(said)
        except Refused as refused:
            self.shelf.leave_out(measure, str(refused), where, reason=TIME_UNREADABLE)
            return
        length_ms = when.end_ms - when.start_ms
        if measure == "exertion_au":
            self._exercise(length_ms / _MINUTE_MS, when, app=app, where=where)
        elif is_stage:
            if "asleep" in str(_plain_value(said)).lower():
                self.shelf.take("sleep_h", length_ms / _HOUR_MS, when, app=app, where=where)
            else:
                self.shelf.skip("sleep_h", _AWAKE)
        elif not isinstance(said.get("valueQuantity"), dict):
            self.shelf.skip(measure, _NO_VALUE)
        else:
            try:
                value = _value(said["valueQuantity"], measure)
            except Refused as refused:
                self.shelf.leave_out(measure, str(refused), where, reason="not a value")
                return
            self.shelf.take(measure, value, when, app=app, where=where)

    def _exercise(self, minutes: float, when: When, *, app: str, where: str) -> None:
        try:
            workout = Workout(minutes=minutes)
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), where, reason=NOT_BELIEVABLE)
            return
        self.shelf.take_workout(workout, when, app=app, where=where)

    def _when(self, said: Mapping[str, Any]) -> When:
        """Gives when an observation was.

        Raises:
            Refused: It does not say, or no more than the month.
        """
        period = said.get("effectivePeriod")
        if isinstance(period, dict):
            start_ms, zone = _moment(period.get("start"))
            end_ms, _ = _moment(period.get("end"))
        else:
            written = said.get("effectiveDateTime", said.get("effectiveInstant"))
            if isinstance(written, str) and _DAY.fullmatch(written):
                return self.place.whole(_date(written))
            start_ms, zone = _moment(written)
            end_ms = start_ms
        return When(start_ms, end_ms, zone, "source") if zone else self.place.when(start_ms, end_ms)


def _date(written: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        raise Refused(f"{written!r} is not a day of the calendar") from None
    if not _FIRST_YEAR <= day.year < _PAST_YEAR:
        raise Refused(f"{written!r} lies outside the years {_FIRST_YEAR} to {_PAST_YEAR}")
    return day


def _moment(written: object) -> tuple[int, str | None]:
    """Gives an instant, and its offset where that says more than that it is UTC.

    Raises:
        Refused: It is not an instant with an offset.
    """
    try:
        found = dt.datetime.fromisoformat(written if isinstance(written, str) else "")
    except ValueError:
        raise Refused(f"{str(written)[:40]!r} is not a time such as 2026-03-02T07:25:00+01:00") from None
    ahead = found.utcoffset()
    if ahead is None:
        raise Refused(f"{str(written)[:40]!r} says no offset, and not which day it is")
    return round(found.timestamp() * 1000), offset_zone(ahead.total_seconds()) if ahead else None


def _resources_of(member: Member, *, silent: bool = False) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Gives the resources of a file with their number.

    Args:
        member: The file.
        silent: Whether a cut is passed over.

    Raises:
        Refused: It is cut off or damaged, and that is not passed over.
    """
    with member.open() as opened:
        try:
            for record, each in enumerate(_resources(JsonStream(opened.read, name=member.name)), start=1):
                yield record, each if isinstance(each, dict) else {}
        except Refused:
            if not silent:
                raise


def _resources(stream: JsonStream) -> Iterator[Any]:
    while sign := stream.next_sign():
        if sign == "[":
            for _ in stream.items():
                yield stream.value()
        elif sign == "{":
            yield from _entries(stream)
        else:
            yield stream.value()


def _entries(stream: JsonStream) -> Iterator[Any]:
    """Gives the resources of a bundle, or the one resource that an object is."""
    resource: dict[str, Any] = {}
    for key in stream.keys():  # noqa: SIM118 - it enters the object
        if key == "entry" and stream.next_sign() == "[":
            for _ in stream.items():
                entry = stream.value()
                yield entry.get("resource") if isinstance(entry, dict) else entry
        else:
            resource[key] = stream.value()
    if resource.get("resourceType") != "Bundle":
        yield resource


def _person(resource: Mapping[str, Any]) -> str:
    subject = resource.get("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    return str(reference or "") if resource.get("resourceType") == "Observation" else ""


def _codes(concept: object) -> list[tuple[str, str]]:
    codings = concept.get("coding") if isinstance(concept, dict) else None
    return [
        (str(each.get("system") or ""), name_of(str(each.get("code") or "")))
        for each in (codings if isinstance(codings, list) else [])
        if isinstance(each, dict)
    ]


def _value(said: Mapping[str, Any], measure: str) -> float:
    """Gives the value of a quantity in the unit of the measure.

    Raises:
        Refused: It has none, a limit instead of one, or a unit that does not fit.
    """
    value = number(said.get("value"))
    if value is None or isinstance(said.get("value"), str):
        raise Refused(f"{str(said.get('value'))[:40]!r} is not a number")
    if said.get("comparator"):
        raise Refused(f"it says no more than {str(said['comparator'])[:5]} {value:g}")
    unit = str(said.get("code") or said.get("unit") or "")
    if not unit:
        raise Refused("it has no unit")
    return to_canonical(value, _UCUM.get(unit, unit), measure=measure_of(measure))


def _plain_value(said: Mapping[str, Any]) -> object:
    """Gives the words of a value that is no quantity."""
    if "valueString" in said:
        return said["valueString"]
    concept = said.get("valueCodeableConcept")
    codes = _codes(concept)
    return codes[0][1] if codes else concept.get("text") if isinstance(concept, dict) else ""


def _app(said: Mapping[str, Any]) -> str:
    """Gives the device or who wrote it down."""
    performers = said.get("performer")
    first = performers[0] if isinstance(performers, list) and performers else None
    for each in (said.get("device"), first):
        if isinstance(each, dict) and each.get("display"):
            return name_of(str(each["display"]))
    return "FHIR"


class Fhir(FileSource):
    """Reads observations of FHIR R4."""

    name = "fhir"
    app_name = "FHIR"
    measures = frozenset({*_MEASURES.values(), "exertion_au", "heart_rate_bpm"})
    unproven = True
    order = ("resources",)

    def kind_of(self, member: Member) -> str:
        """Says whether a file holds resources, by its begin."""
        head = member.head(FIRST_BYTES)
        return "resources" if head.lstrip()[:1] in {b"{", b"["} and _SIGN.search(head) else ""

    def reader(self, setting: Any) -> FileReader:
        """Gives what takes the resources."""
        return _Reader(setting)


SOURCE = Fhir()
