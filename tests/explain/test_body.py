"""Half-lives and needs by hand-worked numbers."""

import pytest

from untwitch.explain.body import caffeine_half_life_h, sleep_need_h
from untwitch.facts.person import Physiology


@pytest.mark.parametrize(
    ("physiology", "hours"),
    [
        (Physiology(), 5.0),
        (Physiology(pregnant=False, smoking=False, oral_contraceptive=False), 5.0),
        (Physiology(smoking=True), 2.5),
        (Physiology(oral_contraceptive=True), 10.0),
        (Physiology(pregnant=True), 5.0 * 8.3 / 3.4),
        (Physiology(pregnant=True, smoking=True), 2.5 * 8.3 / 3.4),
    ],
)
def test_the_half_life_of_caffeine_is_multiplied_by_what_is_known(
    physiology: Physiology, hours: float
) -> None:
    assert caffeine_half_life_h(physiology) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("age", "hours"), [(None, 7.0), (18.0, 7.0), (70.0, 7.0), (17.9, 8.0), (13.0, 8.0), (12.9, 9.0)]
)
def test_children_and_teens_need_more_sleep(age: float | None, hours: float) -> None:
    assert sleep_need_h(Physiology(age_years=age)) == hours
