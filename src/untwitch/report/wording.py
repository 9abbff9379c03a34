"""Ids, numbers and other people's text as words on a page."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from untwitch.facts.spoken import spoken

_UNIT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "0-10": "of 10",
        "1-5": "of 5",
        "1-8": "of 8",
        "0/1": "",
        "au": "units (minutes x effort)",
        "count": "",
        "C": "°C",
    }
)
_MEASURE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "stress_0_10": "stress, own rating",
        "resting_hr_bpm": "resting heart rate",
        "hrv_rmssd_ms": "heart rate variability (RMSSD)",
        "hrv_sdnn_ms": "heart rate variability (SDNN)",
        "exertion_au": "effort",
        "exertion_same_region_au": "effort of the twitching part",
        "repetitive_h": "repeated movement",
        "repetitive_same_region_h": "repeated movement of the twitching part",
        "nap_h": "nap",
        "sleep_quality_1_5": "sleep quality",
        "caffeine_mean_hour": "usual hour of caffeine",
        "other_stimulant_0_1": "other stimulant",
        "water_ml": "drinks",
        "total_water_ml": "water from drinks and food",
        "urine_colour_1_8": "urine colour",
        "illness_0_1": "ill",
        "medicine_change_0_1": "change of medicine",
        "air_temperature_c": "air temperature",
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_NOTE = 400


def site_words(site: str) -> str:
    """Gives a place of the body map as words: `calf_left` is `left calf`."""
    for ahead in ("left", "right", "upper", "lower"):
        if site.endswith(f"_{ahead}"):
            return f"{ahead} {site_words(site.removesuffix(f'_{ahead}'))}"
    return spoken(site)


def measure_words(measure: str) -> str:
    """Gives a measure as words without its unit: `caffeine_mg` is `caffeine`."""
    if measure in _MEASURE_WORDS:
        return _MEASURE_WORDS[measure]
    return spoken(re.sub(r"_(mg|g|ml|h|c|au|bpm|ms)$", "", measure))


def unit_words(unit: str) -> str:
    """Gives a unit of the registry as people write it."""
    return _UNIT_WORDS.get(unit, unit)


def number(value: float) -> str:
    """Gives a number with as many digits as mean something: `1240`, `12`, `1.3`, `0.25`."""
    if not math.isfinite(value):
        return "not known"
    if abs(value) >= 10:
        return f"{value:.0f}"
    if abs(value) >= 1 or value == 0:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.2f}".rstrip("0").rstrip(".")


def day_words(day: dt.date) -> str:
    """Gives a day so that no country misreads it: `3 February 2025`."""
    return f"{day.day} {day:%B %Y}"


def plain(text: object, *, longest: int = _LONGEST_NOTE) -> str:
    """Gives somebody's own words fit for a page: no control characters, not endless.

    Args:
        text: Any text; line breaks and tabs become spaces.
        longest: Characters kept; what is cut is said.

    Returns:
        Text that any encoding takes and any page can carry once escaped.
    """
    clean = _CONTROL.sub("", re.sub(r"[\t\n\r]+", " ", str(text))).strip()
    if len(clean) <= longest:
        return clean
    return f"{clean[:longest].rstrip()} … ({len(clean) - longest} more characters not shown)"
