"""When the muscle was tensed on purpose: time in which a twitch cannot be told from the muscle's own work.

The mean energy of all channels is taken in bins of 20 ms. A tensed muscle fills many, a twitch one or two.

    energy   . . . . x . . . # # # # # # # # # # . . # # # # . . . . . x . . .
    tensed                 |---------------------------------|
    twitches         x                                                 x

The idea of excluding such time, and of taking it out of the minutes that a rate is divided by, follows
Bashford et al. 2020 (voluntary activity before counting; abstract only seen).
"""

import numpy as np
import numpy.typing as npt

from untwitch.recordings.sensor import BoolArray

BIN_MS = 20.0
_LOUD = 3.0
"""Mean energy of a bin, in units of the noise, from which it counts as loud."""
_DUTY = 0.3
_DUTY_S = 1.0
_PAUSE_S = 1.0
_FADING_S = 0.3
"""Time after a tensed stretch in which single units still fire."""


def bin_energy(squares: npt.NDArray[np.float32], *, length: int) -> npt.NDArray[np.float32]:
    """Gives the mean of every `length` values; the last bin may be shorter.

    Args:
        squares: Mean square over channels, in units of their noise, `(n,)`.
        length: Values in a bin.
    """
    starts = np.arange(0, len(squares), length)
    sizes = np.diff([*starts.tolist(), len(squares)])
    return np.asarray(np.add.reduceat(squares, starts) / sizes, dtype=np.float32)


def tensed_bins(energy: npt.NDArray[np.float32], *, bin_s: float) -> BoolArray:
    """Gives the bins in which the muscle was tensed: loud ones fill three tenths of the second around.

    Pauses of less than a second between two such stretches belong to them. Around each a fifth of a second
    is left out, for that is how far the second around it reaches, and a third more after it, while single
    units still fire.

    Args:
        energy: Mean energy of each bin, `(n,)`; nan where nothing is known, which is not loud.
        bin_s: Length of a bin, seconds.
    """
    n = len(energy)
    if n == 0:
        return np.zeros(0, np.bool_)
    loud = np.asarray(energy > _LOUD, dtype=np.float64)
    reach = max(1, round(_DUTY_S / bin_s / 2))
    before = np.concatenate([[0.0], np.cumsum(loud)])
    low = np.maximum(np.arange(n) - reach, 0)
    high = np.minimum(np.arange(n) + reach + 1, n)
    # near an end of the recording the half second inside it decides
    tensed = (before[high] - before[low]) / np.maximum(high - low, reach + 1) > _DUTY
    result = _closed(tensed, most=round(_PAUSE_S / bin_s))
    for _, end in runs(result):
        result[end : end + round(_FADING_S / bin_s)] = True
    return result


def _closed(mask: BoolArray, *, most: int) -> BoolArray:
    """Fills pauses of at most so many bins between two stretches."""
    result = mask.copy()
    for begin, end in runs(~mask):
        if begin > 0 and end < len(mask) and end - begin <= most:
            result[begin:end] = True
    return result


def runs(mask: BoolArray) -> list[tuple[int, int]]:
    """Gives begin and end of each run of true values, the end one past the last."""
    edges = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return list(zip(begins.tolist(), ends.tolist(), strict=True))
