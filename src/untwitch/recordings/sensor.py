"""The shape of a sensor: what the shared path of detection must know of EMG, a phone or a video."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from untwitch.facts.refused import Refused, nearest
from untwitch.recordings.confidence import CALIBRATION, Calibration
from untwitch.recordings.summary import Excluded

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

Gate = Literal["saturation", "jump", "one_channel", "mains", "gap", "bad_contact", "voluntary"]
GATES: tuple[Gate, ...] = get_args(Gate)
"""The shared gates that a sensor may switch on; what is its own it brings as `artefacts`."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One analysis window of fixed length, with a margin of signal either side.

        recording   ...................................................
        window            [margin|=========== 10 s ===========|margin]
        positions          0     start                     stop      n

    Attributes:
        first_index: Index on the recording's grid (of `rate_hz`) of the first sample, margin included;
            negative before the recording begins.
        start: Position of the first sample that belongs to the window.
        stop: One past the last that belongs to it.
        rate_hz: Samples a second: that of the recording, or a whole part of it where that is enough.
        raw: Before the band-pass, in the recording's unit, less the first value of each channel,
            `(n, n_channels)`; where a sample is missing the last one goes on. Kept only for a sensor with a
            condition or artefacts of its own, else empty.
        conditioned: Band-passed, `(n, n_channels)`.
        missing: Where at least one channel has no sample, `(n,)`.
    """

    first_index: int
    start: int
    stop: int
    rate_hz: float
    raw: FloatArray
    conditioned: FloatArray
    missing: BoolArray

    def time_s(self, position: float) -> float:
        """Gives the time of a position from the start of the recording, seconds."""
        return (self.first_index + position) / self.rate_hz


@dataclass(frozen=True, slots=True, eq=False)
class Conditioned:
    """What is left of a window when what the sensor knows of its body has been taken out.

    Attributes:
        signal: What is looked at, `(n, n_channels)`.
        loudness: How loud it is expected to be without any twitch, `(n,)`, as a multiple (at least 1) of the
            noise of the window; None means 1 everywhere. The statistic is divided by it, so that a heartbeat
            of ordinary size is no twitch.
    """

    signal: FloatArray
    loudness: FloatArray | None = None


Condition = Callable[[Window], Conditioned]
"""Gives what to look at: the heart or the global motion taken out, and how loud the rest may be."""

Artefacts = Callable[[Window, FloatArray], Sequence[Excluded]]
"""Gives the stretches that cannot be judged, from the window and the noise of each channel `(k,)`."""


def as_filtered(window: Window) -> Conditioned:
    """Gives the band-passed signal as it is: what a sensor without a condition of its own uses."""
    return Conditioned(window.conditioned)


def no_artefacts(window: Window, noise: FloatArray) -> Sequence[Excluded]:  # noqa: ARG001 - a hook's shape
    """Gives nothing: what a sensor uses whose artefacts the shared gates know."""
    return ()


@dataclass(frozen=True, slots=True)
class Sensor:
    """What makes one sensor different from the others. One value a file in `recordings/sensors/`.

    Attributes:
        name: `emg`, `accelerometer` or `video`.
        unit: Unit of its recordings: `uV`, `mm/s2` or `px`.
        band_hz: Lowest and highest frequency that is looked at; the upper is lowered for slow recordings.
        least_rate_hz: Slowest sampling that can show a twitch at all.
        energy_ms: Width over which energy is averaged: about the length of one twitch.
        refractory_ms: Peaks nearer than this are one twitch.
        tolerance_ms: How far a found twitch may lie from the true one and count as found, in benchmarks.
        threshold: Least statistic (robust z) of a twitch that is counted by default.
        gates: Which of the shared gates apply.
        largest_step: A change from one sample to the next, in `unit`, that no body can make: a loose
            electrode or cable. None for a sensor without such a limit.
        mains: Whether lines of the mains (50 or 60 Hz and multiples) are looked for and taken out.
        condition: What is done after the band-pass.
        artefacts: Gates of its own.
        margin_s: Seconds of signal that a window carries either side, because its hooks look so far.
        smallest_sigmas: Height, in units of a channel's noise, from which a twitch is mostly seen.
        peak_from: Height of one channel, likewise, from which it adds to the statistic by itself.
        calibration: Log odds of a peak, and which share of such peaks were twitches on known recordings.
        calibration_doubt: What is said beside a count whose calibration is of another sensor, or None.
    """

    name: Literal["emg", "accelerometer", "video"]
    unit: Literal["uV", "mm/s2", "px"]
    band_hz: tuple[float, float]
    least_rate_hz: float
    energy_ms: float
    refractory_ms: float
    tolerance_ms: float
    threshold: float
    gates: frozenset[Gate] = frozenset()
    largest_step: float | None = None
    mains: bool = False
    condition: Condition = as_filtered
    artefacts: Artefacts = no_artefacts
    margin_s: float = 0.2
    smallest_sigmas: float = 7.0
    peak_from: float = 6.0
    calibration: Calibration = CALIBRATION
    calibration_doubt: str | None = None

    def __post_init__(self) -> None:
        low, high = self.band_hz
        if not 0 < low < high:
            raise Refused(
                f"the band of {self.name} goes from {low:g} to {high:g} Hz; it must rise from above 0"
            )
        if self.least_rate_hz < 2 * low:
            raise Refused(
                f"{self.least_rate_hz:g} samples a second cannot show {low:g} Hz; least_rate_hz of "
                f"{self.name} must be at least {2 * low:g}"
            )
        for name in (
            "energy_ms",
            "refractory_ms",
            "tolerance_ms",
            "threshold",
            "margin_s",
            "smallest_sigmas",
            "peak_from",
        ):
            if not getattr(self, name) > 0:
                raise Refused(f"{name} of {self.name} is {getattr(self, name):g}; it must be above 0")
        for gate in sorted(self.gates - set(GATES)):
            raise Refused(f"gate {gate!r} of {self.name} is not known{nearest(gate, GATES)}")

    def band_at(self, rate_hz: float) -> tuple[float, float]:
        """Gives the band at a sampling rate: the upper end stays below 0.45 of the rate.

        Raises:
            Refused: The recording is too slow for this sensor.
        """
        if not rate_hz >= self.least_rate_hz:
            raise Refused(
                f"{rate_hz:g} samples a second are too few for {self.name}: at least {self.least_rate_hz:g}"
            )
        return self.band_hz[0], min(self.band_hz[1], 0.45 * rate_hz)

    def thinning(self, rate_hz: float) -> int:
        """Gives by what factor samples may be thinned out: what is left holds the band."""
        return max(1, int(rate_hz / (2.1 * self.band_at(rate_hz)[1])))

    def margin_at_least_s(self) -> float:
        """Gives the signal that a window needs either side: for its hooks, and to let filters settle."""
        return max(self.margin_s, 0.2 + 2 / self.band_hz[0])
