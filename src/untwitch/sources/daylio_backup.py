"""Daylio's backup, `*.daylio`: a zip whose `backup.daylio` is JSON packed as base64.

It is richer than the csv: every entry carries the offset of its zone. Months count from 0. Moods are words
that everybody renames, so they are kept apart; activities too, until a person gives them a meaning. An entry
starts on its minute, as in the csv, so that both are the same entry. Made from the shape that public
programs describe; no real file was at hand.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from untwitch.facts.instant import from_local
from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.intake.members import Member
from untwitch.sources.csv_moments import Span
from untwitch.sources.harvest import TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_LARGEST_BYTES = 32 << 20
_MOODS: Mapping[int, str] = MappingProxyType({1: "rad", 2: "good", 3: "meh", 4: "bad", 5: "awful"})
"""Names of the moods that nobody renamed."""
_MOOD_IS_A_WORD = "moods are words that everybody renames; they are no rating of stress"
_JSON_BEGINS = (b"ey", b"ew")
"""How an opening brace and what may follow it begin in base64."""
_ONLY_HERE = (
    b'"customMoods"', b'"dayEntries"', b'"isReminderOn"', b'"daysInRowLongestChain"', b'"moodIconsPackId"',
    b'"achievements"', b'"android_metadata"',
)  # fmt: skip
_HEAD_BYTES = 4096
_MINUTE_MS = 60_000
_LATEST_OFFSET_MIN = 18 * 60


class DaylioBackup(TableSource):
    """Reads the backup of Daylio."""

    name = "daylio_backup"
    app_name = "Daylio"
    measures = frozenset(measures())
    unproven = True

    def knows(self, member: Member) -> bool:
        """Says whether it is JSON packed as base64, with the entries of a diary in it."""
        head = member.head(_HEAD_BYTES)
        if not head.startswith(_JSON_BEGINS):
            return False
        begin = _unpacked(head)
        return any(each in begin for each in _ONLY_HERE)

    def tags_of(self, data: bytes, *, name: str) -> Iterable[str]:
        """Gives the names of the activities."""
        return _names(_backup(data, name=name).get("tags"), "name").values()

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives the symptoms that activities mean; amounts go to the harvest."""
        backup = _backup(data, name=name)
        tags = _names(backup.get("tags"), "name")
        moods = dict(_MOODS) | _names(backup.get("customMoods"), "custom_name")
        entries = backup.get("dayEntries")
        for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
            where = f"row {number} of the entries"
            try:
                span = _span(entry, where=where)
            except (Refused, KeyError, TypeError, ValueError, OverflowError):
                harvest.problem(where, "it has no time that can be read; left out", reason=TIME_UNREADABLE)
                continue
            for mood in _numbers([entry.get("mood")]):
                harvest.keep_apart("mood", moods.get(mood, f"mood {mood}"), span, what=_MOOD_IS_A_WORD)
            for each in _numbers(entry.get("tags")):
                yield from harvest.tag(tags.get(each, f"activity {each}"), span, where=where)
            yield from harvest.items()


def _unpacked(head: bytes) -> bytes:
    """Gives the begin of what is packed as base64, as far as it is."""
    packed = b"".join(head.split())
    try:
        return base64.b64decode(packed[: len(packed) // 4 * 4], validate=True)
    except binascii.Error:
        return b""


def _backup(data: bytes, *, name: str) -> dict[str, Any]:
    """Gives the document of a backup.

    Raises:
        Refused: It is too large, cut off, or no backup.
    """
    if len(data) > _LARGEST_BYTES:
        raise Refused(f"{name} is larger than {_LARGEST_BYTES >> 20} MB")
    try:
        found = json.loads(base64.b64decode(b"".join(data.split()), validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise Refused(f"{name} is not a whole backup of Daylio") from None
    if not isinstance(found, dict) or "dayEntries" not in found:
        raise Refused(f"{name} is not a backup of Daylio; it has no entries")
    return found


def _names(rows: object, key: str) -> dict[int, str]:
    """Gives the name of each numbered row that has one."""
    return {
        row["id"]: row[key].strip()
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and isinstance(row.get("id"), int) and _is_name(row.get(key))
    }


def _is_name(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _numbers(found: object) -> list[int]:
    return [each for each in (found if isinstance(found, list) else ()) if isinstance(each, int)]


def _span(entry: Mapping[str, Any], *, where: str) -> Span:
    day = dt.datetime(entry["year"], entry["month"] + 1, entry["day"], entry["hour"], entry["minute"])  # noqa: DTZ001
    minutes = int(entry["timeZoneOffset"]) // _MINUTE_MS
    if abs(minutes) > _LATEST_OFFSET_MIN:
        raise Refused(f"an offset of {minutes} minutes is not possible")
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    moment, _ = from_local(day, zone, known_by="source", where=where)
    return Span(moment, moment)


SOURCE = DaylioBackup()
