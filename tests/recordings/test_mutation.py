"""Some of the broken recordings of `benchmarks/fuzz_recordings.py`, in every format."""

import random
from pathlib import Path

import pytest
from tests.recordings.mutation import SAMPLES, changed, fuzz, read_all

APART = {"hdf5"}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read(name: str, tmp_path: Path) -> None:
    make, said = SAMPLES[name]
    (tmp_path / "recording").write_bytes(make())
    assert read_all(tmp_path / "recording", said) == "read"


@pytest.mark.parametrize("name", SAMPLES)
def test_broken_samples_are_read_or_refused(name: str, tmp_path: Path) -> None:
    make, said = SAMPLES[name]
    sample, chance = make(), random.Random(3)
    path = tmp_path / "recording"
    for _ in range(2 if name in APART else 25):
        path.write_bytes(changed(sample, chance))
        assert read_all(path, said) in {"read", "refused"}


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - APART))
def test_samples_cut_anywhere_are_read_or_refused(name: str, tmp_path: Path) -> None:
    make, said = SAMPLES[name]
    sample = make()
    path = tmp_path / "recording"
    found = []
    for part in range(1, 12):
        path.write_bytes(sample[: len(sample) * part // 12])
        found.append(read_all(path, said))
    assert found[-1] == "read"


def test_fuzzing_counts_what_it_read() -> None:
    found = fuzz("wav", 0.2, 1)
    assert found["inputs"] == found["read"] + found["refused"]
    assert found["failures"] == []
