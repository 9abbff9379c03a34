import datetime as dt
import io
import zipfile

import pytest
from tests.intake.workbooks import workbook

from untwitch.intake.sheet import _text, rows_of_sheets


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "1"), (False, "0"), (8.0, "8"), (7.25, "7.25"), (1e300, "1e+300"), ("x", "x"), ("", ""),
        (dt.datetime(2000, 1, 1, 8), "2000-01-01 08:00:00"),
        (dt.date(2000, 1, 1), "2000-01-01"), (dt.time(13, 30), "13:30:00"),
        (dt.timedelta(hours=7, minutes=5), "7:05"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_a_table_in_text_would(cell: object, text: str) -> None:
    assert _text(cell) == text


def test_rows_come_with_the_name_of_their_sheet() -> None:
    data = workbook({"one": [["date", "sleep"], ["2026-01-01", 7.5]], "two": []})
    assert list(rows_of_sheets(data)) == [["one", "date", "sleep"], ["one", "2026-01-01", "7.5"], ["two"]]
    assert zipfile.is_zipfile(io.BytesIO(data))
