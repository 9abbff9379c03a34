"""A video of skin: how far each cell of a grid over the picture moved, apart from the whole picture.

A twitch moves the skin of a few cells and lets it go within a third of a second. What moves most cells at
once is the camera, the light or the packing of the video, and makes a twitch there mean less. Where the skin
could not be followed, as in a blink, nothing is known. Screening, not clinically validated: constants were
chosen on made-up clips, for no real clip of twitching skin was at hand.
"""

import numpy as np

from untwitch.recordings.heartbeat import FloatArray
from untwitch.recordings.sensor import BoolArray, Conditioned, Sensor, Window
from untwitch.recordings.summary import Excluded
from untwitch.recordings.voluntary import runs

UNSEEN = "the skin could not be followed: a blink, a hand or a fast camera"
MOVED = "most of the picture moved at once"
SETTLING = "the start, where the camera settles"

_SMOOTH_S = 0.25
"""With a band from 1 Hz on: the skin's way back after a twitch is slow, and much of what sets it off."""
_ENERGY_S = 0.15
_MOST_CELLS = 0.6
"""Part of the cells that are quieter than the loudness: a twitch in fewer than the rest changes nothing."""
_MOVED_TIMES_USUAL = 4.0
_BESIDE_S = 0.4
_SETTLING_S = 0.5


def _over_time(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Gives a weighted running mean of each channel, `(n, n_channels)`."""
    weights = weights / weights.sum()
    half = len(weights) // 2
    padded = np.pad(values, ((half, len(weights) - 1 - half), (0, 0)), mode="edge")
    total = np.zeros(values.shape)
    for place, weight in enumerate(weights.tolist()):
        total += weight * padded[place : place + len(values)]
    return np.asarray(total)


def _loudness(window: Window, smooth: FloatArray) -> FloatArray:
    """Gives how much most cells move at once, as a multiple of what is usual in the window, `(n,)`."""
    known = ~window.missing
    noise = 1.4826 * np.median(np.abs(smooth[known]), axis=0)
    moving = noise > 0
    if not moving.any():
        return np.ones(len(smooth))
    squared = np.square(smooth[:, moving] / noise[moving])
    energy = _over_time(squared, np.ones(max(1, round(_ENERGY_S * window.rate_hz))))
    most = np.quantile(energy, _MOST_CELLS, axis=1)
    return np.asarray(np.sqrt(np.maximum(1.0, most / max(float(np.median(most[known])), 1e-12))))


def condition(window: Window) -> Conditioned:
    """Smooths over about the length of a twitch and says how loud the whole picture is."""
    if window.missing.all():
        return Conditioned(window.conditioned)
    width = max(1, round(_SMOOTH_S * window.rate_hz))
    smooth = _over_time(np.asarray(window.conditioned, np.float64), np.hanning(width + 2)[1:-1])
    return Conditioned(smooth.astype(np.float32), _loudness(window, smooth).astype(np.float32))


def artefacts(window: Window, noise: FloatArray) -> list[Excluded]:  # noqa: ARG001 - a hook's shape
    """Gives where the skin could not be followed, and where most of the picture moved."""
    if window.missing.all():
        return [Excluded(window.time_s(window.start), window.time_s(window.stop), UNSEEN)]
    moved = _loudness(window, np.asarray(window.conditioned, np.float64)) > _MOVED_TIMES_USUAL
    width = 2 * round(2 * _BESIDE_S * window.rate_hz) + 1
    near_unseen = np.convolve(window.missing, np.ones(width), "same") > 0  # where the filter still rings
    found: list[Excluded] = []
    if (begin_s := window.time_s(window.start)) < _SETTLING_S:
        found.append(Excluded(begin_s, min(_SETTLING_S, window.time_s(window.stop)), SETTLING))
    for mask, reason in ((window.missing, UNSEEN), (moved & ~near_unseen, MOVED)):
        found += _stretches(window, mask, reason)
    return found


def _stretches(window: Window, mask: BoolArray, reason: str) -> list[Excluded]:
    """Gives the stretches of a mask within the window, a little longer either side."""
    beside = round(_BESIDE_S * window.rate_hz)
    known = np.flatnonzero(~window.missing)
    inside = mask.copy()
    inside[: known[0]] = inside[known[-1] + 1 :] = False  # before the recording begins, and after its end
    found = []
    for begin, end in runs(inside):
        low, high = max(begin - beside, window.start), min(end + beside, window.stop)
        if low < high:
            found.append(Excluded(window.time_s(low), window.time_s(high), reason))
    return found


SENSOR = Sensor(
    name="video",
    unit="px",
    band_hz=(1.0, 12.0),
    least_rate_hz=20.0,
    energy_ms=150.0,
    refractory_ms=400.0,
    tolerance_ms=67.0,
    threshold=6.5,
    condition=condition,
    artefacts=artefacts,
    margin_s=10.0,
    smallest_sigmas=8.0,
    peak_from=4.0,
    calibration_doubt="how sure each twitch is was set right on muscle signals only, not on video; take the "
    "count as rough",
)
