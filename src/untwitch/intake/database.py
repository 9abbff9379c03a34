"""Foreign SQLite files, told from others and read in the sandbox."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from untwitch.facts.refused import Refused
from untwitch.intake.sandbox import stream_apart

MAGIC = b"SQLite format 3\0"
LARGEST_DATABASE_BYTES = 384 << 20
_PARSER = "untwitch.intake.database_rows:rows_of_tables"
_WALL_S = 600.0


def tables(data: bytes, *, name: str, wanted: Mapping[str, Sequence[str]]) -> Iterator[list[Any]]:
    """Gives the rows of some tables of a SQLite file, as `database_rows.rows_of_tables` does, piece by piece.

    Args:
        data: The whole file.
        name: Name for sentences.
        wanted: Columns by table.

    Raises:
        Refused: It cannot be read, or not to its end; what was given before is good.
    """
    if not data.startswith(MAGIC):
        raise Refused(f"{name} is not a database")
    options = {"wanted": {table: list(columns) for table, columns in wanted.items()}}
    yield from stream_apart(_PARSER, data, name=name, options=options, wall_s=_WALL_S)
