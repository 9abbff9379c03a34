"""How quiet a recording is: local noise of every channel, and which channels cannot be used.

Noise is the median absolute deviation of stretches of about a second. A window takes the median of the
quiet stretches of itself, of three windows before and of one after, so that a tensed muscle does not count
as noise.

    windows     |  w - 3  |  w - 2  |  w - 1  |    w    |  w + 1  |
    stretches   . . . . . . . . . . . # # # # . . . . . . . . . . .      # louder than 1.35 times the quiet
"""

import itertools

import numpy as np
import numpy.typing as npt

from untwitch.recordings.sensor import BoolArray, FloatArray, Sensor, Window

MAD_TO_SIGMA = 1.4826
_STRETCH_SAMPLES = 250
"""Independent values that a stretch should hold."""
_QUIET_SHARE = 0.15
_QUIET_RATIO = 1.35
_BAD_RATIO = 5.0
_CALM_RATIO = 1.6
_LEAST_RATIO = 0.5


def stretch_s(sensor: Sensor, *, rate_hz: float) -> float:
    """Gives the length of the stretches: a second, longer for narrow bands, a window at most."""
    low_hz, high_hz = sensor.band_at(rate_hz)
    return min(10.0, max(1.0, _STRETCH_SAMPLES / (2 * (high_hz - low_hz))))


def stretch_cuts(window: Window, *, length_s: float) -> list[int]:
    """Gives the positions at which the stretches of a window begin, and the end of the last."""
    length = max(1, round(length_s * window.rate_hz))
    count = max(1, round((window.stop - window.start) / length))
    return [int(each) for each in np.linspace(window.start, window.stop, count + 1).round()]


def stretch_noise(window: Window, *, length_s: float) -> FloatArray:
    """Gives the noise of each stretch of a window, margins left out.

    Args:
        window: The window.
        length_s: Length of a stretch, seconds.

    Returns:
        Standard deviations, `(n_stretches, n_channels)`; nan for a stretch that is mostly missing.
    """
    length = max(1, round(length_s * window.rate_hz))
    cuts = stretch_cuts(window, length_s=length_s)
    count = len(cuts) - 1
    stride = max(1, round(length / 256))
    result = np.full((count, window.conditioned.shape[1]), np.nan, np.float32)
    for row, (begin, end) in enumerate(itertools.pairwise(cuts)):
        piece = window.conditioned[begin:end:stride]
        gone = window.missing[begin:end:stride]
        if gone.any():
            piece = piece[~gone]
        if 2 * len(piece) * stride > end - begin:
            # channel by channel in memory, for the selection goes through one channel at a time
            size = np.abs(np.ascontiguousarray(piece.T))
            middle = len(piece) // 2
            size.partition(middle, axis=1)
            result[row] = MAD_TO_SIGMA * size[:, middle]
    return result


def local_noise(stretches: FloatArray) -> FloatArray:
    """Gives the noise of each channel from the stretches of a window and its neighbours.

    Args:
        stretches: `(n_stretches, n_channels)`.

    Returns:
        Standard deviations, `(n_channels,)`; nan where no stretch is known.
    """
    known = stretches[~np.isnan(stretches).any(axis=1)]
    if len(known) == 0:
        return np.full(stretches.shape[1], np.nan, np.float32)
    quiet = np.quantile(known, _QUIET_SHARE, axis=0)
    with np.errstate(invalid="ignore"):
        kept = np.where(known <= _QUIET_RATIO * quiet, known, np.nan)
    return np.asarray(np.nanmedian(kept, axis=0), dtype=np.float32)


def following_noise(own: FloatArray, noise: FloatArray) -> FloatArray:
    """Gives the noise of each stretch of a window: the median of three, for noise swells and sinks.

    Stretches of a tensed muscle (most channels 1.6 times as loud as the quiet ones) take that of the nearest
    stretch that is not, or the noise of the quiet stretches around.

    Args:
        own: Noise of the stretches of the window, `(n_stretches, k)`, usable channels only.
        noise: From `local_noise`, `(k,)`.
    """
    calm = np.flatnonzero(np.nan_to_num(np.median(own / noise, axis=1), nan=np.inf) <= _CALM_RATIO)
    if len(calm) == 0:
        return np.broadcast_to(noise, own.shape).astype(np.float32)
    kept = own[calm]
    if len(calm) >= 3:
        padded = np.concatenate([kept[2:3], kept, kept[-3:-2]])
        kept = np.median([padded[:-2], padded[1:-1], padded[2:]], axis=0)
    else:
        kept = np.broadcast_to(np.median(kept, axis=0), kept.shape)
    nearest = np.abs(np.arange(len(own))[:, np.newaxis] - calm).argmin(axis=1)
    least = np.float32(_LEAST_RATIO) * noise
    return np.asarray(np.maximum(kept[nearest], least), dtype=np.float32)


def usable_channels(noise: FloatArray, *, stuck: BoolArray) -> BoolArray:
    """Gives the channels that can be used: not silent, not stuck, not five times as loud as the usual one.

    Args:
        noise: Standard deviation of each channel, `(n_channels,)`.
        stuck: Channels at the limit of their recorder.
    """
    alive = np.isfinite(noise) & (noise > 0) & ~stuck
    if not alive.any():
        return np.asarray(alive, dtype=np.bool_)
    return np.asarray(alive & (noise <= _BAD_RATIO * np.median(noise[alive])), dtype=np.bool_)


def quiet_rows(most: npt.NDArray[np.float32], *, at_most: float = 4.5) -> BoolArray:
    """Gives the rows in which no channel stands out: what the covariance of the noise is made of."""
    return np.asarray(most < at_most, dtype=np.bool_)
