"""Sleep as Android: `sleep-export.csv` in a zip, in which every night has a header row of its own.

    Id,Tz,From,To,Sched,Hours,Rating,Comment,...,LenAdjust,Geo,"7:38","7:39",...,"Event"
    "1606462701362","Europe/London","27. 11. 2020 7:38",...,"0.030","0.0","text #stress",...

A night begins at its `Id` (milliseconds since 1970) and lasts `Hours`; From and To are wall clocks that are
read twice in the autumn, and are not used. `LenAdjust` takes minutes awake off; "-1.0" says that the night
was typed. A rating of 0 is one that nobody gave. Facts about the format: sleepdiary/core,
src/SleepAsAndroid/README.md.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from untwitch.facts.instant import Instant, ZoneKnownBy, zone_info
from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import csv_lines, read_number
from untwitch.intake.members import Member
from untwitch.sources.csv_columns import Meaning
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.harvest import CANNOT_BE_USED, TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_BEGIN = b"Id,Tz,From,To,Sched,Hours,Rating,Comment"
_HEADER = "Id"
_TAG = re.compile(r"#(\w+?)(?:_\d+x)?(?!\w)")
_ID = re.compile(r"\d{12,13}", re.ASCII)
_TYPED = "-1.0"
_QUALITY = Meaning("measure", measure="sleep_quality_1_5")
_HOUR_MS = 3_600_000
_NO_ZONE = frozenset({"", "Etc/GMT"})
"""What is written where nobody knew the zone."""


class SleepAsAndroid(TableSource):
    """Reads the export of Sleep as Android."""

    name = "sleep_as_android"
    app_name = "Sleep as Android"
    measures = frozenset(measures())

    def knows(self, member: Member) -> bool:
        """Says whether it is an export of Sleep as Android."""
        return member.head(len(_BEGIN)) == _BEGIN

    def tags_of(self, data: bytes, *, name: str) -> Iterable[str]:
        """Gives the hash tags of the comments."""
        found = (_TAG.findall(record.get("Comment", "")) for _, record in _records(data, name=name))
        return dict.fromkeys(tag for tags in found for tag in tags)

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives the symptoms that tags mean; amounts go to the harvest."""
        place = harvest.place()
        for line, record in _records(data, name=name):
            where = f"line {line}"
            try:
                night = _night(record, place=place)
            except Refused as refused:
                harvest.problem(where, f"{refused}; the night is left out", reason=TIME_UNREADABLE)
                harvest.skip("sleep_h", TIME_UNREADABLE)
                continue
            _sleep(record, night, harvest, where=where)
            rating = record.get("Rating", "")
            if rating.strip("0."):
                harvest.amount(rating, _QUALITY, night, where=f"{where}, column Rating")
            evening = Span(night.start, night.start)
            for tag in _TAG.findall(record.get("Comment", "")):
                yield from harvest.tag(tag, evening, where=where)
            yield from harvest.items()


def _records(data: bytes, *, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Gives each night with its line; rows of noise, which have no id, are passed over.

    Raises:
        Refused: It is not text, or no table.
    """
    header: Sequence[str] = ()
    for line, cells in csv_lines(data, name=name):
        if cells[:1] == [_HEADER]:
            header = cells
        elif cells and cells[0]:
            yield line, dict(zip(header, cells, strict=False))


def _night(record: dict[str, str], *, place: Place) -> Span:
    """Gives when a night was.

    Raises:
        Refused: Its id or its length cannot be read.
    """
    written, zone = record["Id"], record.get("Tz", "")
    if not _ID.fullmatch(written):
        raise Refused(f"{written[:40]!r} is not the time of a night")
    hours = read_number(record.get("Hours", ""), decimal_comma=False)
    if not 0 < hours <= 24:
        raise Refused(f"a night of {hours:g} h is not possible")
    lived: tuple[str, ZoneKnownBy] = (zone, "source")
    if zone in _NO_ZONE or not _is_zone(zone):
        lived = place.zone_of(dt.datetime.fromtimestamp(int(written) / 1000, tz=dt.UTC).date())
    start = Instant(int(written), *lived)
    return Span(start, Instant(start.utc_ms + round(hours * _HOUR_MS), *lived))


def _is_zone(name: str) -> bool:
    try:
        zone_info(name)
    except Refused:
        return False
    return True


def _sleep(record: dict[str, str], night: Span, harvest: Harvest, *, where: str) -> None:
    adjusted = record.get("LenAdjust", "")
    try:
        awake_h = 0.0 if adjusted in {"", _TYPED} else -read_number(adjusted, decimal_comma=False) / 60
        asleep_h = _asleep_h(night, awake_h=awake_h)
    except Refused as refused:
        harvest.problem(f"{where}, column LenAdjust", f"{refused}; left out", reason=CANNOT_BE_USED)
        harvest.skip("sleep_h", CANNOT_BE_USED)
        return
    harvest.add("sleep_h", asleep_h, night)


def _asleep_h(night: Span, *, awake_h: float) -> float:
    """Gives the time asleep of a night.

    Raises:
        Refused: The time awake is longer than the night, or less than nothing.
    """
    length_h = (night.end.utc_ms - night.start.utc_ms) / _HOUR_MS
    if not 0 <= awake_h <= length_h:
        raise Refused(f"{awake_h:.2f} h awake are not possible in a night of {length_h:.2f} h")
    return length_h - awake_h


SOURCE = SleepAsAndroid()
