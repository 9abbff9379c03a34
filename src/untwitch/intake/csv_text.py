"""The text of a table: which mark parts its cells, where its header stands, what its numbers mean."""

import csv
import hashlib
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from untwitch.facts.refused import Refused
from untwitch.intake.text_file import encoding_of

LARGEST_TABLE_BYTES = 64 << 20
MOST_COLUMNS = 1000
MOST_ROWS = 4_000_000
LONGEST_LINE = 4_000_000
_MARKS = (",", ";", "\t", "|")
_LINES_LOOKED_AT = 20
_CHARACTERS_LOOKED_AT = 200_000
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
        rows: The rows under the header that are not blank; they can be gone through any number of times, and
            are read anew each time, because the text of a large table is lighter than its cells.
        decimal_comma: Whether 6,5 is six and a half.
    """

    header: tuple[str, ...]
    rows: Iterable[TableRow]
    decimal_comma: bool = False

    @property
    def header_hash(self) -> str:
        """What the columns are remembered by: a hash of their names."""
        names = "\0".join(" ".join(each.lower().split()) for each in self.header)
        return hashlib.sha256(names.encode()).hexdigest()

    def column(self, position: int, *, at_most: int | None = None) -> tuple[str, ...]:
        """Gives the cells of one column that are not blank.

        Args:
            position: Number of the column, from 0.
            at_most: How many are enough; None for all.
        """
        cells = (row.cells[position] for row in self.rows if row.cells[position])
        return tuple(itertools.islice(cells, at_most))

    def first_cells(self, *, at_most: int) -> tuple[tuple[str, ...], ...]:
        """Gives the first cells of each column that are not blank, in one go through the rows.

        Args:
            at_most: How many of a column are enough.
        """
        found: list[list[str]] = [[] for _ in self.header]
        for row in self.rows:
            wanting = 0
            for cells, cell in zip(found, row.cells, strict=True):
                if cell and len(cells) < at_most:
                    cells.append(cell)
                wanting += len(cells) < at_most
            if not wanting:
                break
        return tuple(map(tuple, found))


@dataclass(frozen=True, slots=True)
class _TextRows:
    """The rows under the header of a text.

    Attributes:
        data: The whole file.
        encoding: Its encoding.
        mark: What parts its cells.
        name: Name for sentences.
    """

    data: bytes
    encoding: str
    mark: str
    name: str

    def __iter__(self) -> Iterator[TableRow]:
        content = _content(self.lines())
        header = _header(next(content, None), name=self.name)
        return _rows(content, width=len(header), name=self.name)

    def lines(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Gives the cells of each line with its number.

        Raises:
            Refused: A line is no line of a table.
        """
        text = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        reader = csv.reader(_short(text, name=self.name), delimiter=self.mark)
        first_line = 1
        try:
            for cells in reader:
                yield first_line, cells
                first_line = reader.line_num + 1
        except csv.Error as error:
            what = f"{self.name}, line {reader.line_num} is not a line of a table: {error}"
            raise Refused(what) from None


def read_table(data: bytes, *, name: str) -> Table:
    """Reads the text of a table.

    Args:
        data: The whole file.
        name: Name for sentences.

    Raises:
        Refused: It is not text, has no header, or is no table; also while its rows are gone through.
    """
    encoding = encoding_of(data, name=name)
    begin = data[: 4 * _CHARACTERS_LOOKED_AT].decode(encoding, errors="ignore")
    rows = _TextRows(data, encoding, separator_of(begin), name)
    header = _header(next(_content(rows.lines()), None), name=name)
    return Table(header, rows, rows.mark == ";")


def csv_lines(data: bytes, *, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Gives the cells of each line of a file whose cells are parted by commas, with the number of the line.

    Args:
        data: The whole file.
        name: Name for sentences.

    Raises:
        Refused: It is not text, or a line is no line of a table.
    """
    return _TextRows(data, encoding_of(data, name=name), ",", name).lines()


def table_of(lines: Iterable[tuple[int, Sequence[str]]], *, name: str, decimal_comma: bool) -> Table:
    """Gives the table of numbered lines of cells; the first that is not blank is its header.

    Args:
        lines: Line number and cells.
        name: Name for sentences.
        decimal_comma: Whether 6,5 is six and a half where nothing else decides.

    Raises:
        Refused: There is no header.
    """
    content = _content(lines)
    header = _header(next(content, None), name=name)
    return Table(header, tuple(_rows(content, width=len(header), name=name)), decimal_comma)


def _content(lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Gives the lines that are not blank, without blanks around their cells."""
    for line, written in lines:
        cells = [each.strip() for each in written]
        if any(cells):
            yield line, cells


def _header(first: tuple[int, list[str]] | None, *, name: str) -> tuple[str, ...]:
    """Gives the names of the columns.

    Raises:
        Refused: There is no line at all, or more columns than any table has.
    """
    if first is None:
        raise Refused(f"{name} is empty")
    names = first[1]
    while not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Refused(f"{name} has {len(names)} columns; a table has at most {MOST_COLUMNS}")
    return tuple(names)


def _rows(content: Iterator[tuple[int, list[str]]], *, width: int, name: str) -> Iterator[TableRow]:
    """Gives lines as rows that are as wide as the header.

    Raises:
        Refused: There are more than any table has.
    """
    for number, (line, cells) in enumerate(content):
        if number >= MOST_ROWS:
            raise Refused(f"{name} has more than {MOST_ROWS} rows; give it in parts")
        yield TableRow(line, (*cells[:width], *[""] * (width - len(cells))))


def _short(lines: Iterable[str], *, name: str) -> Iterator[str]:
    """Gives lines, none of which would make a list of cells that fills the memory.

    Raises:
        Refused: One is longer than that.
    """
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise Refused(f"{name} has a line of {len(line)} characters; a table has at most {LONGEST_LINE}")
        yield line


def separator_of(text: str) -> str:
    """Gives the mark that parts the cells: the one that most of the first lines agree on."""
    lines = [each for each in text[:_CHARACTERS_LOOKED_AT].splitlines() if each.strip()][:_LINES_LOOKED_AT]
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
