"""The export of Oura: json, or a folder of csv. No real file was at hand: fields are those of public code.

    sleepmodel.csv, sleep     seconds asleep between two ISO times with their offset
    dailyactivity.csv         steps and active energy of a day
    workout.csv               begin, end, energy
    enhancedtag.csv           tags, taken only for what a person says that they mean

The older json has the offset apart, `timezone` in minutes (from memory). The lowest heart rate of a night
stands for the resting one, as the app has it (from memory). Scores of sleep, readiness, stress are not kept.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from untwitch.facts.instant import Instant
from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout
from untwitch.intake.csv_text import read_table
from untwitch.intake.json_text import read_json
from untwitch.intake.members import Member, Members
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource, Setting, whole
from untwitch.sources.shelf import NOT_KEPT, TIME_UNREADABLE, When, between, number, offset_zone
from untwitch.sources.source import ColumnPlan, Item
from untwitch.sources.tag_book import TagBook, plan_of
from untwitch.sources.tags import SUGGESTED
from untwitch.sources.wall_place import whole_day

_APP = "Oura"
_JSON = re.compile(rb'"(?:sleep|activity|readiness|data|sleepmodel|(?:daily_|enhanced_)\w+)"\s*:\s*\[\s*\{')
_MARK = re.compile(rb'"(?:bedtime_start|summary_date|tag_type_code|active_calories|met_1min|hypnogram_5min)"')
_RECORD = re.compile(rb'\s*\[\s*\{[^}]{0,3000}"bedtime_(?:start|end)"\s*:')
_NO_SLEEP = frozenset({"rest", "deleted"})
_ASLEEP = ("total_sleep_duration", "total", "total_sleep_time")
_FIELDS: Mapping[str, Sequence[frozenset[str]]] = {
    "sleep": tuple(frozenset({"bedtime_start", each}) for each in _ASLEEP),
    "activity": (frozenset({"steps", "active_calories"}), frozenset({"steps", "cal_active"})),
    "workout": (frozenset({"activity", "start_datetime", "end_datetime"}),),
    "tag": (frozenset({"tag_type_code"}), frozenset({"day", "tags"})),
}
"""Kinds of records by fields that only they have."""
_OTHER_TABLES = (
    frozenset({"day", "contributors", "score"}),
    frozenset({"day", "spo2_percentage"}),
    frozenset({"day", "stress_high"}),
    frozenset({"timestamp", "bpm", "source"}),
    frozenset({"day", "optimal_bedtime"}),
)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _kind_of_fields(names: frozenset[str]) -> str:
    for kind, marks in _FIELDS.items():
        if any(each <= names for each in marks):
            return kind
    return ""


class _Reader(FileReader):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tags = TagBook(self.shelf, mapping=setting.mapping)

    def take(self, kind: str, member: Member) -> Iterator[Item]:
        """Takes one file."""
        for name, where, record in records(kind, member):
            known = _kind_of_fields(frozenset(record))
            if known == "sleep":
                self._sleep(record, where)
                if "steps" in record:
                    self._activity(record, where)
            elif known == "activity":
                self._activity(record, where)
            elif known == "workout":
                self._workout(record, where)
            elif known == "tag":
                yield from self._tag(record, where)
            else:
                self.shelf.keep_apart(f"{name} records", what=NOT_KEPT)

    def _instant(self, text: object, zone: str | None, where: str) -> Instant | None:
        """Gives the instant of an ISO time; one without an offset is of `zone`, else of where they were."""
        try:
            clock = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            return None
        if clock is None or not 1900 < clock.year < 2100:
            return None
        offset = clock.utcoffset()
        lived = offset_zone(offset.total_seconds()) if offset is not None else zone
        if lived is None:
            return self.place.wall(clock.replace(tzinfo=None), where=where)[0]
        naive = clock.replace(tzinfo=None)
        utc = clock if offset is not None else dt.datetime.fromisoformat(f"{naive.isoformat()}{lived}")
        return Instant(round(utc.timestamp() * 1000), lived, "source")

    def _day(self, text: object, zone: str | None) -> When | None:
        try:
            day = dt.date.fromisoformat(str(text)[:10])
        except ValueError:
            return None
        if not 1900 < day.year < 2100:
            return None
        return whole_day(day, zone, "source") if zone else self.place.whole(day)

    def _sleep(self, record: Mapping[str, Any], where: str) -> None:
        kind = str(record.get("type") or "")
        if kind in _NO_SLEEP:
            self.shelf.skip("sleep_h", "rest, or deleted in the app")
            return
        zone = _zone(record)
        start = self._instant(record.get("bedtime_start"), zone, where)
        end = self._instant(record.get("bedtime_end"), zone, where)
        if start is None or end is None:
            self.shelf.leave_out("sleep_h", "its times cannot be read", where, reason=TIME_UNREADABLE)
            return
        when = When(start.utc_ms, end.utc_ms, end.zone, end.zone_known_by)
        asleep_s = _first(record, *_ASLEEP)
        if asleep_s is None:
            self.shelf.skip("sleep_h", "length not known")
        elif not self.shelf.take("sleep_h", asleep_s / 3600, when, app=_APP, where=where):
            return
        for measure_id, names in (
            ("hrv_rmssd_ms", ("average_hrv", "rmssd")),
            ("resting_hr_bpm", ("lowest_heart_rate", "lowest_resting_heart_rate", "hr_lowest")),
        ):
            value = _first(record, *names)
            if value is not None and kind in {"", "long_sleep"}:
                if value == 0:
                    self.shelf.skip(measure_id, "no reading")
                else:
                    self.shelf.take(measure_id, value, between(end, end), app=_APP, where=where)

    def _activity(self, record: Mapping[str, Any], where: str) -> None:
        when = self._day(record.get("day") or record.get("summary_date") or record.get("date"), _zone(record))
        if when is None:
            self.shelf.leave_out("steps", "its day cannot be read", where, reason=TIME_UNREADABLE)
            return
        for measure_id, names in (
            ("steps", ("steps",)),
            ("active_energy_kcal", ("active_calories", "cal_active")),
        ):
            value = _first(record, *names)
            if value is not None:
                self.shelf.take(measure_id, value, when, app=_APP, where=where)

    def _workout(self, record: Mapping[str, Any], where: str) -> None:
        start = self._instant(record.get("start_datetime"), None, where)
        end = self._instant(record.get("end_datetime"), None, where)
        if start is None or end is None:
            self.shelf.leave_out("exertion_au", "its times cannot be read", where, reason=TIME_UNREADABLE)
            return
        try:
            workout = Workout(
                minutes=(end.utc_ms - start.utc_ms) / 60_000, energy_kcal=_first(record, "calories")
            )
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), where, reason="not believable")
            return
        self.shelf.take_workout(workout, between(start, end), app=_APP, where=where)

    def _tag(self, record: Mapping[str, Any], where: str) -> Iterator[Item]:
        moment = self._instant(record.get("start_time") or record.get("timestamp"), None, where)
        day = self._day(record.get("start_day") or record.get("day"), None)
        when = day if moment is None else between(moment, moment)
        if when is None:
            self.shelf.complaints.problem(where, "the tag has no day; left out", reason=TIME_UNREADABLE)
            return
        for tag in tags_of(record):
            yield from self._tags.take(tag, True, when, app=_APP, where=where)


def _zone(record: Mapping[str, Any]) -> str | None:
    minutes = number(record.get("timezone"))
    return None if minutes is None else offset_zone(60 * minutes)


def _first(record: Mapping[str, Any], *names: str) -> float | None:
    return next((found for each in names if (found := number(record.get(each))) is not None), None)


def tags_of(record: Mapping[str, Any]) -> list[str]:
    """Gives the tags of a record in words: `tag_generic_caffeine` is caffeine, one's own tag its name."""
    found = record.get("tags")
    if isinstance(found, str):
        found = found.strip("[]").replace('"', "").split(",")
    if not isinstance(found, list):
        found = [record.get("custom_name") or record.get("custom_tag_name") or record.get("tag_type_code")]
    words = (str(each).removeprefix("tag_").removeprefix("generic_").strip() for each in found if each)
    return [each for each in words if each]


def records(kind: str, member: Member) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Gives the records of a file, whatever its form.

    Args:
        kind: `json` or `table`.
        member: The file.

    Yields:
        Name of the list, place, and the record, its fields by plain name.

    Raises:
        Refused: It cannot be read.
    """
    data = whole(member)
    if kind == "table":
        table = read_table(data, name=member.name)
        names = [_plain(each) for each in table.header]
        stem = member.name.rpartition("/")[2].partition(".")[0]
        for row in table.rows:
            yield stem, f"{member.name}, row {row.line}", dict(zip(names, row.cells, strict=True))
        return
    found = read_json(data, name=member.name)
    lists = found if isinstance(found, dict) else {"sleep": found}
    for name, rows in lists.items():
        for position, record in enumerate(rows if isinstance(rows, list) else [], start=1):
            if isinstance(record, dict):
                yield name, f"{member.name}, {name}, record {position}", record


class Oura(FileSource):
    """Reads exports of Oura."""

    name = "oura"
    app_name = _APP
    measures = frozenset(measures())
    unproven = True
    order = ("json", "table")

    def kind_of(self, member: Member) -> str:
        """Gives the form of a file by its begin."""
        head = member.head(FIRST_BYTES).removeprefix(b"\xef\xbb\xbf")
        if head.lstrip()[:1] in {b"{", b"["}:
            is_known = _RECORD.match(head) or (_JSON.search(head) and _MARK.search(head))
            return "json" if is_known else ""
        line = head.partition(b"\n")[0]
        if not (b"," in line or b";" in line) or b"\0" in line:
            return ""
        try:
            names = frozenset(_plain(each) for each in read_table(line, name="header").header)
        except Refused:
            return ""
        if _kind_of_fields(names) or any(each <= names for each in _OTHER_TABLES):
            return "table"
        return ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the files of one import."""
        return _Reader(setting)

    def plan(self, members: Members, *, mapping: Mapping[str, str] | None) -> tuple[ColumnPlan, ...]:
        """Gives the tags that may be given a meaning."""
        plans = []
        for member in members.members:
            kind = self.kind_of(member)
            found = [tag for _, _, each in records(kind, member) for tag in tags_of(each)] if kind else []
            plans.append(plan_of(self.name, member.name, found, suggested=_suggested, mapping=mapping))
        return tuple(each for each in plans if each is not None)


def _suggested(tag: str) -> str:
    return SUGGESTED.get(tag, "")


SOURCE = Oura()
