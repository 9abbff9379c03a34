"""A diary that is kept less and less, or on bad days only, is named; holidays and chance gaps are not."""

import datetime as dt

import numpy as np
import pytest
from benchmarks.explain_logging import FIRST, Floats, kept, series, share
from tests.explain.diaries import changed, diary

from untwitch.explain.attribution import attribute
from untwitch.explain.logging_habits import denser_when_bad, fatigue, lacking_calm, logging_habits
from untwitch.explain.outcomes import Outcome
from untwitch.facts.person import Physiology

NAN = float("nan")


def notices(counts: Floats, *, rows_a_day: int = 1) -> list[str]:
    outcome = Outcome("twitches", "diary", counts, counts, np.full(len(counts), 16.0), "twitches noticed")
    dates = [FIRST + dt.timedelta(days=row // rows_a_day) for row in range(len(counts))]
    return [each.what for each in logging_habits(outcome, dates)]


def test_fewer_and_fewer_entries_are_named_with_their_number() -> None:
    counts = series(np.random.default_rng(1), 90, level=5.0)
    counts[30:][np.arange(60) % 2 == 0] = NAN
    counts[60:][np.arange(30) % 4 != 1] = NAN
    found = notices(counts)
    assert len(found) == 1
    assert found[0].startswith("30 of the first 30 days have an entry and ")
    assert "mostly about the first" in found[0]


def test_a_whole_diary_and_a_short_one_are_not_judged() -> None:
    assert notices(np.arange(90.0) % 5) == []
    short = np.full(60, NAN)
    short[:20] = 3.0
    assert notices(short) == []
    assert notices(np.full(30, NAN)) == []


def test_days_before_the_first_entry_are_no_gap() -> None:
    late = np.concatenate([np.full(60, NAN), np.arange(60.0) % 5])
    assert notices(late) == []


def test_rows_of_a_day_are_one_entry() -> None:
    counts = np.where(np.arange(240) % 4 == 3, 3.0 + np.arange(240.0) % 5, NAN)
    assert notices(counts, rows_a_day=4) == []


def test_a_score_of_fatigue_is_nothing_for_even_gaps_and_falls_with_them() -> None:
    even = np.arange(100) % 3 != 0
    assert abs(fatigue(even)) < 0.5
    assert fatigue(np.arange(100) < 50) < -2.5
    assert fatigue(np.arange(100) >= 50) > 2.5
    assert fatigue(np.ones(100, dtype=bool)) == pytest.approx(0.0, abs=1e-9)


def test_lacking_calm_days_show_and_a_whole_diary_does_not() -> None:
    random = np.random.default_rng(3)
    whole = random.poisson(random.gamma(4, 2.0 / 4, 150)).astype(np.float64)
    assert lacking_calm(whole) < 3
    assert lacking_calm(np.where(whole == 0, NAN, whole)) > 9
    assert lacking_calm(np.full(40, 3.0)) >= 0


def test_more_twitches_where_there_are_fewer_gaps_score_above_zero() -> None:
    lengths = np.random.default_rng(5).integers(4, 12, 16)
    counts = np.repeat(np.where(np.arange(16) % 2 == 0, 12.0, 2.0), lengths) + np.arange(lengths.sum()) % 3.0
    counts[(counts < 6) & (np.arange(len(counts)) % 2 == 0)] = NAN
    assert denser_when_bad(counts) > 2
    assert denser_when_bad(np.full(50, 3.0)) == 0
    level = np.where(np.arange(60) % 2 == 0, NAN, 5.0)
    assert denser_when_bad(level) == 0


def test_a_diary_of_bad_days_is_told_so_in_the_answer() -> None:
    found = 0
    for seed in range(6):
        random = np.random.default_rng(seed)
        counts = kept(random, series(random, 120, level=3.0), "only_when_bad")
        table = changed(diary(120, twitches=False), twitches=counts)
        problems = attribute(table, physiology=Physiology()).problems
        found += any("bad days were logged more often" in each.what for each in problems)
    assert found >= 3


def test_gaps_by_chance_are_rarely_named() -> None:
    told = share(60, days=90, level=3.0, habit="by_chance")
    assert told["fatigue"] <= 0.05
    assert told["only_when_bad"] <= 0.07
