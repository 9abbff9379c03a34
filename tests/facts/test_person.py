"""What is true of a person, from one day to another."""

import datetime as dt

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.person import (
    PERSON_FACTS,
    Condition,
    Medicine,
    Person,
    PersonFact,
    Physiology,
    physiology_on,
)
from untwitch.facts.refused import Refused

MAY = dt.date(2024, 5, 1)
JUNE = dt.date(2024, 6, 1)


def test_a_person_needs_a_name_and_an_id() -> None:
    assert Person(new_id(), "me").name == "me"
    for person_id, name in ((new_id(), " "), ("x", "me")):
        with pytest.raises(Refused):
            Person(person_id, name)


@pytest.mark.parametrize(
    ("fact", "right", "wrong"),
    [
        ("birth_year", "1980", "80"),
        ("birth_year", "2000", "19xx"),
        ("sex", "other", "f"),
        ("pregnant", "yes", "maybe"),
        ("breastfeeding", "no", ""),
        ("smoking", "yes", "1"),
        ("oral_contraceptive", "no", "No"),
        ("body_mass_kg", "70.5", "seventy"),
        ("body_mass_kg", "400", "401"),
    ],
)
def test_each_fact_checks_its_words(fact: str, right: str, wrong: str) -> None:
    assert PersonFact(new_id(), fact, right).value == right
    with pytest.raises(Refused, match=f"{fact} is .*; it should be"):
        PersonFact(new_id(), fact, wrong)


def test_an_unknown_fact_names_the_nearest() -> None:
    with pytest.raises(Refused, match="smoking"):
        PersonFact(new_id(), "smokes", "yes")
    assert len(PERSON_FACTS) == 7


def test_a_wrong_id_is_refused_everywhere() -> None:
    for make in (
        lambda: PersonFact("x", "sex", "male"),
        lambda: Medicine("x", "Salbutamol"),
        lambda: Condition("x", "asthma"),
    ):
        with pytest.raises(Refused, match="is not a UUID"):
            make()


def test_dates_that_run_backward_are_refused() -> None:
    for make in (
        lambda: PersonFact(new_id(), "sex", "male", JUNE, MAY),
        lambda: Medicine(new_id(), "Salbutamol", started_day=JUNE, stopped_day=MAY),
        lambda: Condition(new_id(), "asthma", JUNE, MAY),
    ):
        with pytest.raises(Refused, match="cannot end on"):
            make()


def test_a_medicine_and_a_condition_need_names() -> None:
    assert Medicine(new_id(), "Salbutamol", started_day=MAY).dose_changed_day is None
    assert Condition(new_id(), "asthma").note == ""
    for make in (lambda: Medicine(new_id(), " "), lambda: Condition(new_id(), "")):
        with pytest.raises(Refused, match="needs a name"):
            make()


def test_nothing_known_is_nothing_assumed() -> None:
    assert physiology_on([], MAY) == Physiology()


def test_facts_hold_within_their_days_and_the_latest_begun_wins() -> None:
    facts = [
        PersonFact(new_id(), "pregnant", "yes", MAY, MAY),
        PersonFact(new_id(), "pregnant", "no"),
        PersonFact(new_id(), "birth_year", "1980"),
        PersonFact(new_id(), "sex", "female"),
        PersonFact(new_id(), "body_mass_kg", "61", JUNE),
    ]
    on_may, on_june = physiology_on(facts, MAY), physiology_on(facts, JUNE)
    assert (on_may.pregnant, on_june.pregnant) == (True, False)
    assert (on_may.age_years, on_may.sex) == (44, "female")
    assert (on_may.body_mass_kg, on_june.body_mass_kg) == (None, 61)
    assert (on_may.breastfeeding, on_may.smoking, on_may.oral_contraceptive) == (None, None, None)


def test_a_birth_year_in_the_future_is_age_zero() -> None:
    assert physiology_on([PersonFact(new_id(), "birth_year", "2050")], MAY).age_years == 0


def test_an_impossible_body_is_refused() -> None:
    for wrong in ({"age_years": 121.0}, {"age_years": float("nan")}, {"sex": "f"}):
        with pytest.raises(Refused):
            Physiology(**wrong)
    assert Physiology(age_years=0.5, sex="female").sex == "female"
