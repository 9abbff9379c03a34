"""A diary looks like one that a person and their devices would have kept."""

import datetime as dt

import numpy as np
import pytest

from untwitch.facts.exposure import TYPED
from untwitch.facts.watch import EVENING_WORDS
from untwitch.simulate.diary import FOOD_APP, WATCH_APP, Life, history_of, new_id
from untwitch.simulate.draw import draw_exposures
from untwitch.simulate.person import simulate


def test_evening_lines_have_counts_and_words_that_hold_the_truth() -> None:
    person = simulate(11, days=400, missing_fraction=0)
    watches = person.history.watches
    assert len(watches) == 400
    words = 0
    for watch, count in zip(watches, person.life.twitches.tolist(), strict=True):
        low, high = watch.twitches_low, watch.twitches_high
        assert low is not None
        assert high is not None
        assert low <= count <= high
        assert watch.observed_h == 16 or watch.start.local_day().month in {3, 10}
        words += (low, high) in EVENING_WORDS.values() and (low != high or count == 0)
    assert 0.2 < words / 400 < 0.45


def test_a_count_beyond_the_largest_word_stays_a_count() -> None:
    exposures = draw_exposures(np.random.default_rng(1), 60)
    life = Life(dt.date(2026, 1, 5), "UTC", exposures, np.full(60, 500))
    history = history_of(np.random.default_rng(1), life, missing_fraction=0)
    assert {(each.twitches_low, each.twitches_high) for each in history.watches} == {(500, 500)}


def test_taps_lie_inside_the_watch_of_their_day_and_never_exceed_the_truth() -> None:
    person = simulate(12, days=300, missing_fraction=0)
    taps = person.history.twitches
    assert 100 < len(taps) < 300
    by_day = {watch.start.local_day(): watch for watch in person.history.watches}
    for tap in taps:
        watch = by_day[tap.start.local_day()]
        assert watch.start <= tap.start <= watch.end
    assert len({tap.site for tap in taps}) <= 3
    assert taps == tuple(sorted(taps, key=lambda tap: tap.start.utc_ms))


def test_coffee_has_clock_times_and_a_day_without_is_a_typed_zero() -> None:
    person = simulate(13, days=200, missing_fraction=0)
    caffeine = next(each for each in person.history.batches if each.measure == "caffeine_mg")
    assert caffeine.apps == (TYPED,)
    assert list(caffeine.start_ms) == list(caffeine.end_ms)
    hours = {row.start_ms // 60_000 % 1440 for row in caffeine.rows()}
    assert len(hours) > 5
    zeros = sum(row.value == 0 for row in caffeine.rows())
    assert zeros == (person.life.exposures["caffeine_mg"] == 0).sum() > 0
    assert sum(caffeine.value) == person.life.exposures["caffeine_mg"].sum()


def test_nights_workouts_and_meals_come_from_their_apps() -> None:
    apps = {each.measure: each.apps for each in simulate(14, days=60).history.batches}
    assert apps["sleep_h"] == apps["exertion_au"] == (WATCH_APP,)
    assert apps["magnesium_mg"] == (FOOD_APP,)
    assert apps["stress_0_10"] == (TYPED,)


def test_hours_before_midnight_and_after_belong_to_other_days() -> None:
    life = Life(dt.date(2026, 1, 5), "UTC", {}, np.zeros(1, np.int64))
    assert life.at(0, -1).local() == dt.datetime(2026, 1, 4, 23, tzinfo=dt.UTC)
    assert life.at(1, 25.5).local() == dt.datetime(2026, 1, 7, 1, 30, tzinfo=dt.UTC)


def test_a_measure_that_was_not_lived_is_not_kept() -> None:
    life = Life(dt.date(2026, 1, 5), "UTC", {"water_ml": np.array([1500.0])}, np.array([3]))
    history = history_of(np.random.default_rng(1), life, missing_fraction=0)
    assert [each.measure for each in history.batches] == ["water_ml"]
    assert sum(history.batches[0].value) == pytest.approx(1500)


def test_ids_follow_the_seed() -> None:
    assert new_id(np.random.default_rng(1)) == new_id(np.random.default_rng(1))
    assert new_id(np.random.default_rng(1)) != new_id(np.random.default_rng(2))
