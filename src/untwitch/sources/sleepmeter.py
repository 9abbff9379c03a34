"""Sleepmeter: nights and naps with their holes, after lists of the person's own words.

    custom_hindrance_id,class,name
    CUSTOM_0003,OBLIGATION,"late shift"

    wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes
    "2020-11-23 07:00+0000","2020-11-22 23:00+0000",...,60-120|180-240,NIGHT_SLEEP,...,NONE,CUSTOM_0003,...

Notes are quoted, and the quotes within them are not marked, so a note may look like the end of a row, and go
on over many lines. A row is told by its begin instead. Holes are minutes awake, counted from falling asleep.
Where sleep and wake are the same the person did not sleep at all: that is 0 h, and not unknown. The app sets
quality to 5 of 10 by itself, so it is kept apart. Facts about the format: sleepdiary/core,
src/Sleepmeter/README.md.
"""

import io
import re
from collections.abc import Iterable, Iterator

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.intake.members import Member
from untwitch.intake.text_file import encoding_of
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.harvest import NOT_KEPT, TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_HEADER = "wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes"
_BEGINS = (b"wake,sleep,bedtime,holes,type", b"custom_aid_id,", b"custom_hindrance_id,", b"custom_tag_id,")
_LIST = re.compile(r"custom_(aid|hindrance|tag)_id,(?:class,)?name", re.ASCII)
_WORD = re.compile(r'(CUSTOM_\d+),(?:[A-Z_]+,)?"(.*)"?', re.ASCII)
_MOMENT = r'"(\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4})"'
_ROW = re.compile(
    rf"{_MOMENT},{_MOMENT},{_MOMENT},([\d|-]*),([A-Z_]+),([^,]*),([^,]*),([^,]*),([^,]*),(\d*),", re.ASCII
)
_LOOKS_LIKE_ROW = re.compile(r'"\d{4}-\d\d-\d\d \d\d:\d\d', re.ASCII)
_NONE = "NONE"
_MEASURE = {"NIGHT_SLEEP": "sleep_h", "NAP": "nap_h"}
_KINDS_OF_WORDS = ("aid", "hindrance", "tag")
_HOUR_MS = 3_600_000
_MINUTES = re.compile(r"[0-9]{1,5}")


class Sleepmeter(TableSource):
    """Reads the export of Sleepmeter."""

    name = "sleepmeter"
    app_name = "Sleepmeter"
    measures = frozenset(measures())

    def knows(self, member: Member) -> bool:
        """Says whether it is an export of Sleepmeter."""
        return member.head(64).startswith(_BEGINS)

    def tags_of(self, data: bytes, *, name: str) -> Iterable[str]:
        """Gives the names of aids, hindrances and tags."""
        return dict.fromkeys(
            word for _, record, words in _records(data, name=name) for word in _words(record, words)
        )

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives the symptoms that tags mean; amounts go to the harvest."""
        place = harvest.place()
        for line, record, words in _records(data, name=name):
            where = f"line {line}"
            try:
                sleep = _span(record, place=place, where=where)
                asleep_h = _asleep_h(record[3], sleep)
            except Refused as refused:
                harvest.problem(where, f"{refused}; the night is left out", reason=TIME_UNREADABLE)
                harvest.skip("sleep_h", TIME_UNREADABLE)
                continue
            harvest.add(_MEASURE.get(record[4], "sleep_h"), asleep_h, sleep)
            if record[9]:
                harvest.keep_apart("quality", record[9], sleep, what=NOT_KEPT)
            evening = Span(sleep.start, sleep.start)
            for word in _words(record, words):
                yield from harvest.tag(word, evening, where=where)
            yield from harvest.items()


_Record = tuple[str, ...]
"""The cells of a night; none for what begins like a night and does not go on like one."""
_Names = dict[tuple[str, str], str]


def _records(data: bytes, *, name: str) -> Iterator[tuple[int, _Record, _Names]]:
    """Gives each night with its line and the person's own words."""
    words: _Names = {}
    section = ""
    lines = io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data, name=name), newline="\n")
    for line, text in enumerate(lines, start=1):
        found = _LIST.match(text)
        if text.startswith(_HEADER):
            section = "nights"
        elif found and section != "nights":
            section = found[1]
        elif section == "nights":
            if _LOOKS_LIKE_ROW.match(text):
                row = _ROW.match(text)
                yield line, row.groups() if row else (), words
        elif section:
            word = _WORD.match(text)
            if word:
                words[section, word[1]] = word[2].rstrip('"\r\n')


def _span(record: _Record, *, place: Place, where: str) -> Span:
    """Gives the time between falling asleep and waking.

    Raises:
        Refused: It is no night, ends before it begins, or is longer than a day.
    """
    if not record:
        raise Refused("it does not go on like a night")
    wake, sleep = record[0], record[1]
    if wake == sleep:
        moment, _ = place.instant(place.clock(wake), where=where)
        return Span(moment, moment)
    return place.night("", asleep=sleep, awake=wake, where=where)


def _asleep_h(holes: str, sleep: Span) -> float:
    """Gives the time asleep, without the holes.

    Raises:
        Refused: The holes are not pairs of minutes in order, or longer than the night.
    """
    awake_min, reached = 0, 0
    for hole in filter(None, holes.split("|")):
        first, _, past = hole.partition("-")
        # not isdigit: that takes other scripts' digits, and numbers too long to be read
        is_pair = _MINUTES.fullmatch(first) and _MINUTES.fullmatch(past)
        if not (is_pair and reached <= int(first) <= int(past)):
            raise Refused(f"the holes {holes[:40]!r} are not minutes in order")
        awake_min, reached = awake_min + int(past) - int(first), int(past)
    hours = (sleep.end.utc_ms - sleep.start.utc_ms) / _HOUR_MS
    if reached > 60 * hours + 1:
        raise Refused(f"the holes {holes[:40]!r} are longer than the night")
    return hours - awake_min / 60


def _words(record: _Record, words: _Names) -> Iterator[str]:
    """Gives the aids, hindrances and tags of a night in words."""
    for kind, cell in zip(_KINDS_OF_WORDS, record[6:9], strict=False):
        for each in cell.split("|"):
            if each and each != _NONE:
                yield words.get((kind, each), each.replace("_", " ").lower())


SOURCE = Sleepmeter()
