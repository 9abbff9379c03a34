import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.problem import Incomplete
from untwitch.recordings.row_times import RESTART_ROWS, RowTimes, forward_rows


def rows_of(*times: float) -> RowTimes:
    return forward_rows(np.array(times), name="log.csv")


def kept_of(rows: RowTimes) -> list[int]:
    assert rows.kept is not None
    return np.flatnonzero(rows.kept).tolist()


def said_by(rows: RowTimes) -> list[str]:
    return [each.what for each in rows.problems]


def test_rising_times_are_all_kept() -> None:
    rows = rows_of(1, 2, 3.5)
    assert rows.kept is None
    assert rows.times_s.tolist() == [1, 2, 3.5]
    assert rows.problems == ()


def test_a_repeated_time_is_left_out() -> None:
    rows = rows_of(1, 2, 2, 2, 3)
    assert kept_of(rows) == [0, 1, 4]
    assert said_by(rows) == ["2 rows with the time of the row before were left out"]


def test_a_time_that_goes_back_is_left_out() -> None:
    rows = rows_of(1, 2, 1.5, 3)
    assert kept_of(rows) == [0, 1, 3]
    assert said_by(rows) == ["1 row with a time before that of an earlier row was left out"]


def test_one_time_far_ahead_is_left_out_and_not_all_after_it() -> None:
    rows = rows_of(1, 2, 9000, 3, 4)
    assert kept_of(rows) == [0, 1, 3, 4]
    assert said_by(rows) == ["1 row with a time far ahead was left out"]


def test_a_first_time_far_ahead_is_left_out() -> None:
    assert kept_of(rows_of(9000, 1, 2, 3)) == [1, 2, 3]


def test_a_row_without_a_time_is_left_out() -> None:
    rows = rows_of(1, np.nan, 3)
    assert kept_of(rows) == [0, 2]
    assert said_by(rows) == ["1 row without a time was left out"]


def test_a_log_that_begins_anew_ends_there() -> None:
    rows = rows_of(*range(100, 200), 199, *range(RESTART_ROWS + 10))
    assert kept_of(rows) == list(range(100))
    assert isinstance(rows.problems[-1], Incomplete)
    assert rows.problems[-1].what == "the time begins anew at row 102; what follows was not read"
    assert said_by(rows)[0] == "1 row with the time of the row before was left out"


def test_no_times_are_no_rows() -> None:
    assert kept_of(rows_of(np.nan, np.nan)) == []
    assert rows_of().times_s.size == 0


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=80))
def test_what_is_kept_always_rises(times: list[float]) -> None:
    rows = forward_rows(np.array(times), name="x")
    assert (np.diff(rows.times_s) > 0).all()
    kept = np.array(times) if rows.kept is None else np.array(times)[rows.kept]
    np.testing.assert_array_equal(kept, rows.times_s)
