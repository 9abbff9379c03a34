"""Sites are never added; exposures belong to the whole person."""

import numpy as np
from numpy.testing import assert_array_equal
from tests.explain.diaries import FIRST_DAY, diary

from untwitch.explain.one_site import one_site
from untwitch.timeline.timeline import Timeline

NAN = float("nan")


def two_sites(whole: list[float], calf: list[float]) -> Timeline:
    starts = tuple(day for day in (FIRST_DAY,) for _ in range(2))
    return Timeline(
        starts=starts,
        row_h=24.0,
        sites=(None, "calf_left"),
        columns={
            "twitches": np.array([*whole, *calf]),
            "sleep_h": np.array([6.0, NAN]),
            "water_ml": np.array([NAN, 900.0]),
        },
        instruments=("", ""),
    )


def test_a_table_of_one_site_is_left_as_it_is() -> None:
    table = diary(20)
    assert one_site(table, fewest_rows=14) == (table, ())


def test_the_whole_body_is_taken_when_it_has_enough() -> None:
    made, problems = one_site(two_sites([4.0], [2.0]), fewest_rows=1)
    assert made.sites == (None,)
    assert_array_equal(made.columns["twitches"], [4])
    assert "calf_left" in problems[0].what


def test_else_the_fullest_site_with_the_exposures_of_the_person() -> None:
    made, problems = one_site(two_sites([NAN], [2.0]), fewest_rows=1)
    assert made.sites == ("calf_left",)
    assert_array_equal(made.columns["twitches"], [2])
    assert_array_equal(made.columns["sleep_h"], [6])
    assert_array_equal(made.columns["water_ml"], [900])
    assert "the answer is about calf_left; the outcomes of whole body" in problems[0].what


def test_of_sites_equally_full_the_whole_body_is_taken() -> None:
    made, _ = one_site(two_sites([4.0], [2.0]), fewest_rows=14)
    assert made.sites == (None,)
