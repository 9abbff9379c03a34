"""Units as files and people write them, and what turns a value into the unit of a recording."""

import re
from dataclasses import dataclass

from untwitch.facts.refused import Refused
from untwitch.recordings.recording import SensorName, Unit

STANDARD_GRAVITY_MM_S2 = 9806.65
WORDS_FOR_EMG = "uV, mV or V; 0.05uV where one step of the file is 0.05 uV; count where nobody knows"
WORDS_FOR_PHONE = "m/s2, mm/s2 or g"

_WORDS: dict[str, tuple[Unit, float]] = {
    "nv": ("uV", 1e-3),
    "uv": ("uV", 1.0),
    "microvolt": ("uV", 1.0),
    "microvolts": ("uV", 1.0),
    "mv": ("uV", 1e3),
    "millivolt": ("uV", 1e3),
    "millivolts": ("uV", 1e3),
    "v": ("uV", 1e6),
    "volt": ("uV", 1e6),
    "volts": ("uV", 1e6),
    "mm/s2": ("mm/s2", 1.0),
    "cm/s2": ("mm/s2", 10.0),
    "m/s2": ("mm/s2", 1e3),
    "ms-2": ("mm/s2", 1e3),
    "m/s/s": ("mm/s2", 1e3),
    "g": ("mm/s2", STANDARD_GRAVITY_MM_S2),
    "mg": ("mm/s2", STANDARD_GRAVITY_MM_S2 / 1000),
    "px": ("px", 1.0),
    "count": ("count", 1.0),
    "counts": ("count", 1.0),
}
_STEP = re.compile(r"(\d{1,9}(?:\.\d{0,12})?(?:e-?\d{1,2})?)\s*([^\d\s].*)", re.ASCII)
_LONGEST_WORD = 40
_LARGEST_STEP = 1e9
_SENSOR_OF_UNIT: dict[Unit, SensorName] = {"uV": "emg", "mm/s2": "accelerometer", "px": "video"}


@dataclass(frozen=True, slots=True)
class UnitScale:
    """What a value of a file is worth.

    Attributes:
        unit: Unit of the recording.
        factor: How much of it one unit of the file is.
        is_step: Whether a number stood before the unit: then it is the size of one step of the file.
    """

    unit: Unit
    factor: float
    is_step: bool = False

    @property
    def sensor(self) -> SensorName | None:
        """What measures in this unit; None for counts, which say nothing of it."""
        return _SENSOR_OF_UNIT.get(self.unit)


def unit_scale(word: str) -> UnitScale | None:
    """Gives what a unit is worth, or None where the word is no unit known here.

    Args:
        word: `uV`, `µV`, `m/s^2`, `g`, `0.05uV` and the like, in any case of letters; only the case of
            `MV` and `mV` would matter, and no muscle gives megavolt.
    """
    plain = word.strip().casefold()
    if not plain or len(plain) > _LONGEST_WORD:
        return None
    for old, new in (
        ("\u00b5", "u"),
        ("\u03bc", "u"),
        ("\u00b2", "2"),
        ("\u207b", "-"),
        ("^", ""),
        ("**", ""),
        ("\u00b7", ""),
    ):
        plain = plain.replace(old, new)
    step = _STEP.fullmatch(plain)
    if step is None:
        known = _WORDS.get(plain.replace(" ", ""))
        return known and UnitScale(*known)
    known, size = _WORDS.get(step[2].replace(" ", "")), float(step[1])
    if known is None or known[0] == "count" or not 0 < size * known[1] < _LARGEST_STEP:
        return None
    return UnitScale(known[0], known[1] * size, is_step=True)


def asked_unit(word: str) -> UnitScale:
    """Gives what a unit that a person typed is worth.

    Raises:
        Refused: It is no unit known here.
    """
    found = unit_scale(word)
    if found is None:
        shown = word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD] + "…"
        raise Refused(f"unit {shown!r} is not known; for EMG {WORDS_FOR_EMG}; for a phone {WORDS_FOR_PHONE}")
    return found
