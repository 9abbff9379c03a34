"""Each measure combines over a row by the rule of the registry."""

import numpy as np
import pytest
from tests.timeline.made import grid, moments, samples, spans

from untwitch.facts.measure import measure, measures
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.timeline.columns import timeline_measures
from untwitch.timeline.combine import combine, is_merged_by_minute, needed_for
from untwitch.timeline.nutrition import FROM_MEALS

NAN = np.nan
WATCH, PHONE = "Watch", "Phone"


def values(measure_id: str, *batches: SampleBatch, row_h: int = 24, days: int = 2) -> list[float]:
    names = {*needed_for(measure_id), *FROM_MEALS, "water_ml", "alcohol_g"}
    given_ = {name: samples(*(each for each in batches if each.measure == name)) for name in names}
    found: list[float] = combine(measure_id, given_, grid(days, row_h=row_h)).tolist()
    return found


def same(found: list[float], expected: list[float]) -> bool:
    return found == pytest.approx(expected, nan_ok=True)


def test_amounts_add_up_and_a_day_without_one_is_unknown() -> None:
    assert same(values("alcohol_g", moments("alcohol_g", [(19, 10), (21, 12.5)])), [22.5, NAN])


def test_in_shorter_rows_of_a_day_with_an_entry_the_others_are_zero() -> None:
    found = values("caffeine_mg", moments("caffeine_mg", [(8, 95), (13, 60)]), row_h=6)
    assert same(found, [0, 95, 60, 0, NAN, NAN, NAN, NAN])


def test_one_drink_that_two_apps_kept_is_one() -> None:
    both = [moments("water_ml", [(8, 250), (9, 250)], app=app) for app in ("a", "b")]
    assert same(values("water_ml", *both), [500, NAN])


def test_the_entries_of_a_day_are_part_of_its_whole_amount() -> None:
    whole = spans("magnesium_mg", [(0, 24, 320)], app="Daily table")
    entries = moments("magnesium_mg", [(8, 100), (19, 120)], app="Food")
    assert same(values("magnesium_mg", whole, entries), [320, NAN])
    assert same(values("magnesium_mg", whole, entries, row_h=12), [100 + 50, 120 + 50, NAN, NAN])
    more = moments("magnesium_mg", [(8, 200), (19, 200)], app="Food")
    assert same(values("magnesium_mg", whole, more), [400, NAN])


def test_of_two_whole_amounts_the_larger_holds_and_those_of_one_app_add_up() -> None:
    one = spans("magnesium_mg", [(0, 24, 320)], app="a")
    other = spans("magnesium_mg", [(0, 24, 300)], app="b")
    assert same(values("magnesium_mg", one, other), [320, NAN])
    assert same(values("magnesium_mg", spans("magnesium_mg", [(0, 24, 30), (0, 24, 40)])), [70, NAN])


def test_an_amount_of_a_week_is_shared_out() -> None:
    assert same(values("magnesium_mg", spans("magnesium_mg", [(0, 7 * 24, 2100)]), days=8), [300] * 7 + [NAN])


def test_workouts_that_two_apps_saw_count_once_and_hours_of_screens_too() -> None:
    for measure_id in ("exertion_au", "screen_h", "repetitive_h", "steps"):
        found = values(
            measure_id,
            spans(measure_id, [(18, 19, 8)], app=WATCH),
            spans(measure_id, [(18, 19, 7), (20, 21, 3)], app=PHONE),
        )
        assert same(found, [11, NAN])
    rested = values("exertion_au", moments("exertion_au", [(17, 0)]), row_h=12)
    assert same(rested, [0, 0, NAN, NAN])


def test_what_is_merged_by_minute_is_what_lasts() -> None:
    merged = {name for name, each in measures().items() if is_merged_by_minute(each)}
    assert merged == {
        "exertion_au",
        "exertion_same_region_au",
        "repetitive_h",
        "repetitive_same_region_h",
        "steps",
        "active_energy_kcal",
        "nap_h",
        "screen_h",
    }


def test_ratings_are_averaged_once_each() -> None:
    typed = moments("stress_0_10", [(9, 2), (21, 7)])
    copy = moments("stress_0_10", [(21, 7)], app="Copy")
    assert same(values("stress_0_10", typed, copy), [4.5, NAN])


def test_a_level_counts_where_it_was_most_of_the_time() -> None:
    night = spans("hrv_rmssd_ms", [(23, 31, 40)])
    assert same(values("hrv_rmssd_ms", night), [NAN, 40])
    two_days = spans("air_temperature_c", [(0, 48, -5)])
    assert same(values("air_temperature_c", two_days), [-5, -5])
    assert same(values("air_temperature_c", spans("air_temperature_c", [(0, 24, 9)]), row_h=6)[:4], [9] * 4)


def test_a_flag_holds_in_each_row_that_it_touches() -> None:
    ill = spans("illness_0_1", [(20, 25, 1)])
    well = moments("illness_0_1", [(9, 0), (24 + 9, 0)])
    assert same(values("illness_0_1", ill, well), [1, 1])
    assert same(values("illness_0_1", well), [0, 0])


def test_the_last_weight_of_a_day_is_its_weight() -> None:
    found = values("body_mass_kg", moments("body_mass_kg", [(20, 71.5), (7, 70.9)], app="Scale"))
    assert same(found, [71.5, NAN])


def test_heart_rates_have_no_value_of_a_row() -> None:
    with pytest.raises(Refused, match="heart_rate_bpm has no value of a row"):
        values("heart_rate_bpm", moments("heart_rate_bpm", [(9, 60)]))


def test_the_hour_of_caffeine_is_weighted_by_dose() -> None:
    coffee = moments("caffeine_mg", [(8, 100), (16, 300), (32, 0)])
    assert same(values("caffeine_mean_hour", coffee), [14, NAN])
    sipped = spans("caffeine_mg", [(8, 10, 100)])
    assert same(values("caffeine_mean_hour", sipped), [9, NAN])


def test_the_hour_of_caffeine_needs_a_clock_for_half_of_it() -> None:
    whole = spans("caffeine_mg", [(0, 24, 200)], app="Daily table")
    assert same(values("caffeine_mean_hour", whole), [NAN, NAN])
    some = moments("caffeine_mg", [(9, 150)])
    assert same(values("caffeine_mean_hour", whole, some), [NAN, NAN])
    stated = moments("caffeine_mean_hour", [(20, 11)])
    assert same(values("caffeine_mean_hour", whole, some, stated), [11, NAN])
    most = moments("caffeine_mg", [(9, 200)])
    assert same(values("caffeine_mean_hour", whole, most, stated), [9, NAN])


def test_naps_are_those_logged_else_those_seen_in_the_sleep() -> None:
    seen = spans("sleep_h", [(0, 7, 7), (13, 14, 1), (24, 31, 7), (37, 39, 2)], app=WATCH)
    logged = moments("nap_h", [(14, 0.5)])
    assert same(values("nap_h", seen, logged), [0.5, 2])
    assert same(values("sleep_h", seen), [7, 7])


def test_every_column_of_the_table_has_a_rule_that_works() -> None:
    for measure_id in timeline_measures():
        each = measure(measure_id)
        value = each.believable_low / 2 + each.believable_high / 2
        found = values(measure_id, spans(measure_id, [(0, 24, value)]))
        assert same(found, [value, NAN])


def test_no_samples_are_unknown_rows() -> None:
    for measure_id in timeline_measures():
        assert same(values(measure_id), [NAN, NAN])
