import importlib.util
import io
from pathlib import Path
from typing import Any, cast

import h5py
import numpy as np
import pytest
import scipy.io
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats import matlab as module
from untwitch.recordings.formats.matlab import FORMAT
from untwitch.recordings.recording import Recording

STEPS = np.random.default_rng(3).integers(0, 60_000, size=(3000, 6)).astype(np.uint16)
MAP = np.array([[4, 3], [2, 1]], dtype=np.uint8)


def saved(*, packed: bool = True, **variables: Any) -> bytes:
    into = io.BytesIO()
    scipy.io.savemat(cast("Any", into), variables, do_compression=packed)
    return into.getvalue()


def hdf5(path: Path, **arrays: Any) -> Path:
    """Gives a file as MATLAB writes -v7.3: 512 bytes before it, sides exchanged."""
    with h5py.File(path, "w", userblock_size=512) as file:
        for name, values in arrays.items():
            is_text = isinstance(values, str)
            data = np.array([[ord(each)] for each in values], "u2") if is_text else np.atleast_2d(values).T
            item = file.create_dataset(name, data=data, compression="gzip" if data.size > 100 else None)
            item.attrs["MATLAB_class"] = np.bytes_("char" if is_text else "double")
    with path.open("r+b") as head:
        head.write(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM")
    return path


def read(path: Path, **said: Any) -> Recording:
    one = given(path)
    assert FORMAT.claims(one) == 0.9
    return FORMAT.read(one, asked(**said))


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("across", [True, False])
def test_a_file_of_version_5_is_read(tmp_path: Path, *, packed: bool, across: bool) -> None:
    data = saved(packed=packed, raw=STEPS.T if across else STEPS, fs=2000, p={"lsbmV": 0.003})
    found = read(written(tmp_path, "a.mat", data))
    assert (found.rate_hz, found.unit, found.sensor, found.n_samples) == (2000, "uV", "emg", 3000)
    assert found.least_bit == pytest.approx(3)
    assert found.saturation == pytest.approx((0, 3 * 65_535))
    assert (found.positions, found.problems) == (None, ())
    assert found.channel_names[0] == "channel 1"
    np.testing.assert_allclose(samples_of(found), 3.0 * STEPS, rtol=1e-6)


@pytest.mark.parametrize("across", [True, False])
def test_a_file_of_version_7_3_is_read(tmp_path: Path, *, across: bool) -> None:
    path = hdf5(tmp_path / "a.mat", emg=STEPS.T if across else STEPS, fs=2000.0, unit="mV")
    found = read(path)
    assert (found.rate_hz, found.n_channels, found.least_bit) == (2000, 6, None)
    np.testing.assert_allclose(samples_of(found, read_s=(0.4, 60)), 1000.0 * STEPS, rtol=1e-6)


def test_floating_numbers_have_no_rails(tmp_path: Path) -> None:
    found = read(written(tmp_path, "a.mat", saved(emg=STEPS / 7, fs=500, unit="uV")))
    assert (found.least_bit, found.saturation) == (None, None)
    np.testing.assert_allclose(samples_of(found), STEPS / 7, rtol=1e-6)


def test_rate_and_unit_are_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "a.mat", saved(emg=STEPS))
    with pytest.raises(Refused, match="--unit"):
        read(path)
    with pytest.raises(Refused, match="--rate"):
        read(path, unit="3uV")
    found = read(path, unit="3uV", rate_hz=1000.0)
    assert (found.rate_hz, found.least_bit) == (1000, 3)


def test_a_map_in_the_file_chooses_and_places_the_channels(tmp_path: Path) -> None:
    found = read(written(tmp_path, "a.mat", saved(emg=STEPS, fs=500, unit="uV", channel_map=MAP)))
    assert found.channel_names == ("channel 1", "channel 2", "channel 3", "channel 4")
    assert found.positions is not None
    np.testing.assert_array_equal(found.positions, [[1, 1], [1, 0], [0, 1], [0, 0]])
    np.testing.assert_array_equal(samples_of(found), STEPS[:, :4])


def test_a_map_beside_the_file_chooses_and_places_the_channels(tmp_path: Path) -> None:
    path = written(tmp_path, "a.mat", saved(emg=STEPS, fs=500, unit="uV"))
    written(tmp_path, "arraymap.mat", saved(arraymap=MAP))
    assert read(path).n_channels == 4
    written(tmp_path, "arraymap.mat", b"damaged")
    assert read(path).n_channels == 6
    written(tmp_path, "arraymap.mat", saved(packed=False, arraymap=MAP, big=STEPS.repeat(4, axis=0)))
    assert read(path).n_channels == 6


def test_the_array_that_a_person_names_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a.mat", saved(emg=STEPS, other=STEPS[:, :2], fs=500, unit="uV"))
    assert read(path, variable="other").n_channels == 2
    assert read(path).problems == ()


@pytest.mark.parametrize("packed", [True, False])
def test_a_cut_file_gives_its_whole_channels_and_says_so(tmp_path: Path, *, packed: bool) -> None:
    data = saved(packed=packed, fs=500, unit="uV", emg=STEPS)
    found = read(written(tmp_path, "a.mat", data[:-9000]))
    (said,) = found.problems
    assert isinstance(said, Incomplete)
    assert said.what.startswith(f"the file ends within channel {found.n_channels + 1} of 6")
    assert 0 < found.n_channels < 6
    np.testing.assert_array_equal(samples_of(found), STEPS[:, : found.n_channels])


@pytest.mark.parametrize("packed", [True, False])
def test_a_cut_file_gives_its_good_part_and_says_where_it_ends(tmp_path: Path, *, packed: bool) -> None:
    data = saved(packed=packed, fs=500, unit="uV", emg=STEPS.T)
    found = read(written(tmp_path, "a.mat", data[:-9000]))
    (said,) = found.problems
    assert isinstance(said, Incomplete)
    assert said.what == f"the file ends after {found.duration_s:g} s of 6 s; what is there was read"
    assert 0 < found.n_samples < 3000
    np.testing.assert_array_equal(samples_of(found), STEPS[: found.n_samples])


def test_a_file_cut_before_its_first_channel_is_refused(tmp_path: Path) -> None:
    data = saved(packed=False, fs=500, unit="uV", emg=STEPS)
    with pytest.raises(Refused, match="ends before its first channel"):
        read(written(tmp_path, "a.mat", data[:-35_000]))


def test_a_damaged_file_of_version_7_3_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = hdf5(tmp_path / "a.mat", emg=STEPS, fs=500.0, unit="uV")
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(Refused, match=r"a\.mat could not be read: it is damaged"):
        read(path)


def test_a_file_of_version_7_3_that_went_away_is_refused(tmp_path: Path) -> None:
    path = hdf5(tmp_path / "a.mat", emg=STEPS, fs=500.0, unit="uV")
    found = read(path)
    with h5py.File(path, "r+") as file:
        del file["emg"]
    with pytest.raises(Refused):
        list(found.blocks())


def test_an_array_that_came_to_point_elsewhere_is_not_read(tmp_path: Path) -> None:
    path = hdf5(tmp_path / "a.mat", emg=STEPS, fs=500.0, unit="uV")
    found = read(path)
    (tmp_path / "secret").write_bytes(b"s" * 40_000)
    with h5py.File(path, "r+") as file:
        del file["emg"]
        file.create_dataset("emg", (6, 3000), "<u2", external=[(str(tmp_path / "secret"), 0, 36_000)])
    with pytest.raises(Refused, match=r"a\.mat was changed while it was read"):
        list(found.blocks())


def test_without_the_extra_one_sentence_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hdf5(tmp_path / "a.mat", emg=STEPS, fs=500.0, unit="uV")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(Refused, match=r"install h5py: pip install 'untwitch\[recordings\]'"):
        read(path)


def test_a_long_block_is_read_in_pieces_that_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hdf5(tmp_path / "a.mat", emg=STEPS, fs=500.0, unit="uV")
    monkeypatch.setattr(module, "SAMPLES_AT_ONCE", 6000)
    np.testing.assert_array_equal(samples_of(read(path), read_s=(60,)), STEPS)


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    assert FORMAT.claims(given(written(tmp_path, "a.mat", b"MATLAB 5.0".ljust(200)))) == 0


REAL = (
    "001-Session1Test__001-001",
    "001-Session1Train__001-004",
    "002-Session1Test__002-003",
    "002-Session3Test__002-007",
)


@pytest.mark.real_data
@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_as_scipy_reads_them(real_data: Path, name: str) -> None:
    folder = real_data / "recordings" / "emg"
    found = read(folder / f"{name}.mat", rate_hz=1000.0)
    assert (found.n_samples, found.n_channels, found.duration_s) == (28_000, 64, 28)
    assert found.least_bit == pytest.approx(3.0517578125)
    truth = scipy.io.loadmat(folder / f"{name}.mat")["raw"][:, :64]
    np.testing.assert_allclose(samples_of(found, read_s=(2, 60)), truth * 3.0517578125, rtol=1e-6)
    grid = scipy.io.loadmat(folder / "arraymap.mat")["arraymap"]
    assert found.positions is not None
    assert [int(grid[int(row), int(column)]) for row, column in found.positions] == list(range(1, 65))


def test_a_published_data_set_is_known_by_the_names_in_it(tmp_path: Path) -> None:
    wide = np.hstack([STEPS] * 11)
    told = {"lsbmV": 0.003, "timegest": 5000, "timerest": 5000}
    path = written(tmp_path, "a.mat", saved(raw=wide, p=told))
    found = read(path)
    assert (found.rate_hz, found.n_channels) == (1000, 64)
    assert [each.what for each in found.problems] == [
        "it does not say its rate; recordings of flexemg have 1000 samples a second"
    ]
    said = read(path, rate_hz=2000.0)
    assert (said.rate_hz, said.problems, said.n_channels) == (2000, (), 64)
    with pytest.raises(Refused, match="--rate"):
        read(written(tmp_path, "b.mat", saved(raw=wide, p={"lsbmV": 0.003})))


@pytest.mark.real_data
def test_real_files_without_a_rate_are_known(real_data: Path) -> None:
    found = read(real_data / "recordings" / "emg" / f"{REAL[0]}.mat")
    assert (found.rate_hz, found.n_channels, len(found.problems)) == (1000, 64, 1)
