"""One vocabulary of actions, and some of it may never be advised."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.action import action_ids, checked_advice, limit_of
from untwitch.knowledge.advice_limit import advice_limits


def test_every_limit_is_about_a_known_action_or_a_way_of_answering() -> None:
    unknown = {limit.action for limit in advice_limits()} - action_ids()
    assert unknown <= {"claim_deficiency_proven", "self_care_only", "emergency_care"}


def test_an_action_has_its_limit_or_none() -> None:
    limit = limit_of("gentle_massage")
    assert limit is not None
    assert "brown_or_cola" in limit.never_when
    assert limit_of("slow_breathing") is None


def test_an_unknown_action_names_the_nearest_and_the_place() -> None:
    with pytest.raises(Refused, match="'gentle_masage' is not known; nearest: gentle_massage"):
        limit_of("gentle_masage")
    with pytest.raises(Refused, match="here: action 'gentle_masage'"):
        checked_advice("gentle_masage", where="here")


@pytest.mark.parametrize(
    "action", ["potassium_supplement", "fast_breathing_exercise", "stop_prescribed_medicine"]
)
def test_what_is_always_limited_can_never_be_advice(action: str) -> None:
    with pytest.raises(Refused, match=f"here: {action} must never be advised"):
        checked_advice(action, where="here")


def test_what_is_limited_for_some_can_be_advice_for_others() -> None:
    assert checked_advice("drink_more", where="here") == "drink_more"
