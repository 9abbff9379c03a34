"""When to see somebody: what check said, once, and signs that one notices without looking."""

from typing import Any

from untwitch.advise.visit import FIRST_OF_ALL, STOP_CHECKS, visit

ANSWER: dict[str, Any] = {
    "urgency": "routine",
    "within": "two_weeks",
    "whom": "doctor",
    "reasons": [{"id": "R03", "why_person": "A part that feels weak deserves an examination."}],
    "actions": [
        {"id": "book_appointment", "text": "Book an appointment."},
        {"id": "gentle_massage", "text": "Rub it."},
        {"id": "see_clinician_if_over_2_weeks", "text": "See a GP."},
    ],
    "return_signs": ["a muscle that gets thinner"],
    "avoid": [],
    "plausible_causes": [],
}


def test_without_check_the_first_thing_is_to_ask_it() -> None:
    found = visit(None)
    assert found.ask_first == FIRST_OF_ALL
    assert "untwitch check" in found.ask_first
    assert found.beside_signs == STOP_CHECKS
    assert found.return_signs
    assert found.to_json()["urgency"] is None


def test_how_soon_and_whom_are_said_in_words() -> None:
    found = visit(ANSWER)
    assert (found.within, found.whom) == ("within two weeks", "a doctor")
    assert found.reasons == ("A part that feels weak deserves an examination.",)
    assert found.ask_first == ""


def test_what_belongs_to_the_steps_is_not_said_twice() -> None:
    assert [action for action, _ in visit(ANSWER).actions] == [
        "book_appointment", "see_clinician_if_over_2_weeks",
    ]  # fmt: skip


def test_no_visit_says_neither_when_nor_whom() -> None:
    found = visit({**ANSWER, "urgency": "self_care", "within": "none", "whom": "nobody"})
    assert (found.within, found.whom) == ("", "")


def test_an_urgent_answer_keeps_every_action_and_adds_nothing() -> None:
    found = visit({**ANSWER, "urgency": "urgent"})
    assert len(found.actions) == 3
    assert found.beside_signs == ""
    assert found.to_json()["actions"][0] == {"id": "book_appointment", "text": "Book an appointment."}
