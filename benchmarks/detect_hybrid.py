"""Real rest with real potentials put in at known times: what detection of twitches is measured on.

Rest and potentials are of the same array (see SOURCES.md beside the data); a person's potentials go into that
person's rest. A stretch of 4.2 s counts as clean if no channel exceeds 6.5 times its noise; real twitches of
less than that remain in it and count as false when found.
"""

import json
import lzma
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import signal

Samples = npt.NDArray[np.float32]

RATE_HZ = 1000.0
SNRS = (3, 4, 5, 6, 8, 12)
LEAST_BIT_UV = 3.05176
_FIRST, _LAST = 200, 4400
_CLEAN_BELOW = 6.5
_BAND = signal.butter(2, [20, 450], "bandpass", fs=RATE_HZ, output="sos")


@dataclass(frozen=True)
class Stretch:
    """A stretch of rest with potentials in it.

    Attributes:
        samples: Microvolt, `(n, 64)`, as recorded.
        times_s: Peaks of the potentials.
        snr: Height of each on its strongest channel, in units of that channel's noise.
    """

    samples: Samples
    times_s: npt.NDArray[np.float64]
    snr: npt.NDArray[np.int64]

    @property
    def minutes(self) -> float:
        """Length in minutes."""
        return len(self.samples) / RATE_HZ / 60


def rest(folder: Path, subject: str) -> list[Samples]:
    """Gives the resting stretches of one person, microvolt, `(4600, 64)` each."""
    packed = lzma.decompress(next(folder.glob(f"rest_subject{subject}_*.xz")).read_bytes())
    steps = np.frombuffer(packed, np.int16).reshape(-1, 64, 4600).transpose(0, 2, 1)
    return list((np.cumsum(steps.astype(np.int32), axis=1) * LEAST_BIT_UV).astype(np.float32))


def potentials(folder: Path, subject: str) -> Samples:
    """Gives the potentials of one person, microvolt, `(n, 51, 64)`."""
    with np.load(folder / f"potentials_subject{subject}.npz") as held:
        return np.asarray(held["snips"], dtype=np.float32)


def band(samples: Samples) -> Samples:
    """Gives the samples at 20 to 450 Hz, without moving a peak."""
    level = samples - np.median(samples, axis=0)
    return np.asarray(signal.sosfiltfilt(_BAND, level, axis=0), dtype=np.float32)


def noise(banded: Samples) -> Samples:
    """Gives the noise of each channel, `(64,)`."""
    return np.asarray(1.4826 * np.median(np.abs(banded), axis=0), dtype=np.float32)


def is_clean(samples: Samples) -> bool:
    """Says whether no channel of a resting stretch stands out."""
    inner = band(samples)[_FIRST:_LAST]
    return bool((np.abs(inner) / noise(inner)).max() < _CLEAN_BELOW)


def with_potentials(
    samples: Samples, shapes: Samples, *, count: int, random: np.random.Generator, apart: int = 150
) -> Stretch:
    """Gives a stretch with so many potentials at random times, `apart` or more, heights drawn from SNRS.

    Args:
        samples: Rest, `(n, 64)`.
        shapes: Potentials, `(m, 51, 64)`.
        count: How many go in; at most six have six different heights.
        random: Where chance comes from.
        apart: Least distance, samples.
    """
    sigma = noise(band(samples))
    while True:
        places = np.sort(random.integers(apart, len(samples) - apart, count))
        if (np.diff(places) > apart).all():
            break
    heights = random.permutation(SNRS)[:count] if count <= len(SNRS) else random.choice(SNRS, count)
    out = samples.copy()
    fade = np.minimum(1, 4 * np.hanning(shapes.shape[1] + 2)[1:-1])[:, np.newaxis]
    for place, height in zip(places.tolist(), heights.tolist(), strict=True):
        shape = shapes[random.integers(len(shapes))]
        size = np.abs(shape) / np.maximum(sigma, 0.5)
        peak = int(np.unravel_index(size.argmax(), size.shape)[0])
        out[place - peak : place - peak + len(shape)] += (shape * fade * height / size.max()).astype(
            np.float32
        )
    return Stretch(out, places / RATE_HZ, np.asarray(heights))


def hybrid(folder: Path, subject: str, *, seed: int, count: int = 5, clean: bool = True) -> list[Stretch]:
    """Gives all stretches of one person with potentials in them.

    Args:
        folder: Where the data lie.
        subject: `001` or `002`.
        seed: Of the draw.
        count: Potentials a stretch of 4.2 s.
        clean: Whether stretches with a large potential or artefact of their own are left out.
    """
    random = np.random.default_rng(seed)
    shapes = potentials(folder, subject)
    kept = [each for each in rest(folder, subject) if not clean or is_clean(each)]
    return [with_potentials(each[_FIRST:_LAST], shapes, count=count, random=random) for each in kept]


def joined(stretches: list[Stretch]) -> Stretch:
    """Gives stretches one after the other as one recording, each levelled; the joints stay steps."""
    begin = np.cumsum([0, *(len(each.samples) for each in stretches)])
    return Stretch(
        np.concatenate([each.samples - np.median(each.samples, axis=0) for each in stretches]),
        np.concatenate(
            [each.times_s + first / RATE_HZ for each, first in zip(stretches, begin, strict=False)]
        ),
        np.concatenate([each.snr for each in stretches]),
    )


def written(document: dict[str, Any], path: Path) -> None:
    """Writes results as JSON."""
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
