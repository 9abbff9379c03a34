"""Each guard fails where it should and passes where it should."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.explain import guards


def test_a_coin_every_day_contrasts_on_many_days() -> None:
    coin = np.random.default_rng(1).integers(0, 2, 100).astype(np.float64)
    assert guards.contrasting_days(coin) > 40


def test_one_odd_day_is_about_one_day() -> None:
    odd = np.zeros(100)
    odd[50] = 1
    assert guards.contrasting_days(odd) == pytest.approx(1.0, abs=0.1)


def test_one_switch_in_the_middle_is_a_few_days_at_most() -> None:
    switch = np.repeat([0.0, 1.0], 50)
    assert guards.contrasting_days(switch) < 3


def test_no_change_is_no_contrast() -> None:
    assert guards.contrasting_days(np.full(50, 3.3)) == 0
    assert guards.contrasting_days(np.ones(1)) == 0


def test_what_is_the_same_at_the_same_hour_of_every_day_is_no_contrast() -> None:
    hours = np.tile([0.0, 6.0, 12.0, 18.0], 30)
    every_morning = 200.0 * (hours == 6).astype(np.float64)
    assert guards.contrasting_days(every_morning) > 20
    assert guards.contrasting_days(every_morning, hours=hours.tolist()) == 0
    coin = every_morning * np.random.default_rng(1).integers(0, 2, 120).astype(np.float64)
    assert 5 < guards.contrasting_days(coin, hours=hours.tolist()) < 60


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 60), st.integers(0, 999), st.floats(0.01, 1000), st.floats(-50, 50))
def test_contrast_does_not_depend_on_unit_or_level(
    count: int, seed: int, factor: float, level: float
) -> None:
    values = np.random.default_rng(seed).standard_normal(count)
    one = guards.contrasting_days(values)
    assert guards.contrasting_days(factor * values + level) == pytest.approx(one, rel=1e-3)
    assert 0 <= one <= count


def test_positivity_names_the_causes_that_hardly_varied() -> None:
    made = guards.positivity({"stress": 20.0, "diet": 4.9})
    assert (made.passes, made.value, made.failed_causes) == (False, 4.9, ("diet",))
    assert guards.positivity({"stress": 5.0}).passes
    assert guards.positivity({}).value is None


def test_how_well_others_predict_a_cause_is_r_squared() -> None:
    random = np.random.default_rng(2)
    one, other = random.standard_normal((2, 200))
    mixed = (one + other) / np.sqrt(2)
    found = guards.r_squared(np.column_stack([one, mixed]), ["stress", "sleep"])
    assert found["stress"] == pytest.approx(np.corrcoef(one, mixed)[0, 1] ** 2)
    same = guards.r_squared(np.column_stack([one, one, other]), ["stress", "stress", "sleep"])
    assert same["stress"] < 0.1, "doses of one cause do not compete"


def test_a_cause_alone_is_predicted_by_nothing() -> None:
    assert guards.r_squared(np.ones((5, 1)), ["stress"]) == {"stress": 0.0}
    assert guards.r_squared(np.ones((2, 2)), ["stress", "sleep"]) == {"stress": 0.0, "sleep": 0.0}


def test_collinearity_fails_for_the_predictable_and_for_those_that_traded_places() -> None:
    made = guards.collinearity({"stress": 0.95, "sleep": 0.2, "diet": 0.1}, {"sleep": ("diet",), "diet": ()})
    assert made.failed_causes == ("stress", "sleep")
    assert made.value == 0.95
    assert guards.collinearity({"stress": 0.9}, {}).passes


def test_tomorrow_alarms_once_in_twenty_diaries_however_many_causes() -> None:
    random = np.random.default_rng(3)
    names = ("a", "b", "c", "d", "e", "f")
    for count in (1, 6):
        alarms = [
            not guards.tomorrow_control(
                dict(zip(names[:count], random.standard_normal(count), strict=True))
            ).passes
            for _ in range(4000)
        ]
        assert np.mean(alarms) == pytest.approx(0.05, abs=0.012)


def test_tomorrow_fails_only_the_cause_that_it_is_about() -> None:
    made = guards.tomorrow_control({"stress": -3.5, "sleep": 1.0})
    assert made.failed_causes == ("stress",)
    assert made.value == 3.5
    assert guards.tomorrow_control({}).passes


def test_dispersion_fails_for_all_causes_in_a_far_tail() -> None:
    assert guards.dispersion((0.009, 0.5), ("stress", "diet")).failed_causes == ("stress", "diet")
    assert guards.dispersion((0.01, 0.5), ("stress",)).passes
    assert not guards.dispersion((), ("stress",)).passes


def test_a_bad_approximation_fails_for_all_causes() -> None:
    assert guards.k_hat(0.69, ("stress",)).passes
    assert guards.k_hat(0.7, ("stress",)).failed_causes == ("stress",)
    broken = guards.k_hat(float("inf"), ("stress",))
    assert (broken.passes, broken.value) == (False, None)


def test_a_series_like_the_model_is_in_no_tail() -> None:
    random = np.random.default_rng(4)
    expected = np.full((400, 60), 4.0)
    seen = random.poisson(random.gamma(5.0, 4.0 / 5.0, 60)).astype(np.float64)
    tails = guards.predictive_tails(seen, seen, expected=expected, size=np.full(400, 5.0), seed=1)
    assert min(tails) > 0.05


def test_too_many_calm_rows_are_in_a_tail_also_where_words_were_logged() -> None:
    expected = np.full((400, 60), 4.0)
    low = np.where(np.arange(60) % 2, 0.0, 4.0)
    high = np.where(np.arange(60) % 2, 0.0, 10.0)
    scatter, calm = guards.predictive_tails(low, high, expected=expected, size=np.full(400, 50.0), seed=1)
    assert calm < 0.01
    assert scatter < 0.01
    few_exact = np.where(np.arange(60) < 10, 0.0, 10.0)
    scatter, _ = guards.predictive_tails(
        np.zeros(60), few_exact, expected=expected, size=np.full(400, 50.0), seed=1
    )
    assert scatter == 1.0


def test_a_guard_says_what_it_compared() -> None:
    assert guards.positivity({"stress": 3.0}).to_json() == {
        "passes": False,
        "value": 3.0,
        "limit": 5.0,
        "failed_causes": ["stress"],
    }
