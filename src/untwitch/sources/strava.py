"""`activities.csv` of the bulk export of Strava: one row a workout.

    Activity ID,Activity Date,Activity Type,..,Elapsed Time,Distance,..,Elapsed Time,Moving Time,Distance,..
    9001,"Apr 30, 2026, 7:00:00 AM",Ride,..,3600,30.0,..,3600.0,3500.0,30000.0,..

Several names stand twice, the first time rounded and later exact: the last cell that is not blank counts. The
date is in UTC (from memory; no real export was at hand), so that the place is the stay or the zone to assume.
The recordings lie beside it in `activities/`; those in FIT are read as FIT files and know more.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout, exertion_au
from untwitch.intake.csv_text import read_number, read_table
from untwitch.intake.members import Member
from untwitch.intake.wall_clock import read_wall_clock
from untwitch.sources.csv_columns import plain
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.harvest import CANNOT_BE_USED, TIME_UNREADABLE, Harvest
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource, header_of

_ONLY_HERE = frozenset({"activity id", "activity date", "activity type", "elapsed time"})
_HIGHEST_EFFORT = 10
_LONGEST_S = 7 * 86_400


class Strava(TableSource):
    """Reads the list of activities of Strava."""

    name = "strava"
    app_name = "Strava"
    measures = frozenset({"exertion_au", "heart_rate_bpm"})
    unproven = True

    def knows(self, member: Member) -> bool:
        """Says whether it is the list of activities of Strava."""
        return set(header_of(member)) >= _ONLY_HERE

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives nothing but samples, by the harvest."""
        table = read_table(data, name=name)
        names = list(map(plain, table.header))
        place = harvest.place()
        for row in table.rows:
            _take(_Row(names, row.cells), harvest, place, where=f"row {row.line}")
            yield from harvest.items()


class _Row:
    """The cells of a row by name."""

    def __init__(self, names: Sequence[str], cells: Sequence[str]) -> None:
        self._cells = {name: cell for name, cell in zip(names, cells, strict=True) if cell}

    def text(self, name: str) -> str:
        """Gives the last cell of that name that is not blank."""
        return self._cells.get(name, "")

    def number(self, name: str) -> float | None:
        """Gives a number, None for a blank.

        Raises:
            Refused: It is not a number.
        """
        return read_number(self._cells[name], decimal_comma=False) if name in self._cells else None


def _take(row: _Row, harvest: Harvest, place: Place, *, where: str) -> None:
    try:
        start_ms = _utc_ms(row.text("activity date"))
    except Refused as refused:
        harvest.problem(where, f"{refused}; the workout is left out", reason=TIME_UNREADABLE)
        harvest.skip("exertion_au", TIME_UNREADABLE)
        return
    try:
        elapsed_s, moving_s = row.number("elapsed time"), row.number("moving time")
        worked_s = moving_s or elapsed_s
        if worked_s is None:
            raise Refused("it says no length")  # noqa: TRY301 - told below like any other cell
        if not 0 <= (elapsed_s or 0) <= _LONGEST_S:
            raise Refused(f"a workout of {elapsed_s:g} s is not believable")  # noqa: TRY301
        rated, beats = row.number("perceived exertion"), row.number("average heart rate")
        energy = row.number("calories")
        workout = Workout(
            minutes=worked_s / 60,
            rpe_0_10=rated if rated is not None and 0 < rated <= _HIGHEST_EFFORT else None,
            mean_hr_bpm=beats,
            energy_kcal=energy or None,
        )
        amount, basis = exertion_au(workout)
        measure("exertion_au").refuse_unless_believable(amount)
        if beats is not None:
            measure("heart_rate_bpm").refuse_unless_believable(beats)
    except Refused as refused:
        harvest.problem(where, f"{refused}; the workout is left out", reason=CANNOT_BE_USED)
        harvest.skip("exertion_au", CANNOT_BE_USED)
        return
    day = dt.datetime.fromtimestamp(start_ms / 1000, tz=dt.UTC).date()
    zone, known_by = place.zone_of(day)
    end_ms = start_ms + round(1000 * max(elapsed_s or 0, worked_s))
    span = Span(Instant(start_ms, zone, known_by), Instant(end_ms, zone, known_by))
    harvest.add("exertion_au", amount, span, estimate=basis != "rpe")
    if beats is not None:
        harvest.add("heart_rate_bpm", beats, span)


def _utc_ms(text: str) -> int:
    """Gives the instant of a date such as `Apr 30, 2026, 7:00:00 AM`.

    Raises:
        Refused: It is none, or has no time.
    """
    clock = read_wall_clock(text)
    if clock.time is None:
        raise Refused(f"{text[:40]!r} has no time")
    moment = dt.datetime.combine(clock.day, clock.time, tzinfo=dt.UTC)
    return Instant(round(moment.timestamp() * 1000), "UTC").utc_ms


SOURCE = Strava()
