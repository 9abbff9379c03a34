import gzip
from pathlib import Path

import numpy as np
import pytest
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.recordings import table_recording as module
from untwitch.recordings.asked import asked
from untwitch.recordings.number_table import text_layout
from untwitch.recordings.recording import Recording
from untwitch.recordings.table_recording import (
    TableColumns,
    TableNumbers,
    Worth,
    read_numbers,
    table_recording,
    time_unit_s,
)
from untwitch.recordings.unit_scale import asked_unit

VOLTS = Worth(asked_unit("mV"))


def numbers_of(path: Path, columns: TableColumns) -> TableNumbers:
    one = given(path)
    layout = text_layout(one.first)
    assert layout is not None
    return read_numbers(one, layout, columns)


def a_table(folder: Path, *rows: str, header: str = "t,a,b") -> Path:
    return written(folder, "log.csv", "\n".join([header, *rows]) + "\n")


TIMED = TableColumns((1, 2), ("a", "b"), 0, 1.0)
UNTIMED = TableColumns((1, 2), ("a", "b"))


def read(path: Path, columns: TableColumns = TIMED, *, rate_hz: float | None = None) -> Recording:
    return table_recording(numbers_of(path, columns), worth=VOLTS, asked=asked(rate_hz=rate_hz))


def test_a_table_with_times_is_on_its_own_grid(tmp_path: Path) -> None:
    rows = [f"{each / 50},{each},{-each}" for each in range(40) if not 20 <= each < 30]
    found = read(a_table(tmp_path, *rows))
    assert found.rate_hz == pytest.approx(50)
    assert (found.n_samples, found.unit, found.sensor) == (40, "uV", "emg")
    assert [(each.start_s, each.end_s) for each in found.gaps] == [pytest.approx((0.4, 0.6))]
    whole = samples_of(found)
    np.testing.assert_array_equal(whole[:20, 0], 1000 * np.arange(20))
    np.testing.assert_array_equal(whole[30:, 1], -1000 * np.arange(30, 40))
    assert np.isnan(whole[20:30]).all()


def test_a_table_without_times_has_the_rate_that_is_known(tmp_path: Path) -> None:
    path = a_table(tmp_path, "0,1,2", "0,3,4")
    numbers = numbers_of(path, UNTIMED)
    found = table_recording(numbers, worth=VOLTS, asked=asked(), rate_hz=500)
    assert (found.rate_hz, found.channel_names) == (500, ("a", "b"))
    np.testing.assert_array_equal(samples_of(found), [[1000, 2000], [3000, 4000]])
    assert read(path, UNTIMED, rate_hz=250).rate_hz == 250
    with pytest.raises(Refused, match="--rate"):
        read(path, UNTIMED)


def test_a_rate_against_the_times_of_the_file_is_refused(tmp_path: Path) -> None:
    path = a_table(tmp_path, *(f"{each / 50},1,2" for each in range(40)))
    with pytest.raises(Refused, match="has 50 samples a second, not the 100 of --rate"):
        read(path, rate_hz=100)


def test_rows_without_a_place_in_time_are_left_out_of_the_values_too(tmp_path: Path) -> None:
    rows = [f"{each / 10},{each},0" for each in range(20)]
    rows[5:5] = [rows[4], "oops,99,99", "0.1,99,99"]
    found = read(a_table(tmp_path, *rows))
    np.testing.assert_array_equal(samples_of(found)[:, 0], 1000 * np.arange(20))
    assert [each.what for each in found.problems] == [
        "1 cells are no numbers and were left out",
        "1 row without a time was left out",
        "1 row with the time of the row before was left out",
        "1 row with a time before that of an earlier row was left out",
    ]


def test_a_long_table_is_read_anew_and_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_table(tmp_path, *(f"{each / 10},{each % 7},{each % 3}" for each in range(100_000)))
    kept = read(path)
    monkeypatch.setattr(module, "MOST_KEPT_CELLS", 10_000)
    numbers = numbers_of(path, TIMED)
    assert numbers.kept is None
    anew = table_recording(numbers, worth=VOLTS, asked=asked())
    np.testing.assert_array_equal(samples_of(anew, read_s=(60,)), samples_of(kept, read_s=(60,)))


@pytest.mark.parametrize("changed", ["t,a,b\n0,1,2\n", "t,a,b\n" + "0,1,2\n" * 60])
def test_a_table_that_was_changed_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT_CELLS", 10)
    path = a_table(tmp_path, *(f"{each / 10},{each % 7},{each % 3}" for each in range(50)))
    found = read(path)
    path.write_text(changed)
    with pytest.raises(Refused, match=r"log\.csv was changed while it was read"):
        list(found.blocks())


def test_a_cut_file_gives_its_good_part_and_says_where_it_ends(tmp_path: Path) -> None:
    text = "t,a,b\n" + "".join(f"{each / 100},{each * 7919 % 10007},0\n" for each in range(100_000))
    packed = gzip.compress(text.encode())
    path = written(tmp_path, "log.csv.gz", packed[: len(packed) // 2])
    found = read(path)
    (said,) = found.problems
    assert isinstance(said, Incomplete)
    assert said.what.startswith(f"it ends after row {found.n_samples}: ")
    whole = samples_of(found, read_s=(60,))[:, 0]
    np.testing.assert_array_equal(whole, 1000 * (np.arange(whole.size) * 7919 % 10007))


@pytest.mark.parametrize("kept", [10, 10**9])
def test_a_cut_file_that_is_read_anew_ends_at_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT_CELLS", kept)
    text = "t,a,b\n" + "".join(f"{each / 100},{each * 7919 % 10007},0\n" for each in range(100_000))
    packed = gzip.compress(text.encode())
    found = read(written(tmp_path, "log.csv.gz", packed[: len(packed) // 2]))
    assert not np.isnan(samples_of(found, read_s=(60,))).any()


@pytest.mark.parametrize("cut", [3, 4, 5, 9, 10, 12])
def test_a_last_row_that_is_cut_is_left_out_and_said(tmp_path: Path, cut: int) -> None:
    text = "t,a,b\n" + "".join(f"{each / 10:.1f},{each:03d}.5,-{each:02d}\n" for each in range(20))
    found = read(written(tmp_path, "log.csv", text[:-cut]))
    (said,) = found.problems
    assert isinstance(said, Incomplete)
    assert said.what == "it ends after row 19: its last row is cut off"
    assert found.n_samples == 19
    assert not np.isnan(samples_of(found)).any()
    assert read(written(tmp_path, "whole.csv", text[:-1])).n_samples == 20


def test_a_file_that_is_damaged_before_its_first_row_is_refused(tmp_path: Path) -> None:
    one = given(a_table(tmp_path, "1,2,3"))
    layout = text_layout(one.first)
    assert layout is not None
    one.path.write_bytes(gzip.compress(b"t,a\n1,2\n" * 1000)[:30])
    with pytest.raises(Refused, match="cut off"):
        read_numbers(one, layout, TIMED)


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    one = given(a_table(tmp_path, "1,2,3"))
    layout = text_layout(one.first)
    assert layout is not None
    one.path.write_text("t,a,b\n")
    with pytest.raises(Refused, match="has no rows"):
        read_numbers(one, layout, TIMED)


def test_two_times_are_no_recording(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="fewer than three rows with a time"):
        read(a_table(tmp_path, "0,1,1", "1,1,1"))
    with pytest.raises(Refused, match="fewer than three rows with a time"):
        read(a_table(tmp_path, "x,1,1", "y,1,1"))


def test_what_is_known_besides_is_kept(tmp_path: Path) -> None:
    numbers = numbers_of(a_table(tmp_path, *(f"{each / 10},1,1" for each in range(9))), TIMED)
    started = Instant(1_700_000_000_000, "UTC", "source")
    found = table_recording(
        numbers,
        worth=Worth(asked_unit("2g"), holds_gravity=True),
        asked=asked(),
        started=started,
        problems=(Problem("log.csv", "first"),),
    )
    assert found.least_bit == pytest.approx(2 * 9806.65)
    assert (found.started, found.holds_gravity, found.problems[0].what) == (started, True, "first")
    assert read(numbers.given.path).least_bit is None


@pytest.mark.parametrize(
    ("step", "unit_s"),
    [(0.01, 1), (0.1, 1), (10, 1e-3), (2.5, 1e-3), (5000, 1e-6), (1e7, 1e-9), (2.5e6, 1e-9)],
)
def test_the_unit_of_times_is_told_by_their_steps(step: float, unit_s: float) -> None:
    assert time_unit_s(np.array([0, step, 2 * step, np.nan, 3 * step])) == unit_s
