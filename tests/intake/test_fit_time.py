import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.fit_files import UINT8, UINT32, definition, fit_file, message

from untwitch.intake.fit_scan import scans
from untwitch.intake.fit_table import table_of
from untwitch.intake.fit_time import full_times, header_times

RECORD, EVENT = 20, 21


def test_short_times_go_round_after_their_last_bit() -> None:
    values = np.array([1000, 27, 28, 31, 2, 2, 1])
    is_full = np.array([True] + [False] * 6)
    assert full_times(values, is_full, bits=5).tolist() == [1000, 1019, 1020, 1023, 1026, 1026, 1057]


def test_before_the_first_full_time_nothing_is_known() -> None:
    times = full_times(np.array([5, 6, 64, 1]), np.array([False, False, True, False]), bits=5)
    assert np.isnan(times[:2]).all()
    assert times[2:].tolist() == [64, 65]


@given(
    st.integers(0x10000000, 0xFFFFFF00),
    st.lists(st.tuples(st.integers(0, 31), st.booleans()), max_size=60),
)
def test_times_that_are_near_enough_come_back_whole(start: int, steps: list[tuple[int, bool]]) -> None:
    times, are_full = [start], [True]
    for step, full in steps:
        times.append(times[-1] + step)
        are_full.append(full)
    whole, is_full = np.array(times, dtype=float), np.array(are_full)
    assert full_times(np.where(is_full, whole, whole % 32), is_full, bits=5).tolist() == times


def test_a_header_with_the_last_bits_is_told_from_the_last_full_time_of_any_message() -> None:
    first = 0x30000000  # its last five bits are 0
    data = fit_file(
        definition(0, RECORD, [(3, UINT8)]),
        definition(1, EVENT, [(253, UINT32)]),
        message(0, ("B", 60), header=0x80 | 4),  # before any clock
        message(1, ("I", first)),
        message(0, ("B", 61), header=0x80 | 5),
        message(0, ("B", 62), header=0x80 | 31),
        message(0, ("B", 63), header=0x80 | 1),
        message(1, ("I", first + 1000)),  # 1000 has 8 in its last five bits
        message(0, ("B", 64), header=0x80 | 7),
        message(0, ("B", 65)),
    )
    (scan,) = scans(data)
    table = table_of(scan, RECORD)
    times = header_times(scan, table.places)
    assert np.isnan(times[0])
    assert np.isnan(times[5])
    assert (times[1:5] - first).tolist() == [5, 31, 33, 1031]
    assert table.column("heart_rate").tolist() == [60, 61, 62, 63, 64, 65]
    assert np.array_equal(table.column("timestamp"), times + 631_065_600, equal_nan=True)
