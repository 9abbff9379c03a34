"""Sleep Cycle: one row a night, cells parted by semicolons.

    Start;End;Sleep quality;Time in bed;Wake up;Sleep Notes;Heart rate;Activity (steps)       2013 to 2019
    Start;End;Sleep Quality;Regularity;Awake (seconds);...;Time asleep (seconds);...;Notes    since about 2021

The app's quality in percent is its own score and no rating, so it is kept apart. Where the time asleep is
not written, the time in bed stands for it, marked as an estimate. No zone is written. Made from headers that
public programs quote; no real file was at hand.
"""

from collections.abc import Iterable, Iterator

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import Table, read_number
from untwitch.sources.csv_columns import plain
from untwitch.sources.csv_moments import Span
from untwitch.sources.harvest import CANNOT_BE_USED, NOT_KEPT, TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_ONLY_HERE = ("start", "end", "sleep quality")
_ASLEEP = ("time asleep (seconds)", "time asleep(seconds)")
_NOTES = ("sleep notes", "notes")
_BETWEEN_TAGS = ":"
_HOUR_MS = 3_600_000


class SleepCycle(TableSource):
    """Reads the export of Sleep Cycle."""

    name = "sleep_cycle"
    app_name = "Sleep Cycle"
    measures = frozenset(measures())
    unproven = True

    def knows_header(self, header: tuple[str, ...]) -> bool:
        """Says whether it is an export of Sleep Cycle."""
        return header[: len(_ONLY_HERE)] == _ONLY_HERE

    def tags_of(self, data: bytes, *, name: str) -> Iterable[str]:
        """Gives the tags of the notes."""
        table = self.table(data, name=name)
        at = _positions(table)
        notes = next((at[each] for each in _NOTES if each in at), None)
        cells = table.column(notes) if notes is not None else ()
        return dict.fromkeys(tag.strip() for cell in cells for tag in cell.split(_BETWEEN_TAGS))

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives the symptoms that tags mean; amounts go to the harvest."""
        table = self.table(data, name=name)
        at = _positions(table)
        place = harvest.place()
        for row in table.rows:
            where = f"row {row.line}"
            cells = {each: row.cells[number] for each, number in at.items()}
            try:
                night = place.night("", asleep=cells["start"], awake=cells["end"], where=where)
            except Refused as refused:
                harvest.problem(where, f"{refused}; the night is left out", reason=TIME_UNREADABLE)
                harvest.skip("sleep_h", TIME_UNREADABLE)
                continue
            _sleep(cells, night, harvest, where=where)
            evening = Span(night.start, night.start)
            for column in _NOTES:
                for tag in cells.pop(column, "").split(_BETWEEN_TAGS):
                    yield from harvest.tag(tag, evening, where=where)
            for column, cell in cells.items():
                if cell and column not in {"start", "end", *_ASLEEP}:
                    harvest.keep_apart(column, cell, night, what=NOT_KEPT)
            yield from harvest.items()


def _positions(table: Table) -> dict[str, int]:
    return {plain(each): number for number, each in enumerate(table.header)}


def _sleep(cells: dict[str, str], night: Span, harvest: Harvest, *, where: str) -> None:
    in_bed_h = (night.end.utc_ms - night.start.utc_ms) / _HOUR_MS
    written = next((cells[each] for each in _ASLEEP if cells.get(each)), "")
    if not written:
        harvest.add("sleep_h", in_bed_h, night, estimate=True)
        return
    try:
        hours = _hours(written, in_bed_h=in_bed_h)
    except Refused as refused:
        harvest.problem(f"{where}, column time asleep", f"{refused}; left out", reason=CANNOT_BE_USED)
        harvest.skip("sleep_h", CANNOT_BE_USED)
        return
    harvest.add("sleep_h", hours, night)


def _hours(seconds: str, *, in_bed_h: float) -> float:
    """Gives the time asleep; a minute more than in bed may come from rounding.

    Raises:
        Refused: It is not a number, or longer than the time in bed.
    """
    hours = read_number(seconds, decimal_comma=False) / 3600
    if not 0 <= hours <= in_bed_h + 1 / 60:
        raise Refused(f"{hours:.2f} h asleep is not possible in {in_bed_h:.2f} h in bed")
    return hours


SOURCE = SleepCycle()
