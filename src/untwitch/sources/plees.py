"""Plees Tracker: one row a stretch of sleep, in milliseconds since 1970.

    sid,start,stop,rating
    1,1608323029380,1608323057541,0

No zone is written. A rating of 0 is one that nobody gave.
"""

from collections.abc import Iterator

from untwitch.facts.refused import Refused
from untwitch.sources.csv_columns import Meaning, plain
from untwitch.sources.harvest import TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_ONLY_HERE = ("sid", "start", "stop", "rating")
_KNOWN = frozenset({*_ONLY_HERE, "comment"})
_QUALITY = Meaning("measure", measure="sleep_quality_1_5")
_NOT_UNDERSTOOD = "this column is not understood"
_HOUR_MS = 3_600_000


class Plees(TableSource):
    """Reads the export of Plees Tracker."""

    name = "plees"
    app_name = "Plees Tracker"
    measures = frozenset({"sleep_h", "sleep_quality_1_5"})

    def knows_header(self, header: tuple[str, ...]) -> bool:
        """Says whether it is an export of Plees Tracker."""
        return header[: len(_ONLY_HERE)] == _ONLY_HERE

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives nothing but samples, by the harvest."""
        table = self.table(data, name=name)
        names = list(map(plain, table.header))
        place = harvest.place()
        for row in table.rows:
            where = f"row {row.line}"
            cells = dict(zip(names, row.cells, strict=True))
            try:
                night = place.night("", asleep=cells["start"], awake=cells["stop"], where=where)
            except Refused as refused:
                harvest.problem(where, f"{refused}; the night is left out", reason=TIME_UNREADABLE)
                harvest.skip("sleep_h", TIME_UNREADABLE)
                continue
            harvest.add("sleep_h", (night.end.utc_ms - night.start.utc_ms) / _HOUR_MS, night)
            if cells["rating"].strip("0."):
                harvest.amount(cells["rating"], _QUALITY, night, where=f"{where}, column rating")
            for each in names:
                if each not in _KNOWN and cells[each]:
                    harvest.keep_apart(each, cells[each], night, what=_NOT_UNDERSTOOD)
            yield from harvest.items()


SOURCE = Plees()
