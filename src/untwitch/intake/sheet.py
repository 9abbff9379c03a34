"""Cells of a spreadsheet as text. Runs in the sandbox: the format is binary, and its reader is not ours."""

import datetime as dt
import io
from collections.abc import Iterator

_MOST_ROWS = 200_000


def rows_of_sheets(data: bytes) -> Iterator[list[str]]:
    """Gives the rows of all sheets as text, each led by the name of its sheet.

    Args:
        data: An xlsx, xls or ods file.

    Yields:
        Name of the sheet, then its cells; a row with the name only where a sheet is empty.
    """
    import python_calamine  # noqa: PLC0415 - only in the child process

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(nrows=_MOST_ROWS)
        if not rows:
            yield [name]
        for row in rows:
            yield [name, *(_text(each) for each in row)]


def _text(cell: object) -> str:
    """Gives a cell as a table in text would have it."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, dt.timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
