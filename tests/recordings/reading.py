"""What tests of readers share: a file opened, its samples in one array, the same for every read size."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from untwitch.intake.members import open_path
from untwitch.recordings.given import Given, given_of
from untwitch.recordings.recording import Recording


def samples_of(recording: Recording, *, read_s: tuple[float, ...] = (0.37, 2, 10, 60)) -> npt.NDArray[Any]:
    """Gives all samples, `(n, n_channels)`; they must be the same for every length of a block."""
    found = [np.concatenate([each.samples for each in recording.blocks(seconds=length)]) for length in read_s]
    for each in found[1:]:
        np.testing.assert_array_equal(each, found[0])
    assert found[0].shape == (recording.n_samples, recording.n_channels)
    assert found[0].dtype == np.float32
    return found[0]


def given(path: Path) -> Given:
    """Gives the only file at a path as readers see it."""
    with open_path(path) as members:
        (member,) = members.members
        return given_of(member)


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """Gives a file with this content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
