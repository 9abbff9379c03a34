"""A case carries the facts, and what the names of the medicines say."""

from untwitch.check.case import case_of


def test_medicines_not_told_are_unknown_and_none_is_none() -> None:
    assert case_of({}).medicines is None
    assert case_of({"medicines": []}).medicines == ()
    assert case_of({}).unmapped == ()


def test_a_medicine_brings_its_classes_and_its_days() -> None:
    told = {"name": "Priadel 400 mg", "started_days_ago": 9, "dose_raised_days_ago": 3, "stopped_days_ago": 8}
    (medicine,) = case_of({"medicines": [told]}).medicines or ()
    assert "lithium" in medicine.known.classes
    assert (medicine.started_days_ago, medicine.dose_raised_days_ago, medicine.stopped_days_ago) == (9, 3, 8)
    assert not medicine.is_taken


def test_a_name_that_nobody_knows_stays_unmapped_until_two_weeks_after_the_last_dose() -> None:
    def unmapped(**days: float) -> bool:
        return bool(case_of({"medicines": [{"name": "frobnicate", **days}]}).unmapped)

    assert unmapped()
    assert unmapped(stopped_days_ago=14)
    assert not unmapped(stopped_days_ago=15)
    assert not case_of({"medicines": [{"name": "paracetamol"}]}).unmapped


def test_nothing_is_worked_out_before_a_case_is_decided() -> None:
    case = case_of({})
    assert (case.self_care_fits, case.unknown, case.fired) == (False, frozenset(), frozenset())
    assert (case.urgency, case.within, case.whom, case.own_load_au) == (None, None, None, None)
