"""The way through the questions: which screen comes next, what an answer stores, one step back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from untwitch.check.answers import checked
from untwitch.check.case import case_of
from untwitch.check.rules import compiled
from untwitch.check.still_open import can_change
from untwitch.check.triage import EMERGENCY, rules
from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.check_fact import CheckFact, check_facts
from untwitch.knowledge.screen import ALWAYS, TICK, Screen, question_words, screens

WHOM_FACT = "asked_for"


@dataclass(frozen=True, slots=True)
class Question:
    """One fact as it is asked.

    Attributes:
        fact: What is asked, with its choices and range.
        text: The words, fitting for whom it is about.
        tick: How it reads as a line of a list, before it is ticked.
        none_stores: On a screen of ticks, what not ticking stores; None elsewhere.
    """

    fact: CheckFact
    text: str
    tick: str
    none_stores: Any = None


@dataclass(frozen=True, slots=True)
class View:
    """A screen as it is shown.

    Attributes:
        id: Its name.
        number: How many screens have been shown before, plus one.
        kind: `ticks` or `answers`.
        title: What is asked.
        why: The reason.
        questions: What is on it; facts that are already known are left out.
    """

    id: str
    number: int
    kind: str
    title: str
    why: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """How far somebody has come.

    Attributes:
        facts: What has been stored.
        done: Ids of the screens that were answered, with the facts as they were before each.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    done: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def whom_question() -> Question:
    """Gives the question that comes before all screens: whom it is about."""
    return _question(check_facts()[WHOM_FACT], {})


def start(facts: Mapping[str, Any] | None = None) -> Walk:
    """Gives the beginning of the way.

    Args:
        facts: What is already known; it is not asked again.

    Raises:
        Refused: A fact breaks the contract.
    """
    return Walk(facts=_with_unasked(checked(dict(facts or {}))))


def is_emergency(walk: Walk) -> bool:
    """Says whether an emergency rule is true already: then nothing more is asked.

    Args:
        walk: How far somebody has come.
    """
    case = case_of(walk.facts)
    return any(rule.when.value(case) is True for rule in rules()[EMERGENCY])


def next_screen(walk: Walk) -> View | None:
    """Gives the next screen; None when everything was asked, or help is needed now.

    A screen is left out when its picture is surely false, when all its facts are known, or when none of
    them can change the answer any more.

    Args:
        walk: How far somebody has come.
    """
    if is_emergency(walk):
        return None
    ahead = tuple(_ahead(walk))
    if not ahead:
        return None
    telling = can_change(walk.facts, still_open=frozenset().union(*(_names(each, walk) for each in ahead)))
    for screen in ahead:
        questions = tuple(_questions(screen, walk.facts))
        if questions and not telling.isdisjoint(_names(screen, walk)):
            title = screen.question.partition(" ... ")[0]
            return View(screen.id, len(walk.done) + 1, screen.kind, title, screen.why_asked, questions)
    return None


def _ahead(walk: Walk) -> Iterator[Screen]:
    shown = {screen_id for screen_id, _ in walk.done}
    for screen in screens():
        if screen.id not in shown and not _is_false(screen.ask_if, walk.facts):
            yield screen


def _names(screen: Screen, walk: Walk) -> frozenset[str]:
    """Gives every fact that an answer on a screen can still tell."""
    told = {*screen.facts, *(name for _, asked in screen.then_ask for name in asked)}
    told.update(name for _, name, _ in screen.stores_unasked)
    return frozenset(told - set(walk.facts))


def follow_ups(walk: Walk, screen_id: str, given: Mapping[str, Any]) -> tuple[Question, ...]:
    """Gives the questions that an answer opens on the same screen.

    Args:
        walk: How far somebody has come.
        screen_id: The screen that is being answered.
        given: What was answered on it so far; a fact that was asked and not known is left out.

    Raises:
        Refused: There is no such screen, or an answer breaks the contract.
    """
    screen = screen_named(screen_id)
    facts = {**walk.facts, **checked(dict(given))}
    names = [
        name
        for picture, asked in screen.then_ask
        if _is_true(picture, facts)
        for name in asked
        if name not in facts
    ]
    return tuple(_question(check_facts()[name], facts) for name in dict.fromkeys(names))


def answered(walk: Walk, screen_id: str, given: Mapping[str, Any]) -> Walk:
    """Gives the way with one more screen answered.

    Args:
        walk: How far somebody has come.
        screen_id: The screen.
        given: The facts told on it; what is left out stays unknown.

    Raises:
        Refused: There is no such screen, a fact is on another one, or an answer breaks the contract.
    """
    screen = screen_named(screen_id)
    allowed = {*screen.facts, *(name for _, asked in screen.then_ask for name in asked)}
    for name in given:
        if name not in allowed:
            raise Refused(f"{name!r} is not asked on this screen{nearest(name, sorted(allowed))}")
    facts = checked({**walk.facts, **given})
    return Walk(facts=_with_unasked(facts), done=(*walk.done, (screen_id, walk.facts)))


def back(walk: Walk) -> Walk:
    """Gives the way as it was before the last screen; at the beginning it stays.

    Args:
        walk: How far somebody has come.
    """
    if not walk.done:
        return walk
    return replace(walk, facts=walk.done[-1][1], done=walk.done[:-1])


def ticked(
    view: View, ticks: Mapping[str, Any], *, not_known: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Gives the facts of a screen of ticks: what was not ticked was asked, and is stored as no.

    Args:
        view: The screen.
        ticks: Value of each fact that was ticked.
        not_known: Facts that were marked as not known; they are left out.
    """
    return {
        question.fact.name: ticks.get(question.fact.name, question.none_stores)
        for question in view.questions
        if question.fact.name not in not_known
    }


def alone(facts: Mapping[str, Any], name: str) -> tuple[Walk, View]:
    """Gives one question by itself, to be answered anew, with everything else as it is known.

    Args:
        facts: What is known; the old answer to the question, and to what it opened, is put aside.
        name: The fact that is asked.

    Raises:
        Refused: No screen asks for it.
    """
    screen = next((each for each in screens() if name in each.facts), None)
    if screen is None:
        raise Refused(f"no screen asks for {name!r}")
    opened = {each for picture, asked in screen.then_ask if name in compiled(picture).facts for each in asked}
    kept = {key: value for key, value in facts.items() if key not in {name, *opened}}
    question = _question(check_facts()[name], kept)
    return Walk(facts=kept), View(screen.id, 1, "answers", question.text, screen.why_asked, (question,))


def screen_named(screen_id: str) -> Screen:
    """Gives a screen.

    Args:
        screen_id: Its name.

    Raises:
        Refused: There is none of that name.
    """
    known = {screen.id: screen for screen in screens()}
    if screen_id not in known:
        raise Refused(f"screen {screen_id!r} is not known{nearest(screen_id, known)}")
    return known[screen_id]


def _questions(screen: Screen, facts: Mapping[str, Any]) -> Iterator[Question]:
    for name in screen.facts:
        if name not in facts:
            yield _question(check_facts()[name], facts, none_stores=screen.none_stores.get(name))


def _question(fact: CheckFact, facts: Mapping[str, Any], *, none_stores: Any = None) -> Question:
    worded = question_words().get(fact.name, {})
    text = worded.get(facts.get(WHOM_FACT, "self"), fact.question)
    return Question(fact, text, worded.get(TICK, text), none_stores)


def _is_true(picture: str, facts: Mapping[str, Any]) -> bool:
    return picture == ALWAYS or compiled(picture).value(case_of(facts)) is True


def _is_false(picture: str, facts: Mapping[str, Any]) -> bool:
    return picture != ALWAYS and compiled(picture).value(case_of(facts)) is False


def _with_unasked(facts: Mapping[str, Any]) -> dict[str, Any]:
    stored = dict(facts)
    for screen in screens():
        for picture, name, value in screen.stores_unasked:
            if name not in stored and _is_true(picture, stored):
                stored[name] = value
    return stored
