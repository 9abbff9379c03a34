"""Units as people and files write them, turned into the canonical unit of a measure."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from untwitch.facts.measure import Measure
from untwitch.facts.refused import Refused, nearest

# Factor from a written unit to the canonical one. US customary volumes: NIST Handbook 44 (2024), appendix C.
_FACTORS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "mg": {"mg": 1, "g": 1000, "mcg": 0.001, "ug": 0.001, "µg": 0.001, "μg": 0.001, "kg": 1_000_000},
        "g": {"g": 1, "mg": 0.001, "kg": 1000, "oz": 28.349523125},
        "ml": {
            "ml": 1, "l": 1000, "litre": 1000, "liter": 1000, "cl": 10, "dl": 100, "g": 1,
            "fl_oz_us": 29.5735295625, "floz": 29.5735295625, "fl_oz_imp": 28.4130625,
            "cup_us": 236.5882365, "pt_us": 473.176473, "pt_imp": 568.26125,
        },
        "h": {"h": 1, "hr": 1, "hour": 1, "min": 1 / 60, "minute": 1 / 60, "s": 1 / 3600, "sec": 1 / 3600,
              "ms": 1 / 3_600_000, "day": 24},
        "ms": {"ms": 1, "s": 1000, "sec": 1000},
        "bpm": {"bpm": 1, "count/min": 1, "beats/min": 1, "count/s": 60},
        "kcal": {"kcal": 1, "cal": 1, "kj": 1 / 4.184, "j": 1 / 4184, "smallcal": 0.001},
        "count": {"count": 1, "": 1, "steps": 1},
        "kg": {"kg": 1, "g": 0.001, "lb": 0.45359237, "st": 6.35029318},
        "C": {"c": 1, "degc": 1, "°c": 1},
        "au": {"au": 1, "": 1},
    }
)  # fmt: skip


def known_units(measure: Measure) -> tuple[str, ...]:
    """Gives the units that can be written for a measure, the canonical one first."""
    written = [each for each in _FACTORS.get(measure.unit, {}) if each]
    extra = ["degF"] if measure.unit == "C" else []
    return tuple(dict.fromkeys([measure.unit, *written, *extra]))


def to_canonical(value: float, unit: str, *, measure: Measure) -> float:
    """Gives a value in the measure's canonical unit.

    Args:
        value: The number as written.
        unit: The unit as written; empty means the canonical one. `cal` on a food label is the kilocalorie.
        measure: What was measured.

    Returns:
        The value in `measure.unit`.

    Raises:
        Refused: The number is not finite or the unit does not fit; the units that would are named.
    """
    if not math.isfinite(value):
        raise Refused(f"{measure.id} of {value} is not a number")
    written = unit.strip()
    folded = written.lower()
    if not written or written == measure.unit or folded == measure.unit.lower():
        return value
    if measure.unit == "C" and folded in {"f", "degf", "°f"}:
        return (value - 32) * 5 / 9
    factors = _FACTORS.get(measure.unit, {})
    for spelling in (folded, folded.rstrip("s"), folded.replace(" ", "_")):
        if spelling in factors:
            return value * factors[spelling]
    raise Refused(f"unit {unit!r} does not fit {measure.id}{nearest(folded, known_units(measure))}")
