import base64
import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from untwitch.recordings import hdf5_apart as module
from untwitch.recordings.hdf5_apart import hdf5_answer

EMG = np.random.default_rng(5).normal(size=(4, 3000)).astype("<f4")


@pytest.fixture(name="path")
def a_file(tmp_path: Path) -> Path:
    path = tmp_path / "a.mat"
    with h5py.File(path, "w") as file:
        file["emg"] = EMG
        file["across"] = EMG.T
        file["flat"] = EMG[0]
        file["p/fs"] = np.array([[2048.0]])
        file["words"] = np.array([[ord(each)] for each in "uV"], dtype="u2")
        file["words"].attrs["MATLAB_class"] = np.bytes_("char")
        file["none"] = np.empty((0, 3))
        file["deep"] = np.zeros((2, 2, 2))
        file["text"] = "hello"
        file["elsewhere"] = h5py.ExternalLink("/etc/hostname", "x")
    return path


def answers(path: Path, **wanted: Any) -> list[Any]:
    return list(hdf5_answer(json.dumps({"path": str(path), **wanted}).encode()))


def test_arrays_are_told(path: Path) -> None:
    told = {each["name"]: each for each in answers(path)}
    assert set(told) == {"emg", "across", "flat", "p/fs", "words"}
    assert told["emg"] == {"name": "emg", "shape": [4, 3000], "kind": "<f4"}
    assert told["p/fs"]["small"] == [2048]
    assert told["words"]["text"] == "uV"


@pytest.mark.parametrize(
    ("name", "planar", "truth"), [("emg", True, EMG), ("across", False, EMG), ("flat", True, EMG[:1])]
)
def test_samples_come_column_after_column(path: Path, name: str, truth: Any, *, planar: bool) -> None:
    (text,) = answers(path, name=name, first=100, count=50, is_planar=planar)
    found = np.frombuffer(base64.b64decode(text), "<f4").reshape(-1, 50)
    np.testing.assert_array_equal(found, truth[:, 100:150])


def test_arrays_of_other_files_are_not_read(tmp_path: Path, path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"s" * 8000)
    with h5py.File(path, "a") as file:
        file.create_dataset("outside", (1, 1000), "f8", external=[(str(secret), 0, 8000)])
        layout = h5py.VirtualLayout((4, 3000), "<f4")
        layout[:] = h5py.VirtualSource(path, "emg", (4, 3000))
        file.create_virtual_dataset("virtual", layout)
    assert not {each["name"] for each in answers(path)} & {"outside", "virtual"}
    assert answers(path, name="outside", first=0, count=10, is_planar=True) == []
    assert answers(path, name="virtual", first=0, count=10, is_planar=True) == []


def test_no_more_is_given_than_fits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_PIECE_BYTES", 100)
    with pytest.raises(ValueError, match="more was asked for"):
        answers(path, name="emg", first=0, count=100, is_planar=True)
    monkeypatch.setattr(module, "MOST_ARRAYS", 2)
    assert len(answers(path)) <= 2
