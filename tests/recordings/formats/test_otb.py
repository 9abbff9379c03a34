from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.recordings.otb_files import four_description, four_track, plus_description, stream, tar_of
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings import otb_tracks
from untwitch.recordings.asked import asked
from untwitch.recordings.formats.otb import FORMAT, UNPROVEN
from untwitch.recordings.recording import Recording

ROWS = np.random.default_rng(1).integers(-30_000, 30_000, size=(20_000, 6))
PLUS = {"patient.xml": b"<p/>", "a.sig": stream(ROWS), "a.xml": plus_description().encode()}
STEP_UV = 5 / 65_536 / 150 * 1e6


def read(folder: Path, files: dict[str, bytes] | bytes, **said: Any) -> Recording:
    data = files if isinstance(files, bytes) else tar_of(files)
    one = given(written(folder, "grid.otb+", data))
    assert FORMAT.claims(one) == 0.8
    return FORMAT.read(one, asked(**said))


def test_an_archive_of_otb_plus_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, PLUS)
    assert (found.rate_hz, found.unit, found.sensor, found.n_channels) == (2048, "uV", "emg", 4)
    assert found.least_bit == pytest.approx(STEP_UV)
    assert found.saturation == pytest.approx((-32_768 * STEP_UV, 32_767 * STEP_UV))
    np.testing.assert_allclose(samples_of(found), STEP_UV * ROWS[:, 1:5], rtol=1e-5)


def test_that_it_was_never_tried_on_a_real_file_is_said(tmp_path: Path) -> None:
    assert FORMAT.unproven
    assert [each.what for each in read(tmp_path, PLUS).problems] == [UNPROVEN]


@pytest.mark.parametrize("number_bytes", [2, 3, 4])
def test_an_archive_of_otb4_is_read(tmp_path: Path, number_bytes: int) -> None:
    one, two = ROWS[:, :5], ROWS[:-7, 5:]
    files = {
        "one.sig": stream(one, number_bytes=number_bytes),
        "two.sig": stream(two, number_bytes=number_bytes),
        "Tracks_000.xml": four_description(
            four_track(SampleSize=number_bytes),
            four_track(
                SignalStreamPath="two.sig",
                SampleSize=number_bytes,
                TotalChannelsInFile=1,
                AcquisitionChannel=0,
                NumberOfChannels=1,
                Gain=4,
            ),
            four_track(SignalStreamPath="lost.sig", SampleSize=number_bytes),
        ).encode(),
    }
    found = read(tmp_path, files)
    step = 4.8 / 2**24 / 8 * 1e6
    assert (found.n_samples, found.n_channels, found.saturation) == (len(two), 4, None)
    whole = samples_of(found)
    np.testing.assert_allclose(whole[:, :3], step * one[: len(two), 1:4], rtol=1e-5)
    np.testing.assert_allclose(whole[:, 3], 2 * step * two[:, 0], rtol=1e-5)


def test_tracks_of_another_rate_are_left_out_and_said(tmp_path: Path) -> None:
    files = {
        "one.sig": stream(ROWS[:, :5], number_bytes=4),
        "Tracks_000.xml": four_description(
            four_track(), four_track(), four_track(SamplingFrequency=500)
        ).encode(),
    }
    found = read(tmp_path, files)
    assert (found.rate_hz, found.n_channels) == (2000, 6)
    assert found.problems[-1].what == "1 tracks of another rate were left out"


@pytest.mark.parametrize("cut", [20_000, 20_011])
def test_a_cut_archive_gives_its_good_part_and_says_where_it_ends(tmp_path: Path, cut: int) -> None:
    files = {"a.xml": PLUS["a.xml"], "a.sig": PLUS["a.sig"]}
    data = tar_of(files).rstrip(b"\0")
    found = read(tmp_path, data[:-cut])
    good = (240_000 - cut) // 12
    assert abs(found.n_samples - good) <= 1
    np.testing.assert_allclose(samples_of(found), STEP_UV * ROWS[: found.n_samples, 1:5], rtol=1e-5)
    said = found.problems[-1]
    assert isinstance(said, Incomplete)
    assert said.what == f"the file ends after {found.duration_s:g} s; what is there was read"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.txt": b"x"}, "an archive without streams of samples and their descriptions"),
        ({"a.sig": b"x"}, "an archive without streams"),
        ({"Tracks_000.xml": four_description(four_track()).encode()}, "an archive without streams"),
        ({**PLUS, "a.xml": b"<x"}, r"a\.xml of grid\.otb\+ is damaged"),
        ({**PLUS, "a.sig": b""}, "holds no samples"),
        (
            {"one.sig": b"x", "Tracks_000.xml": four_description(*[four_track()] * 400).encode()},
            "1200 channels",
        ),
    ],
)
def test_an_archive_that_cannot_be_is_refused(tmp_path: Path, files: dict[str, bytes], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(tmp_path, files)


def test_a_description_larger_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("untwitch.recordings.formats.otb.LARGEST_XML_BYTES", 100)
    assert otb_tracks.LARGEST_XML_BYTES > 100
    with pytest.raises(Refused, match=r"a\.xml is larger than any description"):
        read(tmp_path, PLUS)
