"""A form that was sent, as facts: what was told, what is not known, and what has to be put right."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from untwitch.actions.check_fields import (
    LISTS,
    NONE,
    NOT_SURE,
    ON,
    Form,
    is_asked_alone,
    medicine_rows,
)
from untwitch.actions.check_walk import Question, View, event_choices, number_of, ticked
from untwitch.check.answers import checked
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused
from untwitch.knowledge.check_fact import CheckFact


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form says.

    Attributes:
        given: Facts that were told.
        not_sure: Facts that were asked and are not known.
        errors: Sentences by fact.
        problem: A sentence about the whole screen, or empty.
        has_new_medicine: Whether a medicine was named of which nothing more was asked yet.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    not_sure: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    has_new_medicine: bool = False


def read(view: View, form: Form, *, reasons: Mapping[str, str]) -> Reading:
    """Gives what a form says about the questions of a screen.

    Args:
        view: The screen.
        form: The fields as sent.
        reasons: Why something is asked by itself, by fact.
    """
    alone = [each for each in view.questions if is_asked_alone(each, view, reasons)]
    lines = [each for each in view.questions if each not in alone]
    asked = read_each(alone, form)
    if not lines:
        return asked
    chosen = [each for each in lines if form.get(f"t.{each.fact.name}") == ON]
    opened = read_each(chosen, form, is_tick=True)
    is_none = form.get(NONE) == ON
    problem = ""
    if is_none and chosen:
        problem = "You ticked a line and also none of these. Please leave only what is right."
    elif not is_none and not chosen:
        problem = "Please tick what fits. If nothing does, tick none of these."
    unknown = frozenset(opened.not_sure) | frozenset(opened.errors)
    open_view = dataclasses.replace(view, questions=tuple(lines))
    told = opened.given if problem else ticked(open_view, opened.given, not_known=unknown)
    return Reading(
        {**asked.given, **told},
        (*asked.not_sure, *opened.not_sure),
        {**asked.errors, **opened.errors},
        problem,
        asked.has_new_medicine or opened.has_new_medicine,
    )


def read_each(questions: Iterable[Question], form: Form, *, is_tick: bool = False) -> Reading:
    """Gives what a form says about questions that are asked by themselves.

    Args:
        questions: The questions.
        form: The fields as sent.
        is_tick: Whether they are lines that were ticked: then an answer is needed, or `not sure`.
    """
    given: dict[str, Any] = {}
    not_sure: list[str] = []
    errors: dict[str, str] = {}
    has_new_medicine = False
    for question in questions:
        fact = question.fact
        try:
            value = _value(fact, form, is_tick=is_tick)
            if value is None:
                not_sure.append(fact.name)
            else:
                given.update(checked({fact.name: value}))
        except Refused as refusal:
            errors[fact.name] = _sentence(fact, refusal)
        has_new_medicine = has_new_medicine or (
            fact.kind == "medicines" and bool(form.get(f"v.{fact.name}", "").strip())
        )
    return Reading(given, tuple(not_sure), errors, "", has_new_medicine)


def _sentence(fact: CheckFact, refusal: Refused) -> str:
    if fact.kind == "number" and fact.maximum is not None:
        return f"Please write a number from {fact.minimum or 0:g} to {fact.maximum:g}, or leave it empty."
    return str(refusal)


def _value(fact: CheckFact, form: Form, *, is_tick: bool) -> Any:
    """Gives the value of one question, or None where it is not known."""
    typed = form.get(f"v.{fact.name}", "").strip()
    if form.get(f"q.{fact.name}") == ON:
        return None
    if fact.kind == "yes_or_no":
        return {"yes": True, "no": False}.get(typed, True if is_tick and not typed else None)
    if fact.kind == "choice":
        if is_tick and not typed:
            raise Refused("Please choose one line, or not sure.")
        return None if typed in {"", NOT_SURE} else typed
    if fact.kind in {*LISTS, "medicines"}:
        return _list(fact, form, is_tick=is_tick)
    if not typed:
        return None
    return number_of(typed) if fact.kind == "number" else typed


def _list(fact: CheckFact, form: Form, *, is_tick: bool) -> list[Any] | None:
    found = list(_medicines(fact, form) if fact.kind == "medicines" else _chosen(fact, form))
    is_none = form.get(f"n.{fact.name}") == ON
    if found and is_none:
        raise Refused("You chose something and also none. Please leave only what is right.")
    if not found and is_tick and not is_none:
        raise Refused("Please choose at least one, or not sure.")
    return found if found or is_none else None


def _chosen(fact: CheckFact, form: Form) -> Iterator[Any]:
    known = {"sites": BODY_SITES, "events": tuple(event_choices())}.get(fact.kind, tuple(fact.choices))
    for value in known:
        if form.get(f"c.{fact.name}.{value}") != ON:
            continue
        if fact.kind != "events":
            yield value
            continue
        days = form.get(f"d.{fact.name}.{value}", "").strip()
        yield {"event": value, **({"days_ago": _days(days)} if days else {})}


def _medicines(fact: CheckFact, form: Form) -> Iterator[dict[str, Any]]:
    for row in medicine_rows(form):
        if form.get(f"m.{row.number}.gone") == ON:
            continue
        meant = form.get(f"m.{row.number}.meant", "")
        name = meant if row.near and meant in row.near else row.name
        yield {"name": name, **{key: _days(days) for key, _, days in row.days if days.strip()}}
    for name in form.get(f"v.{fact.name}", "").replace(";", ",").replace("\n", ",").split(","):
        if name.strip():
            yield {"name": name.strip()}


def _days(typed: str) -> float:
    try:
        return number_of(typed.strip())
    except Refused:
        raise Refused(f"{typed.strip()!r} is no number of days; leave it empty if you are not sure") from None
