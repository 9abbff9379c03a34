"""A check as pages ask it: which page is next, what an answer leads to, one step back, and the end."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.actions.check import LIST, check, mode_for, number_for
from untwitch.actions.check_draft import Draft, Repeat, Step, keep, load
from untwitch.actions.check_fields import NOT_SURE, Field, Form, fields, filled
from untwitch.actions.check_form import Reading, read, read_each
from untwitch.actions.check_memory import Remembered, remember_country, remember_openings, remembered
from untwitch.actions.check_walk import (
    Question,
    View,
    Walk,
    alone,
    answered,
    follow_ups,
    is_emergency,
    next_screen,
    start,
    whom_question,
)
from untwitch.actions.kept_check import keep_check
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused

MOST_SCREENS = 12
SELF = "self"
_ALONE = "one "


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a check.

    Attributes:
        key: Name of the screen, sent back with its answer.
        number: How many came before, plus one; 0 for a question asked by itself.
        title: What is asked.
        why: The reason.
        is_ticks: Whether it is one list of lines to be ticked.
        fields: Its questions.
        more: Questions that an answer has opened.
        is_none: Whether `none of these` is ticked.
        problem: What has to be put right about the whole page, or empty.
    """

    key: str
    number: int
    title: str
    why: str
    is_ticks: bool
    fields: tuple[Field, ...]
    more: tuple[Field, ...] = ()
    is_none: bool = False
    problem: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether something has to be put right."""
        return bool(self.problem) or any(each.error for each in (*self.fields, *self.more))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A screen with the way to it."""

    key: str
    walk: Walk
    view: View


def begin(session: Session, *, whom: str, country: str | None = None) -> None:
    """Begins a check anew.

    Args:
        session: Place, moment and person.
        whom: `self`, `my_child` or `someone_else`.
        country: Two letters, to be remembered; None or empty where none is said.

    Raises:
        Refused: Whom it is about, or the country, is not known.
    """
    choices = whom_question().fact.choices
    if whom not in choices:
        raise Refused("please say whom it is about")
    if country:
        remember_country(session, number_for(country).country)
    memory = remembered(session)
    draft = dataclasses.replace(_fresh(session, memory), whom=whom)
    before = load(session)
    if before is not None and before.repeat is not None and before.repeat.has_changed:
        draft = dataclasses.replace(draft, repeat=before.repeat)
    keep(session, draft)


def begin_again(session: Session, *, has_changed: bool | None = None) -> None:
    """Asks about the check of the last days: what the diary has opened since, then what has changed.

    Args:
        session: Place, moment and person.
        has_changed: Whether anything has; None where it is not said yet.
    """
    memory = remembered(session)
    if memory.recent is None:
        return
    facts = memory.recent.facts
    left = () if is_emergency(start(facts)) else tuple(each.fact for each in memory.openings)
    if has_changed is False and not left:
        return
    repeat = Repeat(facts, left, (), has_changed)
    keep(session, dataclasses.replace(_fresh(session, memory), repeat=repeat))


def _fresh(session: Session, memory: Remembered) -> Draft:
    return Draft(
        begun_ms=session.now.utc_ms,
        mode=memory.mode or mode_for(memory.country),
        told=memory.record.told,
        openings=memory.openings,
        own_load_au=memory.record.own_load_au,
    )


def tell_change(session: Session, *, has_changed: bool) -> None:
    """Keeps whether anything else has changed since the check of the last days.

    Args:
        session: Place, moment and person.
        has_changed: Whether it has.
    """
    draft = load(session)
    if draft is not None and draft.repeat is not None:
        keep(
            session,
            dataclasses.replace(draft, repeat=dataclasses.replace(draft.repeat, has_changed=has_changed)),
        )


def is_change_asked(draft: Draft) -> bool:
    """Says whether the next page asks if anything else has changed."""
    repeat = draft.repeat
    return repeat is not None and not repeat.left and repeat.has_changed is None


def is_whom_asked(draft: Draft) -> bool:
    """Says whether the next page asks whom it is about."""
    return draft.whom is None and bool(draft.repeat and draft.repeat.has_changed)


def page(draft: Draft) -> Page | None:
    """Gives the page that comes next; None when everything was asked, or help is needed now.

    Args:
        draft: How far it has come.
    """
    shown = _next(draft)
    if shown is None:
        return None
    step = _stood(draft, shown.key)
    more = _opened(shown, step.given, step.asked)[0] if step.given or step.not_sure else ()
    known = {name: each.value for name, each in draft.offered.items() if name not in draft.reasons}
    given = step.given if step.given or step.not_sure else known
    form = filled(shown.view, (*shown.view.questions, *more), given, step.not_sure)
    if not (step.given or step.not_sure):
        form = {name: value for name, value in form.items() if name != "none"}
    return _page(draft, shown, form, more)


def _stood(draft: Draft, key: str) -> Step:
    """Gives a screen as it was answered so far, or before somebody went back from it."""
    if draft.open is not None and draft.open.screen == key:
        return draft.open
    return draft.earlier.get(key, Step(key))


def _next(draft: Draft) -> _Shown | None:
    repeat = draft.repeat
    if repeat is not None and repeat.left and not is_emergency(start(repeat.facts)):
        name = repeat.left[0]
        walk, view = alone(repeat.facts, name)
        return _Shown(f"{_ALONE}{name}", walk, view)
    walk = draft.walk()
    found = None if draft.is_unchanged else next_screen(walk)
    return None if found is None else _Shown(found.id, walk, found)


def _page(
    draft: Draft,
    shown: _Shown,
    form: Form,
    more: Iterable[Question],
    errors: Mapping[str, str] | None = None,
    problem: str = "",
) -> Page:
    view = shown.view

    def shown_as(questions: Iterable[Question]) -> tuple[Field, ...]:
        told, reasons = draft.offered, draft.reasons
        return tuple(fields(view, questions, form, told=told, reasons=reasons, errors=errors or {}))

    is_alone = shown.key.startswith(_ALONE)
    return Page(
        key=shown.key,
        number=0 if is_alone else view.number,
        title=view.title,
        why=view.why,
        is_ticks=view.kind == "ticks",
        fields=shown_as(view.questions),
        more=shown_as(more),
        is_none=form.get("none") == "on",
        problem=problem,
    )


def answer(session: Session, *, key: str, form: Form) -> Page | None:
    """Keeps what a page was answered.

    Args:
        session: Place, moment and person.
        key: The screen that was answered; one of before leads back to it.
        form: Its fields as sent.

    Returns:
        The page once more where something has to be put right; None where it is kept and the next page comes.
    """
    draft = load(session)
    draft = None if draft is None else _back_to(draft, key)
    shown = None if draft is None else _next(draft)
    if draft is None or shown is None or shown.key != key:
        return None
    base = read(shown.view, form, reasons=draft.reasons)
    before = _stood(draft, key).asked
    opened, whole = _opened(shown, base.given, before, form)
    reading = _together(base, whole)
    names = tuple(each.fact.name for each in opened)
    if _is_enough(shown, base.given) or _is_enough(shown, whole.given):
        # Help comes before anything that would have to be put right.
        _commit(session, draft, shown, reading, names)
    elif reading.problem or reading.errors:
        return _page(draft, shown, form, opened, reading.errors, reading.problem)
    elif reading.has_new_medicine or set(names) - set(before):
        step = Step(key, reading.given, reading.not_sure, names)
        keep(session, dataclasses.replace(draft, open=step))
    else:
        _commit(session, draft, shown, reading, names)
    return None


def _together(base: Reading, more: Reading) -> Reading:
    return Reading(
        more.given,
        (*base.not_sure, *more.not_sure),
        {**base.errors, **more.errors},
        base.problem,
        base.has_new_medicine or more.has_new_medicine,
    )


def _opened(
    shown: _Shown, given: Mapping[str, Any], asked: tuple[str, ...], form: Form | None = None
) -> tuple[tuple[Question, ...], Reading]:
    """Gives the questions that answers open, with what a form says about those that were asked already.

    Args:
        shown: The screen.
        given: What was told on it, with what was told of opened questions where there is no form.
        asked: Facts that were asked already.
        form: The fields as sent, or None.
    """
    base = {name: value for name, value in given.items() if form is not None or name not in asked}
    found: dict[str, Question] = {}
    whole = Reading(base)
    while more := [
        each for each in follow_ups(shown.walk, shown.view.id, whole.given) if each.fact.name not in found
    ]:
        found.update({each.fact.name: each for each in more})
        if form is None:
            told = Reading(
                {each.fact.name: given[each.fact.name] for each in more if each.fact.name in given}
            )
        else:
            told = read_each([each for each in more if each.fact.name in asked], form)
        whole = Reading(
            {**whole.given, **told.given},
            (*whole.not_sure, *told.not_sure),
            {**whole.errors, **told.errors},
            "",
            whole.has_new_medicine or told.has_new_medicine,
        )
    return tuple(found.values()), whole


def _is_enough(shown: _Shown, given: Mapping[str, Any]) -> bool:
    return is_emergency(answered(shown.walk, shown.view.id, given))


def _commit(session: Session, draft: Draft, shown: _Shown, reading: Reading, asked: tuple[str, ...]) -> None:
    step = Step(shown.key, reading.given, reading.not_sure, asked)
    repeat = draft.repeat
    if repeat is not None and shown.key.startswith(_ALONE):
        facts = answered(shown.walk, shown.view.id, reading.given).facts
        name = shown.key.removeprefix(_ALONE)
        done = dataclasses.replace(
            repeat, facts=dict(facts), left=repeat.left[1:], asked=(*repeat.asked, name)
        )
        if is_emergency(start(facts)):
            done = dataclasses.replace(done, left=(), has_changed=False)
        keep(session, dataclasses.replace(draft, repeat=done, open=None))
        return
    earlier = {name: each for name, each in draft.earlier.items() if name != shown.key}
    keep(session, dataclasses.replace(draft, steps=(*draft.steps, step), open=None, earlier=earlier))


def _back_to(draft: Draft, key: str) -> Draft:
    """Goes back to a screen that was answered before; any other changes nothing."""
    names = [each.screen for each in draft.steps]
    if key not in names:
        return draft
    place = names.index(key)
    left = {each.screen: each for each in draft.steps[place:]}
    return dataclasses.replace(
        draft, steps=draft.steps[:place], open=draft.steps[place], earlier={**draft.earlier, **left}
    )


def back(session: Session, *, key: str = "", form: Form | None = None) -> None:
    """Goes back one screen; what was answered on it stands there still.

    Args:
        session: Place, moment and person.
        key: The screen that is left, empty where it is not said.
        form: Its fields as they stood, to be there again when the person comes back.
    """
    draft = load(session)
    if draft is None:
        return
    if draft.open is not None:
        earlier = {**draft.earlier, draft.open.screen: draft.open}
        draft = dataclasses.replace(draft, open=None, earlier=earlier)
    shown = _next(draft)
    if form is not None and shown is not None and shown.key == key:
        step = _left(draft, shown, form)
        draft = dataclasses.replace(draft, earlier={**draft.earlier, key: step})
    keep(session, _back_to(draft, draft.steps[-1].screen) if draft.steps else None)


def _left(draft: Draft, shown: _Shown, form: Form) -> Step:
    """Gives a screen as it is left in the middle: what is not answered on it is no answer."""
    base = read(shown.view, form, reasons=draft.reasons)
    asked = _stood(draft, shown.key).asked
    _, whole = _opened(shown, base.given, asked, form)
    reading = _together(base, whole)
    said = tuple(
        name
        for name in reading.not_sure
        if form.get(f"v.{name}") == NOT_SURE or form.get(f"q.{name}") == "on"
    )
    return Step(shown.key, reading.given, said, asked)


def finish(session: Session, draft: Draft) -> bool:
    """Ends a check of which everything was asked: what is one's own is kept with its date.

    Args:
        session: Place, moment and person.
        draft: The check.

    Returns:
        Whether it is kept; a list without a result, and a check about somebody else, are not.
    """
    if draft.mode == LIST or not draft.is_own:
        return False
    if draft.is_unchanged and not (draft.repeat and draft.repeat.asked):
        keep(session, None)
        return True
    facts = dict(draft.walk().facts)
    keep_check(session, facts=facts, answer=check(facts, own_load_au=draft.own_load_au))
    remember_openings(session, draft.openings)
    keep(session, None)
    return True
