"""The registry of measures holds what the contract fixes, and refuses what it does not."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.measure import CAUSES, Measure, measure, measures, measures_of
from untwitch.facts.refused import Refused


@pytest.mark.real_data
def test_the_registry_begins_with_the_contract(real_data: Path) -> None:
    with (real_data.parent / "contracts" / "measures.csv").open(encoding="utf-8", newline="") as file:
        contract = list(csv.DictReader(file))
    assert [row["name"] for row in contract] == list(measures())[: len(contract)]
    for row in contract:
        ours = measure(row["name"])
        assert (row["unit"], row["kind"], row["combine_over_day"]) == (
            ours.unit,
            ours.kind,
            ours.combine_over_day,
        )
        assert (row["cause"], row["timeline"] == "yes", row["note"]) == (ours.cause, ours.timeline, ours.note)
        assert (float(row["believable_low"]), float(row["believable_high"])) == (
            ours.believable_low,
            ours.believable_high,
        )


@pytest.mark.real_data
def test_what_the_registry_has_beyond_the_contract_is_no_column_and_of_no_cause(real_data: Path) -> None:
    with (real_data.parent / "contracts" / "measures.csv").open(encoding="utf-8", newline="") as file:
        contract = {row["name"] for row in csv.DictReader(file)}
    beyond = [each for each in measures().values() if each.id not in contract]
    assert [each.id for each in beyond] == list(UNKNOWN_FOODS.values())
    assert not any(each.timeline or each.cause != "none" for each in beyond)


def test_every_cause_has_a_measure_in_the_timeline() -> None:
    for cause in CAUSES:
        assert measures_of(cause), cause


def test_a_measure_outside_the_timeline_is_not_of_its_cause() -> None:
    assert "steps" not in {each.id for each in measures_of("exertion")}


def test_an_unknown_measure_names_the_nearest() -> None:
    with pytest.raises(Refused, match="caffeine_mg"):
        measure("cafeine_mg")


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        measures()["x"] = measure("steps")  # type: ignore[index]


@pytest.mark.parametrize("value", [-1, 5001, float("nan"), float("inf")])
def test_an_unbelievable_value_is_refused(value: float) -> None:
    with pytest.raises(Refused, match=r"caffeine_mg of .* is not believable; it goes from 0 to 5000"):
        measure("caffeine_mg").refuse_unless_believable(value)


@pytest.mark.parametrize("value", [0, 5000])
def test_the_ends_of_the_believable_range_are_believable(value: float) -> None:
    measure("caffeine_mg").refuse_unless_believable(value)


@pytest.mark.parametrize(
    ("field", "value"), [("combine_over_day", "average"), ("cause", "moon"), ("believable_high", 0.0)]
)
def test_a_wrong_row_of_the_registry_is_refused(field: str, value: object) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(Refused):
        replace(measure("caffeine_mg"), **changed)


@pytest.mark.parametrize(
    ("name", "value", "question"),
    [
        ("magnesium_mg", 14_000, "; was it µg? that would be 14 mg"),
        ("body_mass_kg", 70_500, "; was it g? that would be 70.5 kg"),
        ("magnesium_mg", 1e12, ""),
        ("magnesium_mg", -5, ""),
        ("magnesium_mg", float("nan"), ""),
        ("steps", 10_000_000, ""),
        ("resting_hr_bpm", 1, ""),
    ],
)
def test_a_value_beyond_belief_is_asked_about(name: str, value: float, question: str) -> None:
    with pytest.raises(Refused, match="not believable") as refusal:
        measure(name).refuse_unless_believable(value)
    assert str(refusal.value).partition("; it goes from ")[2].partition(";")[1:] == (
        (";", question[1:]) if question else ("", "")
    )


def test_an_amount_too_small_may_have_been_a_thousandfold() -> None:
    known = Measure("iron_mg", "mg", "amount", "sum", "none", 5.0, 3000.0, timeline=False)
    with pytest.raises(Refused, match=r"from 5 to 3000; was it g\? that would be 300 mg"):
        known.refuse_unless_believable(0.3)
    with pytest.raises(Refused, match=r"from 5 to 3000$"):
        known.refuse_unless_believable(4.0)
