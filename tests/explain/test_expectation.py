"""What was not recorded is expected from the same day and the days before, never from later ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.explain.diaries import Floats, rows

from untwitch.explain.dose import doses
from untwitch.explain.expectation import Unknown, expected_doses
from untwitch.facts.person import Physiology

NAN = float("nan")
BODY = Physiology(age_years=35, sex="male")


def vectors(days: int, *, seed: int, lag_one: float = 0.5, together: float = 0.6) -> Floats:
    """Two amounts that go together and resemble the day before, shape (days, 2), mean 0 and sd 1."""
    random = np.random.default_rng(seed)
    new = np.linalg.cholesky(np.array([[1.0, together], [together, 1.0]]) * (1 - lag_one**2))
    made = np.zeros((days, 2))
    made[0] = new @ random.standard_normal(2) / np.sqrt(1 - lag_one**2)
    for day in range(1, days):
        made[day] = lag_one * made[day - 1] + new @ random.standard_normal(2)
    return made


def working_days(count: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.zeros(count, dtype=np.bool_)


def with_gaps(amounts: Floats, *, seed: int, missing: float) -> Floats:
    gaps = np.random.default_rng(seed).random(amounts.shape) < missing
    return np.where(gaps, NAN, amounts)


def test_what_is_known_stands_and_is_sure() -> None:
    amounts = with_gaps(vectors(200, seed=1), seed=2, missing=0.3)
    mean, sd = Unknown.of(amounts, weekend=working_days(200)).expected()
    known = np.isfinite(amounts)
    assert_allclose(mean[known], amounts[known], atol=0)
    assert (sd[known] == 0).all()
    assert (sd[~known] > 0).all()
    assert np.isfinite(mean).all()


def test_the_expectation_is_that_of_the_normal_distribution() -> None:
    """One gap after a known day: the textbook conditional mean and variance, worked by hand."""
    amounts = vectors(4000, seed=3)
    amounts[-1, 0] = NAN
    made = Unknown.of(amounts, weekend=working_days(4000))
    mean, sd = made.expected()
    # x_t given x_(t-1) and the other of the day: .5 x1 + .6 (x2_t - .5 x2_(t-1)); variance .75 (1 - .36)
    by_hand = 0.5 * amounts[-2, 0] + 0.6 * (amounts[-1, 1] - 0.5 * amounts[-2, 1])
    assert mean[-1, 0] == pytest.approx(by_hand, abs=0.12)
    assert sd[-1, 0] == pytest.approx(np.sqrt(0.75 * (1 - 0.36)), rel=0.08)


def test_errors_are_as_large_as_they_are_said_to_be() -> None:
    whole = vectors(3000, seed=4)
    amounts = with_gaps(whole, seed=5, missing=0.4)
    mean, sd = Unknown.of(amounts, weekend=working_days(3000)).expected()
    gaps = np.isnan(amounts)
    score = (whole - mean)[gaps] / sd[gaps]
    assert score.mean() == pytest.approx(0, abs=0.06)
    assert score.std() == pytest.approx(1, abs=0.05)
    blind = np.nanmean(amounts, axis=0)
    assert ((whole - mean)[gaps] ** 2).mean() < 0.75 * ((whole - blind)[gaps] ** 2).mean()


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(2, 28))
def test_a_later_day_moves_nothing_but_level_and_scale(seed: int, cut: int) -> None:
    """With what was learnt of the person held, rows up to the cut do not know the rows after it."""
    amounts = with_gaps(vectors(30, seed=seed), seed=seed + 1, missing=0.4)
    amounts[0] = 0.0
    made = Unknown.of(amounts, weekend=working_days(30))
    later = amounts.copy()
    later[cut:] = with_gaps(vectors(30 - cut, seed=seed + 2), seed=seed + 3, missing=0.4)
    other = Unknown(later, made.level, made.scale, made.lag_one, made.together, made.new)
    for one, two in zip(made.expected(), other.expected(), strict=True):
        assert_allclose(one[:cut], two[:cut])
    assert_allclose(made.draws(3, seed=1)[:, :cut], other.draws(3, seed=1)[:, :cut])


def test_draws_vary_as_what_was_does() -> None:
    whole = vectors(3000, seed=6)
    amounts = with_gaps(whole, seed=7, missing=0.5)
    drawn = Unknown.of(amounts, weekend=working_days(3000)).draws(2, seed=1)
    assert drawn.shape == (2, 3000, 2)
    assert_allclose(drawn.std(axis=1), np.broadcast_to(whole.std(axis=0), (2, 2)), rtol=0.06)
    assert np.corrcoef(drawn[0].T)[0, 1] == pytest.approx(0.6, abs=0.06)
    pairs = (drawn[0][:-1] * drawn[0][1:]).mean(axis=0)
    assert_allclose(pairs, [0.5, 0.5], atol=0.1)


def test_a_weekend_is_expected_to_be_a_weekend() -> None:
    week = np.tile([1.0, 1, 1, 1, 1, 5, 5], 20)
    column = week + 0.1 * np.random.default_rng(1).standard_normal(140)
    column[[135, 139]] = NAN  # a Wednesday and a Sunday
    mean, _ = Unknown.of(column[:, None], weekend=week > 3).expected()
    assert mean[135, 0] == pytest.approx(1, abs=0.5)
    assert mean[139, 0] == pytest.approx(5, abs=0.8)


def test_a_measure_known_on_one_day_is_expected_to_be_as_on_that_day() -> None:
    amounts = np.full((10, 1), NAN)
    amounts[4] = 3.0
    mean, _ = Unknown.of(amounts, weekend=working_days(10)).expected()
    assert_allclose(mean, 3.0)


def test_without_gaps_doses_are_those_of_the_record() -> None:
    table = rows({"stress_0_10": np.arange(30.0) % 7, "sleep_h": 6 + np.arange(30.0) % 3})
    made = expected_doses(table, physiology=BODY)
    for one, two in zip(made, doses(table, physiology=BODY), strict=True):
        assert_allclose(one.dose.values, two.values)
        assert_allclose(one.extra_variance, 0)


def test_short_rows_are_taken_as_they_are() -> None:
    table = rows({"stress_0_10": [1.0, NAN, 3.0, NAN] * 6}, row_h=6)
    made = expected_doses(table, physiology=BODY)
    assert_allclose(made[0].dose.values, doses(table, physiology=BODY)[0].values)
    assert_allclose(made[0].extra_variance, 0)


def test_a_dose_with_gaps_is_known_nowhere_more_but_expected_everywhere() -> None:
    sleep = np.where(np.arange(60) % 4 == 1, NAN, 6.0 + np.arange(60) % 3)
    table = rows({"sleep_h": sleep, "nap_h": np.full(60, NAN)})
    made = {each.dose.id: each for each in expected_doses(table, physiology=BODY)}
    recorded = {each.id: each for each in doses(table, physiology=BODY)}
    assert set(made) == set(recorded)
    for name, each in made.items():
        assert np.isfinite(each.dose.values).all()
        assert_allclose(each.dose.known, recorded[name].known)
        assert each.extra_variance.shape == (60,)
        assert each.extra_variance.max() > 0
    short = made["sleep_shortfall_h"].dose.values
    known = np.isfinite(sleep)
    assert_allclose(short[known], np.maximum(0, 7 - sleep[known]))
    assert_allclose(made["sleep_shortfall_h"].extra_variance[known], 0, atol=1e-20)


def test_a_shortfall_that_is_not_known_is_the_mean_over_what_may_have_been() -> None:
    """Nights of 7 h on average where 7 h are needed: half fell short, so the mean is above nothing."""
    random = np.random.default_rng(1)
    sleep = 7 + random.standard_normal(400)
    sleep[random.random(400) < 0.3] = NAN
    made = expected_doses(rows({"sleep_h": sleep}), physiology=BODY)[0].dose
    gaps = np.isnan(sleep)
    assert made.values[gaps].mean() == pytest.approx(1 / np.sqrt(2 * np.pi), abs=0.08)


def test_a_supplement_or_hour_that_was_not_logged_is_not_made_up() -> None:
    random = np.random.default_rng(1)
    magnesium = 250 + 60 * random.standard_normal(60)
    magnesium[::5] = NAN
    tablets = np.full(60, NAN)
    tablets[3] = 300.0
    hour = np.where(np.arange(60) % 2 == 0, 20.0, NAN)
    columns: dict[str, list[float] | Floats] = {
        "magnesium_mg": magnesium,
        "caffeine_mg": np.asarray(100.0 + 50 * random.integers(0, 3, 60), dtype=np.float64),
    }
    plain = expected_doses(rows(columns), physiology=BODY)
    with_tablet = expected_doses(
        rows(columns | {"magnesium_supplement_mg": tablets, "caffeine_mean_hour": hour}), physiology=BODY
    )
    one, other = (
        {each.dose.id: each.dose.values for each in found}["magnesium_shortfall_mg"]
        for found in (plain, with_tablet)
    )
    assert_allclose(one[20:], other[20:])
    assert (one[3:10] >= other[3:10]).all()
    assert one[4] > other[4]


def test_an_effect_is_not_drawn_towards_zero_by_gaps() -> None:
    """Of a line through doses with 40 % of the days not recorded the slope stays (the mean put in blindly
    beside a second amount that goes along would not)."""
    random = np.random.default_rng(8)
    whole = 5 + 2 * vectors(4000, seed=9, lag_one=0.4)
    told = 0.3 * whole[:, 0] + random.standard_normal(4000)
    kept = with_gaps(whole, seed=10, missing=0.4)
    table = rows({"stress_0_10": kept[:, 0], "sleep_quality_1_5": kept[:, 1]})
    made = {each.dose.id: each.dose.values for each in expected_doses(table, physiology=BODY)}
    columns = np.column_stack([np.ones(4000), made["stress_0_10"], made["sleep_quality_poor_1_5"]])
    slope, *_ = np.linalg.lstsq(columns, told, rcond=None)
    assert slope[1] == pytest.approx(0.3, abs=0.03)
    assert slope[2] == pytest.approx(0.0, abs=0.03)


def test_a_cut_keeps_what_the_whole_taught() -> None:
    table = rows({"stress_0_10": np.where(np.arange(40) % 3 == 0, NAN, np.arange(40) % 8)})
    whole = expected_doses(table, physiology=BODY)[0]
    part = whole.cut(slice(10, 20))
    assert_allclose(part.dose.values, whole.dose.values[10:20])
    assert_allclose(part.dose.known, whole.dose.known[10:20])
    assert_allclose(part.extra_variance, whole.extra_variance[10:20])
