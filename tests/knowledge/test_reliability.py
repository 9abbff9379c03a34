"""Beliefs about how well an exposure is recorded: every measure of the six causes, nothing impossible."""

import pytest

from untwitch.facts.measure import CAUSES, measures_of
from untwitch.facts.refused import Refused
from untwitch.knowledge.reliability import COLUMNS, Reliability, parse, reliabilities, reliability

HEADER = ",".join(COLUMNS) + "\n"
GOOD = "sleep_h,0.4,0.7,6,itself,memory,a wearable\n"
NOT_A_DOSE = {
    "nap_h", "caffeine_mean_hour", "steps", "active_energy_kcal", "magnesium_supplement_mg",
    "potassium_supplement_mg", "calcium_supplement_mg",
}  # fmt: skip


def test_every_measure_that_a_dose_is_made_of_has_a_row() -> None:
    wanted = {each.id for cause in CAUSES for each in measures_of(cause)} - NOT_A_DOSE
    assert set(reliabilities()) == wanted


def test_a_row_is_read_as_it_stands() -> None:
    assert parse(HEADER + GOOD)["sleep_h"] == Reliability(
        "sleep_h", 0.4, 0.7, 6.0, is_proxy=False, basis="memory", note="a wearable"
    )
    assert reliability("resting_hr_bpm").is_proxy
    assert not reliability("stress_0_10").is_proxy


def test_a_proxy_is_relied_on_less_than_the_rating() -> None:
    rating = reliability("stress_0_10")
    for proxy in ("resting_hr_bpm", "hrv_rmssd_ms", "hrv_sdnn_ms"):
        assert reliability(proxy).mean < rating.mean
        assert reliability(proxy).exact < rating.exact


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("slep_h,0.4,0.7,6,itself,memory,", "line 2: measure 'slep_h' is not known"),
        ("sleep_h,1,0.7,6,itself,memory,", "exact with chance 1"),
        ("sleep_h,-0.1,0.7,6,itself,memory,", "exact with chance -0.1"),
        ("sleep_h,0.4,1,6,itself,memory,", "reliability of sleep_h is 1"),
        ("sleep_h,0.4,0,6,itself,memory,", "reliability of sleep_h is 0"),
        ("sleep_h,0.4,0.7,0,itself,memory,", "is worth 0"),
        ("sleep_h,0.4,0.7,nan,itself,memory,", "is worth nan"),
        ("sleep_h,0.4,much,6,itself,memory,", "should be numbers"),
        ("sleep_h,0.4,0.7,6,stress,memory,", "'stress'; itself or a proxy"),
        ("sleep_h,0.4,0.7,6,itself,hope,", "rests on 'hope'"),
        (GOOD + GOOD, "line 3: sleep_h stands twice"),
    ],
)
def test_an_impossible_row_is_refused_with_its_place(row: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(HEADER + row)


def test_a_measure_without_a_row_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="no row for 'screen_h'"):
        reliability("screen_h")
