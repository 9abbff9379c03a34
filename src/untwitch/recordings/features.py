"""What one candidate looks like: its strongest channel, height, length, and how it lies over the channels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.recordings.sensor import FloatArray

_STANDS_OUT = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One peak of the statistic and what was around it.

    Attributes:
        peak: Index on the analysis grid of its largest value.
        statistic: Height of the statistic.
        channel: Index of its strongest channel among all channels.
        sigmas: Largest absolute value in units of that channel's noise.
        amplitude: From lowest to highest on that channel, in the unit of the recording.
        duration_ms: How long it stands out of the noise on that channel.
        focal: Share of its energy beyond noise that is on one channel, 0 to 1.
        uniform: Share of its energy that all channels have in common, 0 to 1.
        shift: How far the level of the raw signal after it differs from that before, as a share of its
            height: near 0 for a twitch, 1 for a step.
        n_channels: Of how many usable channels.
        shape: Conditioned samples around the peak, `(n, k)`, usable channels only, or None.
    """

    peak: int
    statistic: float
    channel: int
    sigmas: float
    amplitude: float
    duration_ms: float
    focal: float
    uniform: float
    shift: float
    n_channels: int
    shape: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The usable channels of a window.

    Attributes:
        z: Divided by their noise, `(n, k)`.
        slow: All channels before the band-pass, one of `every` samples, `(ceil(n / every), n_channels)`.
        every: Of how many.
        names: Which of them are usable, `(k,)`.
        scale: Noise of each usable channel, `(k,)`.
        rate_hz: Samples a second.
    """

    z: FloatArray
    slow: FloatArray
    every: int
    names: npt.NDArray[np.int64]
    scale: FloatArray
    rate_hz: float


def candidates(
    around: Around,
    *,
    positions: npt.NDArray[np.int64],
    heights: npt.NDArray[np.float32],
    half: int,
) -> list[Candidate]:
    """Gives the features of peaks; indexes are those of the rows and columns of `around`.

    Args:
        around: The channels.
        positions: Rows of the peaks.
        heights: Their statistic.
        half: Rows either side that belong to a twitch.
    """
    z, scale, rate_hz = around.z, around.scale, around.rate_hz
    found = []
    for position, height in zip(positions.tolist(), heights.tolist(), strict=True):
        low, high = max(0, position - half), min(len(z), position + half + 1)
        piece = z[low:high]
        row, channel = np.unravel_index(int(np.abs(piece).argmax()), piece.shape)
        trace = piece[:, channel]
        top = float(abs(trace[row]))
        beyond = np.maximum(np.square(piece).sum(axis=0) - len(piece), 0)
        total = float(beyond.sum())
        peak = low + int(row) if top > 3.5 else position
        found.append(
            Candidate(
                peak=peak,
                statistic=height,
                channel=int(channel),
                sigmas=top,
                amplitude=float(trace.max() - trace.min()) * float(scale[channel]),
                duration_ms=_length(trace, row=int(row)) / rate_hz * 1000,
                focal=float(beyond.max()) / total if total > 0 else 1.0,
                uniform=_uniform(piece),
                n_channels=piece.shape[1],
                shift=_shift(around, height=np.ptp(piece, axis=0), peak=peak, half=half),
            )
        )
    return found


def _length(trace: npt.NDArray[np.float32], *, row: int) -> int:
    """Gives how many samples the trace stands out around a row, pauses of zero crossings left in."""
    out = np.abs(trace) > max(_STANDS_OUT, 0.15 * float(abs(trace[row])))
    out[row] = True
    where = np.flatnonzero(out)
    return int(where[-1] - where[0] + 1)


def _shift(around: Around, *, height: npt.NDArray[np.float32], peak: int, half: int) -> float:
    """Gives the change of level across a peak as a share of its height, over all channels."""
    gap = max(1, half // 2)
    before, after = (
        around.slow[max(0, round(low / around.every)) : max(1, round(high / around.every)), around.names]
        for low, high in ((peak - gap - 2 * half, peak - gap), (peak + gap, peak + gap + 2 * half))
    )
    if len(after) == 0:
        return 0.0
    change = np.abs(after.mean(axis=0) - before.mean(axis=0)) / around.scale
    return float((change * height).sum() / max(float(np.square(height).sum()), 1e-9))


def _uniform(piece: FloatArray) -> float:
    """Gives the share of the energy that the mean of all channels has."""
    total = float(np.square(piece).sum())
    common = float(np.square(piece.mean(axis=1)).sum())
    return common * int(piece.shape[1]) / max(total, 1e-9)
