"""What the columns of a table mean: guessed from their names, or said by a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.measure import Measure, measure, measures
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.symptom import SYMPTOM_KINDS
from untwitch.facts.unit import to_canonical
from untwitch.intake.wall_clock import read_wall_clock

ACTIVITY = "activity:"
"""A mapping whose column begins so is about one activity of a column of activities."""

ROLES = (
    "date", "time", "start", "end", "sleep_start", "sleep_end", "activities", "site", "evening", "instrument",
    "ignore",
)  # fmt: skip
OUTCOMES = (
    "twitches", "twitches_low", "twitches_high", "twitch_min", "bother_0_10", "observed_h",
    "recorded_count", "recorded_low", "recorded_high", "recorded_h",
)  # fmt: skip
DAY_ORDERS = ("day_first", "month_first")
_COFFEE_MG = 95
"""Caffeine of a cup of filter coffee, 237 ml (USDA FoodData Central 171890, from memory): an estimate."""

_NAMES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "date": ("date", "day", "full date", "datum", "timestamp", "datetime", "date time", "when"),
        "time": ("time", "time of day", "clock"),
        "start": ("start", "start time", "begin", "from", "started"),
        "end": ("end", "end time", "stop", "until", "to"),
        "sleep_start": ("bedtime", "bed time", "fell asleep", "sleep start", "asleep from", "went to bed"),
        "sleep_end": ("wake", "wake up", "wake time", "woke", "woke up", "sleep end", "got up"),
        "activities": ("activities", "tags"),
        "site": ("site", "body site", "where"),
        "evening": ("evening", "evening word"),
        "ignore": ("note", "notes", "note title", "comment", "weekday", "id", "#"),
        "twitches": ("twitches", "twitch", "twitch count", "number of twitches", "fasciculations"),
        "twitch_min": ("twitch min", "twitch minutes", "minutes of twitching"),
        "bother_0_10": ("bother", "bothered", "bother 0 10"),
        "observed_h": ("observed h", "hours observed", "observed hours"),
        "sleep_h": (
            "sleep", "sleep hours", "hours slept", "hours of sleep", "sleep duration", "time asleep",
            "total sleep", "slept",
        ),
        "nap_h": ("nap", "naps", "nap hours"),
        "sleep_quality_1_5": ("sleep quality",),
        "stress_0_10": ("stress", "stress level", "stress rating"),
        "caffeine_mg": ("caffeine", "caffeine intake"),
        f"caffeine_mg*{_COFFEE_MG}": ("coffee", "coffees", "cups of coffee", "coffee cups"),
        "water_ml": ("water", "water intake", "drinks", "fluid", "fluids"),
        "total_water_ml": ("total water",),
        "magnesium_mg": ("magnesium",),
        "potassium_mg": ("potassium",),
        "calcium_mg": ("calcium",),
        "alcohol_g": ("alcohol",),
        "nicotine_mg": ("nicotine",),
        "screen_h": ("screen", "screen time"),
        "repetitive_h": ("typing", "typing time", "repetitive movement"),
        "steps": ("steps", "step count"),
        "active_energy_kcal": ("active energy", "active calories"),
        "resting_hr_bpm": ("resting heart rate", "resting hr", "rhr"),
        "hrv_rmssd_ms": ("rmssd", "hrv rmssd"),
        "hrv_sdnn_ms": ("sdnn", "hrv sdnn"),
        "body_mass_kg": ("weight", "body weight", "body mass"),
        "illness_0_1": ("ill", "illness", "sick"),
        "medicine_change_0_1": ("medicine change", "medication change"),
        "urine_colour_1_8": ("urine colour", "urine color"),
        "pain": ("pain",),
        "cramp": ("cramp", "cramps"),
        "stiffness": ("stiffness",),
        "tiredness": ("tiredness", "fatigue"),
    }
)  # fmt: skip
_NEEDS_UNIT = frozenset({"mg", "ml", "g", "kg", "kcal", "1-5", "1-8"})
_BRACKETS = re.compile(r"(.*?)\s*[(\[]([^)\]]*)[)\]]\s*")
_TARGET = re.compile(r"(?P<name>[a-z0-9_]+)(?::(?P<detail>[^*]+))?(?:\*(?P<factor>\d+(?:\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column stands for.

    Attributes:
        role: One of `ROLES`, `OUTCOMES` or `SYMPTOM_KINDS`, or `measure`.
        measure: Id of the measure, where the role is that.
        unit: Unit of its numbers, empty for the canonical one.
        factor: What one of its numbers stands for, where that is a rule (a cup of coffee), else None.
        detail: What else was said: the order of days, or the value of an activity.
    """

    role: str
    measure: str = ""
    unit: str = ""
    factor: float | None = None
    detail: str = ""

    def words(self) -> str:
        """Gives the meaning in the words of `--map`."""
        name = self.measure or self.role
        unit = f":{self.unit or self.detail}" if self.unit or self.detail else ""
        return name + unit + (f"*{self.factor:g}" if self.factor is not None else "")


def plain(header: str) -> str:
    """Gives the name of a column without case, underscores and double blanks."""
    return " ".join(header.lower().replace("_", " ").replace("-", " ").split())


def read_target(text: str, *, column: str) -> Meaning:
    """Reads what a person says a column means.

    Args:
        text: `caffeine_mg`, `water_ml:l`, `caffeine_mg*95`, `date:day_first`, `ignore`.
        column: The column, for the sentence.

    Raises:
        Refused: There is no such meaning, or the unit does not fit.
    """
    found = _TARGET.fullmatch(text.strip())
    name = found["name"] if found else text
    known = (*ROLES, *OUTCOMES, *SYMPTOM_KINDS, *measures())
    if not found or name not in known:
        raise Refused(f"column {column!r} cannot mean {text!r}{nearest(name, known)}")
    if column.startswith(ACTIVITY) and name not in {"ignore", *SYMPTOM_KINDS, *measures()}:
        raise Refused(f"{column!r} cannot mean {text!r}; an activity is a measure, a symptom or ignored")
    detail = (found["detail"] or "").strip()
    factor = float(found["factor"]) if found["factor"] else None
    if name not in measures() or name in OUTCOMES:
        if factor is not None or (detail and (name not in {"date", "start"} or detail not in DAY_ORDERS)):
            raise Refused(f"column {column!r} cannot mean {text!r}; {name} takes nothing beside it")
        return Meaning(name, detail=detail)
    if column.startswith(ACTIVITY):
        return Meaning("measure", measure=name, detail=detail)
    if detail:
        to_canonical(1.0, detail, measure=measure(name))
    return Meaning("measure", measure=name, unit=detail, factor=factor)


def meaning_of(header: str, *, cells: Sequence[str]) -> tuple[Meaning | None, str]:
    """Guesses what a column means.

    Args:
        header: Its name.
        cells: Its cells that are not blank.

    Returns:
        The meaning or None, and a meaning to suggest where one lacks only its unit.
    """
    name = plain(header)
    bracket = _BRACKETS.fullmatch(name)
    bare, unit = (bracket[1], bracket[2]) if bracket else (name, "")
    by_id = header.strip().lower()
    if by_id in measures() or by_id in OUTCOMES or by_id == "instrument":
        return read_target(by_id, column=header), ""
    target = _target(bare)
    if not target and not unit:
        bare, _, unit = name.rpartition(" ")
        target = _target(bare)
    if not target and not unit:
        return None, ""
    if target == "sleep_h" and cells and _are_moments(cells):
        return Meaning("sleep_start"), ""
    return _with_unit(target, unit, cells=cells)


def _target(bare: str) -> str:
    return next((target for target, names in _NAMES.items() if bare in names), "")


def _with_unit(target: str, unit: str, *, cells: Sequence[str]) -> tuple[Meaning | None, str]:
    if not target:
        return None, ""
    found = read_target(target, column=target)
    if found.role != "measure":
        return found, ""
    held = measure(found.measure)
    if found.factor is not None:
        return (found, "") if unit in {"", "cup", "cups"} else (None, target)
    if not unit:
        cells_say = bool(cells) and all(each[-1:].isalpha() for each in cells)
        is_clear = held.unit not in _NEEDS_UNIT or cells_say
        return (found, "") if is_clear else (None, f"{held.id}:{held.unit}")
    return _of_unit(held, unit)


def _of_unit(held: Measure, unit: str) -> tuple[Meaning | None, str]:
    if plain(held.unit) == plain(unit):
        return Meaning("measure", measure=held.id), ""
    written = unit.replace(" ", "_")
    try:
        to_canonical(1.0, written, measure=held)
    except Refused:
        return None, held.id
    return Meaning("measure", measure=held.id, unit=written), ""


def _are_moments(cells: Sequence[str]) -> bool:
    try:
        for each in cells[:20]:
            read_wall_clock(each)
    except Refused:
        return False
    return True
