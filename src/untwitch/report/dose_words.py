"""Doses of the model as people say them: an axis, and one amount in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.spoken import spoken
from untwitch.report.wording import number


@dataclass(frozen=True, slots=True)
class DoseWords:
    """How one dose is said.

    Attributes:
        axis: What an axis of it counts, unit last.
        one: An amount in a sentence; the number stands for `{}`.
        is_reversed: Whether less of what is shown is the harmful direction: the dose is its negative.
    """

    axis: str
    one: str
    is_reversed: bool = False

    def shown(self, dose: float) -> float:
        """Gives the amount that is shown for a dose."""
        return -dose if self.is_reversed else dose

    def amount(self, dose: float) -> str:
        """Gives a dose as words: `300 mg of caffeine`."""
        return self.one.format(number(self.shown(float(dose))))


_MINERAL = "{} mg a day of {name} under the reference"
_WORDS: Mapping[str, DoseWords] = MappingProxyType(
    {
        "stress_0_10": DoseWords("stress, of 10", "a stress of {}"),
        "resting_hr_bpm": DoseWords("resting heart rate, a minute", "a resting heart rate of {}"),
        "hrv_rmssd_low_ms": DoseWords(
            "heart rate variability, ms", "a heart rate variability of {} ms", is_reversed=True
        ),
        "hrv_sdnn_low_ms": DoseWords(
            "heart rate variability, ms", "a heart rate variability of {} ms", is_reversed=True
        ),
        "exertion_au_tail": DoseWords("effort, fading over 3 days", "{} units of effort"),
        "exertion_same_region_au_tail": DoseWords(
            "effort of that part, over 3 days", "{} units of effort there"
        ),
        "repetitive_h_tail": DoseWords("repeated movement, h a day", "{} h of repeated movement"),
        "repetitive_same_region_h_tail": DoseWords(
            "repeated movement there, h a day", "{} h of repeated movement there"
        ),
        "exertion_au_recent": DoseWords("effort of the last hours", "{} units of effort"),
        "exertion_same_region_au_recent": DoseWords("effort of that part lately", "{} units of effort there"),
        "repetitive_h_recent": DoseWords("repeated movement lately, h a day", "{} h of repeated movement"),
        "repetitive_same_region_h_recent": DoseWords(
            "repeated movement there lately, h", "{} h of repeated movement there"
        ),
        "sleep_shortfall_h": DoseWords("sleep short of the need, h", "a night short by {} h"),
        "sleep_debt_h": DoseWords("sleep short over a week, h", "{} h of sleep short over a week"),
        "sleep_quality_poor_1_5": DoseWords(
            "sleep quality, points off the best", "sleep {} points off the best"
        ),
        "magnesium_shortfall_mg": DoseWords(
            "magnesium under the reference, mg", _MINERAL.format("{}", name="magnesium")
        ),
        "potassium_shortfall_mg": DoseWords(
            "potassium under the reference, mg", _MINERAL.format("{}", name="potassium")
        ),
        "calcium_shortfall_mg": DoseWords(
            "calcium under the reference, mg", _MINERAL.format("{}", name="calcium")
        ),
        "caffeine_load_mg": DoseWords("caffeine in the body, mg a day", "{} mg of caffeine"),
        "other_stimulant_0_1": DoseWords(
            "another stimulant, part of the day", "another stimulant on {} of the day"
        ),
        "drinks_shortfall_ml": DoseWords("drinks short of the reference, ml", "drinks short by {} ml"),
        "total_water_shortfall_ml": DoseWords("water short of the reference, ml", "water short by {} ml"),
        "urine_colour_1_8": DoseWords("urine colour, of 8", "a urine colour of {}"),
    }
)


def dose_words(dose: str) -> DoseWords:
    """Gives the words of a dose; an unknown id comes back with spaces."""
    return _WORDS.get(dose, DoseWords(spoken(dose), "{} " + spoken(dose)))
