"""A table made ready: the stretch of the model, and what tomorrow brought."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from tests.explain.diaries import FIRST_DAY, changed, diary

from untwitch.explain.case import Case, prepare
from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused
from untwitch.timeline.timeline import Timeline, daily

NAN = float("nan")


def ready(timeline: Timeline, outcome: str = "auto") -> Case:
    return prepare(timeline, physiology=Physiology(), outcome=outcome)


def test_the_model_is_about_the_rows_from_the_first_outcome_to_the_last() -> None:
    case = ready(daily(FIRST_DAY, {"twitches": [NAN, 1, NAN, 3, NAN], "stress_0_10": [1, 2, 3, 4, 5.0]}))
    assert case.stretch == slice(1, 4)
    assert_array_equal(case.used, [True, False, True])
    assert case.days_used == 2
    counts = case.counts()
    assert_array_equal(counts.low, [1, NAN, 3])
    assert_allclose(counts.offset, 0)
    assert case.design().matrix.shape[0] == 3


def test_hours_enter_as_an_offset_per_sixteen() -> None:
    case = ready(daily(FIRST_DAY, {"twitches": [1, 3.0], "observed_h": [8, 16.0]}))
    assert_allclose(case.counts().offset, [np.log(0.5), 0])


def test_a_table_without_outcome_has_no_stretch() -> None:
    case = ready(daily(FIRST_DAY, {"stress_0_10": [1, 2.0]}))
    assert case.stretch == slice(0, 0)
    assert case.days_used == 0


def test_too_little_is_said_in_words() -> None:
    assert "13 days with an outcome; at least 14" in ready(diary(13)).too_little()
    assert ready(diary(14)).too_little() == ""
    calm = changed(diary(20), twitches=np.zeros(20))
    assert "no twitch was counted" in ready(calm).too_little()


def test_what_was_logged_before_the_first_outcome_still_counts_in_the_doses() -> None:
    amounts = np.array([800.0, 0, 0, 0, 100])
    early = ready(daily(FIRST_DAY, {"exertion_au": amounts, "twitches": [NAN, 1, 2, 3, 4]}))
    part = early.design().parts[0]
    assert part.dose.values[0] == pytest.approx(800 * 0.5 / 1.5)


def test_tomorrow_is_the_raw_exposure_of_the_day_after() -> None:
    table = diary(30)
    case = ready(table)
    parts = {part.dose.cause: part for part in case.design().parts}
    made = case.tomorrow(parts)
    stress = table.columns["stress_0_10"]
    lead = stress[1:]
    assert_allclose(made["stress"][:-1], (lead - lead.mean()) / lead.std())
    assert made["stress"][-1] == 0
    assert set(made) == {"stress", "caffeine"}


def test_tomorrow_of_short_rows_is_the_mean_of_the_day_to_come() -> None:
    table = diary(30)
    count = len(table.starts)
    case = ready(table)
    raw = np.arange(float(count))
    values, seen = case._day_after(raw)
    assert_allclose(values[:-1], raw[1:])
    assert not seen[-1]


def test_a_cause_known_on_few_days_after_is_left_out_of_tomorrow() -> None:
    stress = diary(30).columns["stress_0_10"].copy()
    stress[13:] = NAN
    case = ready(changed(diary(30), stress_0_10=stress))
    parts = {part.dose.cause: part for part in case.design().parts}
    assert set(case.tomorrow(parts)) == {"caffeine"}


def test_the_outcome_asked_for_is_taken_or_refused() -> None:
    assert ready(diary(20), "bother_0_10").outcome.name == "bother_0_10"
    with pytest.raises(Refused, match="'pain' is not known"):
        ready(diary(20), "pain")


def test_problems_of_the_outcome_are_kept() -> None:
    table = changed(diary(20), twitch_min=np.ones(20))
    assert "rounded counts" in ready(table, "twitch_min").problems[0].what
