import io
import zipfile

import pytest
from tests.intake.workbooks import workbook

from untwitch.facts.refused import Refused
from untwitch.intake.workbook import is_workbook, sheets


def test_a_workbook_is_told_from_other_zips() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "x")
    assert is_workbook(workbook({"one": []}))
    assert not is_workbook(other.getvalue())
    assert not is_workbook(b"date,sleep\n")
    assert not is_workbook(b"PK\x03\x04 and nothing more")


def test_sheets_without_content_are_left_out() -> None:
    data = workbook({"empty": [], "one": [["a"], ["", ""], [1]]})
    assert sheets(data, name="a.xlsx") == {"one": [["a", ""], ["1", ""]]}


def test_a_broken_workbook_is_refused() -> None:
    with pytest.raises(Refused, match=r"a\.xlsx could not be read"):
        sheets(b"PK\x03\x04", name="a.xlsx")
