"""The numbers of a large text table, column by column, without its text ever lying in memory."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import separator_of
from untwitch.recordings.given import Given

MOST_ROWS = 20_000_000
LONGEST_LINE_BYTES = 1 << 16
MOST_COLUMNS = 1024
LARGEST_NUMBER = 1e25
"""A larger one is no measurement, and its square could not be kept."""
_LINES_OF_HEAD = 200
_COMMENT = ("#", "%", "//")
_BOM = b"\xef\xbb\xbf"
_CLOCK = re.compile(
    r"(?:(\d{4})-(\d\d)-(\d\d)[ T])?(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,9}))?Z?", re.ASCII
)

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How a table lies in its text.

    Attributes:
        mark: What parts its cells; a blank stands for any blanks.
        header: Names of the columns, empty where the first line is numbers already.
        comments: Lines before the header that begin with a mark of a comment, without it.
        first_line: Line of the first row, from 1.
        width: Cells of the first row.
        decimal_comma: Whether 6,5 is six and a half.
        first_row: Cells of the first row.
    """

    mark: str
    header: tuple[str, ...]
    comments: tuple[str, ...]
    first_line: int
    width: int
    decimal_comma: bool
    first_row: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows that follow each other.

    Attributes:
        first_line: Line of the first, from 1.
        columns: The columns asked for, `(n_columns, n)`; NaN where a cell is no finite number.
        bad: Cells that are neither a number nor blank.
    """

    first_line: int
    columns: Numbers
    bad: int


def text_layout(first: bytes) -> TextLayout | None:
    """Gives how a table lies in its text; None where it is not one of numbers.

    Args:
        first: The first bytes of the file.
    """
    if b"\0" in first[:1000]:
        return None
    lines = _text(first.removeprefix(_BOM)).splitlines()
    comments: list[str] = []
    number = 0
    while number < len(lines) and (not lines[number].strip() or lines[number].startswith(_COMMENT)):
        comments.append(lines[number].strip().lstrip("#%/ "))
        number += 1
    if number >= len(lines):
        return None
    body = lines[number : number + _LINES_OF_HEAD]
    mark = _mark(body)
    header = _cells(body[0], mark)
    is_header = not any(is_number(each, comma=mark != ",") for each in header if each)
    row = next((line for line in body[is_header:] if line.strip()), "")
    cells = _cells(row, mark)
    if not row or not any(is_number(each, comma=mark != ",") or _CLOCK.fullmatch(each) for each in cells):
        return None
    if max(len(header), len(cells)) > MOST_COLUMNS:
        return None
    comma = mark != "," and any("," in each and is_number(each, comma=True) for each in cells)
    return TextLayout(
        mark=mark,
        header=tuple(header) if is_header else (),
        comments=tuple(comments),
        first_line=number + 1 + is_header,
        width=len(cells),
        decimal_comma=comma,
        first_row=tuple(cells),
    )


def is_number(cell: str, *, comma: bool = False) -> bool:
    """Says whether a cell is a number; with `comma`, also 6,5."""
    try:
        float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        return False
    return "_" not in cell


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _mark(lines: Sequence[str]) -> str:
    """Gives what parts the cells; in a table with nothing else, blanks do."""
    mark = separator_of("\n".join(lines))
    has_mark = any(mark in each for each in lines)
    return mark if has_mark else " "


def _cells(line: str, mark: str) -> list[str]:
    parts = line.split() if mark == " " else line.split(mark)
    cells = [each.strip().strip('"').strip() for each in parts]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def clock_s(cell: str) -> float | None:
    """Gives the seconds of a clock reading, `2018-10-03 17:23:55.464`, `17:23:55:464` or `23:55.4`.

    Counted from midnight, or with a date from the begin of the calendar.
    """
    found = _CLOCK.fullmatch(cell)
    if found is None:
        return None
    year, month, day, hours, minutes, seconds, fraction = found.groups()
    days = 0
    if year:
        try:
            days = int(np.datetime64(f"{year}-{month}-{day}").astype(np.int64))
        except ValueError:
            return None
    whole = days * 86_400 + int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + (float(f"0.{fraction}") if fraction else 0.0)


def number_rows(given: Given, layout: TextLayout, wanted: Sequence[int]) -> Iterator[Rows]:
    """Gives the numbers of some columns, piece by piece.

    Args:
        given: The file.
        layout: How it lies.
        wanted: Positions of the columns.

    Raises:
        Refused: It is damaged or cut off, has a line or more rows than a recording has. What came before
            is good.
    """
    line, count = 1, 0
    for lines, is_open in _lines(given):
        if is_open and _is_cut(lines[0], layout):
            raise Refused("its last row is cut off")
        skip = max(0, layout.first_line - line)
        rows = lines[skip:]
        if rows:
            yield _rows(rows, layout, wanted, first_line=line + skip)
        line += len(lines)
        count += len(rows)
        if count > MOST_ROWS:
            raise Refused(f"{given.name} has more than {MOST_ROWS} rows; give it in parts")


def _is_cut(line: str, layout: TextLayout) -> bool:
    """Says whether a last line without an end lacks cells, or ends within one."""
    cells = _cells(line, layout.mark)
    whole = is_number(cells[-1], comma=layout.decimal_comma) or not is_number(
        layout.first_row[-1], comma=layout.decimal_comma
    )
    return len(cells) < layout.width or not whole


def _lines(given: Given) -> Iterator[tuple[list[str], bool]]:
    """Gives lines, and whether they are one line without an end."""
    rest = b""
    for data in given.chunks():
        whole, newline, after = (rest + data).rpartition(b"\n")
        if len(after) > LONGEST_LINE_BYTES:
            raise Refused(f"{given.name} has a line longer than {LONGEST_LINE_BYTES} bytes")
        rest = after
        if newline:
            yield _text(whole).split("\n"), False
    if rest.strip():
        yield [_text(rest)], True


def _rows(lines: list[str], layout: TextLayout, wanted: Sequence[int], *, first_line: int) -> Rows:
    text = [each.replace(",", ".") for each in lines] if layout.decimal_comma else lines
    try:
        columns = np.loadtxt(
            text,
            delimiter=None if layout.mark == " " else layout.mark,
            usecols=tuple(wanted),
            comments=None,
            ndmin=2,
            dtype=np.float64,
        ).T
    except (ValueError, IndexError):
        columns = np.empty((len(wanted), 0))
    if columns.shape[1] != len(lines):
        text = [each for each in text if each.strip()]
    if columns.shape[1] == len(text):
        endless = np.abs(columns) > LARGEST_NUMBER
        columns[endless] = np.nan
        return Rows(first_line, columns, int(np.count_nonzero(endless)))
    return _slowly(text, layout, wanted, first_line=first_line)


def _slowly(lines: list[str], layout: TextLayout, wanted: Sequence[int], *, first_line: int) -> Rows:
    """Reads rows cell by cell, as clock readings and damaged rows need."""
    columns = np.full((len(wanted), len(lines)), np.nan)
    bad = 0
    for number, line in enumerate(lines):
        cells = _cells(line, layout.mark)
        for place, position in enumerate(wanted):
            cell = cells[position] if position < len(cells) else ""
            value = _value(cell)
            if value is None:
                bad += bool(cell)
            else:
                columns[place, number] = value
    return Rows(first_line, columns, bad)


def _value(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return clock_s(cell)
    return value if abs(value) <= LARGEST_NUMBER and "_" not in cell else None
