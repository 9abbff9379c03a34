"""From confidences to a count, a rate per minute and the minutes that would be needed, with intervals."""

import math

import numpy as np
import numpy.typing as npt

from untwitch.recordings.summary import Count, Rate

_TAIL = 1.6449
_ENOUGH_TWITCHES = 11.0
"""Twitches after which the 90 % interval of a rate is about half of it either way."""
_LEAST_MINUTES = 2.0


def counted(confidence: npt.NDArray[np.float64]) -> Count:
    """Gives how many of the peaks are twitches: the sum of their confidences, with a 90 % interval.

    Args:
        confidence: Of every peak, the unlikely ones too, `(n,)`.
    """
    expected = float(confidence.sum())
    doubt = float((confidence * (1 - confidence)).sum())
    spread = _TAIL * math.sqrt(doubt)
    return Count(expected, max(0.0, expected - spread), expected + spread)


def rate_per_minute(count: Count, confidence: npt.NDArray[np.float64], *, analysed_s: float) -> Rate:
    """Gives the rate, a gamma distribution that holds the doubt of the count and of so short a look.

    Args:
        count: The count.
        confidence: Of every peak, `(n,)`.
        analysed_s: Seconds that were judged.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - slow to import

    mean = count.expected + 0.5
    variance = mean + float((confidence * (1 - confidence)).sum())
    shape = mean * mean / variance
    scale = variance / mean / (analysed_s / 60)
    low, median, high = (float(gammaincinv(shape, each)) * scale for each in (0.05, 0.5, 0.95))
    return Rate(median, low, high)


def minutes_needed(count: Count, rate: Rate) -> float:
    """Gives the minutes of such recordings until the rate is known to about half of itself.

    Where hardly a twitch was seen the upper end of the rate is taken, so it is at least so many.
    """
    per_minute = rate.median if count.expected >= 0.5 else rate.high
    return max(_LEAST_MINUTES, _ENOUGH_TWITCHES / per_minute)
