"""The plan: urgency before everything, two causes at most, and nothing that is unfit for this person."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading import grade

from untwitch.advise.limits import known_case, may_advise
from untwitch.advise.plan import Plan, plan
from untwitch.advise.plan_text import lines
from untwitch.check.rules import Truth
from untwitch.facts.measure import CAUSES
from untwitch.facts.person import Physiology
from untwitch.knowledge.understand import understand

UNKNOWN = Physiology()
CLEAR: dict[str, Any] = {
    "conditions": [], "medicines": [], "one_calf_swollen_hot": False, "muscle_swollen_or_hard": False,
    "urine_colour": "ordinary", "heat_exposure": False, "vomiting": False, "diarrhoea": False,
}  # fmt: skip
BANNED = re.compile(
    r"motor neur|\bALS\b|sclerosis|deficien|harmless|safe to ignore|tablet|supplement|stop your medicine"
    r"|hold your breath",
    re.IGNORECASE,
)


def answer(urgency: str = "self_care", **more: Any) -> dict[str, Any]:
    return {
        "urgency": urgency,
        "within": {"emergency": "now", "urgent": "today"}.get(urgency, "none"),
        "whom": {"emergency": "ambulance_or_emergency_department", "urgent": "doctor_same_day"}.get(
            urgency, "nobody"
        ),
        "reasons": [{"id": "S01", "why_person": "Such twitches usually stop in days to weeks."}],
        "plausible_causes": [],
        "actions": [{"id": "call_ambulance", "text": "Call the emergency number now."}],
        "avoid": [],
        "return_signs": ["a muscle that gets thinner"],
        **more,
    }


def explained(*names: str, enough: str = "more", **more: Any) -> dict[str, Any]:
    rows = [
        {
            "cause": name,
            "verdict": "likely",
            "evidence": "associated",
            "probability": 0.9 - place / 10,
            **more,
        }
        for place, name in enumerate(names)
    ]
    return {"contract": "explain/1", "causes": rows, "enough": enough}


def made(
    attribution: dict[str, Any] | None = None,
    checked: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    body: Physiology = UNKNOWN,
) -> Plan:
    return plan(attribution=attribution, answer=checked, facts=facts, physiology=body)


def actions_of(one: Plan) -> set[str]:
    steps = {action for step in one.steps for action in step.actions}
    return steps | {relief.remedy.action for relief in (*one.right_now, *one.habits)}


@pytest.mark.parametrize("urgency", ["urgent", "emergency"])
def test_while_something_is_urgent_the_plan_is_that_and_nothing_that_delays(urgency: str) -> None:
    one = made(explained("caffeine", "sleep"), answer(urgency), CLEAR)
    assert (one.steps, one.right_now, one.habits, one.log) == ((), (), (), None)
    text = lines(one)
    assert text[0] == "First"
    assert "Call the emergency number now." in text[3]
    assert "What to change" not in text
    assert "For right now" not in text
    assert one.to_json()["log"] is None


def test_the_two_most_likely_causes_come_first_each_with_one_step() -> None:
    one = made(explained("caffeine", "sleep", "water"), answer(), CLEAR)
    assert [step.chosen.cause for step in one.steps] == ["caffeine", "sleep"]
    assert one.based_on == "explain"
    assert "about a quarter" in one.steps[0].text
    assert one.steps[0].how_long.startswith("two weeks")


def test_an_attribution_is_taken_as_its_document_or_as_itself() -> None:
    document = explained("caffeine")

    class Attribution:
        def to_json(self) -> dict[str, Any]:
            return document

    whole = plan(attribution=Attribution(), answer=answer(), facts=CLEAR, physiology=UNKNOWN)
    assert whole == made(document, answer(), CLEAR)


def test_right_now_is_massage_walking_slow_breathing_and_something_else_to_do() -> None:
    one = made(None, answer(), CLEAR)
    assert [relief.remedy.id for relief in one.right_now] == [
        "massage", "walking", "slow_breathing", "distraction",
    ]  # fmt: skip
    assert all(relief.not_if == "" for relief in one.right_now)


def test_with_nothing_known_it_says_what_to_do_first_and_for_whom_not() -> None:
    one = made()
    assert one.based_on == "nothing"
    assert one.steps == ()
    assert "untwitch check" in lines(one)[1]
    assert "brown like cola" in one.right_now[0].not_if
    assert one.log is not None
    assert one.log.days == 14


def test_with_check_alone_its_plausible_causes_are_taken() -> None:
    one = made(
        None,
        answer(plausible_causes=[{"cause": "stress", "strength": "strong", "why": "stress 8 of 10"}]),
        CLEAR,
    )
    assert one.based_on == "check"
    assert one.steps[0].chosen.ladder == "possible"
    assert one.steps[0].to_json()["because"] == "stress 8 of 10"


def test_what_is_unfit_for_this_person_is_left_out() -> None:
    swollen = {**CLEAR, "one_calf_swollen_hot": True}
    assert {relief.remedy.id for relief in made(None, answer(), swollen).right_now} == {
        "slow_breathing", "distraction",
    }  # fmt: skip
    heart = {**CLEAR, "conditions": ["heart_failure"]}
    assert made(explained("water"), answer(), heart).steps == ()


def test_what_check_says_to_leave_is_left_out_and_said_once() -> None:
    told = answer(avoid=[{"id": "gentle_massage", "text": "Do not rub it."}])
    one = made(None, told, CLEAR)
    assert "gentle_massage" not in actions_of(one)
    assert lines(one).count("  Do not rub it.") == 1
    assert one.to_json()["avoid"] == [{"id": "gentle_massage", "text": "Do not rub it."}]


def test_an_unknown_limit_gives_the_step_with_its_not_if() -> None:
    one = made(explained("water"), answer(), None)
    assert "heart failure" in one.steps[0].not_if
    assert any("Not if you have heart failure" in line for line in lines(one))
    assert made(explained("water"), answer(), CLEAR).steps[0].not_if == ""


def test_the_step_fits_the_mineral_that_matters_most() -> None:
    parts = [{"measure": "potassium_mg", "probability": 0.9}, {"measure": "magnesium_mg", "probability": 0.2}]
    assert made(explained("diet", parts=parts), answer(), CLEAR).steps[0].actions == (
        "eat_potassium_rich_food",
    )
    kidney = {**CLEAR, "conditions": ["kidney_disease"]}
    assert made(explained("diet", parts=parts), answer(), kidney).steps[0].actions != (
        "eat_potassium_rich_food",
    )


def test_a_repeated_movement_gets_breaks_and_no_length_where_none_is_known() -> None:
    parts = [{"measure": "repetitive_h", "probability": 0.9}]
    one = made(explained("exertion", parts=parts), answer(), CLEAR)
    assert one.steps[0].actions == ("pause_repetitive_task",)
    assert one.steps[0].how_long == ""
    assert "For how long" not in " ".join(lines(one))


def test_counting_food_is_not_asked_after_an_eating_disorder() -> None:
    facts = {**CLEAR, "conditions": ["eating_disorder"]}
    assert "food-check" not in " ".join(lines(made(explained("diet"), answer(), facts)))
    told = answer(avoid=[{"id": "log_food", "text": "No counting."}])
    assert "food-check" not in " ".join(lines(made(explained("diet"), told, CLEAR)))


@pytest.mark.parametrize(
    ("facts", "body"),
    [
        ({**CLEAR, "pregnancy_weeks": 12}, UNKNOWN),
        ({**CLEAR, "breastfeeding": True}, UNKNOWN),
        (CLEAR, Physiology(pregnant=True)),
    ],
)
def test_with_a_child_on_the_way_or_at_the_breast_caffeine_has_its_ceiling(
    facts: dict[str, Any], body: Physiology
) -> None:
    assert "200 mg a day" in made(explained("caffeine"), answer(), facts, body).steps[0].text
    assert "200 mg" not in made(explained("sleep"), answer(), facts, body).steps[0].text


def test_a_habit_that_check_named_is_explained() -> None:
    one = made(None, answer(actions=[{"id": "worry_time", "text": "A time for worries."}]), CLEAR)
    assert [relief.remedy.id for relief in one.habits] == ["worry_time"]
    assert any(line == "Also" for line in lines(one))


def test_what_the_diary_cannot_tell_apart_is_said() -> None:
    text = " ".join(lines(made(explained("caffeine", inseparable_from=["stress"]), answer(), CLEAR)))
    assert "The diary cannot tell it from stress yet." in text


def test_somebody_to_see_is_named_with_how_soon() -> None:
    told = answer("routine", within="two_weeks", whom="doctor")
    assert "  A doctor, within two weeks." in lines(made(None, told, CLEAR))
    assert "  A doctor." in lines(made(None, {**told, "within": "none"}, CLEAR))


def test_return_signs_and_the_notice_are_said_once() -> None:
    text = lines(made(explained("caffeine"), answer(), CLEAR))
    assert text.count("  a muscle that gets thinner") == 1
    assert text.count("  Please do not test your strength.") == 1
    assert text[-1] == "No clinician has reviewed this."


@pytest.mark.parametrize("cause", CAUSES)
def test_a_plan_for_any_cause_reads_at_grade_8_without_a_banned_word(cause: str) -> None:
    text = lines(made(explained(cause), answer(), None))
    assert not BANNED.search(" ".join(text)), text
    prose = " ".join(re.sub(r": untwitch .*", ".", line).rstrip(".") + "." for line in text if line)
    assert grade(prose, exempt=understand().glossary) <= 8


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "conditions": st.lists(
            st.sampled_from(["heart_failure", "kidney_disease", "eating_disorder", "epilepsy"]), unique=True
        ),
        "medicines": st.lists(
            st.sampled_from([{"name": "spironolactone"}, {"name": "paracetamol"}]), max_size=2
        ),
        "urine_colour": st.sampled_from(["ordinary", "brown_or_cola"]),
        "one_calf_swollen_hot": st.booleans(),
        "muscle_swollen_or_hard": st.booleans(),
        "pregnancy_weeks": st.integers(0, 40),
        "age_years": st.integers(0, 100),
    },
)


@given(
    facts=st.none() | FACTS,
    names=st.lists(st.sampled_from(CAUSES), unique=True),
    urgency=st.none() | st.sampled_from(["self_care", "routine", "urgent", "emergency"]),
    pregnant=st.none() | st.booleans(),
)
def test_nothing_unfit_is_ever_advised_and_what_is_unknown_carries_its_not_if(
    facts: dict[str, Any] | None, names: list[str], urgency: str | None, pregnant: Truth
) -> None:
    body = Physiology(pregnant=pregnant)
    one = made(explained(*names) if names else None, answer(urgency) if urgency else None, facts, body)
    case = known_case(facts, body, urgency=urgency)
    for step in one.steps:
        allowed = [may_advise(action, case=case) for action in step.actions]
        assert False not in allowed
        assert bool(step.not_if) == (None in allowed)
    for relief in (*one.right_now, *one.habits):
        allowed_now = may_advise(relief.remedy.action, case=case)
        assert allowed_now is not False
        assert bool(relief.not_if) == (allowed_now is None)
    assert len(one.steps) <= 2
    assert json.loads(json.dumps(one.to_json()))["contract"] == "plan/1"
