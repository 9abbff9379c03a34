import sqlite3

import pytest

from untwitch.intake import database_rows
from untwitch.intake.database_rows import rows_of_tables


def database(script: str) -> bytes:
    made = sqlite3.connect(":memory:")
    made.executescript(script)
    made.commit()
    data = made.serialize()
    made.close()
    return data


ONE = "CREATE TABLE a (y, x); INSERT INTO a VALUES (2, 1), (4, 3);"


def test_columns_come_by_name_whatever_their_order() -> None:
    assert list(rows_of_tables(database(ONE), wanted={"a": ["x", "y"]})) == [["rows", "a", [1, 2], [3, 4]]]


def test_a_column_that_is_not_there_is_unknown_and_named() -> None:
    found = list(rows_of_tables(database(ONE), wanted={"a": ["x", "no", "y"]}))
    assert found == [["lacks", "a", "no"], ["rows", "a", [1, None, 2], [3, None, 4]]]


def test_a_table_that_is_not_there_gives_nothing_and_others_are_counted() -> None:
    data = database(ONE + "CREATE TABLE b (z); INSERT INTO b VALUES (1); CREATE TABLE c (z);")
    assert list(rows_of_tables(data, wanted={"none": ["x"]})) == [
        ["beside", "a", 2], ["beside", "b", 1], ["beside", "c", 0],
    ]  # fmt: skip


def test_an_empty_table_gives_no_rows() -> None:
    assert list(rows_of_tables(database("CREATE TABLE a (x);"), wanted={"a": ["x"]})) == []


def test_rows_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_rows, "ROWS_A_PIECE", 2)
    data = database("CREATE TABLE a (x); INSERT INTO a VALUES (1), (2), (3), (4), (5);")
    pieces = list(rows_of_tables(data, wanted={"a": ["x"]}))
    assert pieces == [["rows", "a", [1], [2]], ["rows", "a", [3], [4]], ["rows", "a", [5]]]


def test_bytes_are_left_out_and_text_that_is_none_becomes_some() -> None:
    data = database("CREATE TABLE a (x, y); INSERT INTO a VALUES (x'00ff', CAST(x'61ff' AS TEXT));")
    assert list(rows_of_tables(data, wanted={"a": ["x", "y"]})) == [
        ["rows", "a", [None, "a\N{REPLACEMENT CHARACTER}"]]
    ]


def test_a_view_or_a_table_of_a_module_in_the_place_of_a_table_is_not_read() -> None:
    data = database(
        "CREATE TABLE c (x); CREATE VIEW a AS SELECT 1 AS x; CREATE VIRTUAL TABLE b USING fts5(x);"
    )
    found = list(rows_of_tables(data, wanted={"a": ["x"], "b": ["x"]}))
    assert ["beside", "c", 0] in found
    assert not [each for each in found if each[1] in {"a", "b"}]


def test_a_name_with_quotes_is_a_name() -> None:
    data = database('CREATE TABLE "a""; DROP" ("x""y"); INSERT INTO "a""; DROP" VALUES (7);')
    assert list(rows_of_tables(data, wanted={'a"; DROP': ['x"y']})) == [["rows", 'a"; DROP', [7]]]


def test_a_database_written_with_a_journal_beside_it_is_read() -> None:
    data = bytearray(database(ONE))
    data[18:20] = b"\2\2"
    assert list(rows_of_tables(bytes(data), wanted={"a": ["x", "y"]})) == [["rows", "a", [1, 2], [3, 4]]]


def test_a_database_cut_off_gives_its_good_rows_and_says_so() -> None:
    many = ", ".join(f"({each}, printf('%0200d', {each}))" for each in range(400))
    data = database(f"CREATE TABLE a (x, y); INSERT INTO a VALUES {many};")
    *rows, end = rows_of_tables(data[: len(data) // 8192 * 4096], wanted={"a": ["x"]})
    assert end == ["damaged", "a"]
    read = [row[0] for piece in rows for row in piece[2:]]
    assert read == list(range(len(read)))
    assert 50 < len(read) < 400


def test_a_damaged_table_beside_is_said() -> None:
    many = ", ".join(f"({each}, printf('%0200d', {each}))" for each in range(400))
    data = database(f"CREATE TABLE a (x, y); INSERT INTO a VALUES {many};")
    assert list(rows_of_tables(data[: len(data) // 8192 * 4096], wanted={})) == [["damaged", "a"]]


def test_what_is_no_database_is_refused() -> None:
    with pytest.raises(ValueError, match="not a SQLite file"):
        list(rows_of_tables(b"words", wanted={}))


@pytest.mark.parametrize("pages", [b"\xff\xff\xff\xff", b"\0\0\0\0"])
def test_a_header_that_claims_to_be_huge_takes_no_memory(pages: bytes) -> None:
    data = bytearray(database(ONE))
    data[28:32] = pages
    assert len(database_rows._whole_image(bytes(data))) == len(data)


def test_a_page_of_64_kilobytes_is_written_as_one() -> None:
    data = database("PRAGMA page_size=65536; VACUUM; CREATE TABLE a (x); INSERT INTO a VALUES (1);")
    assert data[16:18] == b"\0\1"
    assert len(database_rows._whole_image(data[:65536])) == len(data)
