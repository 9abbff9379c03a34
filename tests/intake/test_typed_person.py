"""Medicines and conditions keep one entry with its dates; facts and stays are checked."""

import datetime as dt
from collections.abc import Callable

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.person import Condition, Medicine
from untwitch.facts.refused import Refused
from untwitch.intake.typed_person import (
    Change,
    MedicineDays,
    condition,
    medicine,
    new_person,
    person_fact,
    stay,
)

DAY = dt.date(2026, 10, 1)
LATER = dt.date(2026, 11, 1)
HELD = Medicine(new_id(), "Salbutamol", started_day=DAY)


def test_a_new_medicine_is_an_entry_with_its_days() -> None:
    made = medicine(" Salbutamol ", MedicineDays(DAY, LATER, None), note="inhaler", there=[])
    assert isinstance(made, Medicine)
    assert (made.name, made.started_day, made.dose_changed_day, made.stopped_day) == (
        "Salbutamol", DAY, LATER, None,
    )  # fmt: skip
    assert made.note == "inhaler"


def test_more_about_a_medicine_changes_its_entry_whatever_the_case() -> None:
    made = medicine("SALBUTAMOL", MedicineDays(stopped=LATER), note="", there=[HELD])
    assert made == Change("medicine", HELD.id, {"stopped_day": LATER})


def test_a_medicine_taken_up_again_is_a_new_entry() -> None:
    ended = Medicine(new_id(), "Salbutamol", started_day=DAY, stopped_day=DAY)
    assert isinstance(medicine("Salbutamol", MedicineDays(started=LATER), note="", there=[ended]), Medicine)
    assert isinstance(medicine("Salbutamol", MedicineDays(changed=DAY), note="", there=[ended]), Change)


def test_nothing_new_about_a_medicine_is_refused() -> None:
    with pytest.raises(Refused, match="medicine 'Salbutamol' is there already"):
        medicine("salbutamol", MedicineDays(), note="", there=[HELD])


def test_days_that_do_not_fit_are_refused_before_anything_is_changed() -> None:
    with pytest.raises(Refused, match="cannot end on 2026-09-01 before it begins on 2026-10-01"):
        medicine("salbutamol", MedicineDays(stopped=dt.date(2026, 9, 1)), note="", there=[HELD])


@pytest.mark.parametrize(
    "make",
    [
        lambda: medicine(" ", MedicineDays(), note="", there=[]),
        lambda: condition("", from_day=None, to_day=None, note="", there=[]),
        lambda: stay("", from_day=None, to_day=None),
    ],
)
def test_a_name_is_needed(make: Callable[[], object]) -> None:
    with pytest.raises(Refused, match=r"Write (its name|it) behind it"):
        make()


def test_a_condition_is_kept_and_changed_in_the_same_way() -> None:
    made = condition("Asthma", from_day=DAY, to_day=None, note="", there=[])
    assert isinstance(made, Condition)
    assert condition("asthma", from_day=None, to_day=LATER, note="", there=[made]) == Change(
        "condition", made.id, {"to_day": LATER}
    )
    ended = Condition(new_id(), "Asthma", to_day=DAY)
    assert isinstance(condition("asthma", from_day=LATER, to_day=None, note="", there=[ended]), Condition)


@pytest.mark.parametrize(
    ("words", "fact", "value"),
    [
        ("sex female", "sex", "female"), ("Sex Male", "sex", "male"),
        ("birth year 1980", "birth_year", "1980"),
        ("birth-year 1980", "birth_year", "1980"), ("born 1980", "birth_year", "1980"),
        ("pregnant yes", "pregnant", "yes"), ("weight 70kg", "body_mass_kg", "70"),
        ("body mass 154lb", "body_mass_kg", "69.8532"), ("oral contraceptive no", "oral_contraceptive", "no"),
    ],
)  # fmt: skip
def test_a_fact_of_a_person_is_read_in_plain_words(words: str, fact: str, value: str) -> None:
    made = person_fact(words, from_day=DAY, to_day=LATER, today=LATER)
    assert (made.fact, made.value, made.from_day, made.to_day) == (fact, value, DAY, LATER)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("sexx female", "person fact 'sexx' is not known; nearest: sex"),
        ("sex", "person fact 'sex' is not known"),
        ("sex fe", "sex is 'fe'; it should be female, male or other"),
        ("birth year 80", "it should be a year"),
        ("birth year 2099", "birth year 2099 is still to come"),
    ],
)
def test_a_wrong_fact_is_refused_with_the_right_way(words: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        person_fact(words, from_day=None, to_day=None, today=LATER)


def test_a_stay_has_a_zone_and_days() -> None:
    made = stay(" Europe/Amsterdam ", from_day=DAY, to_day=LATER)
    assert (made.zone, made.from_day, made.to_day) == ("Europe/Amsterdam", DAY, LATER)
    with pytest.raises(Refused, match="zone 'Europe/Amsterdm' is not known; nearest: Europe/Amsterdam"):
        stay("Europe/Amsterdm", from_day=None, to_day=None)


def test_somebody_new_has_a_name() -> None:
    assert new_person("new  Ada  of Delft ") == "Ada of Delft"
    assert new_person("sex female") is None
    with pytest.raises(Refused, match="who is new"):
        new_person("new")


@pytest.mark.parametrize("make", ["medicine", "condition", "person"])
def test_a_name_fits_on_a_line_and_acts_on_no_terminal(make: str) -> None:
    def named(name: str) -> object:
        if make == "medicine":
            return medicine(name, MedicineDays(), note="", there=[])
        if make == "condition":
            return condition(name, from_day=None, to_day=None, note="", there=[])
        return new_person(f"new {name}")

    with pytest.raises(Refused, match="cannot be shown"):
        named("Evil\x1b]0;title\x07")
    with pytest.raises(Refused, match="at most 120"):
        named("a" * 121)
    assert named("a" * 120)
