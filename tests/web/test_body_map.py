from itertools import combinations

import pytest

from untwitch.facts.body_site import BODY_SITES, side
from untwitch.web import body_map
from untwitch.web.body_map import LEAST, WIDTH, Spot, View

IN_THE_LIST_ONLY = {
    "arm_left", "arm_right", "leg_left", "leg_right", "eyelid_left", "eyelid_right", "face",
    "tongue", "widespread",
}  # fmt: skip
"""A whole limb, both lids and all over cannot be drawn beside their parts; a tongue is hidden."""


@pytest.mark.parametrize("view", body_map.views(), ids=lambda each: each.name)
def test_every_place_is_large_enough_for_a_thumb_and_inside_the_drawing(view: View) -> None:
    for spot in view.spots:
        assert min(spot.width, spot.height) >= LEAST, spot
        assert spot.x >= 0
        assert spot.x + spot.width <= WIDTH
        assert spot.y >= 0
        assert spot.y + spot.height <= view.height


@pytest.mark.parametrize("view", body_map.views(), ids=lambda each: each.name)
def test_no_place_lies_over_another(view: View) -> None:
    def is_clear(one: Spot, other: Spot) -> bool:
        return (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )

    covered = [(a.site, b.site) for a, b in combinations(view.spots, 2) if not is_clear(a, b)]
    assert covered == []


def test_every_place_of_the_body_map_is_drawn_or_in_the_list_alone() -> None:
    drawn = {spot.site for view in body_map.views() for spot in view.spots}
    assert drawn == set(BODY_SITES) - IN_THE_LIST_ONLY


def test_every_place_is_once_in_the_list() -> None:
    listed = [site for _, sites in body_map.groups() for site in sites]
    assert sorted(listed) == sorted(BODY_SITES)


def test_the_left_of_the_person_is_on_the_right_in_front_and_on_the_left_from_behind() -> None:
    body, face, hands = body_map.views()
    for view in (face, hands):
        assert {side(each.site) for each in view.spots if each.x + each.width < WIDTH / 2} <= {"right", None}
    for spot in body.spots:
        half = WIDTH / 2
        is_front, middle = spot.x < half, spot.x + spot.width / 2
        centre = 81 if is_front else 81 + 166
        if side(spot.site):
            assert (side(spot.site) == "right") == ((middle < centre) == is_front), spot


def test_both_sides_are_alike() -> None:
    for view in body_map.views():
        sided = {each.site: each for each in view.spots if each.x < WIDTH / 2}
        for site, spot in sided.items():
            twin = sided.get(site.replace("_left", "_right"))
            if twin is not None:
                assert (twin.y, twin.width, twin.height) == (spot.y, spot.width, spot.height)
