"""Each side of a cut of the rules, and each part of a picture that has to be there."""

from typing import Any

import pytest
from tests.check.cases import LATE, calm

from untwitch.check.case import case_of
from untwitch.check.rules import Truth
from untwitch.check.triage import rules

BROWN = {"urine_colour": "brown_or_cola"}
CHILD = {"age_years": 10, "weakness": "cannot_do_things", "weakness_onset": "hours_to_days"}
CLAW = {"hand_spasm": True, "conditions": ["panic_disorder_assessed"], "fast_breathing_spell": True}
BABY = {"age_years": 0.5, "floppy_baby": "for_weeks"}


def fires(rule: str, **changes: Any) -> Truth:
    case = case_of(calm(**changes))
    return next(each.when.value(case) for level in rules().values() for each in level if each.flag.id == rule)


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("E02", {"breathless_rest_or_lying_flat": True, "weakness": "cannot_do_things", **LATE}, True),
        ("E02", {"breathless_rest_or_lying_flat": True, "weakness": "feels_weak", **LATE}, True),
        ("E02", {"breathless_rest_or_lying_flat": True}, False),
        ("E05", {**BROWN, "pain_severity_0_10": 1}, True),
        ("E05", {**BROWN, "pain_severity_0_10": 0.5}, False),
        ("E05", {**BROWN, "weakness": "cannot_do_things"}, True),
        ("E05", {**BROWN, "weakness": "feels_weak"}, True),
        ("E05", BROWN, False),
        ("E18", {**CHILD, "weakness_worsening": True}, True),
        ("E18", {**CHILD, "weakness_worsening": False}, False),
        ("E18", {**CHILD, "weakness_worsening": True, "weakness_onset": "over_4_weeks"}, False),
        ("E18", {**CHILD, "weakness_worsening": False, "weakness_onset": "sudden"}, True),
        ("E19", {**BABY, "breathless_rest_or_lying_flat": True}, True),
        ("E19", BABY, False),
        ("U15", {**CLAW, "all_settled_now": True}, False),
        ("U15", {**CLAW, "all_settled_now": False}, True),
        ("U15", {**CLAW, "all_settled_now": True, "fast_breathing_spell": False}, True),
        ("U15", {**CLAW, "all_settled_now": True, "conditions": []}, True),
        ("E19", {**BABY, "floppy_baby": "none", "breathless_rest_or_lying_flat": True}, False),
    ],
)
def test_a_picture_fits_on_one_side_of_its_cut_only(
    rule: str, changes: dict[str, Any], expected: object
) -> None:
    assert fires(rule, **changes) is expected
