"""Limits of advice: what is known to be unfit is left out, what is unknown stays unknown."""

from typing import Any

import pytest

from untwitch.advise.limits import known_case, may_advise, may_advise_all
from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused

UNKNOWN = Physiology()


@pytest.mark.parametrize(
    ("action", "facts", "wanted"),
    [
        ("slow_breathing", None, True),
        ("drink_more", None, None),
        ("drink_more", {"conditions": []}, True),
        ("drink_more", {"conditions": ["heart_failure"]}, False),
        ("gentle_massage", {"one_calf_swollen_hot": True}, False),
        ("gentle_massage", {"one_calf_swollen_hot": False}, None),
        (
            "gentle_massage",
            {"one_calf_swollen_hot": False, "urine_colour": "ordinary", "muscle_swollen_or_hard": False},
            True,
        ),
        ("eat_potassium_rich_food", {"conditions": [], "medicines": []}, True),
        ("eat_potassium_rich_food", {"conditions": [], "medicines": [{"name": "spironolactone"}]}, False),
        ("potassium_supplement", None, False),
    ],
)
def test_a_limit_is_asked_of_what_is_known(action: str, facts: dict[str, Any] | None, wanted: object) -> None:
    assert may_advise(action, case=known_case(facts, UNKNOWN, urgency=None)) is wanted


def test_the_record_fills_up_what_check_was_not_told() -> None:
    body = Physiology(age_years=30, sex="female", pregnant=True, breastfeeding=False)
    assert dict(known_case(None, body, urgency=None).facts) == {
        "age_years": 30, "sex": "female", "pregnancy_weeks": 1, "breastfeeding": False,
    }  # fmt: skip
    assert known_case({"pregnancy_weeks": 20}, body, urgency=None).facts["pregnancy_weeks"] == 20
    not_pregnant = known_case(None, Physiology(pregnant=False), urgency=None)
    assert dict(not_pregnant.facts) == {"pregnancy_weeks": 0}


def test_a_limit_on_the_result_sees_the_result() -> None:
    assert may_advise("wait_and_see", case=known_case({}, UNKNOWN, urgency="urgent")) is False
    assert may_advise("wait_and_see", case=known_case({}, UNKNOWN, urgency="self_care")) is True


def test_one_unfit_action_makes_all_unfit_and_one_unknown_makes_all_unknown() -> None:
    case = known_case(None, UNKNOWN, urgency=None)
    assert may_advise_all(["slow_breathing", "relaxation"], case=case) is True
    assert may_advise_all(["slow_breathing", "drink_more"], case=case) is None
    assert may_advise_all(["drink_more", "potassium_supplement"], case=case) is False


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(Refused, match="'dance' is not known"):
        may_advise("dance", case=known_case(None, UNKNOWN, urgency=None))
