"""Doses follow physiology by hand-worked numbers, and never look ahead."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.explain.diaries import CET, Floats, rows

from untwitch.explain.dose import (
    Dose,
    Rows,
    caffeine_load_mg,
    doses,
    weighted_past,
)
from untwitch.facts.measure import CAUSES, measures
from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused
from untwitch.knowledge.intake_reference import reference
from untwitch.timeline.columns import limit, timeline_measures

WOMAN = Physiology(age_years=35, sex="female")
NAN = float("nan")


def dose_of(made: Rows, name: str, *, physiology: Physiology = WOMAN) -> Dose:
    return next(each for each in doses(made, physiology=physiology) if each.id == name)


def test_steady_caffeine_gives_its_daily_amount_whatever_the_half_life() -> None:
    made = rows({"caffeine_mg": [150.0] * 30})
    for half_life_h in (2.5, 5.0, 12.0):
        load, known = caffeine_load_mg(made, half_life_h=half_life_h)
        assert_allclose(load, 150.0)
        assert_allclose(known, 1.0)


def test_one_cup_is_split_over_the_days_by_its_half_life() -> None:
    made = rows({"caffeine_mg": [0.0, 100.0, 0.0, 0.0], "caffeine_mean_hour": [NAN, 19.0, NAN, NAN]})
    load, _ = caffeine_load_mg(made, half_life_h=5.0)
    # 5 hours are left of the first day: half of it falls into that day, the rest after.
    left = 2 ** (-24 / 5)
    assert_allclose(load, [0.0, 50.0, 50.0 * (1 - left), 50.0 * left * (1 - left)])


def test_without_a_clock_time_caffeine_is_taken_at_eleven() -> None:
    def load(hour: float) -> float:
        made = rows({"caffeine_mg": [0.0, 100.0], "caffeine_mean_hour": [NAN, hour]})
        return float(caffeine_load_mg(made, half_life_h=5.0)[0][1])

    assert load(11.0) == pytest.approx(load(NAN))
    assert load(22.0) < load(11.0)


def test_four_short_rows_hold_what_one_day_holds() -> None:
    day = rows({"caffeine_mg": [0.0, 100.0, 0.0], "caffeine_mean_hour": [NAN, 15.0, NAN]})
    quarter = rows(
        {
            "caffeine_mg": [0.0] * 6 + [100.0] + [0.0] * 5,
            "caffeine_mean_hour": [NAN] * 6 + [15.0] + [NAN] * 5,
        },
        row_h=6,
    )
    whole, _ = caffeine_load_mg(day, half_life_h=5.0)
    parts, _ = caffeine_load_mg(quarter, half_life_h=5.0)
    assert_allclose(parts.reshape(3, 4).mean(axis=1), whole)
    assert parts[7] > parts[8] > parts[9] > parts[5] == 0


def test_a_short_row_without_clock_time_takes_its_middle() -> None:
    middle = rows({"caffeine_mg": [0.0, 100.0], "caffeine_mean_hour": [NAN, 9.0]}, row_h=6)
    unknown = rows({"caffeine_mg": [0.0, 100.0]}, row_h=6)
    assert_allclose(
        caffeine_load_mg(middle, half_life_h=5.0)[0], caffeine_load_mg(unknown, half_life_h=5.0)[0]
    )


def test_unknown_caffeine_is_unknown_and_not_none() -> None:
    made = rows({"caffeine_mg": [100.0, NAN, 100.0]})
    load, known = caffeine_load_mg(made, half_life_h=5.0)
    assert np.isnan(load[1])
    assert known[1] < 0.5
    steady, _ = caffeine_load_mg(rows({"caffeine_mg": [100.0] * 3}), half_life_h=5.0)
    # The third day is nearly all known; what is not is taken to be like the rest of it.
    assert load[2] == pytest.approx(steady[2], rel=0.2)
    assert 0.8 < known[2] < 1


def test_half_of_a_load_known_is_enough_and_less_is_not() -> None:
    made = rows({"caffeine_mg": [100.0, *[NAN] * 6]})
    load, known = caffeine_load_mg(made, half_life_h=60.0)
    assert known[0] == 1.0
    assert (np.diff(known) < 0).all()
    assert (known < 0.5).any()
    assert (known[1:] >= 0.5).any()
    assert (np.isfinite(load) == (known >= 0.5)).all()


def test_a_weighted_mean_of_the_past_is_over_the_known_part() -> None:
    mean, known = weighted_past(np.array([2.0, NAN, 4.0]), np.array([2.0, 1.0, 1.0]), at_least=0.3)
    assert_allclose(mean, [2.0, 2.0, (2 * 4.0 + 2.0) / 3])
    assert_allclose(known, [1.0, 1 / 3, 0.75])
    mean, _ = weighted_past(np.array([2.0, NAN, 4.0]), np.array([2.0, 1.0, 1.0]), at_least=0.34)
    assert np.isnan(mean[1])


def test_what_lies_before_the_table_is_not_counted_as_unknown() -> None:
    _, known = weighted_past(np.ones(3), np.ones(7), at_least=1.0)
    assert_allclose(known, 1.0)


def test_a_past_without_anything_known_stays_unknown() -> None:
    mean, known = weighted_past(np.full(3, NAN), np.ones(2), at_least=0.0)
    assert np.isnan(mean).all()
    assert (known == 0).all()


def test_exertion_has_a_tail_of_three_days() -> None:
    tail = dose_of(rows({"exertion_au": [300.0, 0, 0, 0, 0, 0]}), "exertion_au_tail")
    total = 1 + 0.5 + 0.25 + 0.125
    # The first rows lie at the begin of the table: their past is not known to be calm.
    assert_allclose(tail.values[3:], [300 * 0.125 / total, 0, 0])
    assert tail.values[0] == 300
    assert tail.values[1] == pytest.approx(300 * 0.5 / 1.5)


def test_exertion_in_short_rows_is_per_day_with_the_same_tail() -> None:
    steady = dose_of(rows({"exertion_au": [25.0] * 20}, row_h=6), "exertion_au_tail")
    assert steady.values[-1] == pytest.approx(100.0)
    once = dose_of(rows({"exertion_au": [0.0] * 20 + [100.0] + [0.0] * 13}, row_h=6), "exertion_au_tail")
    assert once.values[20 + 12] == pytest.approx(once.values[20] / 8)
    assert once.values[20 + 13] == 0


def test_the_region_that_twitches_is_preferred_where_it_is_known() -> None:
    both = rows({"exertion_au": [300.0] * 4, "exertion_same_region_au": [100.0, NAN, 100.0, NAN]})
    assert dose_of(both, "exertion_same_region_au_tail").values[0] == 100
    rarely = rows({"exertion_au": [300.0] * 4, "exertion_same_region_au": [100.0, NAN, NAN, NAN]})
    assert dose_of(rarely, "exertion_au_tail").measure == "exertion_au"
    alone = rows({"repetitive_same_region_h": [2.0, 2.0]})
    assert dose_of(alone, "repetitive_same_region_h_tail").values[1] == 2


def test_sleep_is_short_below_seven_hours_and_never_negative() -> None:
    made = rows({"sleep_h": [7.0, 5.5, 9.0, NAN]})
    assert_allclose(dose_of(made, "sleep_shortfall_h").values, [0, 1.5, 0, NAN])
    teen = dose_of(made, "sleep_shortfall_h", physiology=Physiology(age_years=15))
    assert_allclose(teen.values[:2], [1.0, 2.5])


def test_a_nap_that_was_logged_makes_up_for_the_night() -> None:
    made = rows({"sleep_h": [5.0, 5.0], "nap_h": [1.5, NAN]})
    assert_allclose(dose_of(made, "sleep_shortfall_h").values, [0.5, 2.0])


def test_the_debt_is_the_shortfall_of_seven_nights() -> None:
    made = rows({"sleep_h": [6.0] * 7 + [8.0] * 7})
    debt = dose_of(made, "sleep_debt_h")
    assert debt.values[6] == pytest.approx(7.0)
    assert debt.values[9] == pytest.approx(4.0)
    assert debt.values[13] == pytest.approx(0.0, abs=1e-9)


def test_a_night_in_a_table_of_short_rows_holds_for_the_day() -> None:
    one = [NAN, 5.0, NAN, NAN]
    made = rows({"sleep_h": one * 8}, row_h=6)
    short = dose_of(made, "sleep_shortfall_h")
    assert_allclose(short.values[1:], 2.0)
    debt = dose_of(made, "sleep_debt_h")
    assert debt.values[-1] == pytest.approx(14.0)
    assert debt.known[-1] == pytest.approx(1.0)


def test_poor_sleep_points_upwards() -> None:
    poor = dose_of(rows({"sleep_quality_1_5": [5.0, 2.0]}), "sleep_quality_poor_1_5")
    assert_allclose(poor.values, [0, 3])


def test_minerals_are_a_week_of_food_and_supplements_against_the_reference() -> None:
    wanted = reference(WOMAN).magnesium_mg
    made = rows({"magnesium_mg": [100.0] * 7 + [200.0] * 7, "magnesium_supplement_mg": [50.0] + [NAN] * 13})
    short = dose_of(made, "magnesium_shortfall_mg")
    assert short.values[0] == pytest.approx(wanted - 150)
    assert short.values[6] == pytest.approx(wanted - 100 - 50 / 7)
    assert short.values[13] == pytest.approx(wanted - 200)
    rich = dose_of(rows({"magnesium_mg": [900.0] * 3}), "magnesium_shortfall_mg")
    assert (rich.values == 0).all()


def test_one_known_day_of_a_week_is_enough_for_minerals_and_said() -> None:
    short = dose_of(rows({"potassium_mg": [2000.0] + [NAN] * 9}), "potassium_shortfall_mg")
    assert np.isfinite(short.values[:7]).all()
    assert short.known[6] == pytest.approx(1 / 7)
    assert np.isnan(short.values[7:]).all()


def test_a_supplement_alone_says_nothing_of_the_food() -> None:
    made = doses(rows({"calcium_supplement_mg": [500.0] * 5}), physiology=WOMAN)
    assert [each.id for each in made] == []


def test_references_follow_the_body() -> None:
    made = rows({"magnesium_mg": [100.0]})
    pregnant = Physiology(age_years=35, sex="female", pregnant=True)
    man = Physiology(age_years=35, sex="male")
    for body in (pregnant, man, WOMAN):
        short = dose_of(made, "magnesium_shortfall_mg", physiology=body)
        assert short.values[0] == reference(body).magnesium_mg - 100


def test_drinks_are_compared_with_the_part_of_the_water_that_is_drunk() -> None:
    wanted = reference(WOMAN).total_water_ml
    made = rows({"water_ml": [1000.0, 9000.0], "total_water_ml": [1500.0, 9000.0]})
    assert_allclose(dose_of(made, "drinks_shortfall_ml").values, [0.8 * wanted - 1000, 0])
    assert_allclose(dose_of(made, "total_water_shortfall_ml").values, [wanted - 1500, 0])


def test_short_rows_of_drinks_add_up_to_a_day() -> None:
    wanted = reference(WOMAN).total_water_ml
    made = rows({"water_ml": [0.0, 500.0, 500.0, 0.0]}, row_h=6)
    assert dose_of(made, "drinks_shortfall_ml").values[3] == pytest.approx(0.8 * wanted - 1000)


def test_pulse_and_variability_are_parts_of_their_own_beside_the_rating() -> None:
    made = rows(
        {"stress_0_10": [3.0], "resting_hr_bpm": [60.0], "hrv_rmssd_ms": [40.0], "hrv_sdnn_ms": [50.0]}
    )
    found = {each.id: float(each.values[0]) for each in doses(made, physiology=WOMAN)}
    assert found == {"stress_0_10": 3.0, "resting_hr_bpm": 60.0, "hrv_rmssd_low_ms": -40.0}
    without = doses(rows({"hrv_sdnn_ms": [50.0]}), physiology=WOMAN)
    assert [each.id for each in without] == ["hrv_sdnn_low_ms"]


def test_amounts_in_short_rows_are_per_day_and_levels_are_not() -> None:
    made = rows({"screen_h": [1.0] * 8, "stress_0_10": [4.0] + [NAN] * 7}, row_h=6)
    assert dose_of(made, "screen_h").values[-1] == pytest.approx(4.0)
    level = dose_of(made, "stress_0_10")
    assert_allclose(level.values[:4], 4.0)
    assert np.isnan(level.values[4:]).all()


def test_stress_of_the_last_hours_counts_more_than_that_of_the_morning() -> None:
    made = rows({"stress_0_10": [8.0, 0, 0, 0, 0]}, row_h=6)
    assert_allclose(dose_of(made, "stress_0_10").values, [8, 8 / 3, 8 / 7, 8 / 15, 0])
    assert_allclose(dose_of(rows({"stress_0_10": [8.0, 3.0]}), "stress_0_10").values, [8, 3])


def test_movement_of_the_last_hours_has_a_dose_of_its_own_in_short_rows_only() -> None:
    short = rows({"repetitive_h": [2.0, 0, 0, 0, 0, 0]}, row_h=6)
    recent, tail = (dose_of(short, f"repetitive_h_{each}") for each in ("recent", "tail"))
    assert recent.values[0] == tail.values[0]
    assert recent.values[4] / recent.values[1] < 0.7 * tail.values[4] / tail.values[1]
    assert recent.lag_days[1] == tail.lag_days[1] / 4
    whole = doses(rows({"repetitive_h": [2.0, 0, 1]}), physiology=WOMAN)
    assert [each.id for each in whole] == ["repetitive_h_tail"]


def test_every_confounder_of_the_registry_has_a_dose() -> None:
    names = [each.id for each in measures().values() if each.cause == "confounder"]
    made = doses(rows({name: [1.0, 0.0] for name in names}), physiology=WOMAN)
    assert [each.measure for each in made] == names
    assert {each.cause for each in made} == {
        "screen",
        "alcohol",
        "nicotine",
        "medicine",
        "illness",
        "temperature",
    }


def test_every_measure_of_a_cause_enters_a_dose() -> None:
    silent = {"caffeine_mean_hour", "nap_h"}
    for name in timeline_measures():
        cause = measures()[name].cause
        if cause not in CAUSES or name in silent or "supplement" in name:
            continue
        low = limit(name, row_h=24).low
        made = doses(rows({name: [low, low + 1]}), physiology=WOMAN)
        assert {each.cause for each in made} == {cause}, name


def test_an_empty_table_has_no_doses() -> None:
    assert doses(rows({}), physiology=WOMAN) == ()


def test_rows_of_no_length_are_refused() -> None:
    with pytest.raises(Refused, match="more than 0 h"):
        Rows(starts=[], row_h=0.0, columns={})


def test_a_column_of_another_length_is_refused() -> None:
    with pytest.raises(Refused, match="has 2 rows, not 1"):
        Rows(starts=[dt.date(2026, 1, 1)], row_h=24.0, columns={"sleep_h": np.zeros(2)})


def test_the_hour_of_a_row_is_that_of_the_wall_clock() -> None:
    made = Rows(starts=[dt.datetime(2026, 1, 1, 6, 30, tzinfo=CET)], row_h=6.0, columns={})
    assert made.start_hours()[0] == 6.5


@st.composite
def raw_columns(draw: st.DrawFn) -> dict[str, Floats]:
    count = draw(st.integers(2, 20))
    names = draw(st.sets(st.sampled_from(timeline_measures()), min_size=1, max_size=5))
    columns = {}
    for name in names:
        span = limit(name, row_h=24)
        cell = st.one_of(st.just(NAN), st.floats(span.low, span.high))
        columns[name] = np.array(draw(st.lists(cell, min_size=count, max_size=count)))
    return columns


@settings(max_examples=100, deadline=None)
@given(raw_columns(), st.data())
def test_what_comes_later_never_changes_a_dose(columns: dict[str, Floats], data: st.DataObject) -> None:
    count = len(next(iter(columns.values())))
    row = data.draw(st.integers(0, count - 2))
    later = {}
    for name, column in columns.items():
        span = limit(name, row_h=24)
        cell = st.floats(span.low, span.high)
        future = data.draw(st.lists(cell, min_size=count - row - 1, max_size=count - row - 1))
        # Where it is known stays: which of two columns is better known decides between them.
        known = np.isfinite(column[row + 1 :])
        later[name] = np.concatenate([column[: row + 1], np.where(known, future, NAN)])
    before = {each.id: each.values[: row + 1] for each in doses(rows(columns), physiology=WOMAN)}
    after = {each.id: each.values[: row + 1] for each in doses(rows(later), physiology=WOMAN)}
    assert before.keys() == after.keys()
    for name, values in before.items():
        assert_allclose(after[name], values, rtol=1e-9, atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(raw_columns())
def test_the_known_part_lies_between_none_and_all(columns: dict[str, Floats]) -> None:
    for each in doses(rows(columns), physiology=WOMAN):
        assert ((each.known >= 0) & (each.known <= 1)).all()
        assert (each.known[np.isfinite(each.values)] > 0).all()
        assert each.change > 0
        assert each.lag_days[0] <= each.lag_days[1] <= each.lag_days[2]


def test_a_change_of_medicine_counts_for_a_week() -> None:
    flags = [0.0] * 3 + [1.0] + [0.0] * 9
    made = dose_of(rows({"medicine_change_0_1": flags}), "medicine_change_0_1")
    assert_allclose(made.values, [0] * 3 + [1] * 7 + [0] * 3)
    assert list(made.lag_days) == [0, 3.5, 7]
    hours = rows({"medicine_change_0_1": [each for flag in flags for each in [flag] * 4]}, row_h=6)
    in_hours = dose_of(hours, "medicine_change_0_1").values
    assert_allclose(in_hours[[11, 12, 42, 43]], [0, 1, 1, 0])
    early = dose_of(rows({"medicine_change_0_1": [NAN, 1.0, 0.0]}), "medicine_change_0_1")
    assert_allclose(early.values, [NAN, 1, 1])
