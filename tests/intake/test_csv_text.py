import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.intake import csv_text
from untwitch.intake.csv_text import (
    MOST_COLUMNS,
    TableRow,
    csv_lines,
    read_number,
    read_table,
    separator_of,
)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(mark: str) -> None:
    text = f"date{mark}sleep{mark}note\n2026-01-01{mark}7{mark}\n2026-01-02{mark}6{mark}x\n"
    assert separator_of(text) == mark
    table = read_table(text.encode(), name="a.csv")
    assert table.header == ("date", "sleep", "note")
    assert list(table.rows)[1] == TableRow(3, ("2026-01-02", "6", "x"))
    assert table.decimal_comma is (mark == ";")


def test_commas_in_quotes_and_in_numbers_do_not_mislead() -> None:
    assert separator_of('date;sleep\n"a, b, c";"6,5"\nx;7,5\n') == ";"
    assert separator_of("one column\nonly\n") == ","


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    table = read_table("date,Müdigkeit\n2026-01-01,3\n".encode(encoding), name="a.csv")
    assert table.header == ("date", "Müdigkeit")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Refused, match=r"a\.csv is not text"):
        read_table(b"\x00\x00\x01\x02", name="a.csv")


def test_blank_lines_and_short_rows_do_no_harm() -> None:
    table = read_table(b"\n\na,b,c,,\n1\n,,\n4,5,6,7\n", name="a.csv")
    assert table.header == ("a", "b", "c")
    assert [row.cells for row in table.rows] == [("1", "", ""), ("4", "5", "6")]
    assert [row.line for row in table.rows] == [4, 6]
    assert table.column(1) == ("5",)


def test_a_cell_over_two_lines_keeps_the_line_numbers_right() -> None:
    table = read_table(b'a,b\n"one\ntwo",x\ny,z\n', name="a.csv")
    assert [row.line for row in table.rows] == [2, 4]


def test_an_empty_file_and_an_endless_header_are_refused() -> None:
    with pytest.raises(Refused, match="is empty"):
        read_table(b"\n\n", name="a.csv")
    with pytest.raises(Refused, match="columns"):
        read_table(b",".join([b"x"] * (MOST_COLUMNS + 1)), name="a.csv")


def test_a_cell_beyond_all_measure_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match="line 2 is not a line of a table"):
        list(read_table(b'a,b\n"' + b"x" * 200_000 + b'",1\n', name="a.csv").rows)


def test_a_header_is_remembered_without_its_case_and_blanks() -> None:
    one = read_table(b"Date, Sleep  (h)\n", name="a.csv").header_hash
    assert read_table(b"date,sleep (h)\n", name="b.csv").header_hash == one
    assert read_table(b"date,sleep\n", name="b.csv").header_hash != one


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [
        ("6.5", False, 6.5), ("6,5", False, 6.5), ("1,050", False, 1050), ("1,234,567.5", False, 1_234_567.5),
        ("6,5", True, 6.5), ("1.050,5", True, 1050.5), ("6.5", True, 6.5), ("\u22125", False, -5),
        ("1\u202f000", False, 1000), ("1e3", False, 1000), (".5", False, 0.5),
    ],
)  # fmt: skip
def test_numbers_are_read_as_their_table_writes_them(text: str, comma: bool, number: float) -> None:  # noqa: FBT001
    assert read_number(text, decimal_comma=comma) == number


def test_a_number_that_can_be_two_is_refused() -> None:
    with pytest.raises(Refused, match="can be two numbers"):
        read_number("1.050", decimal_comma=True)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1_000", "7 h", "x" * 100, "1,2,3,4.5,"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a number"):
        read_number(text, decimal_comma=False)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        table = read_table(data, name="a.csv")
        rows = list(table.rows)
    except Refused:
        return
    assert all(len(row.cells) == len(table.header) for row in rows)
    assert list(table.rows) == rows
    for number in range(len(table.header)):
        assert table.column(number, at_most=2) == table.column(number)[:2]
    columns = tuple(table.column(number, at_most=2) for number in range(len(table.header)))
    assert table.first_cells(at_most=2) == columns


def test_a_line_beyond_all_measure_and_rows_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "LONGEST_LINE", 10)
    with pytest.raises(Refused, match=r"a\.csv has a line of 13 characters; a table has at most 10"):
        list(read_table(b"a,b\n1,2\n123456,78901\n", name="a.csv").rows)
    monkeypatch.setattr(csv_text, "MOST_ROWS", 2)
    assert len(list(read_table(b"a\n1\n2\n", name="a.csv").rows)) == 2
    with pytest.raises(Refused, match=r"a\.csv has more than 2 rows"):
        list(read_table(b"a\n1\n2\n3\n", name="a.csv").rows)


def test_lines_of_several_tables_in_one_file_are_given_with_their_numbers() -> None:
    found = list(csv_lines(b'a,b\n"1\n2",x\n\nc\n', name="a.csv"))
    assert found == [(1, ["a", "b"]), (2, ["1\n2", "x"]), (4, []), (5, ["c"])]


def test_the_first_cells_of_columns_skip_blanks() -> None:
    table = read_table(b"a,b\n1,\n2,x\n3,y\n4,z\n", name="a.csv")
    assert table.first_cells(at_most=2) == (("1", "2"), ("x", "y"))
    assert table.first_cells(at_most=9) == (("1", "2", "3", "4"), ("x", "y", "z"))
