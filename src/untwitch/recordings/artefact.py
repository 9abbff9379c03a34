"""What is no muscle: jumps of an electrode or cable, a recorder at its limit, gaps and their neighbours."""

import math

import numpy as np
import numpy.typing as npt

from untwitch.recordings.condition import Ready
from untwitch.recordings.sensor import BoolArray, Sensor
from untwitch.recordings.summary import Excluded
from untwitch.recordings.voluntary import runs

NO_SIGNAL = "no signal here"
NEXT_TO_GAP = "too close to a gap in the signal"
SETTLING = "the recorder was settling"
JUMP = "the signal jumped, as when an electrode or cable moves"
LIMIT = "the recorder was at its limit"
TENSED = "the muscle was tensed"
MAINS = "a burst of mains hum"
LOUD = "louder than the rest of the recording for long: a tensed muscle, or interference"
TOO_LITTLE = "too little quiet signal around to judge"
NO_CHANNEL = "no channel could be used"

SETTLING_S = 0.5
_STEP_SIGMAS = 100.0
_NEIGHBOUR_S = 0.1
_HUM_SHARE = 0.6


def artefact_stretches(ready: Ready, *, sensor: Sensor, sigma: float, first: bool) -> list[Excluded]:
    """Gives what the shared gates exclude from a window.

    Args:
        ready: The window.
        sensor: What recorded it; its gates apply.
        sigma: Noise of the usual channel.
        first: Whether the recording begins with this window.
    """
    window = ready.window
    rate = window.rate_hz
    ring_s = 1 / (math.sqrt(2) * math.pi * sensor.band_hz[0])
    found = []

    def add(mask: BoolArray, beside_s: float, reason: str) -> None:
        for begin, end in runs(mask):
            low = max(begin - beside_s * rate, window.start)
            high = min(end + beside_s * rate, window.stop)
            if low < high:
                found.append(Excluded(window.time_s(low), window.time_s(high), reason))

    gone = np.zeros_like(window.missing)
    inside = slice(*ready.inside)
    gone[inside] = window.missing[inside]
    if "gap" in sensor.gates and gone.any():
        add(gone, 0.0, NO_SIGNAL)
        add(gone, _NEIGHBOUR_S, NEXT_TO_GAP)
    if "saturation" in sensor.gates and ready.saturated.any():
        add(ready.saturated, _NEIGHBOUR_S + 3 * ring_s, LIMIT)
    if "jump" in sensor.gates and sensor.largest_step is not None:
        least = max(sensor.largest_step, _STEP_SIGMAS * sigma)
        for at in np.flatnonzero(ready.step > least).tolist():
            # the high-pass rings until the jump has sunk into the noise
            beside_s = 0.02 + ring_s * math.log(float(ready.step[at]) / sigma)
            time_s = window.time_s(at)
            reason = SETTLING if first and time_s < SETTLING_S else JUMP
            mask = np.zeros(len(ready.step), np.bool_)
            mask[at] = True
            add(mask, beside_s, reason)
    return found


def is_mains(z: npt.NDArray[np.float32], *, rate_hz: float) -> bool:
    """Says whether most of the energy of a stretch lies on lines of the mains.

    Args:
        z: Channels in units of their noise, `(n, k)`.
        rate_hz: Samples a second.
    """
    length = round(0.2 * rate_hz)
    count = len(z) // length
    if count == 0:
        return False
    pieces = z[: count * length].reshape(count, length, z.shape[1])
    turns = np.arange(length) / rate_hz
    total = float(np.square(pieces).sum())
    for base in (50.0, 60.0):
        waves = np.stack(
            [
                wave(2 * np.pi * base * each * turns)
                for each in (1, 2, 3)
                if base * each < 0.45 * rate_hz
                for wave in (np.cos, np.sin)
            ]
        ).astype(np.float32)
        share = 2 / length * float(np.square(waves @ pieces).sum()) / max(total, 1e-9)
        if share > _HUM_SHARE:
            return True
    return False
