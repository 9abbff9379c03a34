"""Whatever wrote the table, its good cells are read and its bad ones named with row and column."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.timeline import csv_table
from untwitch.timeline.csv_table import Table, read_table
from untwitch.timeline.timeline import from_csv


def read(text: str) -> tuple[Table, list[Problem]]:
    problems: list[Problem] = []
    return read_table(text, problems=problems), problems


@pytest.mark.parametrize(
    "text",
    [
        "start,sleep_h,twitches\n2026-03-01,6.5,3\n",
        "\ufeffstart,sleep_h,twitches\r\n2026-03-01,6.5,3\r\n",
        "start;sleep_h;twitches\n2026-03-01;6,5;3\n",
        "start\tsleep_h\ttwitches\n2026-03-01\t6.5\t3",
        "\n\n START , Sleep_h ,twitches,,\n\n2026-03-01, 6.5 ,3,,\n\n",
        '"start","sleep_h","twitches"\r2026-03-01,"6.5","3.0"\r',
    ],
)
def test_any_common_way_to_write_a_table_is_read(text: str) -> None:
    table, problems = read(text)
    assert problems == []
    assert table.starts == (dt.date(2026, 3, 1),)
    assert {name: values.tolist() for name, values in table.columns.items()} == {
        "sleep_h": [6.5],
        "twitches": [3.0],
    }


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("-3", "'-3' is not believable; it goes from 0 to 5000"),
        ("5001", "'5001' is not believable; it goes from 0 to 5000"),
        ("nan", "'nan' is not a finite number"),
        ("-Infinity", "'-Infinity' is not a finite number"),
        ("1e999", "'1e999' is not believable; it goes from 0 to 5000"),
        ("many", "'many' is not a number"),
        ("1_000", "'1_000' is not a number"),
        ("0x1f", "'0x1f' is not a number"),
        ("x" * 60, f"'{'x' * 40}…' is not a number"),
    ],
)
def test_a_bad_number_is_named_with_row_and_column_and_taken_as_unknown(cell: str, what: str) -> None:
    table, problems = read(f"start,caffeine_mg,sleep_h\n2026-03-01,95,7\n2026-03-02,{cell},8\n")
    assert problems == [Problem("row 3, column caffeine_mg", f"{what}; taken as unknown")]
    np.testing.assert_array_equal(table.columns["caffeine_mg"], [95, np.nan])
    assert table.columns["sleep_h"].tolist() == [7, 8]


def test_half_a_twitch_is_not_a_count() -> None:
    _, problems = read("start,twitches\n2026-03-01,2.5\n")
    assert problems == [Problem("row 2, column twitches", "'2.5' is not a whole number; taken as unknown")]


@pytest.mark.parametrize("cell", ["0", "-0", "1e2", ".5", "5.", "+7"])
def test_good_numbers_are_taken_in_any_spelling(cell: str) -> None:
    table, problems = read(f"start,caffeine_mg\n2026-03-01,{cell}\n")
    assert problems == []
    assert repr(table.columns["caffeine_mg"].tolist()) == repr([float(cell) + 0.0])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "column 'start' is missing"),
        ("\n\n", "column 'start' is missing"),
        ("twitches\n3\n", "column 'start' is missing"),
        ("start,steps\n2026-03-01,3\n", "column 'steps' is not known"),
        ("start,caffeine\n2026-03-01,3\n", "nearest: caffeine_mg"),
        ("start,twitches,twitches\n", "column 'twitches' stands twice"),
        ('start,twitches\n2026-03-01,"3\n', "line 2 is not a line of a table"),
        ("start,twitches\n2026-03-01T00:00Z,1\n2026-03-01T05:00Z,1\n", "rows are 5 h apart"),
    ],
)
def test_what_is_no_timeline_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read(text)


def test_a_table_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "start,twitches\n" + "\n" * 50 + "2026-03-01,1\n2026-03-02,1\n"
    monkeypatch.setattr(csv_table, "_MOST_LINES", 40)
    with pytest.raises(Refused, match="it has more than 40 lines"):
        read(text)
    monkeypatch.setattr(csv_table, "MOST_CHARACTERS", 10)
    with pytest.raises(Refused, match=f"it has {len(text)} characters; a timeline has at most 10"):
        read(text)


def test_a_row_without_a_good_start_or_place_is_left_out_and_named() -> None:
    table, problems = read(
        "start,site,twitches\n2026-02-30,,1\n,,2\n2026-03-01,elbow,3\n2026-03-01,calf_left,4\n"
        "2026-03-01 07:30,,5\n"
    )
    assert table.lines == (5,)
    assert table.sites == ("calf_left",)
    assert [each.where for each in problems] == [
        "row 2, column start",
        "row 3, column start",
        "row 4, column site",
        "row 6, column start",
    ]
    assert problems[0].what == "'2026-02-30' is not a day such as 2026-03-01; the row is left out"
    assert problems[3].what.startswith("'2026-03-01 07:30' needs the offset of its place")


def test_a_midnight_as_spreadsheets_write_days_is_a_day() -> None:
    assert read("start\n2026-03-01 00:00:00\n")[0].starts == (dt.date(2026, 3, 1),)


def test_times_a_day_apart_are_days() -> None:
    table, _ = read("start\n2026-03-01T07:00+01:00\n2026-03-02T07:00+01:00\n")
    assert table.starts == (dt.date(2026, 3, 1), dt.date(2026, 3, 2))


def test_a_day_among_times_is_left_out() -> None:
    table, problems = read("start\n2026-03-01T00:00+01:00\n2026-03-01\n2026-03-01T06:00+01:00\n")
    assert table.row_h == 6
    assert table.lines == (2, 4)
    what = "2026-03-01 is a day among times; the row is left out"
    assert problems == [Problem("row 3, column start", what)]


def test_a_time_between_the_steps_is_left_out() -> None:
    starts = ["00:00", "06:00", "12:00", "13:00", "18:00"]
    table, problems = read("start\n" + "".join(f"2026-03-01T{each}Z\n" for each in starts))
    assert table.lines == (2, 3, 4, 6)
    assert [each.where for each in problems] == ["row 5, column start"]
    assert "not on the 6 h steps of the others" in problems[0].what


def test_rows_come_in_any_order_and_of_two_of_one_day_the_first_of_the_file_is_taken() -> None:
    table, problems = read("start,twitches\n2026-03-02,7\n2026-03-01,5\n2026-03-02,8\n")
    assert table.columns["twitches"].tolist() == [5, 7]
    what = "it has the start and site of row 2; that row is taken and this one is left out"
    assert problems == [Problem("row 4, column start", what)]


def test_cells_beyond_the_header_are_named_and_missing_ones_are_blank() -> None:
    table, problems = read("start,twitches\n2026-03-01,7,9\n2026-03-02\n")
    what = "more cells than the header has columns; the rest is left out"
    assert problems == [Problem("row 2", what)]
    np.testing.assert_array_equal(table.columns["twitches"], [7, np.nan])


def test_an_instrument_that_is_no_plain_name_is_left_out() -> None:
    table, problems = read("start,instrument\n2026-03-01,emg\n2026-03-02,a\x07b\n")
    assert table.instruments == ("emg", "")
    assert problems == [Problem("row 3, column instrument", r"'a\x07b' is not a plain name; left out")]


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.text(max_size=12), max_size=8).map(lambda cells: "start,twitches\n" + ",".join(cells))
)
def test_any_text_gives_a_timeline_or_one_sentence(text: str) -> None:
    try:
        timeline, _ = from_csv(text, name="x.csv")
    except Refused as refused:
        assert str(refused).startswith("x.csv: ")  # noqa: PT017 - refusing is one of two right answers
    else:
        assert timeline.row_h > 0
