"""Check: the questions one screen at a time, help at once where it is needed, and the answer."""

import re

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions import check, check_ask, check_draft
from untwitch.actions.check_memory import country_of, remembered, was_checked_lately
from untwitch.actions.check_walk import whom_question
from untwitch.actions.kept_check import kept_check
from untwitch.web.visit import Form, Visitor, go

router = APIRouter(include_in_schema=False)
_NUMBER = re.compile(r"\d[\d ]*\d|\d")


@router.get("/check")
def screen(visit: Visitor) -> Response:
    """Shows what comes next: the beginning, a check of the last days, a screen, or the answer."""
    draft = check_draft.load(visit.session)
    if draft is None:
        return _first(visit)
    if check_ask.is_change_asked(draft):
        return visit.page("check_changed.html", title="Check")
    if check_ask.is_whom_asked(draft):
        return _begin(visit)
    page = check_ask.page(draft)
    if page is None:
        check_ask.finish(visit.session, draft)
        return go("/check/answer")
    return _screen(visit, page)


def _first(visit: Visitor) -> Response:
    # The diary of all years is looked at only where an answer is there to be shown again.
    memory = remembered(visit.session) if was_checked_lately(visit.session) else None
    if memory is None or memory.recent is None:
        return _begin(visit)
    return visit.page(
        "check_again.html",
        title="Check",
        day=memory.recent.day,
        said=check.parts(memory.recent.answer, numbers=check.number_for(memory.country)),
        has_openings=bool(memory.openings),
    )


def _begin(visit: Visitor, problem: str = "") -> Response:
    country = country_of(visit.session)
    return visit.page(
        "check_begin.html",
        title="Check",
        status=422 if problem else 200,
        whom=whom_question(),
        countries=check.countries(),
        country=country,
        numbers=check.number_for(country),
        calls=_calls(check.number_for(country).emergency),
        problem=problem,
    )


def _screen(visit: Visitor, page: check_ask.Page) -> Response:
    status = 422 if page.has_errors else 200
    return visit.page(
        "check_screen.html",
        title=page.title,
        status=status,
        page=page,
        most=check_ask.MOST_SCREENS,
        calls=_calls(check.number_for(country_of(visit.session)).emergency),
    )


@router.post("/check/begin")
def begin(visit: Visitor, form: Form) -> Response:
    """Begins with whom it is about."""
    if "whom" not in form:
        return _begin(visit, "Please say whom it is about.")
    check_ask.begin(visit.session, whom=form["whom"], country=form.get("country") or None)
    return go("/check")


@router.post("/check/again")
def again(visit: Visitor, form: Form) -> Response:
    """Asks about the check of the last days."""
    changed = {"yes": True, "no": False}.get(form.get("changed", ""))
    check_ask.begin_again(visit.session, has_changed=changed)
    return go("/plan" if changed is False else "/check")


@router.post("/check/changed")
def changed(visit: Visitor, form: Form) -> Response:
    """Keeps whether anything else has changed; anything but a no counts as yes."""
    check_ask.tell_change(visit.session, has_changed=form.get("changed") != "no")
    return go("/check")


@router.post("/check")
def answer(visit: Visitor, form: Form) -> Response:
    """Keeps what a screen was answered."""
    page = check_ask.answer(visit.session, key=form.get("screen", ""), form=form)
    return go("/check") if page is None else _screen(visit, page)


@router.post("/check/back")
def back(visit: Visitor, form: Form) -> Response:
    """Goes back one screen."""
    check_ask.back(visit.session, key=form.get("screen", ""), form=form)
    return go("/check")


@router.post("/check/forget")
def forget(visit: Visitor) -> Response:
    """Forgets the check that is under way."""
    check_draft.keep(visit.session, None)
    return go("/check")


@router.get("/check/answer")
def said(visit: Visitor) -> Response:
    """Shows the answer: of a check about somebody else, or the one that was kept last."""
    session = visit.session
    draft = check_draft.load(session)
    numbers = check.number_for(country_of(session))
    if draft is not None:
        if check_ask.page(draft) is not None or check_ask.is_whom_asked(draft):
            return go("/check")
        facts = dict(draft.walk().facts)
        if draft.mode == check.LIST:
            lines = tuple(check.listed(facts, numbers=numbers))
            return visit.page("check_list.html", title="The list of signs", lines=lines)
        return _answer(visit, check.check(facts), numbers, asked_for=str(facts["asked_for"]))
    kept = kept_check(session)
    if kept is None:
        return go("/check")
    return _answer(visit, kept.answer, numbers, day=str(kept.day))


def _answer(
    visit: Visitor,
    found: check.Answer,
    numbers: check.EmergencyNumber,
    *,
    asked_for: str = "self",
    day: str = "",
) -> Response:
    said = check.parts(found, numbers=numbers, asked_for=asked_for)
    return visit.page(
        "check_answer.html",
        title="Answer",
        said=said,
        calls=[(what, _calls(number)) for what, number in said.help],
        urgency=found["urgency"],
        is_own=asked_for == "self",
        sources=tuple(check.cited(found)),
        has_country=bool(numbers.country),
        day=day,
    )


def _calls(words: str) -> list[tuple[str, str]]:
    """Splits words with numbers into (words, number to call), the number empty for plain words."""
    found: list[tuple[str, str]] = []
    at = 0
    for number in _NUMBER.finditer(words):
        found += [(words[at : number.start()], ""), (number[0], number[0].replace(" ", ""))]
        at = number.end()
    return [*(each for each in found if each[0]), *([(words[at:], "")] if words[at:] else [])]


@router.get("/check/rules")
def rules(visit: Visitor) -> Response:
    """Shows every rule with its source, for a clinician to read."""
    return visit.page("check_rules.html", title="Every rule", rules=check.rules_to_sign())
