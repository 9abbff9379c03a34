"""Rows of a foreign SQLite file. Runs in the sandbox: the file may have been made to harm its reader.

Nothing is written: the file lies in memory, its triggers, views and functions are never run, and only the
columns that were asked for are read, by name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ROWS_A_PIECE = 500
LONGEST_TEXT = 1000
_MAGIC = b"SQLite format 3\0"
_VERSIONS_AT = 18  # two bytes: 2 where a journal lies beside the file, which a file in memory cannot have
_LONGEST_IMAGE_BYTES = 384 << 20
_LONGEST_VALUE_BYTES = 1 << 20
_MADE_ELSEWHERE = re.compile(r"\s*CREATE\s+(VIRTUAL\b|TABLE\s+[\"'\[`]?sqlite_)", re.IGNORECASE)


def rows_of_tables(data: bytes, *, wanted: Mapping[str, Sequence[str]]) -> Iterator[list[Any]]:
    """Gives the rows of some tables in pieces, and how many rows the other tables hold.

    Args:
        data: A SQLite file.
        wanted: Columns by table.

    Yields:
        `["rows", table, row, row, ...]`: each row has the columns as they were asked for, None where it
        has none or bytes, or the table lacks the column; text is cut at `LONGEST_TEXT`.
        `["lacks", table, column, ...]` names such columns, and `["beside", table, count]` a table that was
        not asked for. `["damaged", table]` ends a table that cannot be read on; the rows before are good, but
        for the last of them, which sqlite3 takes along.
    """
    import sqlite3  # noqa: PLC0415 - only in the child process

    if not data.startswith(_MAGIC):
        raise ValueError("not a SQLite file")
    image = _whole_image(data)
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.deserialize(image)
    del data, image
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE_BYTES)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "temp_store=MEMORY"):
        database.execute(f"PRAGMA {pragma}")
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    known = {name for name, sql in found if sql and not _MADE_ELSEWHERE.match(sql)}
    for table, columns in wanted.items():
        if table in known:
            yield from _rows(database, table, columns, failure=sqlite3.DatabaseError)
    for table in sorted(known - wanted.keys()):
        try:
            count = database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0]  # noqa: S608
        except sqlite3.DatabaseError:
            yield ["damaged", table]
        else:
            yield ["beside", table, count]


def _whole_image(data: bytes) -> bytearray:
    """Gives the file as it can lie in memory: no journal beside it, as long as it says, with empty pages."""
    image = bytearray(data)
    image[_VERSIONS_AT : _VERSIONS_AT + 2] = b"\1\1"
    page_bytes, pages = int.from_bytes(data[16:18], "big"), int.from_bytes(data[28:32], "big")
    missing = (65536 if page_bytes == 1 else page_bytes) * pages - len(image)
    if 0 < missing < _LONGEST_IMAGE_BYTES - len(image):
        image.extend(bytes(missing))
    return image


def _rows(
    database: Any, table: str, columns: Sequence[str], *, failure: type[Exception]
) -> Iterator[list[Any]]:
    try:
        has = {each[1] for each in database.execute(f"PRAGMA table_xinfo({_quoted(table)})")}
        picked = ", ".join(_quoted(each) if each in has else "NULL" for each in columns)
        lacks = [each for each in columns if each not in has]
        if lacks:
            yield ["lacks", table, *lacks]
        cursor = database.execute(f"SELECT {picked} FROM {_quoted(table)}")  # noqa: S608 - quoted names
        piece: list[Any] = ["rows", table]
        while True:
            try:
                row = cursor.fetchone()
            except failure:
                if len(piece) > 2:
                    yield piece
                raise
            if row is None:
                break
            piece.append([_plain(each) for each in row])
            if len(piece) == 2 + ROWS_A_PIECE:
                yield piece
                piece = ["rows", table]
        if len(piece) > 2:
            yield piece
    except failure:
        yield ["damaged", table]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    return None if isinstance(value, bytes) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
