"""How likely each peak is a twitch: a local false-discovery rate of this recording, set right on known data.

Peaks of noise fall off like those of a Gaussian process, `h exp(-h^2 / 2 s^2)`, with a spread `s` that
the low peaks of the recording tell; twitches are spread over a long range of heights. How many of the peaks
are twitches is estimated from the recording itself, so that one high peak in a quiet half hour means less
than the same peak among many.

    peaks      |#
               |###            noise
               |#######
               |###########__________________    twitches
               2     3     4     6     8    12    statistic

Reference:
    Efron 2004, doi:10.1198/016214504000000089 (local false-discovery rate; from memory).
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Calibration = tuple[tuple[float, float], ...]

FLOOR = 2.0
_NULL_TO = 3.0
_USUAL_SPREAD = 1.1
_SPREAD_SD = 0.08
_TWITCH_MEAN = 10.0
"""Mean height of twitches above the floor, in units of the noise of the statistic."""
_PRIOR_TWITCHES, _PRIOR_NOISE = 0.5, 20.0
_ROUNDS = 100

CALIBRATION: Calibration = (
    (-5.0, 0.0), (-4.0, 0.035), (-2.7, 0.06), (-1.8, 0.1), (-1.2, 0.24), (-0.5, 0.3), (0.5, 0.34),
    (1.5, 0.45), (2.5, 0.58), (3.3, 0.69), (5.0, 0.73), (7.0, 0.81), (8.5, 0.9), (17.0, 0.925),
    (40.0, 0.94), (73.0, 0.967), (100.0, 0.982), (196.0, 0.994), (800.0, 0.999), (5000.0, 1.0),
)  # fmt: skip
"""Which share of peaks of a log odds were twitches: monotone regression on real rest of two people with real
potentials put in, 71 a minute (benchmarks/detect_emg.py). Even of higher peaks some are counted as false
there, for such rest holds small potentials of its own."""


def noise_spread(heights: Floats) -> float:
    """Gives the spread of peaks of noise from those between 2 and 3, drawn towards what is usual.

    Args:
        heights: Statistic of all peaks above 2.
    """
    low = heights[(heights >= FLOOR) & (heights < _NULL_TO)]
    grid = np.linspace(0.8, 1.6, 81)
    inside = np.exp(-(FLOOR**2) / (2 * grid**2)) - np.exp(-(_NULL_TO**2) / (2 * grid**2))
    squares = float(np.square(low).sum()) / 2
    fit = -squares / grid**2 - len(low) * (2 * np.log(grid) + np.log(inside))
    fit -= 0.5 * ((np.log(grid) - np.log(_USUAL_SPREAD)) / _SPREAD_SD) ** 2
    return float(grid[int(fit.argmax())])


def log_odds(heights: Floats) -> Floats:
    """Gives the log odds that each peak is none of noise, before they are set right.

    Args:
        heights: Statistic of all peaks above 2 of one recording, `(n,)`.
    """
    if len(heights) == 0:
        return np.zeros(0)
    spread = noise_spread(heights)
    noise = np.log(heights / spread**2) + (FLOOR**2 - np.square(heights)) / (2 * spread**2)
    twitch = -(heights - FLOOR) / _TWITCH_MEAN - np.log(_TWITCH_MEAN)
    ratio = twitch - noise
    share = 0.02
    for _ in range(_ROUNDS):
        probability = expit(ratio + np.log(share / (1 - share)))
        following = (float(probability.sum()) + _PRIOR_TWITCHES) / (
            len(heights) + _PRIOR_TWITCHES + _PRIOR_NOISE
        )
        if abs(following - share) < 1e-9:
            break
        share = following
    return np.asarray(ratio + np.log(share / (1 - share)), dtype=np.float64)


def expit(log_odds_: Floats) -> Floats:
    """Gives the probability of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds_, -500, 500))), dtype=np.float64)


def confidences(heights: Floats, *, calibration: Calibration = CALIBRATION) -> Floats:
    """Gives the confidence of each peak, `(n,)`: it never falls as the statistic rises.

    It is never higher than the estimate of the recording itself, so that the many peaks of a long quiet
    recording do not add up to twitches that the calibration, full of faint ones, saw among such peaks.

    Args:
        heights: Statistic of all peaks above 2 of one recording, `(n,)`.
        calibration: Log odds, and which share of peaks of such odds were twitches, both rising.
    """
    odds, right = np.array(calibration).T
    found = log_odds(heights)
    return np.asarray(np.minimum(np.interp(found, odds, right), expit(found)), dtype=np.float64)
