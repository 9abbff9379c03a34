from pathlib import Path

import numpy as np
import pytest
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats.text_columns import FORMAT
from untwitch.recordings.recording import Recording


def read(folder: Path, text: str, **said: object) -> Recording:
    one = given(written(folder, "log.txt", text))
    assert FORMAT.claims(one) == 0.3
    return FORMAT.read(one, asked(**said))  # type: ignore[arg-type]


SIMPLE = "# Simple Text Format\n# Sampling Rate (Hz):= 250.00\n# Resolution:= 12\n# Labels:= EMG\n1.0\n2.0\n"


def test_comments_name_rate_and_channel(tmp_path: Path) -> None:
    found = read(tmp_path, SIMPLE, unit="count")
    assert (found.rate_hz, found.channel_names, found.unit, found.sensor) == (250, ("EMG",), "count", "emg")
    np.testing.assert_array_equal(samples_of(found), [[1], [2]])


def test_comments_name_the_unit(tmp_path: Path) -> None:
    text = "# Sampling Rate (Hz):= 100\n# Units:= m/s^2\n# Labels:= a b\n0.1\t0.2\n0.3\t0.4\n"
    found = read(tmp_path, text)
    assert (found.sensor, found.unit, found.channel_names) == ("accelerometer", "mm/s2", ("a", "b"))
    np.testing.assert_allclose(samples_of(found), [[100, 200], [300, 400]])


def test_a_unit_that_nobody_says_is_asked_for_and_so_is_a_rate(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not say its unit"):
        read(tmp_path, SIMPLE)
    with pytest.raises(Refused, match="--rate"):
        read(tmp_path, "1.5\n2.5\n", unit="mV")
    with pytest.raises(Refused, match="has 250 samples a second, not the 1000"):
        read(tmp_path, SIMPLE, unit="mV", rate_hz=1000.0)


def test_the_comment_of_opensignals_names_the_rate(tmp_path: Path) -> None:
    text = (
        "# OpenSignals Text File Format\n"
        '# {"00:07": {"sampling rate": 1000, "column": ["nSeq", "I1", "A1"]}}\n'
        "# EndOfHeader\n0\t0\t512\n1\t0\t513\n2\t0\t514\n3\t0\t511\n"
    )
    found = read(tmp_path, text, unit="count")
    assert found.rate_hz == 1000
    assert found.channel_names == ("A1",)
    assert samples_of(found)[:, 0].tolist() == [512, 513, 514, 511]


def test_a_header_names_channels_and_times(tmp_path: Path) -> None:
    rows = "".join(f"{each / 500},{each},{each + 0.5},7,{each % 2}\n" for each in range(20))
    found = read(tmp_path, "time (s),EMG left (mV),EMG right (mV),pressure (kPa),marker\n" + rows)
    assert found.channel_names == ("EMG left (mV)", "EMG right (mV)")
    assert found.rate_hz == pytest.approx(500)
    assert found.unit == "uV"
    np.testing.assert_array_equal(samples_of(found)[:, 1], 1000 * (np.arange(20) + 0.5))
    (said,) = found.problems
    assert said.what == "1 columns are no such channels and were left out: pressure (kPa)"


def test_channels_called_emg_go_before_others(tmp_path: Path) -> None:
    found = read(tmp_path, "a,emg,b,c,d\n1,2,3,4,5\n6,7,8,9,10\n", unit="mV", rate_hz=10.0)
    assert found.channel_names == ("emg",)
    assert found.problems[0].what.endswith("left out: a, b, c, …")


def test_channels_of_one_unit_are_taken_together(tmp_path: Path) -> None:
    found = read(tmp_path, "a (mV),b (uV),c (mV)\n1,2,3\n4,5,6\n", rate_hz=10.0)
    assert found.channel_names == ("a (mV)", "c (mV)")


def test_a_first_column_that_rises_evenly_is_the_time(tmp_path: Path) -> None:
    found = read(tmp_path, "".join(f"{each / 200:.4f} {each % 5}\n" for each in range(50)), unit="mV")
    assert found.rate_hz == pytest.approx(200)
    assert found.channel_names == ("column 2",)
    assert samples_of(found)[:3, 0].tolist() == [0, 1000, 2000]


def test_a_first_column_that_counts_rows_is_no_time(tmp_path: Path) -> None:
    found = read(tmp_path, "".join(f"{each} {each % 5}\n" for each in range(50)), unit="mV", rate_hz=10.0)
    assert (found.rate_hz, found.channel_names) == (10, ("column 2",))


def test_a_first_column_that_does_not_rise_is_a_channel(tmp_path: Path) -> None:
    found = read(tmp_path, "1 2\n1 3\n0 2\n5 5\n", unit="mV", rate_hz=10.0)
    assert found.n_channels == 2


def test_labels_of_another_width_are_not_taken(tmp_path: Path) -> None:
    found = read(tmp_path, "# Labels:= A B C\n1.5 2\n1.5 3\n", unit="mV", rate_hz=10.0)
    assert found.channel_names == ("column 1", "column 2")


def test_a_table_without_channels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="0 columns that can be channels"):
        read(tmp_path, "index,marker\n1,2\n", unit="mV")


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    one = given(written(tmp_path, "log.txt", "words\n"))
    assert FORMAT.claims(one) == 0
    with pytest.raises(Refused, match="no table of numbers"):
        FORMAT.read(one, asked())


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "unit", "rate_hz", "n_samples", "channels"),
    [
        ("emg.txt", "count", 1000, 100_000, ("EMG",)),
        ("emg_1.txt", "count", 1000, 63_880, ("EMG",)),
        ("acc.txt", None, 100, 2000, ("acc_x", "acc_y", "acc_z")),
    ],
)
def test_real_columns_are_read(
    real_data: Path, name: str, unit: str | None, rate_hz: float, n_samples: int, channels: tuple[str, ...]
) -> None:
    path = real_data / "recordings" / "biosppy" / name
    found = FORMAT.read(given(path), asked(unit=unit))
    assert (found.rate_hz, found.n_samples, found.channel_names) == (rate_hz, n_samples, channels)
    truth = np.loadtxt(path, ndmin=2) * (1 if unit else 1000)
    np.testing.assert_allclose(samples_of(found, read_s=(2, 60)), truth.reshape(n_samples, -1), rtol=1e-6)
