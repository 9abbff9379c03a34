"""Filters that run over all channels at once: compiled where numba is installed, the same numbers without.

The loops go over time outside and channels inside, so that one processor instruction serves many channels.
Compiled code is kept beside the module or in the user's cache, so that only the first run waits for it.
"""

import importlib.util
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from untwitch.recordings.sensor import BoolArray, FloatArray

COMPILED = importlib.util.find_spec("numba") is not None
"""Whether the compiled loops are used."""


class Biquad(NamedTuple):
    """A filter of second order: `y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''`."""

    b0: float
    b1: float
    b2: float
    a1: float
    a2: float


def high_pass(cut_hz: float, *, rate_hz: float) -> Biquad:
    """Gives a Butterworth high-pass of second order by the bilinear transform."""
    k = math.tan(math.pi * cut_hz / rate_hz)
    norm = 1 / (1 + math.sqrt(2) * k + k * k)
    return Biquad(norm, -2 * norm, norm, 2 * (k * k - 1) * norm, (1 - math.sqrt(2) * k + k * k) * norm)


def low_pass(cut_hz: float, *, rate_hz: float) -> Biquad:
    """Gives a Butterworth low-pass of second order by the bilinear transform."""
    k = math.tan(math.pi * cut_hz / rate_hz)
    norm = 1 / (1 + math.sqrt(2) * k + k * k)
    gain = k * k * norm
    return Biquad(gain, 2 * gain, gain, 2 * (k * k - 1) * norm, (1 - math.sqrt(2) * k + k * k) * norm)


def thinning_taps(cut_hz: float, *, rate_hz: float, factor: int) -> FloatArray:
    """Gives a symmetric low-pass (a sinc under a Hamming window) to run before every `factor`-th is kept.

    Returns:
        Taps that sum to one, `(8 factor + 1,)`.
    """
    half = 4 * factor
    position = np.arange(-half, half + 1)
    taps = np.sinc(2 * cut_hz / rate_hz * position) * np.hamming(2 * half + 1)
    return np.asarray(taps / taps.sum(), dtype=np.float32)


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    if not COMPILED:  # pragma: no cover - the tests set COMPILED to False later
        return function
    import numba  # noqa: PLC0415 - slow to import, and not in every installation

    compiled: Callable[..., Any] = numba.njit(cache=True, nogil=True, fastmath=False)(function)
    return compiled


@_compiled
def _laid_loop(samples: Any, out: Any) -> None:  # pragma: no cover - compiled
    n, k = samples.shape
    for begin in range(0, n, 32):
        for c in range(k):
            for t in range(begin, min(begin + 32, n)):
                out[t, c] = samples[t, c]


def laid(samples: FloatArray, *, out: FloatArray) -> None:
    """Copies samples that lie channel by channel to where they lie time by time, in pieces of the cache.

    Args:
        samples: `(n, k)`, laid out in any way.
        out: Takes them, `(n, k)`.
    """
    if COMPILED and not samples.flags.c_contiguous:
        _laid_loop(samples, out)
    else:
        out[:] = samples


@_compiled
def _levelled_loop(raw: Any, steps: Any, missing: Any) -> None:  # pragma: no cover - compiled
    n, k = raw.shape
    level = np.zeros(k, np.float32)
    held = np.zeros(k, np.float32)
    for c in range(k):
        for t in range(n):
            if not np.isnan(raw[t, c]):
                level[c] = raw[t, c]
                break
    for t in range(n):
        most = np.float32(0)
        gone = 0
        for c in range(k):
            value = raw[t, c] - level[c]
            if np.isnan(value):
                gone += 1
                value = held[c]
            most = max(most, abs(value - held[c]))
            held[c] = value
            raw[t, c] = value
        steps[t] = most
        missing[t] = gone


def levelled(raw: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Takes the first value of each channel off it and holds the last value where one is missing, in place.

    Args:
        raw: Samples, `(n, k)`, nan where missing; changed.

    Returns:
        The largest change of any channel since the sample before, `(n,)`; the number of channels without a
        sample, `(n,)`.
    """
    steps = np.zeros(len(raw), np.float32)
    missing = np.zeros(len(raw), np.float32)
    if COMPILED:
        _levelled_loop(raw, steps, missing)
        return steps, missing
    gone = np.isnan(raw)
    missing[:] = gone.sum(axis=1)
    first = np.argmin(gone, axis=0)
    level = raw[first, np.arange(raw.shape[1])]
    raw -= np.where(np.isnan(level), 0, level)
    if missing.any():
        last = np.maximum.accumulate(np.where(gone, -1, np.arange(len(raw))[:, np.newaxis]), axis=0)
        held = np.take_along_axis(raw, np.maximum(last, 0), axis=0)
        raw[:] = np.where(last < 0, 0, held)
    steps[1:] = np.abs(np.diff(raw, axis=0)).max(axis=1)
    return steps, missing


@_compiled
def _thinned_loop(samples: Any, taps: Any, factor: Any, out: Any) -> None:  # pragma: no cover - compiled
    n, k = samples.shape
    half = len(taps) // 2
    for j in range(len(out)):
        for c in range(k):
            out[j, c] = np.float32(0)
        for i in range(len(taps)):
            # beyond either end the end value goes on
            t = min(max(j * factor + i - half, 0), n - 1)
            for c in range(k):
                out[j, c] += taps[i] * samples[t, c]


def thinned(samples: FloatArray, taps: FloatArray, *, factor: int) -> FloatArray:
    """Gives every `factor`-th sample after a symmetric low-pass; the ends go on as they are.

    Args:
        samples: `(n, k)`.
        taps: Of the low-pass, an odd number.
        factor: How many samples become one.

    Returns:
        `(ceil(n / factor), k)`; sample j lies at sample `factor j` of the input.
    """
    out = np.zeros((-(-len(samples) // factor), samples.shape[1]), np.float32)
    if COMPILED:
        _thinned_loop(samples, taps, factor, out)
        return out
    half = len(taps) // 2
    padded = np.concatenate(
        [samples[:1].repeat(half, axis=0), samples, samples[-1:].repeat(half + factor, 0)]
    )
    for i, tap in enumerate(taps):
        out += tap * padded[i : i + factor * len(out) : factor][: len(out)]
    return out


@_compiled
def _two_way_loop(samples: Any, b0: Any, b1: Any, b2: Any, a1: Any, a2: Any) -> None:  # pragma: no cover
    n, k = samples.shape
    one = np.zeros(k, np.float32)
    two = np.zeros(k, np.float32)
    for t in range(n):
        for c in range(k):
            x = samples[t, c]
            y = b0 * x + one[c]
            one[c] = b1 * x - a1 * y + two[c]
            two[c] = b2 * x - a2 * y
            samples[t, c] = y
    for c in range(k):
        one[c] = np.float32(0)
        two[c] = np.float32(0)
    for back in range(n):
        t = n - 1 - back
        for c in range(k):
            x = samples[t, c]
            y = b0 * x + one[c]
            one[c] = b1 * x - a1 * y + two[c]
            two[c] = b2 * x - a2 * y
            samples[t, c] = y


def two_way(samples: FloatArray, biquad: Biquad) -> FloatArray:
    """Runs a filter forwards and backwards, so that no peak moves, from rest at either end; in place.

    Args:
        samples: `(n, k)`; changed.
        biquad: The filter; it acts twice.
    """
    if COMPILED:
        _two_way_loop(samples, *(np.float32(each) for each in biquad))
        return samples
    from scipy.signal import lfilter  # noqa: PLC0415 - slow to import, and not needed when compiled

    top = np.array(biquad[:3], np.float32)
    bottom = np.array((1, *biquad[3:]), np.float32)
    forth = lfilter(top, bottom, samples, axis=0)
    samples[:] = lfilter(top, bottom, forth[::-1], axis=0)[::-1]
    return samples


@_compiled
def _scaled_loop(samples: Any, scale: Any, out: Any, most: Any) -> None:  # pragma: no cover - compiled
    n, k = samples.shape
    for t in range(n):
        top = np.float32(0)
        for c in range(k):
            value = samples[t, c] * scale[c]
            out[t, c] = value
            top = max(top, abs(value))
        most[t] = top


def scaled(samples: FloatArray, scale: FloatArray, *, out: FloatArray) -> FloatArray:
    """Gives the largest absolute value of each row after each channel is multiplied by a number.

    Args:
        samples: `(n, k)`.
        scale: `(k,)`.
        out: Takes the products, `(n, k)`.
    """
    most = np.empty(len(samples), np.float32)
    if COMPILED:
        _scaled_loop(samples, scale, out, most)
        return most
    np.multiply(samples, scale, out=out)
    most[:] = np.abs(out).max(axis=1, initial=0)
    return most


@_compiled
def _mean_squares_loop(samples: Any, scale: Any, out: Any) -> None:  # pragma: no cover - compiled
    n, k = samples.shape
    squares = np.zeros(k, np.float32)
    for t in range(n):
        for c in range(k):
            value = samples[t, c] * scale[c]
            squares[c] = value * value
        total = np.float32(0)
        for c in range(k):
            total += squares[c]
        out[t] = total / np.float32(k)


def mean_squares(samples: FloatArray, scale: FloatArray) -> FloatArray:
    """Gives the mean square of each row after each channel is multiplied by a number, `(n,)`.

    Args:
        samples: `(n, k)`.
        scale: `(k,)`.
    """
    out = np.empty(len(samples), np.float32)
    if COMPILED:
        _mean_squares_loop(samples, scale, out)
        return out
    np.mean(np.square(samples * scale), axis=1, out=out)
    return out


def any_missing(missing: FloatArray) -> BoolArray:
    """Gives where at least one channel has no sample, `(n,)`."""
    return np.asarray(missing > 0, dtype=np.bool_)
