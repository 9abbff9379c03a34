"""A rate ratio is told for a change that the diary has seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.explain.dose import Dose
from untwitch.explain.noticed_change import noticed_change


def dose(change: float, per: str) -> Dose:
    return Dose("id", "diet", "magnesium_mg", np.zeros(1), np.ones(1), change, per, (0, 1, 2))


@pytest.mark.parametrize(
    ("change", "per", "swing", "told", "words"),
    [
        (100, "100 mg more", 80, 100, "100 mg more"),
        (100, "100 mg more", 50, 100, "100 mg more"),
        (100, "100 mg more", 49, 50, "50 mg more"),
        (100, "100 mg a day less magnesium", 11, 20, "20 mg a day less magnesium"),
        (1000, "1,000 mg a day less potassium", 1, 10, "10 mg a day less potassium"),
        (1, "1 h less sleep", 0.3, 0.5, "0.5 h less sleep"),
        (100, "100 units more exertion (25 minutes at effort 4)", 30, 50, "50 units more exertion"),
        (7, "1 h less sleep every night of a week", 2, 3.5, "0.5 h less sleep every night of a week"),
        (1, "a day with another stimulant", 0.1, 1, "a day with another stimulant"),
    ],
)
def test_a_change_beyond_two_swings_becomes_a_round_part_of_it(
    change: float, per: str, swing: float, told: float, words: str
) -> None:
    found, said = noticed_change(dose(change, per), swing)
    assert found == pytest.approx(told)
    assert said == words


@given(st.floats(1e-3, 1e4))
def test_the_words_say_the_number_that_is_meant(swing: float) -> None:
    change, words = noticed_change(dose(1000, "1,000 mg less"), swing)
    assert float(words.split()[0].replace(",", "")) == pytest.approx(change)
    assert change <= max(2 * swing, 10)
