"""One number for every moment: how unlike noise the channels together are.

Channels are divided by their noise and made independent of each other by the covariance of quiet moments.
The mean square of what is left, smoothed over about the length of a twitch, is near a chi-square of known
shape; its cube root is near a normal (Wilson and Hilferty 1931, doi:10.1073/pnas.17.12.684, from memory), so
that a robust z means the same for one channel and for 256. A channel that by itself stands out by more than
six times its noise adds to it: no noise of one channel does that.
"""

import itertools

import numpy as np
import numpy.typing as npt

from untwitch.recordings.biquad import mean_squares
from untwitch.recordings.sensor import BoolArray, FloatArray

_LEAST_SHRINKAGE = 0.05
_PEAK_WEIGHT = 1.0
_STRETCH_SHARE = 0.3
"""Share of a stretch that must be usable for it to be known."""
_CHUNK = 64
"""Rows that are multiplied at once: small enough that the matrix library stays on one core."""


def decorrelation(quiet: FloatArray) -> FloatArray:
    """Gives the matrix that makes channels independent in quiet moments: `z @ matrix` has unit covariance.

    The covariance is drawn towards its diagonal, the more the fewer rows there are.

    Args:
        quiet: Channels divided by their noise in quiet moments, `(n, k)`.

    Returns:
        Upper triangular, `(k, k)`.
    """
    n, k = quiet.shape
    if n < 2 * k or n < 16:
        return np.eye(k, dtype=np.float32)
    covariance = (quiet.T @ quiet).astype(np.float64) / n
    diagonal = np.diag(np.maximum(np.diag(covariance), 1e-6))
    shrinkage = max(_LEAST_SHRINKAGE, min(1.0, k / n))
    covariance = (1 - shrinkage) * covariance + shrinkage * diagonal
    root = np.linalg.cholesky(covariance)
    return np.asarray(np.linalg.inv(root).T, dtype=np.float32)


def energy(z: FloatArray, matrix: FloatArray) -> npt.NDArray[np.float32]:
    """Gives the mean square over channels after they are made independent, `(n,)`.

    Args:
        z: Channels divided by their noise, `(n, k)`.
        matrix: From `decorrelation`.
    """
    n, k = z.shape
    chunk = _CHUNK if k <= _CHUNK else 16 * _CHUNK
    ones = np.ones(k, np.float32)
    turned = np.empty((min(chunk, n), k), np.float32)
    out = np.empty(n, np.float32)
    for begin in range(0, n, chunk):
        rows = z[begin : begin + chunk]
        out[begin : begin + chunk] = mean_squares(np.matmul(rows, matrix, out=turned[: len(rows)]), ones)
    return out


def smoothed(values: npt.NDArray[np.float32], *, width: float) -> npt.NDArray[np.float32]:
    """Gives a running mean under a Hann window of a width at half its height, in samples."""
    half = max(1, round(width))
    weight = np.hanning(2 * half + 1).astype(np.float32)
    if 2 * half - 1 > len(values):
        return np.full_like(values, values.mean())
    return np.convolve(values, weight[1:-1] / weight.sum(), mode="same").astype(np.float32)


def local_z(
    values: npt.NDArray[np.float32], usable: BoolArray, *, length: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Gives how many robust standard deviations each value lies above the local middle.

    Middle and spread are the median and the median absolute deviation of stretches, then the median of three
    stretches, drawn out between their centres. So the statistic follows a noise that swells and sinks.

        values    .  .  .  .  .  .  .  .  .  .  .  .
        stretch   |-----------|-----------|-----------|
        middle    ______________________/-------------

    Args:
        values: `(n,)`.
        usable: Values that middle and spread are made of.
        length: Values in a stretch.

    Returns:
        The robust z, `(n,)`, and the local middle, `(n,)`.
    """
    count = max(1, round(len(values) / length))
    cuts = np.linspace(0, len(values), count + 1).round().astype(int)
    known: list[tuple[float, float, float]] = []
    for begin, end in itertools.pairwise(cuts.tolist()):
        part = values[begin:end][usable[begin:end]]
        if len(part) >= _STRETCH_SHARE * (end - begin):
            middle = float(np.median(part))
            spread = 1.4826 * float(np.median(np.abs(part - middle)))
            known.append(((begin + end) / 2, middle, spread))
    if not known:
        part = values[usable]
        middle = float(np.median(part))
        known = [(0.0, middle, 1.4826 * float(np.median(np.abs(part - middle))))]
    centre, middles, spreads = (np.array(each) for each in zip(*known, strict=True))
    at = np.arange(len(values))
    middle_at = np.interp(at, centre, _median_of_three(middles))
    spread_at = np.interp(at, centre, _median_of_three(spreads))
    z = (values - middle_at) / np.maximum(spread_at, 1e-6)
    return z.astype(np.float32), middle_at.astype(np.float32)


def _median_of_three(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if len(values) < 3:
        return np.full_like(values, np.median(values))
    padded = np.concatenate([values[:1], values, values[-1:]])
    padded[0], padded[-1] = values[2], values[-3]
    return np.asarray(np.median([padded[:-2], padded[1:-1], padded[2:]], axis=0), dtype=np.float64)


def statistic(
    smooth_energy: npt.NDArray[np.float32],
    most: npt.NDArray[np.float32],
    *,
    usable: BoolArray,
    width: float,
    length: int,
    peak_from: float = 6.0,
) -> npt.NDArray[np.float32]:
    """Gives the statistic of every moment, `(n,)`.

    Args:
        smooth_energy: From `energy` and `smoothed`.
        most: Largest absolute value over channels in units of their noise, `(n,)`.
        usable: Moments that are neither excluded nor of a tensed muscle: middle and spread are theirs.
        width: Half the stretch within which the largest channel counts, samples.
        length: Samples of the stretches of local noise.
        peak_from: Height of the largest channel from which it adds by itself.
    """
    root = np.cbrt(smooth_energy)
    z, middle = local_z(root, usable, length=length)
    louder = np.maximum(middle / max(float(np.median(root[usable])), 1e-6), 1) ** 1.5
    high = np.flatnonzero(most > peak_from * louder)
    if len(high):
        extra = np.zeros_like(z)
        reach = max(1, round(width / 2))
        for position in high.tolist():
            part = extra[max(0, position - reach) : position + reach + 1]
            np.maximum(part, most[position] / louder[position] - peak_from, out=part)
        z = z + np.float32(_PEAK_WEIGHT) * extra
    return z
