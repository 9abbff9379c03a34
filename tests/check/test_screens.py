"""The way through the questions: grouped, with a way back, stopped by an emergency."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.check.cases import PICTURES, calm
from tests.reading import grade

from untwitch.check.screens import (
    View,
    Walk,
    alone,
    answered,
    back,
    follow_ups,
    is_emergency,
    next_screen,
    screen_named,
    start,
    ticked,
    whom_question,
)
from untwitch.check.verdict import verdict
from untwitch.facts.refused import Refused
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.screen import screens


def given_on(walk: Walk, view: View, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Answers a screen as somebody would of whom the facts are true."""
    names = {question.fact.name for question in view.questions}
    given = {name: value for name, value in facts.items() if name in names}
    if view.kind == "ticks":
        given = ticked(view, given, not_known=frozenset(names - set(facts)))
    while more := [each.fact.name for each in follow_ups(walk, view.id, given) if each.fact.name in facts]:
        given |= {name: facts[name] for name in more}
    return given


def walked(facts: Mapping[str, Any], walk: Walk | None = None) -> tuple[Walk, list[View]]:
    walk = walk or start()
    views = []
    while (view := next_screen(walk)) is not None:
        views.append(view)
        walk = answered(walk, view.id, given_on(walk, view, facts))
    return walk, views


def test_an_adult_with_an_ordinary_twitch_sees_eleven_screens_and_the_mood_comes_last() -> None:
    walk, views = walked(calm())
    assert len(views) == 11
    assert [view.number for view in views] == list(range(1, 12))
    assert views[0].id == "danger_now"
    assert views[-1].id == "mood"
    assert verdict(walk.facts)["urgency"] == "self_care"


def test_at_most_twelve_screens_are_shown_to_an_adult() -> None:
    pregnant = calm(sex="female", age_years=30, pregnancy_weeks=30, breastfeeding=False)
    assert len(walked(pregnant)[1]) == 12


def test_a_screen_that_can_change_nothing_any_more_is_left_out_and_the_mood_never() -> None:
    _, views = walked(calm(one_calf_swollen_hot=True))
    assert [view.id for view in views][-3:] == ["movement", "causes", "mood"]
    assert [view.number for view in views] == list(range(1, 11))
    with_condition = calm(one_calf_swollen_hot=True, conditions=["epilepsy", "multiple_sclerosis"])
    assert "course" in [view.id for view in walked(with_condition)[1]]


@pytest.mark.parametrize("rule", [rule for rule in PICTURES if rule[0] != "E"])
def test_the_answer_of_the_screens_is_that_of_everything_told(rule: str) -> None:
    facts = calm(**PICTURES[rule])
    asked = {name for screen in screens() for name in screen.facts}
    asked |= {name for screen in screens() for _, names in screen.then_ask for name in names}
    told = {name: value for name, value in facts.items() if name in asked}
    assert verdict(walked(facts)[0].facts) == verdict(told)


def test_after_the_last_screen_there_is_none() -> None:
    walk, views = walked(calm())
    assert next_screen(walk) is None
    everything = Walk(facts=walk.facts, done=tuple((screen.id, {}) for screen in screens()))
    assert next_screen(everything) is None
    assert len({view.id for view in views}) == len(views)


def test_a_baby_is_asked_about_as_a_baby_and_never_about_dark_thoughts() -> None:
    walk, views = walked(calm(age_years=0.5, suicidal_thoughts=None))
    assert "baby" in [view.id for view in views]
    assert walk.facts["suicidal_thoughts"] == "none"
    asked = {question.fact.name for view in views for question in view.questions}
    assert "suicidal_thoughts" not in asked


def test_a_woman_over_60_is_not_asked_about_pregnancy_and_a_man_neither() -> None:
    walk, _ = walked(calm(sex="female", age_years=61))
    assert walk.facts["pregnancy_weeks"] == 0
    walk, _ = walked(calm(sex="male"))
    assert "pregnancy_weeks" not in walk.facts


@pytest.mark.parametrize("rule", [rule for rule in PICTURES if rule[0] == "E"])
def test_each_emergency_stops_the_questions(rule: str) -> None:
    walk, _ = walked(calm(**PICTURES[rule]))
    assert is_emergency(walk)
    assert next_screen(walk) is None
    assert rule in [reason["id"] for reason in verdict(walk.facts)["reasons"]]


@pytest.mark.parametrize("rule", [rule for rule in PICTURES if rule[0] != "E"])
def test_the_screens_reach_every_rule(rule: str) -> None:
    facts = calm(**PICTURES[rule])
    walk, _ = walked(facts)
    assert [r["id"] for r in verdict(walk.facts)["reasons"]] == [r["id"] for r in verdict(facts)["reasons"]]


def test_none_of_these_stores_a_no_for_each() -> None:
    view = next_screen(start())
    assert view is not None
    stored = ticked(view, {})
    assert stored == dict(screen_named("danger_now").none_stores)
    one = ticked(view, {"fainted": True}, not_known=frozenset({"agitated"}))
    assert one["fainted"] is True
    assert "agitated" not in one
    assert one["confused_now"] is False


def test_a_tick_opens_its_questions_on_the_same_screen() -> None:
    walk = answered(start(), "danger_now", {})
    weak = {"weakness": "feels_weak"}
    names = [each.fact.name for each in follow_ups(walk, "face_and_strength", weak)]
    assert names == [
        "weakness_onset",
        "weakness_worsening",
        "weakness_both_sides",
        "weakness_sites",
        "weakness_gone_now",
    ]
    assert follow_ups(walk, "face_and_strength", {"weakness": "none"}) == ()


def test_a_question_skipped_stays_unknown() -> None:
    walk, _ = walked(calm(fainted=None))
    assert "fainted" not in walk.facts
    assert verdict(walk.facts)["ask_again"] == ["fainted"]


def test_back_takes_the_last_screen_away_with_what_it_stored() -> None:
    first = start()
    assert back(first) == first
    second = answered(first, "danger_now", {"agitated": False})
    assert second.facts == {"agitated": False}
    assert back(second) == first
    view = next_screen(back(second))
    assert view is not None
    assert view.id == "danger_now"


def test_what_is_known_is_not_asked_again() -> None:
    walk, views = walked(calm(), start({"asked_for": "self", "age_years": 40, "sex": "male"}))
    assert "who" not in [view.id for view in views]
    partly = next_screen(start({"fainted": False}))
    assert partly is not None
    assert "fainted" not in [question.fact.name for question in partly.questions]
    assert walk.facts["age_years"] == 40


def test_the_words_fit_for_whom_it_is_about() -> None:
    assert whom_question().text == "Whom is this about?"
    for whom, words in [("self", "How old are you?"), ("someone_else", "How old is the person?")]:
        walk = Walk(facts={"asked_for": whom}, done=tuple((s.id, {}) for s in screens()[:4]))
        view = next_screen(walk)
        assert view is not None
        assert words in [question.text for question in view.questions]


def test_a_line_of_a_list_reads_as_a_line_and_its_question_as_a_question() -> None:
    view = next_screen(start())
    assert view is not None
    heart = next(question for question in view.questions if question.fact.name == "heartbeat")
    assert heart.tick.startswith("A heartbeat that is not as always")
    assert heart.text.startswith("How does the heart beat")
    fainted = next(question for question in view.questions if question.fact.name == "fainted")
    assert fainted.tick == fainted.text


def test_an_answer_that_is_not_on_the_screen_is_refused() -> None:
    with pytest.raises(Refused, match="'fever' is not asked on this screen"):
        answered(start(), "danger_now", {"fever": True})
    with pytest.raises(Refused, match="screen 'danger' is not known; nearest: danger_now"):
        screen_named("danger")
    with pytest.raises(Refused, match="fainted is 'no'"):
        answered(start(), "danger_now", {"fainted": "no"})
    with pytest.raises(Refused, match="age_years is 400"):
        start({"age_years": 400})


@pytest.mark.parametrize("screen_id", [screen.id for screen in screens()])
@pytest.mark.parametrize("whom", ["self", "my_child", "someone_else"])
def test_each_screen_reads_at_grade_8_or_lower(screen_id: str, whom: str) -> None:
    done: tuple[tuple[str, dict[str, Any]], ...] = tuple(
        (screen.id, {}) for screen in screens() if screen.id != screen_id
    )
    facts: dict[str, Any] = {"asked_for": whom}
    if screen_id == "pregnancy":
        facts |= {"age_years": 30, "sex": "female", "pregnancy_weeks": 30}
    if screen_id == "baby":
        facts |= {"age_years": 0.5}
    view = next_screen(Walk(facts=facts, done=done))
    assert view is not None
    lines = [view.title, view.why]
    for question in view.questions:
        lines += [question.tick, question.text, *question.fact.choices.values()]
    text = " ".join(line.rstrip(".") + "." for line in lines)
    if len(text.split()) >= 30:
        names = (
            [] if screen_id != "conditions_and_events" else list(check_facts()["conditions"].choices.values())
        )
        assert grade(text, exempt=names) <= 8, text


def test_one_question_can_be_asked_alone_and_its_old_answer_is_put_aside() -> None:
    facts = calm(weakness="feels_weak", weakness_worsening=False, fever=False)
    walk, view = alone(facts, "weakness")
    assert (view.id, view.kind, [each.fact.name for each in view.questions]) == (
        "face_and_strength",
        "answers",
        ["weakness"],
    )
    assert not {"weakness", "weakness_worsening", "weakness_sites"} & walk.facts.keys()
    assert walk.facts["fever"] is False
    again = answered(walk, view.id, {"weakness": "cannot_do_things"})
    assert again.facts["weakness"] == "cannot_do_things"
    assert alone(facts, "twitch_trend")[0].facts.keys() == facts.keys() - {"twitch_trend"}
    with pytest.raises(Refused, match="no screen asks for 'heavy_periods'"):
        alone(facts, "heavy_periods")
