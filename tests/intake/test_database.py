import pytest
from tests.intake.test_database_rows import ONE, database

from untwitch.facts.refused import Refused
from untwitch.intake.database import tables


def test_rows_are_read_apart() -> None:
    assert list(tables(database(ONE), name="a.db", wanted={"a": ("x", "y")})) == [
        ["rows", "a", [1, 2], [3, 4]]
    ]


def test_infinity_passes_the_pipe_and_long_text_is_cut() -> None:
    data = database("CREATE TABLE a (x); INSERT INTO a VALUES (9e999), (printf('%0900000d', 1));")
    (piece,) = tables(data, name="a.db", wanted={"a": ("x",)})
    assert piece[2] == [float("inf")]
    assert piece[3] == ["0" * 1000]


def test_a_value_longer_than_any_real_one_ends_its_table() -> None:
    data = database("CREATE TABLE a (x); INSERT INTO a VALUES (1), (2), (printf('%02000000d', 1));")
    assert list(tables(data, name="a.db", wanted={"a": ("x",)})) == [["rows", "a", [1]], ["damaged", "a"]]


@pytest.mark.parametrize("data", [b"", b"words", b"SQLite format 3"])
def test_what_is_no_database_is_one_sentence(data: bytes) -> None:
    with pytest.raises(Refused, match=r"a\.db is not a database"):
        list(tables(data, name="a.db", wanted={}))


def test_a_database_whose_list_of_tables_is_nonsense_is_one_sentence() -> None:
    data = database(ONE)
    with pytest.raises(Refused, match=r"a\.db could not be read: it is damaged"):
        list(tables(data[:100] + b"\xff" * (len(data) - 100), name="a.db", wanted={}))
