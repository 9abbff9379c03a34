"""A screen filled in from facts says the same facts when it is read, and nothing is ever taken as no."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check.cases import random_facts

from untwitch.actions.check_fields import filled
from untwitch.actions.check_form import Reading, read, read_each
from untwitch.actions.check_walk import View, alone, next_screen, start
from untwitch.knowledge.screen import screens


def ticks() -> View:
    view = next_screen(start({"asked_for": "self"}))
    assert view is not None
    return view


def one(name: str, **form: str) -> Reading:
    _, view = alone({}, name)
    return read(view, {key.replace("__", "."): value for key, value in form.items()}, reasons={})


def plain(value: Any) -> Any:
    """Gives a value as a form can say it: numbers with six digits, each event once, lists in any order."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list) and value and isinstance(value[0], dict) and "event" in value[0]:
        return sorted({each["event"] for each in value})
    return sorted(value, key=str) if isinstance(value, list) else value


@given(random_facts(), st.sampled_from([name for screen in screens() for name in screen.facts]))
def test_what_was_told_is_told_again_by_the_form_that_shows_it(facts: dict[str, Any], name: str) -> None:
    if name not in facts:
        return
    _, view = alone({}, name)
    form = filled(view, view.questions, facts, ())
    found = read(view, form, reasons={})
    assert (found.not_sure, found.errors, found.problem) == ((), {}, "")
    assert plain(found.given[name]) == plain(facts[name])


@given(random_facts())
def test_a_list_of_lines_is_read_as_it_was_filled_in(facts: dict[str, Any]) -> None:
    view = ticks()
    told = {
        name: value for name, value in facts.items() if name in {each.fact.name for each in view.questions}
    }
    unknown = tuple(each.fact.name for each in view.questions if each.fact.name not in told)
    found = read(view, filled(view, view.questions, told, unknown), reasons={})
    assert {name: plain(value) for name, value in found.given.items()} == {
        name: plain(value) for name, value in told.items()
    }
    assert set(found.not_sure) == set(unknown)
    assert not found.problem


def test_nothing_ticked_stores_nothing_and_none_of_these_stores_every_no() -> None:
    assert read(ticks(), {}, reasons={}).given == {}
    assert read(ticks(), {}, reasons={}).problem
    found = read(ticks(), {"none": "on"}, reasons={})
    assert found.given == {each.fact.name: each.none_stores for each in ticks().questions}
    both = read(ticks(), {"none": "on", "t.fainted": "on"}, reasons={})
    assert both.problem
    assert both.given == {"fainted": True}


def test_a_line_that_is_asked_by_itself_is_no_line() -> None:
    reasons = {"fainted": "why"}
    found = read(ticks(), {"none": "on"}, reasons=reasons)
    assert "fainted" not in found.given
    assert found.not_sure == ("fainted",)
    assert read(ticks(), {"none": "on", "v.fainted": "yes"}, reasons=reasons).given["fainted"] is True


@pytest.mark.parametrize(
    ("name", "form", "sentence"),
    [
        ("pain_severity_0_10", {"v__pain_severity_0_10": "11"}, "from 0 to 10"),
        ("pain_severity_0_10", {"v__pain_severity_0_10": "bad"}, "from 0 to 10"),
        ("sex", {"v__sex": "<b>"}, "no choice"),
        ("conditions", {"c__conditions__epilepsy": "on", "n__conditions": "on"}, "also none"),
        ("medicines", {"v__medicines": "a" * 500}, "letters"),
        (
            "recent_events",
            {"c__recent_events__wound": "on", "d__recent_events__wound": "x"},
            "no number of days",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(name: str, form: dict[str, str], sentence: str) -> None:
    found = one(name, **form)
    assert sentence in found.errors[name]
    assert found.given == {}


@pytest.mark.parametrize("name", ["fainted", "sex", "age_years", "conditions", "twitch_sites", "medicines"])
def test_what_is_left_empty_is_not_known(name: str) -> None:
    assert one(name) == Reading(not_sure=(name,))


@pytest.mark.parametrize("name", ["heartbeat", "numb_or_tingling_sites", "medicines"])
def test_a_ticked_line_wants_an_answer_or_not_sure(name: str) -> None:
    _, view = alone({}, name)
    assert name in read_each(view.questions, {}, is_tick=True).errors
    assert read_each(view.questions, {f"q.{name}": "on"}, is_tick=True).not_sure == (name,)


def test_a_ticked_line_without_more_is_a_yes() -> None:
    _, view = alone({}, "fainted")
    assert read_each(view.questions, {}, is_tick=True).given == {"fainted": True}
    assert read_each(view.questions, {"v.fainted": "?"}, is_tick=True).not_sure == ("fainted",)


def test_a_medicine_is_named_then_dated_and_may_be_left_out() -> None:
    found = one("medicines", v__medicines="lithum; magnesium,,")
    assert found.given == {"medicines": [{"name": "lithum"}, {"name": "magnesium"}]}
    assert found.has_new_medicine
    rows = {"m__0__name": "lithum", "m__1__name": "magnesium"}
    found = one("medicines", **rows, m__0__meant="lithium", m__0__stopped_days_ago="3", m__1__gone="on")
    assert found.given == {"medicines": [{"name": "lithium", "stopped_days_ago": 3}]}
    assert not found.has_new_medicine
    found = one("medicines", **rows, m__0__meant="heroin")
    assert found.given["medicines"][0] == {"name": "lithum"}


def test_a_screen_of_answers_has_no_lines() -> None:
    view = dataclasses.replace(ticks(), kind="answers")
    assert not read(view, {}, reasons={}).problem
