"""The text of a timeline table, read cell by cell; what cannot be used is named with its row and column."""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from untwitch.facts.body_site import checked_site
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.timeline.columns import FloatArray, checked_column, is_instrument, limit
from untwitch.timeline.gaps import Start, row_hours, row_order, wall_clock

MOST_CHARACTERS = 20_000_000
_MOST_LINES = 200_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_NOT_FINITE = {"nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"}
_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read, in order of its starts, each start and site once.

    Attributes:
        lines: Line of the file of each row; the header is line 1.
        starts: Start of each row.
        sites: Place on the body map of each row, None for the whole body.
        instruments: Recording instrument of each row, empty for none.
        row_h: Length of a row in hours.
        columns: Numbers by column, each of shape (n_rows,), nan for unknown.
    """

    lines: tuple[int, ...]
    starts: tuple[Start, ...]
    sites: tuple[str | None, ...]
    instruments: tuple[str, ...]
    row_h: float
    columns: dict[str, FloatArray]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    start: Start
    site: str | None
    cells: dict[str, str]


def read_table(text: str, *, problems: list[Problem]) -> Table:
    """Reads the cells of a timeline table.

    Args:
        text: The file as text.
        problems: What cannot be used is added here.

    Raises:
        Refused: It is not a timeline table.
    """
    if len(text) > MOST_CHARACTERS:
        raise Refused(f"it has {len(text)} characters; a timeline has at most {MOST_CHARACTERS}")
    separator = _separator(text)
    lines = _lines(text.removeprefix("\ufeff"), separator=separator)
    names = _header(next(lines, (1, []))[1])
    rows = _rows(lines, names=names, problems=problems)
    row_h = row_hours([each.start for each in rows])
    rows = _placed(rows, row_h=row_h, problems=problems)
    decimal_comma = separator != ","
    columns = {
        name: np.array(
            [_number(row, name, row_h=row_h, comma=decimal_comma, problems=problems) for row in rows]
        )
        for name in names
        if name not in {"start", "site", "instrument"}
    }
    return Table(
        lines=tuple(each.line for each in rows),
        starts=tuple(each.start for each in rows),
        sites=tuple(each.site for each in rows),
        instruments=tuple(_instrument(each, problems=problems) for each in rows),
        row_h=row_h,
        columns=columns,
    )


def _quoted(cell: str) -> str:
    return repr(cell if len(cell) <= _LONGEST_QUOTE else cell[:_LONGEST_QUOTE] + "…")


def _separator(text: str) -> str:
    header = text.lstrip("\ufeff\r\n").splitlines()[:1]
    counts = {each: header[0].count(each) for each in (",", ";", "\t")} if header else {",": 0}
    return max(counts, key=lambda each: counts[each])


def _lines(text: str, *, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Gives each line that is not blank, with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first_line = 1
    try:
        for cells in reader:
            stripped = [each.strip() for each in cells]
            if any(stripped):
                yield first_line, stripped
            first_line = reader.line_num + 1
            if first_line > _MOST_LINES:
                raise Refused(f"it has more than {_MOST_LINES} lines")
    except csv.Error as error:
        raise Refused(f"line {reader.line_num} is not a line of a table: {error}") from None


def _header(cells: list[str]) -> list[str]:
    names = [each.lower() for each in cells]
    while names and not names[-1]:
        names.pop()
    for each in names:
        if each not in {"start", "site", "instrument"}:
            checked_column(each)
        if names.count(each) > 1:
            raise Refused(f"column {each!r} stands twice")
    if "start" not in names:
        raise Refused("column 'start' is missing; it holds the day of each row, such as 2026-03-01")
    return names


def _rows(lines: Iterator[tuple[int, list[str]]], *, names: list[str], problems: list[Problem]) -> list[_Row]:
    """Gives the rows whose start and site can be read, in order, all dates or all times."""
    rows = []
    for line, cells in lines:
        if any(cells[len(names) :]):
            problems.append(
                Problem(f"row {line}", "more cells than the header has columns; the rest is left out")
            )
        named = dict(zip(names, cells, strict=False))
        try:
            column = "start"
            start = _start(named.get("start", ""))
            column = "site"
            site = checked_site(named["site"]) if named.get("site") else None
        except Refused as refused:
            problems.append(Problem(f"row {line}, column {column}", f"{refused}; the row is left out"))
            continue
        rows.append(_Row(line, start, site, named))
    has_times = any(isinstance(each.start, dt.datetime) for each in rows)
    kept = []
    for row in rows:
        if has_times and not isinstance(row.start, dt.datetime):
            what = f"{row.start} is a day among times; the row is left out"
            problems.append(Problem(f"row {row.line}, column start", what))
        else:
            kept.append(row)
    return sorted(kept, key=lambda row: row_order(row.start, row.site))


def _start(cell: str) -> Start:
    """Gives the day or time of a cell; a midnight without zone, as spreadsheets write days, is a day."""
    try:
        if len(cell) == len("2026-03-01"):
            return dt.date.fromisoformat(cell)
        moment = dt.datetime.fromisoformat(cell)
    except ValueError:
        raise Refused(f"{_quoted(cell)} is not a day such as 2026-03-01") from None
    if moment.tzinfo is not None:
        return moment
    if moment.time() == dt.time():
        return moment.date()
    raise Refused(f"{_quoted(cell)} needs the offset of its place, such as {cell[:19]}+01:00")


def _placed(rows: list[_Row], *, row_h: float, problems: list[Problem]) -> list[_Row]:
    """Gives the rows that stand on the steps of the first, each start and site once."""
    placed: dict[tuple[dt.datetime, float, int], _Row] = {}
    step = dt.timedelta(hours=row_h)
    for row in rows:
        day_or_time = wall_clock(row.start).date() if row_h == 24 else row.start
        key = row_order(day_or_time, row.site)
        if (wall_clock(day_or_time) - wall_clock(rows[0].start if row_h < 24 else day_or_time)) % step:
            what = (
                f"{row.start.isoformat()} is not on the {row_h:g} h steps of the others; the row is left out"
            )
        elif key in placed:
            first = f"it has the start and site of row {placed[key].line}"
            what = f"{first}; that row is taken and this one is left out"
        else:
            placed[key] = _Row(row.line, day_or_time, row.site, row.cells)
            continue
        problems.append(Problem(f"row {row.line}, column start", what))
    return list(placed.values())


def _number(row: _Row, name: str, *, row_h: float, comma: bool, problems: list[Problem]) -> float:
    """Gives the number of a cell, nan where it is blank or cannot be taken."""
    cell = row.cells.get(name, "")
    if not cell:
        return math.nan
    written = cell.replace(",", ".") if comma else cell
    bounds = limit(name, row_h=row_h)
    if written.lower() in _NOT_FINITE:
        what = f"{_quoted(cell)} is not a finite number"
    elif not _NUMBER.fullmatch(written):
        what = f"{_quoted(cell)} is not a number"
    elif bounds.holds(np.array(float(written))):
        return float(written) + 0.0
    elif bounds.low <= float(written) <= bounds.high:
        what = f"{_quoted(cell)} is not a whole number"
    else:
        what = f"{_quoted(cell)} is not believable; it goes from {bounds.low:g} to {bounds.high:g}"
    problems.append(Problem(f"row {row.line}, column {name}", f"{what}; taken as unknown"))
    return math.nan


def _instrument(row: _Row, *, problems: list[Problem]) -> str:
    name = row.cells.get("instrument", "")
    if is_instrument(name):
        return name
    problems.append(
        Problem(f"row {row.line}, column instrument", f"{_quoted(name)} is not a plain name; left out")
    )
    return ""
