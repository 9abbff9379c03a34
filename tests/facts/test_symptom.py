"""A symptom is one of six kinds."""

from typing import Any

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.symptom import SYMPTOM_KINDS, Symptom

NOW = Instant(1_700_000_000_000, "UTC")


def test_the_six_kinds_are_those_of_the_diary() -> None:
    assert SYMPTOM_KINDS == (
        "pain", "weakness_noticed", "cramp", "numbness_or_tingling", "stiffness", "tiredness",
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"id": "x"}, {"kind": "weakness"}, {"site": "calf"}, {"severity_0_10": 12}]
)
def test_a_wrong_part_is_refused(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "id": new_id(),
        "kind": "pain",
        "start": NOW,
        "site": "calf_left",
        "severity_0_10": 3,
    }
    assert Symptom(**right).kind == "pain"
    with pytest.raises(Refused):
        Symptom(**{**right, **wrong})


def test_a_symptom_may_have_no_place() -> None:
    assert Symptom(new_id(), "tiredness", NOW).site is None


def test_a_kind_half_remembered_names_the_right_one() -> None:
    with pytest.raises(Refused, match="weakness_noticed"):
        Symptom(new_id(), "weakness", NOW)
