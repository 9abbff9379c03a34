"""What a person means by the first words of a log line: a twitch, a symptom, a measure, a food."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.symptom import SYMPTOM_KINDS
from untwitch.intake.typed_amount import split_amount
from untwitch.knowledge.food import foods, known

Family = Literal[
    "twitch", "none", "evening", "workout", "medicine", "condition", "person", "stay", "supplement",
    "food check", "symptom", "measure", "food",
]  # fmt: skip
_OWN_WORDS: Mapping[str, Family] = MappingProxyType(
    {
        "twitch": "twitch", "twitches": "twitch", "none": "none", "evening": "evening", "workout": "workout",
        "medicine": "medicine", "condition": "condition", "person": "person", "stay": "stay",
        "supplement": "supplement", "food check": "food check",
    }
)  # fmt: skip
_SYMPTOMS: Mapping[str, str] = MappingProxyType(
    {
        "pain": "pain", "weakness": "weakness_noticed", "weak": "weakness_noticed", "cramp": "cramp",
        "cramps": "cramp", "numbness": "numbness_or_tingling", "tingling": "numbness_or_tingling",
        "stiffness": "stiffness", "tiredness": "tiredness", "tired": "tiredness", "fatigue": "tiredness",
        **{kind.replace("_", " "): kind for kind in SYMPTOM_KINDS},
    }
)  # fmt: skip
SHORT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "stress": "stress_0_10", "resting heart rate": "resting_hr_bpm", "hrv": "hrv_rmssd_ms",
        "hrv sdnn": "hrv_sdnn_ms", "exertion": "exertion_au",
        "same region exertion": "exertion_same_region_au",
        "repetitive": "repetitive_h", "same region repetitive": "repetitive_same_region_h", "steps": "steps",
        "active energy": "active_energy_kcal", "heart rate": "heart_rate_bpm", "sleep": "sleep_h",
        "nap": "nap_h", "sleep quality": "sleep_quality_1_5", "magnesium": "magnesium_mg",
        "potassium": "potassium_mg", "calcium": "calcium_mg",
        "magnesium supplement": "magnesium_supplement_mg",
        "potassium supplement": "potassium_supplement_mg", "calcium supplement": "calcium_supplement_mg",
        "caffeine": "caffeine_mg", "caffeine hour": "caffeine_mean_hour", "stimulant": "other_stimulant_0_1",
        "drinks": "water_ml", "total water": "total_water_ml", "urine": "urine_colour_1_8",
        "screen": "screen_h",
        "alcohol": "alcohol_g", "nicotine": "nicotine_mg", "illness": "illness_0_1", "ill": "illness_0_1",
        "medicine change": "medicine_change_0_1", "air temperature": "air_temperature_c",
        "body temperature": "body_temperature_c", "weight": "body_mass_kg",
    }
)  # fmt: skip
_BEGIN_NOTHING_ELSE = frozenset({"twitch", "twitches", "none", "evening"})
_LONGEST_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """What is logged.

    Attributes:
        family: Which kind of entry.
        name: Id of the measure or symptom, name of the food; empty for the other families.
        value: The words behind it.
    """

    family: Family
    name: str
    value: str


def short_name(measure_id: str) -> str:
    """Gives the plain name of a measure: `caffeine` for `caffeine_mg`."""
    return next((short for short, full in SHORT_NAMES.items() if full == measure_id), measure_id)


def read_kind(text: str) -> Kind:
    """Gives what the words of a log line mean.

    Args:
        text: `twitch`, `caffeine 95mg`, `sleep quality 4`, `two coffees`, `dark chocolate 50g`.

    Raises:
        Refused: Nothing of that name is known; the nearest names are given.
    """
    first, _, rest = text.partition(" ")
    if first.lower() in _BEGIN_NOTHING_ELSE:
        return Kind(_OWN_WORDS[first.lower()], "", rest)
    if known(text):
        return Kind("food", text, "")
    name, amount = split_amount(text)
    if amount and known(name):
        return Kind("food", name, text)
    words = text.split()
    for count in range(min(_LONGEST_NAME_WORDS, len(words)), 0, -1):
        found = _known(" ".join(words[:count]).lower().replace("-", " ").replace("_", " ").strip())
        if found:
            return Kind(*found, value=" ".join(words[count:]))
    raise Refused(f"cannot log {text!r}{nearest(name, _names())}")


def _known(name: str) -> tuple[Family, str] | None:
    if name in _OWN_WORDS:
        return _OWN_WORDS[name], ""
    if name in _SYMPTOMS:
        return "symptom", _SYMPTOMS[name]
    if name in SHORT_NAMES:
        return "measure", SHORT_NAMES[name]
    by_id = {measure_id.replace("_", " "): measure_id for measure_id in measures()}
    return ("measure", by_id[name]) if name in by_id else None


def _names() -> list[str]:
    of_foods = [name for food in foods() for name in (food.name, *food.aliases)]
    return [*_OWN_WORDS, *_SYMPTOMS, *SHORT_NAMES, *measures(), *of_foods]
