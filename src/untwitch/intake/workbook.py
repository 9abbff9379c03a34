"""Spreadsheets, told from other files and read in the sandbox."""

import io
import zipfile

from untwitch.intake.sandbox import parse_apart

_ZIP_MAGIC = b"PK\x03\x04"
_PARSER = "untwitch.intake.sheet:rows_of_sheets"
_PARTS = {"xl/workbook.xml", "xl/workbook.bin"}


def is_workbook(data: bytes) -> bool:
    """Says whether bytes are an Excel workbook (xlsx, xlsm, xlsb).

    Args:
        data: The whole file.
    """
    if not data.startswith(_ZIP_MAGIC):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(_PARTS & set(archive.namelist()))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


def sheets(data: bytes, *, name: str) -> dict[str, list[list[str]]]:
    """Gives the rows of each sheet that has any, as text.

    Args:
        data: The whole file.
        name: Name for the sentence.

    Raises:
        Refused: It cannot be read.
    """
    found: dict[str, list[list[str]]] = {}
    for sheet, *cells in parse_apart(_PARSER, data, name=name):
        if any(cells):
            found.setdefault(sheet, []).append(cells)
    return found
