"""What figures need: the rate that was fitted, doses, shares and "what if", all of the same draws."""

import numpy as np
import pytest
from tests.explain.diaries import FIRST_DAY, changed, diary

from untwitch.explain.attribution import attribute
from untwitch.explain.picture import Picture
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import Timeline, daily

BODY = Physiology()
NAN = float("nan")


def drawn(table: Timeline) -> Picture:
    made = attribute(table, physiology=BODY, with_picture=True).picture
    assert made is not None
    return made


def test_nothing_is_drawn_unless_it_is_asked_for_and_something_could_be_fitted() -> None:
    assert attribute(diary(30), physiology=BODY).picture is None
    assert attribute(diary(10), physiology=BODY, with_picture=True).picture is None
    assert "picture" not in attribute(diary(30), physiology=BODY, with_picture=True).to_json()


def test_the_band_holds_the_true_rate_about_nine_times_in_ten() -> None:
    inside = []
    for seed in range(8):
        random = np.random.default_rng(seed)
        stress = random.integers(0, 11, 100).astype(np.float64)
        drift = np.zeros(100)
        for day in range(1, 100):
            drift[day] = 0.6 * drift[day - 1] + 0.24 * random.standard_normal()
        log_rate = np.log(5) + 0.35 * (stress - stress.mean()) / stress.std() + drift
        twitches = random.poisson(np.exp(log_rate) * random.gamma(8, 1 / 8, 100)).astype(np.float64)
        rate = drawn(daily(FIRST_DAY, {"twitches": twitches, "stress_0_10": stress})).rate
        inside.append(np.mean((rate.low < np.exp(log_rate)) & (np.exp(log_rate) < rate.high)))
    assert 0.8 < np.mean(inside) < 0.97


def test_the_band_is_per_day_of_watching_and_unused_rows_have_no_count() -> None:
    whole = drawn(diary(60)).rate
    table = diary(60)
    twitches = table.columns["twitches"].copy()
    twitches[30] = NAN
    half = changed(table, twitches=twitches, observed_h=np.full(60, 8.0))
    rate = drawn(half).rate
    assert np.median(rate.median / whole.median) == pytest.approx(2.0, rel=0.05)
    assert rate.counted_low[3] == 2 * whole.counted_low[3]
    assert np.isnan(rate.counted_high[30])
    assert rate.starts[0] == "2026-01-05"
    assert rate.row_h == 24
    assert np.log(rate.high[30] / rate.low[30]) > np.median(np.log(rate.high / rate.low))


def test_a_dose_is_one_at_the_favourable_level_and_follows_the_ratio_of_the_answer() -> None:
    made = attribute(diary(120, stress=0.5), physiology=BODY, with_picture=True)
    assert made.picture is not None
    curve = next(each for each in made.picture.curves if each.cause == "stress")
    assert curve.level[0] == curve.seen.min()
    assert curve.level[-1] == curve.seen.max()
    assert np.quantile(curve.seen, 0.2) == curve.favourable
    assert np.interp(curve.favourable, curve.level, curve.median) == pytest.approx(1.0, abs=0.02)
    ratio = made.cause("stress").rate_ratio
    assert ratio is not None
    per_point = (curve.median[-1] / curve.median[0]) ** (1 / (curve.level[-1] - curve.level[0]))
    assert per_point == pytest.approx(ratio.median, rel=0.02)
    assert (curve.low <= curve.median).all()
    assert (curve.median <= curve.high).all()


def test_shares_are_those_of_the_answer() -> None:
    made = attribute(diary(120, stress=0.5), physiology=BODY, with_picture=True)
    assert made.picture is not None
    share = made.cause("stress").share
    assert share is not None
    assert np.median(made.picture.shares["stress"]) == pytest.approx(share.median)
    total = sum(made.picture.shares.values()) + made.picture.unexplained
    assert total == pytest.approx(np.ones(len(total)))


def test_what_if_begins_at_nothing_and_grows_all_the_way() -> None:
    found = {each.cause: each for each in drawn(diary(120, stress=0.5)).what_if}
    stress = found["stress"]
    assert stress.part[0] == stress.low[0] == stress.high[0] == 0
    assert stress.part[-1] == 1
    assert (np.diff(stress.median) > 0).all()
    assert stress.median[-1] > 0.2
    assert found["caffeine"].median[-1] < 0.05
