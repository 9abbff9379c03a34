"""What is said of a day's foods is a lower bound where some have no figure."""

import datetime as dt

import pytest
from tests.timeline.made import DAY, history, moments, spans

from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.timeline.food_day import FoodDay, food_days

NEXT = DAY + dt.timedelta(days=1)


def days(*batches: SampleBatch, last_day: dt.date = NEXT) -> dict[dt.date, FoodDay]:
    return dict(food_days(history(batches=batches), "magnesium_mg", first_day=DAY, last_day=last_day))


def test_foods_without_a_figure_make_the_amount_a_lower_bound() -> None:
    eaten = moments("magnesium_mg", [(8, 110), (13, 60.4), (19, 40)], app="Food")
    unknown = moments("magnesium_unknown_foods", [(12, 1), (13, 1)], app="Food")
    (day,) = days(eaten, unknown).values()
    assert day == FoodDay("magnesium_mg", 110 + 60.4 + 40, foods_known=3, foods_unknown=2)
    assert day.words() == "at least 210 mg (2 foods unknown)"


def test_with_every_figure_known_the_amount_stands_by_itself() -> None:
    (day,) = days(moments("magnesium_mg", [(8, 110), (19, 90)], app="Food")).values()
    assert day.words() == "200 mg"
    assert FoodDay("total_water_ml", 1500.0, 5, 1).words() == "at least 1500 ml (1 food unknown)"


def test_a_day_that_is_unknown_says_so_and_never_zero() -> None:
    found = days(
        moments("magnesium_mg", [(8, 110)], app="Food"), moments("magnesium_unknown_foods", [(30, 1)])
    )
    assert found == {
        DAY: FoodDay("magnesium_mg", None, foods_known=1),
        NEXT: FoodDay("magnesium_mg", None, foods_unknown=1),
    }
    assert found[DAY].words() == "unknown"


def test_the_sum_of_a_complete_day_is_no_food() -> None:
    (day,) = days(spans("magnesium_mg", [(0, 24, 300)], app="Food")).values()
    assert day == FoodDay("magnesium_mg", 300, foods_known=0)


def test_only_the_days_asked_for_are_given() -> None:
    eaten = moments("magnesium_mg", [(8, 110), (24 + 8, 90), (-20, 5)], app="Food")
    assert list(days(eaten, last_day=DAY)) == [DAY]
    assert days() == {}


def test_what_has_no_count_of_foods_is_refused() -> None:
    with pytest.raises(Refused, match="foods are not counted by 'magnesum_mg'; nearest: magnesium_mg"):
        food_days(history(), "magnesum_mg", first_day=DAY, last_day=NEXT)
