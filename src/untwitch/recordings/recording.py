"""A recording as every format gives it: channels in one unit on one even grid of time, read block by block.

    file time   0 s                                                duration_s
    samples     |=====================|   gap   |======================|
    blocks      | first_index 0 | first_index n | ...                  |    NaN inside the gap

A reader opens its file anew each time blocks are asked for, so that a recording is a value that can be gone
through again, and never sits in memory as a whole.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused

SensorName = Literal["emg", "accelerometer", "video"]
SENSOR_NAMES: tuple[SensorName, ...] = get_args(SensorName)
Unit = Literal["uV", "mm/s2", "px", "count"]
UNITS: tuple[Unit, ...] = get_args(Unit)
"""`count` stands for the file's own steps where a person said that nobody knows their size: amplitudes then
compare within this recording only."""

FloatArray = npt.NDArray[np.floating[Any]]
SampleArray = npt.NDArray[np.float32]

MOST_CHANNELS = 1024
LONGEST_S = 48 * 3600.0
FASTEST_HZ = 200_000.0
LONGEST_BLOCK_SAMPLES = 1 << 24
"""Samples of one block over all channels, 64 MiB: a block of an hour of 256 channels is cut to this."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Time without samples, which is neither quiet nor a zero.

    Attributes:
        start_s: Begin, seconds from the begin of the recording.
        end_s: End, after the begin.
        reason: What is known of it, in words.
    """

    start_s: float
    end_s: float
    reason: str

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s < math.inf:
            raise Refused(f"a gap from {self.start_s:g} s to {self.end_s:g} s is not possible")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some consecutive samples of all channels.

    Attributes:
        first_index: Position of its first sample in the recording, from 0.
        samples: In the unit of the recording, `(n, n_channels)`; NaN where there is none. Each channel lies
            in one piece of memory: `samples[:, 0]` is contiguous.
    """

    first_index: int
    samples: SampleArray


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A recording that can be read.

    Attributes:
        name: Name for sentences: the file, without its folders.
        sensor: `emg`, `accelerometer` or `video`.
        unit: Unit of the samples: `uV`, `mm/s2`, `px`, or `count` where the size of a step is unknown.
        rate_hz: Samples a second of the even grid.
        channel_names: One a channel.
        n_samples: Samples of a channel from begin to end, gaps included.
        open_blocks: Gives all blocks in order from the begin, at most so many samples each.
        least_bit: Size of one step of the converter in `unit`, or None if unknown.
        positions: Row and column on the grid of electrodes or cells, `(n_channels, 2)`, or None.
        started: When it began, or None if the file does not say. Its zone is known by `guess` where the file
            has a wall clock without a zone: then `started.local()` is that wall clock. Where the file counts
            from 1970 the instant is right, and UTC is only how it was written.
        gaps: Stretches without samples, in order.
        problems: What could not be used, and what a person should know of this file.
        saturation: Lowest and highest value that the converter can give, in `unit`, or None if unknown.
        holds_gravity: Whether gravity is in the samples of an accelerometer; None where nobody knows.
    """

    name: str
    sensor: SensorName
    unit: Unit
    rate_hz: float
    channel_names: tuple[str, ...]
    n_samples: int
    open_blocks: Callable[[int], Iterator[Block]]
    least_bit: float | None = None
    positions: FloatArray | None = None
    started: Instant | None = None
    gaps: tuple[Gap, ...] = ()
    problems: tuple[Problem, ...] = ()
    saturation: tuple[float, float] | None = None
    holds_gravity: bool | None = None

    def __post_init__(self) -> None:
        if self.sensor not in SENSOR_NAMES:
            raise Refused(f"sensor is {self.sensor!r}; known: {', '.join(SENSOR_NAMES)}")
        if self.unit not in UNITS:
            raise Refused(f"unit is {self.unit!r}; known: {', '.join(UNITS)}")
        if not 0 < self.rate_hz <= FASTEST_HZ:
            raise Refused(f"{self.name} has {self.rate_hz:g} samples a second; 0 to {FASTEST_HZ:g} are read")
        if not 0 < len(self.channel_names) <= MOST_CHANNELS:
            raise Refused(
                f"{self.name} has {len(self.channel_names)} channels; 1 to {MOST_CHANNELS} are read"
            )
        if self.n_samples < 1:
            raise Refused(f"{self.name} holds no samples")
        if self.duration_s > LONGEST_S:
            hours = f"{self.duration_s / 3600:.0f} hours"
            raise Refused(f"{self.name} lasts {hours}; at most {LONGEST_S / 3600:g} are read at once")
        if self.positions is not None and self.positions.shape != (len(self.channel_names), 2):
            raise Refused(f"{self.name} has positions of shape {self.positions.shape}, not one a channel")

    @property
    def n_channels(self) -> int:
        """How many channels there are."""
        return len(self.channel_names)

    @property
    def duration_s(self) -> float:
        """Seconds from the first sample to the end of the last, gaps included."""
        return self.n_samples / self.rate_hz

    def blocks(self, *, seconds: float = 10.0) -> Iterator[Block]:
        """Gives all samples from the begin, in blocks; can be called again, and gives the same samples.

        Args:
            seconds: Length of a block; the last one is shorter, and all are where one would be larger than
                `LONGEST_BLOCK_SAMPLES`. What the samples are does not depend on it.

        Raises:
            Refused: The length is no length; while going through, that the file changed or went away.
        """
        if not 0 < seconds < math.inf:
            raise Refused(f"a block of {seconds:g} s is not possible")
        most = max(1, LONGEST_BLOCK_SAMPLES // self.n_channels)
        return self.open_blocks(min(most, max(1, round(seconds * self.rate_hz))))


def of_array(
    samples: npt.ArrayLike,
    *,
    rate_hz: float,
    sensor: SensorName = "emg",
    unit: Unit = "uV",
    name: str = "array",
    **known: Any,
) -> Recording:
    """Gives a recording of samples that lie in memory, for simulations and tests.

    Args:
        samples: In `unit`, `(n, n_channels)` or `(n,)`; NaN where there is none.
        rate_hz: Samples a second.
        sensor: What recorded them.
        unit: Their unit.
        name: Name for sentences.
        known: Further fields of `Recording`, such as `positions`, `gaps` or `saturation`.

    Raises:
        Refused: They are no recording.
    """
    held = np.asarray(samples, dtype=np.float32)
    held = np.asfortranarray(held[:, np.newaxis] if held.ndim == 1 else held)
    if held.ndim != 2:
        raise Refused(f"samples of shape {held.shape} are not (n, n_channels)")

    def open_blocks(length: int) -> Iterator[Block]:
        for first in range(0, len(held), length):
            yield Block(first, held[first : first + length])

    known = {"channel_names": tuple(f"channel {each + 1}" for each in range(held.shape[1])), **known}
    return Recording(
        name, sensor, unit, rate_hz=rate_hz, n_samples=len(held), open_blocks=open_blocks, **known
    )
