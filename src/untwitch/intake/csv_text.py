"""The text of a table: which mark parts its cells, where its header stands, what its numbers mean."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from untwitch.facts.refused import Refused
from untwitch.intake.text_file import decode

LARGEST_TABLE_BYTES = 64 << 20
MOST_COLUMNS = 1000
_MARKS = (",", ";", "\t", "|")
_LINES_LOOKED_AT = 20
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row that is not blank.

    Attributes:
        line: Line of the file that it begins on; the header is usually line 1.
        cells: Its cells, without blanks around them, as many as the header has.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text.

    Attributes:
        header: Names of the columns as written.
        rows: All rows under the header that are not blank.
        decimal_comma: Whether 6,5 is six and a half.
    """

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    decimal_comma: bool = False

    @property
    def header_hash(self) -> str:
        """What the columns are remembered by: a hash of their names."""
        names = "\0".join(" ".join(each.lower().split()) for each in self.header)
        return hashlib.sha256(names.encode()).hexdigest()

    def column(self, position: int) -> tuple[str, ...]:
        """Gives the cells of one column that are not blank."""
        return tuple(row.cells[position] for row in self.rows if row.cells[position])


def read_table(data: bytes, *, name: str) -> Table:
    """Reads the text of a table.

    Args:
        data: The whole file.
        name: Name for sentences.

    Raises:
        Refused: It is not text, has no header, or is no table.
    """
    text = decode(data, name=name)
    mark = separator_of(text)
    return table_of(_lines(text, mark=mark, name=name), name=name, decimal_comma=mark == ";")


def table_of(lines: Iterator[tuple[int, Sequence[str]]], *, name: str, decimal_comma: bool) -> Table:
    """Gives the table of numbered lines of cells; the first that is not blank is its header.

    Args:
        lines: Line number and cells.
        name: Name for sentences.
        decimal_comma: Whether 6,5 is six and a half where nothing else decides.

    Raises:
        Refused: There is no header.
    """
    header: tuple[str, ...] = ()
    rows = []
    for line, written in lines:
        cells = [each.strip() for each in written]
        if not any(cells):
            continue
        if not header:
            while cells and not cells[-1]:
                cells.pop()
            header = tuple(cells)
            if len(header) > MOST_COLUMNS:
                raise Refused(f"{name} has {len(header)} columns; a table has at most {MOST_COLUMNS}")
            continue
        padded = [*cells[: len(header)], *[""] * (len(header) - len(cells))]
        rows.append(TableRow(line, tuple(padded)))
    if not header:
        raise Refused(f"{name} is empty")
    return Table(header, tuple(rows), decimal_comma)


def separator_of(text: str) -> str:
    """Gives the mark that parts the cells: the one that most of the first lines agree on."""
    lines = [each for each in text[:200_000].splitlines() if each.strip()][:_LINES_LOOKED_AT]
    best, best_score = ",", 0.0
    for mark in _MARKS:
        counts = [_unquoted(each).count(mark) for each in lines]
        if not counts or not counts[0]:
            continue
        score = sum(each == counts[0] for each in counts) / len(counts) + counts[0] / 1000
        if score > best_score:
            best, best_score = mark, score
    return best


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _lines(text: str, *, mark: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    first_line = 1
    try:
        for cells in reader:
            yield first_line, cells
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"{name}, line {reader.line_num} is not a line of a table: {error}") from None


def read_number(text: str, *, decimal_comma: bool) -> float:
    """Gives the number of a cell: `6.5`, `6,5`, `1,050` and `1.050,5`.

    Args:
        text: The cell.
        decimal_comma: Whether the table writes 6,5 for six and a half.

    Raises:
        Refused: It is not a number, or it can be two.
    """
    written = text.strip().replace("\u202f", "").replace("\xa0", "").replace("\u2212", "-")
    if decimal_comma:
        if re.fullmatch(r"[+-]?\d{1,3}\.\d{3}", written):
            raise Refused(f"{_shown(text)} can be two numbers; write it without the dot, or with a comma")
        if "," in written:
            written = written.replace(".", "").replace(",", ".", 1)
    elif _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    elif written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")
    if not _NUMBER.fullmatch(written):
        raise Refused(f"{_shown(text)} is not a number")
    return float(written)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…")
