"""The matrix: swings, the week, the trend, and what stands in for the unknown."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from tests.explain.diaries import FIRST_DAY, Floats, rows

from untwitch.explain.dose import Dose, doses
from untwitch.explain.expectation import ExpectedDose
from untwitch.explain.model import EFFECT_SD, WEEKDAY_SD, design, fill_unknown
from untwitch.facts.person import Physiology

NAN = float("nan")


def made_dose(
    values: list[float] | Floats,
    *,
    cause: str = "stress",
    name: str = "stress_0_10",
    extra_variance: float = 0.0,
) -> ExpectedDose:
    column = np.asarray(values, dtype=np.float64)
    dose = Dose(name, cause, "stress_0_10", column, np.isfinite(column) * 1.0, 1.0, "1 more", (0, 1, 2))
    return ExpectedDose(dose, np.full(len(column), extra_variance))


def starts(count: int) -> list[dt.date]:
    return [FIRST_DAY + dt.timedelta(days=index) for index in range(count)]


def test_a_dose_is_counted_in_swings_of_the_rows_that_are_used() -> None:
    used = np.array([True, True, False, True])
    made = design(starts(4), [made_dose([1, 3, 100, 5])], used=used, row_h=24)
    part = made.parts[0]
    assert part.swing == pytest.approx(np.std([1, 3, 5]))
    assert_allclose(part.standardised[used].mean(), 0, atol=1e-12)
    assert_allclose(part.standardised[used].std(), 1)
    assert part.favourable == pytest.approx((np.quantile([1, 3, 5], 0.2) - 3) / part.swing)
    assert_allclose(made.matrix[:, part.column], part.standardised)


def test_a_swing_is_that_of_what_was_not_of_what_is_expected() -> None:
    used = np.ones(4, dtype=bool)
    made = design(starts(4), [made_dose([1, 3, 5, 3], extra_variance=7.0)], used=used, row_h=24)
    assert made.parts[0].swing == pytest.approx(np.sqrt(2 + 7))
    assert made.parts[0].standardised.std() == pytest.approx(np.sqrt(2 / 9))
    some = design(starts(4), [made_dose([1, 3, 5, 9], extra_variance=7.0)], used=np.arange(4) < 3, row_h=24)
    assert some.parts[0].swing == pytest.approx(np.sqrt(8 / 3 + 7))


def test_a_part_knows_how_far_its_record_can_be_relied_on() -> None:
    made = design(starts(4), [made_dose([1, 3, 5, 3])], used=np.ones(4, dtype=bool), row_h=24)
    assert made.parts[0].reliability.measure == "stress_0_10"


def test_a_dose_that_does_not_vary_is_set_apart() -> None:
    same = made_dose([4.0] * 5)
    made = design(starts(5), [same, made_dose([NAN] * 4 + [1.0])], used=np.ones(5, dtype=bool), row_h=24)
    assert made.parts == ()
    assert len(made.constant) == 2


def test_confounders_are_always_in_and_causes_are_not() -> None:
    screen = made_dose([1, 2, 3, 4], cause="screen", name="screen_h")
    made = design(starts(4), [screen, made_dose([4, 2, 3, 1])], used=np.ones(4, dtype=bool), row_h=24)
    assert [part.dose.cause for part in made.confounders] == ["screen"]
    assert [part.dose.cause for part in made.parts] == ["stress"]
    assert made.parts_of("screen") == made.confounders
    assert made.parts_of("stress") == made.parts
    assert made.parts_of("water") == ()


def test_every_week_sums_to_nothing_over_its_days() -> None:
    made = design(starts(14), [], used=np.ones(14, dtype=bool), row_h=24)
    assert made.always == (*(f"weekday_{day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat")), "trend")
    assert_allclose(made.matrix[:, :6].sum(axis=0), 0)
    assert made.matrix[0, 0] == 1
    assert (made.matrix[6, :6] == -1).all()
    assert_allclose(made.effect_sd, [WEEKDAY_SD] * 6 + [EFFECT_SD])


def test_the_trend_is_a_line_of_swing_one() -> None:
    used = np.ones(30, dtype=bool)
    trend = design(starts(30), [], used=used, row_h=24).matrix[:, -1]
    assert_allclose([trend.mean(), trend.std()], [0, 1], atol=1e-12)
    assert_allclose(np.diff(trend), np.diff(trend)[0])
    lone = design(starts(2), [], used=np.array([True, False]), row_h=24).matrix[:, -1]
    assert_allclose(lone, [0, 1])


def test_short_rows_get_a_wave_of_the_day() -> None:
    quarter = rows({"stress_0_10": [1.0, 2.0, 3.0, 4.0] * 2}, row_h=6)
    made = design(quarter.starts, [], used=np.ones(8, dtype=bool), row_h=6)
    assert made.always[6:8] == ("hour_cos", "hour_sin")
    assert_allclose(made.matrix[:4, 6], made.matrix[4:, 6])
    assert made.matrix[0, 6] == pytest.approx(np.cos(2 * np.pi * 3 / 24))
    assert made.matrix[1, 7] == pytest.approx(np.sin(2 * np.pi * 9 / 24))


def test_the_known_fraction_is_that_of_the_rows_used() -> None:
    used = np.array([True, True, True, False])
    made = design(starts(4), [made_dose([1, NAN, 3, NAN])], used=used, row_h=24)
    assert made.parts[0].known_fraction == pytest.approx(2 / 3)


def test_an_unknown_row_stands_as_its_last_known_value_lets_expect() -> None:
    column = np.tile([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0], 4)
    column[10] = NAN
    pairs = column[:-1] * column[1:]
    lag_one = np.nanmean(pairs)
    filled = fill_unknown(column)
    assert filled[10] == pytest.approx(column[9] * lag_one)
    column[11] = NAN
    lag_one = np.nanmean(column[:-1] * column[1:])
    assert fill_unknown(column)[11] == pytest.approx(column[9] * lag_one**2)


def test_before_the_first_known_row_the_mean_stands() -> None:
    assert_allclose(fill_unknown(np.array([NAN, NAN, 2.0])), [0, 0, 2])


def test_with_few_neighbours_nothing_is_carried_on() -> None:
    assert_allclose(fill_unknown(np.array([2.0, NAN, -2.0, NAN])), [2, 0, -2, 0])


def test_a_series_that_swings_back_each_day_is_not_carried_on_with_the_wrong_sign() -> None:
    column = np.tile([1.0, -1.0], 10)
    column[-1] = NAN
    assert fill_unknown(column)[-1] == 0


@given(arrays(np.float64, st.integers(1, 30), elements=st.one_of(st.just(NAN), st.floats(-3, 3))))
def test_known_rows_are_never_changed_and_none_stays_unknown(column: Floats) -> None:
    filled = fill_unknown(column)
    known = np.isfinite(column)
    assert_allclose(filled[known], column[known])
    assert np.isfinite(filled).all()
    assert np.abs(filled).max() <= max(np.abs(column[known]).max(initial=0), 0) + 1e-12


@pytest.mark.parametrize("factor", [0.001, 7.0, 1000.0])
def test_the_unit_of_a_dose_does_not_matter(factor: float) -> None:
    amounts = np.array([100.0, 0, 250, 80, 30, 400])
    one = design(starts(6), [made_dose(amounts)], used=np.ones(6, dtype=bool), row_h=24)
    other = design(starts(6), [made_dose(factor * amounts)], used=np.ones(6, dtype=bool), row_h=24)
    assert_allclose(one.matrix, other.matrix)
    assert other.parts[0].swing == pytest.approx(factor * one.parts[0].swing)


def test_doses_of_the_registry_enter_in_its_order() -> None:
    made = doses(
        rows({"water_ml": [1000.0, 500], "stress_0_10": [1.0, 2], "screen_h": [1.0, 2]}),
        physiology=Physiology(),
    )
    built = design(
        starts(2), [ExpectedDose(each, np.zeros(2)) for each in made], used=np.ones(2, dtype=bool), row_h=24
    )
    assert [part.dose.cause for part in built.parts] == ["stress", "water"]
    assert [part.column for part in (*built.parts, *built.confounders)] == [7, 8, 9]
