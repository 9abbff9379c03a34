import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.recordings.reading import given, written

from untwitch.facts.refused import Refused
from untwitch.recordings import number_table as module
from untwitch.recordings.number_table import (
    Numbers,
    TextLayout,
    clock_s,
    is_number,
    number_rows,
    text_layout,
)


def layout_of(text: str | bytes) -> TextLayout:
    found = text_layout(text.encode() if isinstance(text, str) else text)
    assert found is not None
    return found


def numbers_of(path: Path, *wanted: int) -> tuple[Numbers, int]:
    one = given(path)
    rows = list(number_rows(one, layout_of(one.first), wanted))
    return np.concatenate([each.columns for each in rows], axis=1), sum(each.bad for each in rows)


def test_a_table_says_how_it_lies() -> None:
    found = layout_of('# made by hand\n\n"Time (s)","x (m/s^2)"\n0.1,2\n0.2,3\n')
    assert found.header == ("Time (s)", "x (m/s^2)")
    assert found.comments == ("made by hand", "")
    assert (found.mark, found.first_line, found.width, found.decimal_comma) == (",", 4, 2, False)
    assert found.first_row == ("0.1", "2")


@pytest.mark.parametrize(
    ("text", "mark", "comma"),
    [
        ("t;x\n0,1;2,5\n", ";", True),
        ("t\tx\n0,1\t2,5\n", "\t", True),
        ("t\tx\n0.1\t2.5\n", "\t", False),
        ("0.1  2.5\n0.2  3.5\n", " ", False),
        ("1.5\n2.5\n", " ", False),
    ],
)
def test_marks_and_commas_are_told_apart(text: str, mark: str, comma: bool) -> None:  # noqa: FBT001
    found = layout_of(text)
    assert (found.mark, found.decimal_comma) == (mark, comma)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# only a comment\n",
        b"a,b\nc,d\n",
        b"1,2\n\0\0\0\0",
        b"words without any number\n",
        b",".join([b"1"] * 1025),
        b"only,a,header\n",
    ],
)
def test_what_is_no_table_of_numbers_has_no_layout(data: bytes) -> None:
    assert text_layout(data) is None


def test_numbers_come_by_column_in_any_order(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "t,x,y\n1,2,3\n4,5,6\n")
    columns, bad = numbers_of(path, 2, 0)
    np.testing.assert_array_equal(columns, [[3, 6], [1, 4]])
    assert bad == 0


def test_a_decimal_comma_is_half_of_the_number(tmp_path: Path) -> None:
    columns, _ = numbers_of(written(tmp_path, "a.csv", "t;x\n0,5;-2,25\n1,5;3e-1\n"), 0, 1)
    np.testing.assert_array_equal(columns, [[0.5, 1.5], [-2.25, 0.3]])


def test_a_bad_cell_hides_no_other(tmp_path: Path) -> None:
    text = "t,x\n1,2\n2,oops\n3,\n4\n5,inf\n6,1_0\n7,8\n"
    columns, bad = numbers_of(written(tmp_path, "a.csv", text), 0, 1)
    np.testing.assert_array_equal(columns[0], [1, 2, 3, 4, 5, 6, 7])
    np.testing.assert_array_equal(columns[1], [2, np.nan, np.nan, np.nan, np.nan, np.nan, 8])
    assert bad == 3


def test_endless_numbers_of_a_clean_table_are_missing(tmp_path: Path) -> None:
    columns, bad = numbers_of(written(tmp_path, "a.csv", "t,x\n1,1e999\n2,3\n"), 1)
    np.testing.assert_array_equal(columns, [[np.nan, 3]])
    assert bad == 1


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    columns, _ = numbers_of(written(tmp_path, "a.csv", "x\r\n1\r\n\r\n2\r\n\r\n"), 0)
    np.testing.assert_array_equal(columns, [[1, 2]])


def test_a_last_line_without_an_end_is_a_row(tmp_path: Path) -> None:
    columns, _ = numbers_of(written(tmp_path, "a.csv", "x\n1\n2"), 0)
    np.testing.assert_array_equal(columns, [[1, 2]])


def test_rows_say_their_lines(tmp_path: Path) -> None:
    one = given(written(tmp_path, "a.csv", "# c\nx\n1\n2\n"))
    assert [each.first_line for each in number_rows(one, layout_of(one.first), [0])] == [3]


def test_a_long_table_comes_in_pieces_that_make_the_whole(tmp_path: Path) -> None:
    lines = [f"{number},{number * 7 % 1000}" for number in range(200_000)]
    one = given(written(tmp_path, "a.csv", "t,x\n" + "\n".join(lines)))
    rows = list(number_rows(one, layout_of(one.first), [0, 1]))
    assert len(rows) > 1
    assert rows[1].first_line == 2 + rows[0].columns.shape[1]
    whole = np.concatenate([each.columns for each in rows], axis=1)
    np.testing.assert_array_equal(whole[0], np.arange(200_000))
    np.testing.assert_array_equal(whole[1], np.arange(200_000) * 7 % 1000)


def test_a_cut_file_gives_what_came_before(tmp_path: Path) -> None:
    text = "x\n" + "".join(f"{each * 7919 % 10007}\n" for each in range(600_000))
    one = given(written(tmp_path, "a.csv.gz", gzip.compress(text.encode())[:-1000]))
    rows = number_rows(one, layout_of(one.first), [0])
    assert next(rows).columns[0, 1] == 7919
    with pytest.raises(Refused, match="cut off"):
        list(rows)


def test_a_line_without_an_end_is_refused(tmp_path: Path) -> None:
    one = given(written(tmp_path, "a.csv", "x\n1\n2\n" + "9" * 3_000_000))
    with pytest.raises(Refused, match="a line longer than 65536 bytes"):
        list(number_rows(one, layout_of(one.first), [0]))


def test_more_rows_than_a_recording_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    one = given(written(tmp_path, "a.csv", "x\n1\n2\n3\n4\n"))
    with pytest.raises(Refused, match="more than 3 rows; give it in parts"):
        list(number_rows(one, layout_of(one.first), [0]))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00:01", 1),
        ("17:23:55.4640", 62_635.464),
        ("17:23:55:464", 62_635.464),
        ("23:55.5", 1435.5),
        ("1970-01-02 00:00:00.25", 86_400.25),
        ("1970-01-02T00:00:00Z", 86_400),
    ],
)
def test_clock_readings_are_seconds(text: str, seconds: float) -> None:
    assert clock_s(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "12", "1:2:3:4:5", "2026-02-30 01:00:00", "soon"])
def test_other_text_is_no_clock_reading(text: str) -> None:
    assert clock_s(text) is None


def test_clock_readings_are_read_from_a_table(tmp_path: Path) -> None:
    columns, bad = numbers_of(written(tmp_path, "a.csv", "time,x\n00:00:01.5,2\n00:00:01.6,3\n"), 0, 1)
    np.testing.assert_allclose(columns, [[1.5, 1.6], [2.0, 3.0]])
    assert bad == 0


def test_numbers_are_told_from_words() -> None:
    assert [is_number(each) for each in ("1", "-2.5e3", "1,5", "1_0", "x", "")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert is_number("1,5", comma=True)


@for_all(st.binary(max_size=300))
def test_no_bytes_break_the_look_at_a_table(data: bytes) -> None:
    found = text_layout(data)
    assert found is None or found.width >= 1
