import pytest

from untwitch.recordings.column_names import is_time, plain_name, time_column
from untwitch.recordings.number_table import text_layout


@pytest.mark.parametrize(
    ("name", "plain", "unit"),
    [
        ("Acceleration x (m/s^2)", "acceleration x", "m/s^2"),
        ("EMG [mV]", "emg", "mV"),
        ("x-axis[m/s^2]", "x-axis", "m/s^2"),
        ("gFx", "gfx", ""),
        ("", "", ""),
    ],
)
def test_a_name_and_its_unit_are_parted(name: str, plain: str, unit: str) -> None:
    assert plain_name(name) == (plain, unit)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("time,seconds_elapsed,z", (1, 1.0)),
        ("seconds_elapsed,time,z", (0, 1.0)),
        ("Time (s),x", (0, 1.0)),
        ("x,time[ms]", (1, 1e-3)),
        ("timestamp_ns,x", (0, 1e-9)),
        ("t (us),x", (0, 1e-6)),
        ("time,time (s)", (1, 1.0)),
        ("time,x", (0, None)),
        ("Elapsed Time,x", (0, None)),
        ("x,y", None),
        ("lifetime,x", None),
    ],
)
def test_the_column_of_the_time_is_found_with_its_unit(
    header: str, expected: tuple[int, float | None] | None
) -> None:
    layout = text_layout(f"{header}\n1,2,3\n".encode())
    assert layout is not None
    assert time_column(layout) == expected


def test_clock_readings_are_in_seconds() -> None:
    layout = text_layout(b"time,gFx\n2018-10-03 17:23:55.4640,0.035\n")
    assert layout is not None
    assert time_column(layout) == (0, 1.0)


def test_only_times_are_times() -> None:
    assert [is_time(each) for each in ("Time (s)", "seconds_elapsed", "x", "overtime")] == [
        True, True, False, False,
    ]  # fmt: skip
