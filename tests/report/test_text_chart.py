"""The chart of characters for a terminal."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.report.series import Day
from untwitch.report.text_chart import text_chart

FIRST = dt.date(2025, 1, 1)


def days(*counts: int | None) -> list[Day]:
    return [
        Day(FIRST + dt.timedelta(days=step), *((float(each), float(each)) if each is not None else ()))
        for step, each in enumerate(counts)
    ]


def test_one_column_a_day_with_its_scale_dates_and_key() -> None:
    assert text_chart(days(0, 8, None, 4), rows=2) == (
        "   8 | █",
        "   0 |▁█·█",
        "      2025-01-01  2025-01-04",
        "      Each column is one day. ▁ none. · not logged.",
    )


def test_ascii_says_the_same() -> None:
    assert text_chart(days(0, 8, None, 4), rows=2, ascii_only=True) == (
        "   8 | #",
        "   0 |.#?#",
        "      2025-01-01  2025-01-04",
        "      Each column is one day. . none. ? not logged.",
    )


@given(
    counts=st.lists(st.none() | st.integers(0, 500), min_size=1, max_size=400),
    columns=st.integers(30, 100),
    rows=st.integers(1, 8),
    ascii_only=st.booleans(),
)
def test_no_line_is_wider_than_asked(
    counts: list[int | None], columns: int, rows: int, *, ascii_only: bool
) -> None:
    lines = text_chart(days(*counts), columns=columns, rows=rows, ascii_only=ascii_only)
    if len(lines) > 1:
        assert len(lines) >= rows + 2
        assert all(len(line) <= columns for line in lines)
    if ascii_only:
        assert all(line.isascii() for line in lines)


def test_many_days_share_a_column_and_the_key_says_so() -> None:
    lines = text_chart(days(*[3] * 90), columns=76)
    assert "Each column is the mean of 2 days." in lines[-1]
    assert lines[-2] == " " * 6 + "2025-01-01" + " " * 25 + "2025-03-31"
    assert lines[0].count("█") == 45


def test_only_zeros_are_a_low_line_without_a_scale() -> None:
    lines = text_chart(days(0, 0, 0), rows=2)
    assert lines[:2] == ("     |", "   0 |▁▁▁")
    assert "not logged" not in lines[-1]


def test_without_an_entry_there_is_a_sentence() -> None:
    assert text_chart(days(None, None)) == ("No day has an entry yet, so there is nothing to draw.",)
    assert len(text_chart([])) == 1


def test_the_highest_day_reaches_the_top_and_no_key_names_what_is_not_there() -> None:
    lines = text_chart(days(10, 5), rows=4)
    assert lines[0] == "  10 |█"
    assert lines[-1].endswith("Each column is one day.")


@pytest.mark.parametrize(("columns", "rows"), [(29, 5), (40, 0)])
def test_too_small_a_chart_is_refused(columns: int, rows: int) -> None:
    with pytest.raises(Refused, match="too small"):
        text_chart(days(1), columns=columns, rows=rows)
