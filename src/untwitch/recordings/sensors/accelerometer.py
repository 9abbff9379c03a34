"""A phone that lies on the muscle: three axes of movement, with the heartbeat and every touch in it.

Looked at is 20 to 45 Hz, where a twitch is loudest against the body's own movement; a wider view, 5 to 45 Hz,
shows the heart. Slower movement shows when the phone was touched or the body moved. Screening, not clinically
validated: no phone recording with known twitches was there to measure with.
"""

import numpy as np
from scipy import signal as filters

from untwitch.recordings.heartbeat import BoolArray, FloatArray, find_beats, without_beats
from untwitch.recordings.sensor import Conditioned, Sensor, Window
from untwitch.recordings.summary import Excluded

TOUCHED = "the phone was touched or the body moved"
SETTLING = "the start, where the phone was just let go"

WIDE_HZ = (5.0, 45.0)
SLOW_HZ = (0.7, 5.0)
HANDLED_MM_S2 = 1000.0
"""Movement over half a second that no muscle under a resting phone makes."""

_HANDLED_OVER_S = 0.5
_SLOW_MM_S2 = 40.0
_SLOW_TIMES_USUAL = 2.5
_USUAL_PART = 0.3
_EITHER_SIDE_S = 0.5
_SETTLING_S = 3.0
_LEAST_USABLE_S = 3.0


def _filled(window: Window) -> FloatArray:
    """Gives the raw movement about its median, straight lines over what is missing."""
    raw = np.array(window.raw, np.float64)
    known = np.flatnonzero(~window.missing & np.isfinite(raw).all(axis=1))
    if not len(known):
        return np.zeros_like(raw)
    places = np.arange(len(raw))
    filled = np.stack([np.interp(places, known, raw[known, axis]) for axis in range(raw.shape[1])], axis=1)
    return np.asarray(filled - np.median(raw[known], axis=0))


def _between(movement: FloatArray, band_hz: tuple[float, float], *, rate_hz: float) -> FloatArray:
    low, high = band_hz[0], min(band_hz[1], 0.45 * rate_hz)
    sections = filters.butter(3, (low, high), "bandpass", fs=rate_hz, output="sos")
    if len(movement) <= 3 * (2 * len(sections) + 1):
        return np.zeros_like(movement)
    return np.asarray(filters.sosfiltfilt(sections, movement, axis=0))


def _over(values: FloatArray, seconds: float, *, rate_hz: float) -> FloatArray:
    """Gives the root mean square over so many seconds, of the length of all axes together, `(n,)`."""
    width = max(1, min(len(values), round(seconds * rate_hz)))
    squared = np.square(values).sum(axis=1)
    return np.sqrt(np.convolve(squared, np.ones(width) / width, "same"))


def is_handled(window: Window) -> BoolArray:
    """Says of each sample whether the phone was touched or the body moved, half a second either side of it.

    Slow movement counts when it is well above the quiet seconds of its half minute: a heartbeat and a breath
    are usual. A twitch is too short to show there.
    """
    movement = _filled(window)
    slow = _over(_between(movement, SLOW_HZ, rate_hz=window.rate_hz), _HANDLED_OVER_S, rate_hz=window.rate_hz)
    second = max(1, round(window.rate_hz))
    here = ~window.missing
    peaks = [
        slow[start : start + second].max()
        for start in range(0, len(slow), second)
        if here[start : start + second].all()
    ]
    usual = float(np.quantile(peaks, _USUAL_PART)) if peaks else 0.0
    is_loud = slow > max(_SLOW_MM_S2, _SLOW_TIMES_USUAL * usual)
    is_loud |= _over(movement, _HANDLED_OVER_S, rate_hz=window.rate_hz) > HANDLED_MM_S2
    width = max(1, round(2 * _EITHER_SIDE_S * window.rate_hz))
    return np.convolve(is_loud, np.ones(width), "same") > 0.5


def condition(window: Window) -> Conditioned:
    """Takes the heartbeat out and says how loud the rest is expected to be."""
    usable = ~(is_handled(window) | window.missing)
    if usable.sum() < _LEAST_USABLE_S * window.rate_hz:
        return Conditioned(window.conditioned)
    known = np.flatnonzero(~window.missing)
    inside = slice(int(known[0]), int(known[-1]) + 1)  # a window at the end of the file looks past it
    narrow = np.asarray(window.conditioned[inside], np.float64)
    wide = _between(_filled(window)[inside], WIDE_HZ, rate_hz=window.rate_hz)
    beats = find_beats(wide, narrow, usable[inside], rate_hz=window.rate_hz)
    found = without_beats(narrow, beats, usable[inside], rate_hz=window.rate_hz)
    signal, loudness = np.zeros_like(window.conditioned), np.ones(len(window.missing), np.float32)
    signal[inside] = found.signal
    if found.loudness is not None:
        loudness[inside] = found.loudness
    return Conditioned(signal, loudness)


def artefacts(window: Window, noise: FloatArray) -> list[Excluded]:  # noqa: ARG001 - a hook's shape
    """Gives the stretches of the window in which the phone was handled, and the first three seconds."""
    handled = is_handled(window)[window.start : window.stop]
    edges = np.diff(np.r_[False, handled, False].astype(np.int8))
    found = [
        Excluded(window.time_s(window.start + begin), window.time_s(window.start + end), TOUCHED)
        for begin, end in zip(
            np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True
        )
    ]
    if (begin_s := window.time_s(window.start)) < _SETTLING_S:
        end_s = min(_SETTLING_S, window.time_s(window.stop))
        found.insert(0, Excluded(begin_s, end_s, SETTLING))
    return found


_CALIBRATION = (
    (-5.7, 0.0), (-4.0, 0.006), (-3.1, 0.012), (-2.2, 0.017), (-1.5, 0.029), (-0.6, 0.041), (0.5, 0.062),
    (1.8, 0.11), (3.2, 0.139), (5.3, 0.198), (8.2, 0.311), (11.8, 0.388), (17.2, 0.509), (22.5, 0.574),
    (30.3, 0.679), (46.9, 0.795), (100.7, 0.84), (174.4, 0.888), (358.5, 0.977), (1113.3, 0.98),
    (2490.6, 1.0),
)  # fmt: skip
"""Monotone regression on 30 real recordings of a phone on the chest of 30 people (odd subjects), as they are
and with pulses of 100 and 300 mm/s2 put in, both halves of the same weight. The heart makes high peaks."""

SENSOR = Sensor(
    name="accelerometer",
    unit="mm/s2",
    band_hz=(20.0, 45.0),
    least_rate_hz=60.0,
    energy_ms=60.0,
    refractory_ms=150.0,
    tolerance_ms=100.0,
    threshold=6.5,
    gates=frozenset({"saturation", "gap"}),
    condition=condition,
    artefacts=artefacts,
    margin_s=10.0,
    smallest_sigmas=20.0,
    calibration=_CALIBRATION,
)
