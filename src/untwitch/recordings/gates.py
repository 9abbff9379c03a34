"""Which single peaks are no muscle, by how they lie over the channels and what they leave behind.

The limits were chosen on real potentials put into real rest: of 560 potentials of two people fewer than 1 in
100 was turned away.
"""

from untwitch.recordings.features import Candidate
from untwitch.recordings.sensor import Sensor

_SHIFT_FROM = 0.45
_UNIFORM_FROM = 0.61
_FOCAL_FROM = 0.9
_UNIFORM_CHANNELS, _FOCAL_CHANNELS = 16, 8

GATED = {
    "jump": "left the signal on another level, as a cable does",
    "uniform": "looked the same on all channels, as the reference electrode or a cable does",
    "one_channel": "stood on one channel alone, as a loose contact does",
}


def gate_of(look: Candidate, *, sensor: Sensor) -> str | None:
    """Gives the gate that turns a peak away, or None.

    Args:
        look: Features of the peak.
        sensor: Its gates apply: `jump` also to what all channels share.
    """
    if "jump" in sensor.gates:
        if look.shift > _SHIFT_FROM:
            return "jump"
        if look.n_channels >= _UNIFORM_CHANNELS and look.uniform > _UNIFORM_FROM:
            return "uniform"
    if "one_channel" in sensor.gates and look.n_channels >= _FOCAL_CHANNELS and look.focal > _FOCAL_FROM:
        return "one_channel"
    return None
