"""The even table of one person that explain sees, and its text form."""

import csv
import datetime as dt
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from untwitch.facts.body_site import checked_site
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.timeline.columns import (
    OUTCOMES,
    FloatArray,
    checked_column,
    contradictions,
    fill_observed_h,
    is_instrument,
    limit,
    timeline_measures,
)
from untwitch.timeline.csv_table import Table, read_table
from untwitch.timeline.gaps import ROW_HOURS, Start, every_start, row_order, wall_clock


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Rows of equal length, one after the other, with raw amounts; nan is unknown and never zero.

    A row is a stretch of the person's own wall clock: on a day of clock change it is shorter or longer.

    Attributes:
        starts: Dates for rows of 24 h, else times with their offset; in order, none left out.
        row_h: Length of a row in hours, one of 1, 2, 3, 4, 6, 8, 12, 24.
        sites: Place on the body map of each row, None for the whole body; every start has the same sites.
        columns: float64 arrays of shape (n_rows,), read-only, in the order of the text form: those of
            `OUTCOMES` and of the measures with `timeline = true` that are there. `observed_h` is 16 (or the
            row if shorter) where a diary outcome stands without it.
        instruments: Recording instrument of each row, empty for none.
    """

    starts: tuple[Start, ...]
    row_h: float
    sites: tuple[str | None, ...]
    columns: Mapping[str, FloatArray]
    instruments: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.row_h not in ROW_HOURS:
            raise Refused(f"row_h is {self.row_h:g}; rows can be {', '.join(map(str, ROW_HOURS))} h long")
        lengths = [len(self.starts), len(self.sites), len(self.instruments)]
        if len(set(lengths)) > 1:
            raise Refused(f"starts, sites and instruments have lengths {lengths}")
        object.__setattr__(self, "starts", tuple(map(_fixed_offset, self.starts)))
        self._check_rows()
        for each in self.instruments:
            if not is_instrument(each):
                raise Refused(f"instrument {each!r} is not a plain name")
        object.__setattr__(self, "columns", self._checked_columns())

    def _check_rows(self) -> None:
        if any(isinstance(each, dt.datetime) == (self.row_h == 24) for each in self.starts):
            raise Refused("rows of 24 h start on a date, shorter rows at a time with its offset")
        for site in set(self.sites) - {None}:
            checked_site(str(site))
        keys = [row_order(start, site) for start, site in zip(self.starts, self.sites, strict=True)]
        if any(later <= earlier for earlier, later in itertools.pairwise(keys)):
            raise Refused("rows must be in order of their start, each start and site once")
        distinct = {key[:2]: start for key, start in zip(keys, self.starts, strict=True)}
        step, clocks = dt.timedelta(hours=self.row_h), sorted({key[0] for key in keys})
        if any(later - earlier != step for earlier, later in itertools.pairwise(clocks)):
            raise Refused(
                f"rows must be {self.row_h:g} h apart, with rows in which nothing is known between them"
            )
        if len(keys) != len(distinct) * len(set(self.sites)):
            raise Refused("every start must have the same sites")

    def _checked_columns(self) -> Mapping[str, FloatArray]:
        # adding zero makes a copy and leaves no negative zero
        given = {
            checked_column(name): np.asarray(each, np.float64) + 0.0 for name, each in self.columns.items()
        }
        for name, values in given.items():
            if values.shape != (len(self),):
                raise Refused(f"column {name} has shape {values.shape}; it needs ({len(self)},)")
            wrong = ~limit(name, row_h=self.row_h).holds(values)
            if wrong.any():
                raise Refused(f"{name} of {values[wrong][0]:g} is not believable")
        for found in contradictions(given, n_rows=len(self)):
            if found.rows.any():
                raise Refused(f"row {int(np.argmax(found.rows))}: {found.what}")
        observed = fill_observed_h(given, n_rows=len(self), row_h=self.row_h)
        if observed is not None:
            given["observed_h"] = observed
        ordered = {name: given[name] for name in (*OUTCOMES, *timeline_measures()) if name in given}
        for values in ordered.values():
            values.flags.writeable = False
        return MappingProxyType(ordered)

    def __len__(self) -> int:
        return len(self.starts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Timeline):
            return NotImplemented
        alike = (self.row_h, self.sites, self.instruments) == (other.row_h, other.sites, other.instruments)
        return (
            alike
            and [each.isoformat() for each in self.starts] == [each.isoformat() for each in other.starts]
            and list(self.columns) == list(other.columns)
            and all(
                np.array_equal(self.columns[name], other.columns[name], equal_nan=True)
                for name in self.columns
            )
        )

    __hash__ = None  # type: ignore[assignment]  # arrays have no hash

    def column(self, name: str) -> FloatArray:
        """Gives a column, all unknown when it is not there.

        Returns:
            Shape (n_rows,), read-only.

        Raises:
            Refused: There is no column of that name.
        """
        if name in self.columns:
            return self.columns[name]
        checked_column(name)
        return np.full(len(self), np.nan)

    def days(self) -> tuple[dt.date, ...]:
        """Gives the local day of each row."""
        return tuple(wall_clock(each).date() for each in self.starts)


def _fixed_offset(start: Start) -> Start:
    if not isinstance(start, dt.datetime):
        return start
    offset = start.utcoffset()
    if offset is None:
        raise Refused(f"start {start.isoformat()} needs the offset of its place")
    return start.replace(tzinfo=dt.timezone(offset), fold=0)


def daily(first_day: dt.date, columns: Mapping[str, npt.ArrayLike]) -> Timeline:
    """Gives the timeline of consecutive days of the whole body.

    Args:
        first_day: Day of the first row.
        columns: Values by column name, each of shape (n_rows,), nan for unknown.

    Raises:
        Refused: A column is not known, too long or not believable.
    """
    arrays = {name: np.asarray(each, np.float64) for name, each in columns.items()}
    n_rows = max((each.size for each in arrays.values()), default=0)
    return Timeline(
        starts=tuple(first_day + dt.timedelta(days=position) for position in range(n_rows)),
        row_h=24.0,
        sites=(None,) * n_rows,
        columns=arrays,
        instruments=("",) * n_rows,
    )


def to_csv(timeline: Timeline) -> str:
    """Gives the text form: header, one line a row, blank for unknown; `from_csv` reads it back."""
    has_sites = any(site is not None for site in timeline.sites)
    has_instruments = any(timeline.instruments)
    outcomes = [name for name in timeline.columns if name in OUTCOMES]
    measures = [name for name in timeline.columns if name not in OUTCOMES]
    header = ["start", *(["site"] if has_sites else []), *outcomes]
    header += [*(["instrument"] if has_instruments else []), *measures]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    cells: list[Sequence[str]] = [[_start_text(each) for each in timeline.starts]]
    if has_sites:
        cells.append([site or "" for site in timeline.sites])
    cells += [_number_texts(timeline.columns[name]) for name in outcomes]
    if has_instruments:
        cells.append(timeline.instruments)
    cells += [_number_texts(timeline.columns[name]) for name in measures]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue()


def _start_text(start: Start) -> str:
    if isinstance(start, dt.datetime) and not (start.second or start.microsecond):
        return start.isoformat(timespec="minutes")
    return start.isoformat()


def _number_texts(values: FloatArray) -> list[str]:
    return ["" if value != value else repr(value).removesuffix(".0") for value in values.tolist()]  # noqa: PLR0124 - nan


def from_csv(text: str, *, name: str = "the table") -> tuple[Timeline, list[Problem]]:
    """Reads the text form.

    Commas, semicolons or tabs; with or without byte-order mark; any line ends; decimal commas where cells are
    parted by semicolons or tabs. Rows may come in any order; of two rows of one start and site the first is
    taken; starts that are left out become unknown rows. `where` of a problem names the line of the file (the
    header is row 1) and the column.

    Args:
        text: The file as text.
        name: What to call the file in a sentence.

    Returns:
        The timeline, and what could not be used as it stands.

    Raises:
        Refused: A column is not known or stands twice, `start` is missing, the rows are not evenly apart, or
            the text is not a table.
    """
    problems: list[Problem] = []
    try:
        table = read_table(text, problems=problems)
        return _of_table(table, problems=problems), problems
    except Refused as refused:
        raise Refused(f"{name}: {refused}") from None


def _of_table(table: Table, *, problems: list[Problem]) -> Timeline:
    """Gives the timeline of a table whose cells are read; what contradicts itself is taken back."""
    for found in contradictions(table.columns, n_rows=len(table.lines)):
        problems += [
            Problem(
                f"row {table.lines[row]}, column {found.taken_back[0]}", f"{found.what}; taken as unknown"
            )
            for row in np.flatnonzero(found.rows)
        ]
        for each in found.taken_back:
            if each in table.columns:
                table.columns[each][found.rows] = np.nan
    row_of = {
        row_order(*key): position for position, key in enumerate(zip(table.starts, table.sites, strict=True))
    }
    distinct = {row_order(start, None): start for start in table.starts}
    starts = every_start([distinct[key] for key in sorted(distinct)], row_h=table.row_h)
    sites = sorted(set(table.sites), key=lambda site: row_order(dt.date.min, site))
    rows = [(start, site) for start in starts for site in sites]
    place = np.array([row_of.get(row_order(*each), -1) for each in rows], dtype=np.int64)
    there = place >= 0
    columns = {}
    for each, values in table.columns.items():
        columns[each] = np.full(len(rows), np.nan)
        columns[each][there] = values[place[there]]
    return Timeline(
        starts=tuple(start for start, _ in rows),
        row_h=table.row_h,
        sites=tuple(site for _, site in rows),
        columns=columns,
        instruments=tuple(
            table.instruments[position] if position >= 0 else "" for position in place.tolist()
        ),
    )
