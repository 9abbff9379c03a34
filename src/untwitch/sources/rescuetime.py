"""RescueTime: time at the screen by the hour, of the archive or of a report.

    2026-03-02 09:00:00 -0700,editor,file.py,Software Development,Editing & IDEs,1800     archive, no header

    Date,Time Spent (seconds),Number of People,Activity,Category,Productivity             report
    2026-03-02T09:00:00,1800,1,editor,Editing & IDEs,2

All activities of an hour are one row of `screen_h`. RescueTime counts no keys, so nothing is taken for
typing. A report by day has all its times at midnight and gives whole days. The last hour or day is left out
where there are others, because a later export says more of it. What somebody did is not kept.
"""

import datetime as dt
import re
from collections.abc import Iterator

from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import read_number, read_table
from untwitch.intake.members import Member
from untwitch.intake.wall_clock import WallClock, read_wall_clock
from untwitch.sources.csv_columns import plain
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.harvest import CANNOT_BE_USED, TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource, header_of

_ARCHIVE = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4},[^\r\n]*,\s*\d+\s*?(?:\r?\n|$)")
_DATE, _SECONDS = "date", "time spent (seconds)"
_HOUR_MS = 3_600_000
_LONGEST_S = 86_400
_NOT_OVER = "the last hour or day is not over"
_ARCHIVE_HEADER = b"Date,Application,Details,Category,Subcategory,Time Spent (seconds)\n"


class RescueTime(TableSource):
    """Reads the archive and reports of RescueTime."""

    name = "rescuetime"
    app_name = "RescueTime"
    measures = frozenset({"screen_h"})
    unproven = True

    def knows(self, member: Member) -> bool:
        """Says whether it is an archive or a report of RescueTime."""
        if {_DATE, _SECONDS} <= set(header_of(member)):
            return True
        return _ARCHIVE.match(member.head(2000)) is not None

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives nothing but samples, by the harvest."""
        has_header = _ARCHIVE.match(data[:2000]) is None
        table = read_table(data if has_header else _ARCHIVE_HEADER + data, name=name)
        names = list(map(plain, table.header))
        at, of = names.index(_DATE), names.index(_SECONDS)
        clocks: dict[WallClock, float] = {}
        for row in table.rows:
            where = f"row {row.line if has_header else row.line - 1}"
            try:
                clock = read_wall_clock(row.cells[at])
                seconds = read_number(row.cells[of], decimal_comma=False)
                if clock.time is None or not 0 <= seconds <= _LONGEST_S:
                    raise Refused(f"{row.cells[at]!r}, {seconds:g} s is no stretch of time")  # noqa: TRY301
            except Refused as refused:
                harvest.problem(where, f"{refused}; left out", reason=CANNOT_BE_USED)
                harvest.skip("screen_h", CANNOT_BE_USED)
                continue
            hour = WallClock(clock.day, clock.time.replace(minute=0, second=0), clock.zone)
            clocks[hour] = clocks.get(hour, 0.0) + seconds
        _give(clocks, harvest)
        yield from harvest.items()


def _give(clocks: dict[WallClock, float], harvest: Harvest) -> None:
    place = harvest.place()
    is_by_day = all(each.time == dt.time() for each in clocks) and max(clocks.values(), default=0) > 3600
    spans = []
    for clock, seconds in clocks.items():
        try:
            spans.append((_span(clock, place, is_by_day=is_by_day), seconds))
        except Refused as refused:
            harvest.problem(f"{clock.day} {clock.time}", f"{refused}; left out", reason=TIME_UNREADABLE)
            harvest.skip("screen_h", TIME_UNREADABLE)
    spans.sort(key=lambda each: each[0].start.utc_ms)
    for number, (span, seconds) in enumerate(spans, start=1):
        if number == len(spans) > 1:
            harvest.skip("screen_h", _NOT_OVER)
        else:
            longest_h = min((span.end.utc_ms - span.start.utc_ms) / _HOUR_MS, 24.0)
            harvest.add("screen_h", min(seconds / 3600, longest_h), span)


def _span(clock: WallClock, place: Place, *, is_by_day: bool) -> Span:
    if is_by_day:
        return place.day(clock.day)
    start, problems = place.instant(clock, where=f"{clock.day} {clock.time}")
    return Span(start, Instant(start.utc_ms + _HOUR_MS, start.zone, start.zone_known_by), problems=problems)


SOURCE = RescueTime()
