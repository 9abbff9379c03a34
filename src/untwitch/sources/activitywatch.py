"""The export of ActivityWatch: how long somebody typed and sat at a computer, without what was typed.

    os.hid.input   |0|7|3|0 0 0 0 0|9|     presses in windows of five seconds; zeros are joined
    typing          |===|           |=|    windows with a press: `repetitive_h`
    afkstatus      |- not-afk -|- afk -|   `not-afk` is time at the desk: `screen_h`

Both become one row an hour, so that a year is some thousand rows. An hour that was watched without a press is
a zero; an hour without any event is unknown, also where the watcher had stopped while another went on. The
last hour of a bucket that has others is left out, because a later export says more of it.
"""

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.intake.json_stream import JsonStream
from untwitch.intake.members import Member
from untwitch.sources.file_source import FileReader, FileSource, Setting
from untwitch.sources.shelf import TIME_UNREADABLE, name_of, number
from untwitch.sources.source import Item

_EXPORT = re.compile(rb'\s*\{\s*"buckets"\s*:\s*\{')
_HOUR_MS = 3_600_000
_LONGEST_S = 24 * 3600
_NOT_OVER = "the last hour is not over"
_NOT_KEPT = "buckets of this kind are not read: what was on the screen is not asked for"
_MEASURES = {"os.hid.input": "repetitive_h", "afkstatus": "screen_h"}


@dataclass(slots=True)
class _Hours:
    """What one bucket saw, by the hour since 1970."""

    measure: str
    app: str
    active_ms: dict[int, int] = field(default_factory=dict)

    def add(self, start_ms: int, end_ms: int, *, is_active: bool) -> None:
        """Shares a stretch out over the hours that it touches."""
        for hour in range(start_ms // _HOUR_MS, max(end_ms - 1, start_ms) // _HOUR_MS + 1):
            within = min(end_ms, (hour + 1) * _HOUR_MS) - max(start_ms, hour * _HOUR_MS)
            self.active_ms[hour] = self.active_ms.get(hour, 0) + (within if is_active else 0)


def _is_active(data: object, kind: str) -> bool:
    """Says whether an event is one of typing or of sitting there.

    Raises:
        Refused: It does not say.
    """
    said = data if isinstance(data, dict) else {}
    if kind == "afkstatus":
        status = said.get("status")
        if status not in ("afk", "not-afk"):
            raise Refused(f"the status {str(status)[:40]!r} is neither afk nor not-afk")
        return bool(status == "not-afk")
    presses = number(said.get("presses"))
    if presses is None or presses < 0:
        raise Refused("it does not say how many presses there were")
    return presses > 0


def _stretch_ms(event: dict[str, object]) -> tuple[int, int]:
    """Gives begin and end of an event, milliseconds since 1970 UTC.

    Raises:
        Refused: They cannot be read, or it is longer than a day.
    """
    written, seconds = event.get("timestamp"), number(event.get("duration"))
    try:
        moment = dt.datetime.fromisoformat(str(written))
    except ValueError:
        raise Refused(f"{str(written)[:40]!r} is not a time") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    if seconds is None or not 0 <= seconds <= _LONGEST_S:
        raise Refused("its duration is not one of a day or less")
    start_ms = math.floor(moment.timestamp() * 1000)
    return start_ms, start_ms + round(1000 * seconds)


class _Reader(FileReader):
    """Takes exports, bucket by bucket and event by event."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._where = ""

    def take(self, kind: str, member: Member) -> Iterator[Item]:  # noqa: ARG002 - there is one kind
        """Takes one export; of one that is cut off the events before the cut."""
        with member.open() as opened:
            stream = JsonStream(opened.read, name=member.name)
            try:
                for section in stream.keys():  # noqa: SIM118 - it enters the object
                    if section != "buckets":
                        stream.skip()
                        continue
                    for name in stream.keys():  # noqa: SIM118
                        self._where = f"{member.name}, {name_of(name)}"
                        self._bucket(stream, name)
            except Refused as refused:
                yield Incomplete(member.name, f"{refused}; what comes before is taken")

    def _bucket(self, stream: JsonStream, name: str) -> None:
        said: dict[str, str] = {}
        for key in stream.keys():  # noqa: SIM118
            if key != "events":
                said[key] = str(stream.value())[:100]
                continue
            kind = said.get("type", "")
            hours = None
            if kind in _MEASURES:
                host = said.get("hostname") or name.rpartition("_")[2]
                hours = _Hours(_MEASURES[kind], name_of(f"ActivityWatch {host}"))
            try:
                self._events(stream, kind, hours)
            finally:
                if hours is not None:
                    self._give(hours)

    def _events(self, stream: JsonStream, kind: str, hours: _Hours | None) -> None:
        for record, _ in enumerate(stream.items(), start=1):
            event = stream.value()
            if hours is None:
                self.shelf.keep_apart(f"ActivityWatch {kind or 'bucket'}", what=_NOT_KEPT)
                continue
            try:
                said = event if isinstance(event, dict) else {}
                start_ms, end_ms = _stretch_ms(said)
                hours.add(start_ms, end_ms, is_active=_is_active(said.get("data"), kind))
            except Refused as refused:
                where = f"{self._where}, record {record}"
                self.shelf.leave_out(hours.measure, str(refused), where, reason=TIME_UNREADABLE)

    def _give(self, hours: _Hours) -> None:
        last = max(hours.active_ms, default=0)
        for hour, active_ms in sorted(hours.active_ms.items()):
            if hour == last and len(hours.active_ms) > 1:
                self.shelf.skip(hours.measure, _NOT_OVER)
                continue
            when = self.place.when(hour * _HOUR_MS, (hour + 1) * _HOUR_MS)
            value = min(active_ms, _HOUR_MS) / _HOUR_MS
            is_estimate = hours.measure == "repetitive_h"
            self.shelf.take(
                hours.measure, value, when, app=hours.app, where=self._where, estimate=is_estimate
            )


class ActivityWatch(FileSource):
    """Reads exports of ActivityWatch."""

    name = "activitywatch"
    app_name = "ActivityWatch"
    measures = frozenset(_MEASURES.values())
    order = ("export",)

    def kind_of(self, member: Member) -> str:
        """Says whether a file is an export, by its begin."""
        return "export" if _EXPORT.match(member.head(200)) else ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the exports."""
        return _Reader(setting)


SOURCE = ActivityWatch()
