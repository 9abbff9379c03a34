"""Tables that ship with the package: every row with the columns it should have, or nothing."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

from untwitch.facts.refused import Refused


def packaged_text(file_name: str) -> str:
    """Gives the text of a data file of this room.

    Args:
        file_name: Name of the file, such as `red_flags.csv`.
    """
    return resources.files("untwitch.knowledge").joinpath(file_name).read_text(encoding="utf-8")


def rows_of(text: str, *, file_name: str, columns: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Gives each row with its place in the file.

    Args:
        text: The table as CSV with a header row.
        file_name: Name of the file, for the sentences of a refusal.
        columns: The columns it must have, in order.

    Yields:
        Where the row stands (`red_flags.csv line 3`) and the row by column.

    Raises:
        Refused: The header differs, or a row has too few or too many cells.
    """
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise Refused(
            f"{file_name}: the columns are {reader.fieldnames}; they should be {', '.join(columns)}"
        )
    for row in reader:
        where = f"{file_name} line {reader.line_num}"
        if None in row or None in row.values():
            raise Refused(f"{where}: it has not {len(columns)} cells")
        yield where, row
