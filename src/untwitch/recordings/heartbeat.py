"""The heartbeat in a phone's movement: when it beats, what it looks like, how loud it is at each moment.

A phone on a body moves with every heartbeat, about once a second and often more than with a twitch. Two
things tell them apart: beats come at times that the beats around them foretell, and they look alike.

    energy      __|^|_|^|____|^|_|^|____|^|_|^|____|^|_|^|__     two sounds a beat
    beats         b          b          b          b             found by their distance and their likeness
    loudness    1 3 1 3  1   3 1 3  1   3 1 3  1                 what is left without the usual beat
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from untwitch.recordings.sensor import Conditioned

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]

PERIOD_S = (0.45, 1.4)
"""Shortest and longest time from beat to beat: 133 and 43 beats a minute."""

LEAST_REGULARITY = 0.12
"""Least autocorrelation of the energy at the period for which beats are believed."""

ENERGY_S = 0.06
_STEPS_A_SECOND = 50
_STIFFNESS = 15.0
"""How much a distance between beats that differs from the period costs, against their likeness."""

_BEFORE = 0.25
"""Part of the period that a beat's stretch begins before its mark."""

_ROUNDS = 3
_SHIFT_S = 0.04
_LOUD_PART = 0.7
"""Part of the beats that are quieter than the loudness expected at that moment of the beat."""

_LEAST_BEATS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """Heartbeats of a stretch of signal.

    Attributes:
        positions: Where each beat lies, samples, in order.
        period_s: Usual time from beat to beat.
        regularity: Autocorrelation of the energy at that period.
    """

    positions: IntArray
    period_s: float
    regularity: float


def energy_of(signal: FloatArray, usable: BoolArray, *, rate_hz: float) -> FloatArray:
    """Gives the root of the mean energy over 60 ms, in multiples of each axis's own noise.

    Args:
        signal: Band-passed, `(n, n_axes)`.
        usable: Samples that the noise is taken from, `(n,)`; elsewhere the energy is the usual one.
        rate_hz: Samples a second.

    Returns:
        Energy, `(n,)`.
    """
    noise = noise_of(signal, usable)
    squared = np.square(signal / noise).mean(axis=1)
    energy = np.sqrt(_smoothed(squared, np.ones(max(1, round(ENERGY_S * rate_hz)))))
    return np.where(usable, energy, np.median(energy[usable]))


def noise_of(signal: FloatArray, usable: BoolArray) -> FloatArray:
    """Gives the standard deviation of each axis, robustly, over the usable samples, `(n_axes,)`; never 0."""
    return np.maximum(1.4826 * np.median(np.abs(signal[usable]), axis=0), float(np.finfo(np.float32).tiny))


def find_beats(wide: FloatArray, narrow: FloatArray, usable: BoolArray, *, rate_hz: float) -> Beats | None:
    """Gives the heartbeats of a stretch, or None if it holds no rhythm of a heart.

    The period is taken from the wide view, where the heart is loudest; the beats from the narrow one, where
    they have to be told from twitches.

    Args:
        wide: Movement from 5 to 45 Hz, `(n, n_axes)`.
        narrow: Movement in the band of the sensor, `(n, n_axes)`.
        usable: Samples without handling or gap, `(n,)`.
        rate_hz: Samples a second.
    """
    step = max(1, round(rate_hz / _STEPS_A_SECOND))
    slow_hz = rate_hz / step
    period_s, regularity = _period(_outline(wide, usable, rate_hz=rate_hz)[::step], rate_hz=slow_hz)
    if regularity < LEAST_REGULARITY:
        return None
    outline = _outline(narrow, usable, rate_hz=rate_hz)[::step]
    length, before = round(period_s * slow_hz), int(_BEFORE * period_s * slow_hz)
    likeness = outline / (outline.std() or 1.0)
    marks: IntArray = np.empty(0, np.intp)
    for _ in range(_ROUNDS):
        marks = _track(likeness, period=period_s * slow_hz)
        if len(marks) < _LEAST_BEATS:
            return None
        usual = np.median(_stretches(outline[:, None], marks - before, length)[:, :, 0], axis=0)
        padded = np.pad(outline, (before, length - before - 1))
        likeness = np.correlate(padded, usual - usual.mean(), "valid")
        likeness = likeness / (likeness.std() or 1.0)
    return Beats(marks * step, period_s, regularity)


def without_beats(
    signal: FloatArray, beats: Beats | None, usable: BoolArray, *, rate_hz: float
) -> Conditioned:
    """Gives the signal with the usual beat taken out, and how loud the rest may be at each moment.

    Args:
        signal: Movement in the band of the sensor, `(n, n_axes)`.
        beats: Its beats, or None.
        usable: Samples without handling or gap, `(n,)`.
        rate_hz: Samples a second.
    """
    second = max(1, round(rate_hz))
    loudness: FloatArray
    if beats is None:
        loudness = np.ones(len(signal))
        left = signal
    else:
        left, loudness = _taken_out(signal, beats, noise_of(signal, usable), rate_hz=rate_hz)
        # a twitch that stands in several beats must not raise what is expected above a usual second
        most = _usual_peak(energy_of(signal, usable, rate_hz=rate_hz), usable, second)
        loudness = np.minimum(loudness, max(1.0, most))
    remaining = _usual_peak(energy_of(left, usable, rate_hz=rate_hz) / loudness, usable, second)
    loudness = loudness * max(1.0, remaining)
    return Conditioned(left.astype(np.float32), loudness.astype(np.float32))


def _usual_peak(energy: FloatArray, usable: BoolArray, second: int) -> float:
    """Gives the median of the highest energy of each second that is mostly usable."""
    whole = len(energy) // second * second
    by_second = usable[:whole].reshape(-1, second)
    peaks = np.where(by_second, energy[:whole].reshape(-1, second), 0.0).max(axis=1, initial=0.0)
    peaks = peaks[by_second.mean(axis=1) > 0.5] if len(peaks) else peaks
    return float(np.median(peaks)) if len(peaks) else float(energy.max())


def _smoothed(values: FloatArray, window: FloatArray) -> FloatArray:
    if len(values) < len(window):
        return np.full(len(values), values.mean())
    return np.convolve(values, window / window.sum(), "same")


def _hann(width: int) -> FloatArray:
    return np.asarray(np.hanning(max(1, width) + 2)[1:-1])


def _outline(signal: FloatArray, usable: BoolArray, *, rate_hz: float) -> FloatArray:
    """Gives the smooth logarithm of the energy about its mean: a loud event counts like a usual one."""
    energy = energy_of(signal, usable, rate_hz=rate_hz)
    top = _usual_peak(energy, usable, max(1, round(rate_hz)))
    outline = _smoothed(np.log(np.minimum(energy, top) + 0.3), _hann(int(0.09 * rate_hz)))
    return np.asarray(outline - outline.mean())


def _period(outline: FloatArray, *, rate_hz: float) -> tuple[float, float]:
    """Gives the time from beat to beat and how alike the signal is after it; (0, 0) if there is none."""
    n = len(outline)
    low, high = int(PERIOD_S[0] * rate_hz), int(PERIOD_S[1] * rate_hz)
    spread = float(np.square(outline).mean())
    if n <= 2 * high or not spread:
        return 0.0, 0.0
    padded = np.fft.rfft(outline, 2 * n)
    sums = np.fft.irfft(np.abs(padded) ** 2, 2 * n)[: 2 * high + 1]
    alike = _smoothed(sums / (n - np.arange(2 * high + 1)) / spread, _hann(3))
    lags = np.arange(low, high + 1)
    scores = alike[lags] + 0.5 * alike[2 * lags]
    inner = scores[1:-1]
    is_peak = (inner >= scores[:-2]) & (inner >= scores[2:]) & (np.minimum(inner, alike[lags[1:-1]]) > 0)
    peaks = np.flatnonzero(is_peak) + 1
    if not len(peaks):
        return 0.0, 0.0
    # twice the period is as good as the period: the shortest of nearly equals is the heart's
    best = peaks[scores[peaks] >= 0.9 * scores[peaks].max()][0]
    return float(lags[best] / rate_hz), float(alike[lags[best]])


def _track(likeness: FloatArray, *, period: float) -> IntArray:
    """Gives the moments whose likeness and even distances together are best, by dynamic programming.

    Args:
        likeness: How much each moment looks like a beat, in standard deviations, `(n,)`.
        period: Usual distance, samples.

    Reference:
        Ellis D. Beat tracking by dynamic programming. J New Music Res 2007;36:51.
        doi:10.1080/09298210701653344
    """
    nearest, farthest = max(1, int(0.7 * period)), int(np.ceil(1.45 * period))
    distances = np.arange(farthest, nearest - 1, -1)
    costs = _STIFFNESS * np.log(distances / period) ** 2
    best = np.r_[np.full(farthest, -np.inf), likeness]
    before = np.full(len(likeness), -1)
    for place in range(len(likeness)):
        totals = best[place : place + farthest - nearest + 1] - costs
        of_best = int(totals.argmax())
        if totals[of_best] > 0:
            best[place + farthest] += totals[of_best]
            before[place] = place - distances[of_best]
    late = max(0, len(likeness) - int(period))
    chain = [late + int(best[farthest + late :].argmax())]
    while before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return np.array(chain[::-1], np.intp)


def _stretches(signal: FloatArray, starts: IntArray, length: int) -> FloatArray:
    """Gives a stretch of the signal from each start, `(n_starts, length, n_axes)`; 0 outside the signal."""
    margin = length + max(0, -int(starts.min()), int(starts.max()) + length - len(signal))
    padded = np.pad(signal, ((margin, margin), (0, 0)))
    return np.asarray(padded[(starts + margin)[:, None] + np.arange(length)])


def _taken_out(
    signal: FloatArray, beats: Beats, noise: FloatArray, *, rate_hz: float
) -> tuple[FloatArray, FloatArray]:
    """Takes the usual beat out and gives how loud the rest is at each moment of the beat."""
    before, length = int(_BEFORE * beats.period_s * rate_hz), round(beats.period_s * rate_hz)
    starts = beats.positions - before
    reach = max(1, int(_SHIFT_S * rate_hz))
    shifts = np.zeros(len(starts), np.intp)
    for _ in range(2):
        usual = np.median(_stretches(signal, starts + shifts, length), axis=0) / noise**2
        alike = np.stack(
            [
                np.tensordot(_stretches(signal, starts + shift, length), usual, 2)
                for shift in range(-reach, reach + 1)
            ]
        )
        shifts = alike.argmax(axis=0) - reach
    starts = starts + shifts
    pieces = _stretches(signal, starts, length)
    usual = np.median(pieces, axis=0)
    window = np.ones(max(1, round(ENERGY_S * rate_hz)))
    squared = np.square((pieces - usual) / noise).mean(axis=2)
    energies = np.stack([_smoothed(each, window) for each in squared])
    expected = np.quantile(energies, _LOUD_PART, axis=0)
    expected = np.maximum(expected, _smoothed(expected, _hann(int(0.07 * rate_hz))))
    quiet = max(float(np.median(expected[expected <= np.median(expected)])), float(np.finfo(np.float32).tiny))
    by_moment = np.sqrt(np.maximum(1.0, expected / quiet))
    left, loudness = np.array(signal, np.float64), np.ones(len(signal))
    ends = np.minimum(starts + length, np.r_[starts[1:], len(signal) + length])
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        low, high = max(0, start), min(len(signal), end)
        if low < high:
            left[low:high] -= usual[low - start : high - start]
            loudness[low:high] = by_moment[low - start : high - start]
    return left, loudness
