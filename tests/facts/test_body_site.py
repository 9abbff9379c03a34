"""The body map knows places, sides and regions."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.body_site import BODY_SITES, checked_site, in_same_region, place, region, side
from untwitch.facts.refused import Refused

SITES = st.sampled_from(BODY_SITES)


@pytest.mark.real_data
def test_the_body_map_equals_the_contract(real_data: Path) -> None:
    schema = json.loads(
        (real_data.parent / "contracts" / "check_facts.schema.json").read_text(encoding="utf-8")
    )
    assert schema["$defs"]["body_site"]["enum"] == list(BODY_SITES)


def test_a_site_without_its_side_names_both() -> None:
    with pytest.raises(Refused, match=r"body site 'calf' is not known; nearest: calf_left, calf_right"):
        checked_site("calf")


@pytest.mark.parametrize(
    ("site", "its_place", "its_side", "its_region"),
    [
        ("calf_left", "calf", "left", "leg"),
        ("eyelid_upper_right", "eyelid_upper", "right", "eye"),
        ("back_lower", "back_lower", None, "trunk"),
        ("tongue", "tongue", None, "face"),
        ("widespread", "widespread", None, "widespread"),
    ],
)
def test_a_site_has_a_place_a_side_and_a_region(
    site: str, its_place: str, its_side: str | None, its_region: str
) -> None:
    assert (place(site), side(site), region(site)) == (its_place, its_side, its_region)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("calf_left", "foot_left", True),
        ("calf_left", "foot_right", False),
        ("calf_left", "forearm_left", False),
        ("chin", "cheek_left", True),
        ("widespread", "thumb_left", True),
    ],
)
def test_work_of_one_site_is_work_of_its_region_on_its_side(one: str, other: str, *, same: bool) -> None:
    assert in_same_region(one, other) is same


@given(SITES, SITES)
def test_being_in_the_same_region_is_mutual(one: str, other: str) -> None:
    assert in_same_region(one, other) == in_same_region(other, one)
    assert in_same_region(one, one)
