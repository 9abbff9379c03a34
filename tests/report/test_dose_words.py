"""Every dose of the model has words; an unknown one comes back with spaces."""

import numpy as np
from tests.explain.diaries import rows

from untwitch.explain.dose import doses
from untwitch.facts.measure import CAUSES, measures
from untwitch.facts.person import Physiology
from untwitch.report.dose_words import dose_words


def test_every_dose_of_the_six_causes_has_words_without_ids() -> None:
    table = rows({each: np.full(10, each_value(each)) for each in measures() if measures()[each].timeline})
    for dose in doses(table, physiology=Physiology()):
        if dose.cause in CAUSES:
            words = dose_words(dose.id)
            assert words.axis != dose.id.replace("_", " "), dose.id
            assert "_" not in words.axis
            assert "_" not in words.amount(1.0)


def each_value(measure: str) -> float:
    return measures()[measure].believable_low + 1.0


def test_an_amount_is_a_number_with_its_words() -> None:
    assert dose_words("caffeine_load_mg").amount(250.0) == "250 mg of caffeine"
    assert dose_words("hrv_sdnn_low_ms").amount(-41.0) == "a heart rate variability of 41 ms"
    assert dose_words("a_new_dose_mg").amount(2.0) == "2 a new dose mg"
