"""Made recordings of muscle at rest: noise, hum and twitches at known times. Simulated, never called real."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.refused import Refused
from untwitch.recordings.sensor import FloatArray

NOISE_UV = 3.0
"""Standard deviation of the noise of one channel."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MadeRest:
    """A made recording.

    Attributes:
        samples: Microvolt, `(n, n_channels)`.
        times_s: Peaks of its twitches, seconds.
        heights: Height of each on its strongest channel, in units of the noise.
    """

    samples: FloatArray
    times_s: Floats
    heights: Floats


def made_potential(rate_hz: float, *, width_ms: float = 4.0) -> Floats:
    """Gives the usual shape of a potential at the skin: the second derivative of a Gaussian, peak 1.

    Args:
        rate_hz: Samples a second.
        width_ms: Standard deviation of the Gaussian.
    """
    reach = round(5 * width_ms / 1000 * rate_hz)
    place = np.arange(-reach, reach + 1) / (width_ms / 1000 * rate_hz)
    return np.asarray((1 - place**2) * np.exp(-(place**2) / 2), dtype=np.float64)


def made_rest(
    seconds: float,
    times_s: npt.ArrayLike = (),
    *,
    rate_hz: float = 1000.0,
    n_channels: int = 8,
    heights: npt.ArrayLike = 10.0,
    seed: int = 0,
) -> MadeRest:
    """Gives a made recording of a muscle at rest.

    Noise is white, half of it common to all channels; each twitch lies around one channel and fades over its
    neighbours.

    Args:
        seconds: Length.
        times_s: When its twitches peak, seconds.
        rate_hz: Samples a second.
        n_channels: How many channels, in a row.
        heights: How high each is, in units of the noise of one channel; one number for all, or one each.
        seed: Of the draw.

    Raises:
        Refused: A twitch lies outside.
    """
    random = np.random.default_rng(seed)
    n = round(seconds * rate_hz)
    own = random.standard_normal((n, n_channels), dtype=np.float32)
    shared = random.standard_normal((n, 1), dtype=np.float32)
    share = np.float32(0.5**0.5 if n_channels > 1 else 0.0)
    samples = np.float32(NOISE_UV) * (share * shared + np.sqrt(1 - share**2, dtype=np.float32) * own)
    when = np.asarray(times_s, dtype=np.float64)
    high = np.broadcast_to(np.asarray(heights, dtype=np.float64), when.shape)
    shape = made_potential(rate_hz)
    reach = len(shape) // 2
    for time_s, height in zip(when.tolist(), high.tolist(), strict=True):
        at = round(time_s * rate_hz)
        if not reach <= at < n - reach:
            raise Refused(f"a twitch at {time_s:g} s does not fit into {seconds:g} s")
        away = np.arange(n_channels) - random.integers(n_channels)
        place = np.exp(-0.5 * np.square(away / 1.5))
        samples[at - reach : at + reach + 1] += (NOISE_UV * height * shape[:, None] * place).astype(
            np.float32
        )
    return MadeRest(samples, when, high.copy())
