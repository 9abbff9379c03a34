"""Which steps are advised, which are to be avoided, and the signs to come back for."""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from untwitch.check.case import Case, Outlook, case_of
from untwitch.check.rules import Expression, compiled
from untwitch.knowledge.action_text import Step, advice
from untwitch.knowledge.advice_limit import ALWAYS, advice_limits
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.medicine import near_names

MOST_LOOKED_UP = 10
"""So many names that nobody knows are looked up for a misspelling; each takes about a millisecond."""


@dataclass(frozen=True, slots=True)
class Advised:
    """A step with its words filled in."""

    id: str
    text: str


@functools.cache
def limits() -> dict[str, tuple[Expression | None, ...]]:
    """Gives the limits of each action; None stands for always.

    Raises:
        Refused: A limit is not in the language; the sentence names its row.
    """
    found: dict[str, tuple[Expression | None, ...]] = {}
    for limit in advice_limits():
        made = None if limit.never_when == ALWAYS else compiled(limit.never_when, where=limit.where)
        found[limit.action] = (*found.get(limit.action, ()), made)
    return found


@functools.cache
def ready_steps(side: str) -> tuple[tuple[Step, Expression], ...]:
    """Gives the steps of one side, each with its compiled picture.

    Args:
        side: `do`, `avoid` or `come_back`.

    Raises:
        Refused: A picture is not in the language; the sentence names its place.
    """
    steps: Iterable[Step] = getattr(advice(), side)
    return tuple((step, compiled(step.when, where=step.where)) for step in steps)


@functools.cache
def steps_at(side: str, *, urgency: str) -> tuple[tuple[Step, Expression], ...]:
    """Gives the steps of one side that can stand at a level, whatever was told; the others need no look.

    Args:
        side: `do`, `avoid` or `come_back`.
        urgency: The level.
    """
    anybody = Outlook(case_of({}), frozenset(check_facts()), frozenset({urgency}))
    return tuple(each for each in ready_steps(side) if True in each[1].possible(anybody))


def is_allowed(action: str, case: Case) -> bool:
    """Says whether an action may be advised: every limit on it is surely false.

    Args:
        action: Id of the action.
        case: The facts, with the result.
    """
    return all(limit is not None and limit.value(case) is False for limit in limits().get(action, ()))


def to_do(case: Case, *, questions: int) -> tuple[Advised, ...]:
    """Gives what to do, most important first.

    Args:
        case: The facts, with the result.
        questions: How many questions are open.
    """
    chosen = _first_of_each(case, "do")
    return tuple(
        Advised(step.id, _filled(step.text, case, questions=questions))
        for step in chosen
        if is_allowed(step.id, case)
    )


def to_avoid(case: Case) -> tuple[Advised, ...]:
    """Gives what to avoid.

    Args:
        case: The facts, with the result.
    """
    return tuple(Advised(step.id, step.text) for step in _first_of_each(case, "avoid"))


def come_back(case: Case) -> tuple[str, ...]:
    """Gives the signs to come back for, as things one would notice without looking.

    Args:
        case: The facts, with the result.
    """
    steps = steps_at("come_back", urgency=case.urgency or "")
    return tuple(step.text for step, picture in steps if picture.value(case) is True)


def _first_of_each(case: Case, side: str) -> list[Step]:
    found: dict[str, Step] = {}
    for step, picture in steps_at(side, urgency=case.urgency or ""):
        if step.id not in found and picture.value(case) is True:
            found[step.id] = step
    return list(found.values())


def _filled(text: str, case: Case, *, questions: int) -> str:
    if "{medicines}" in text:
        text = text.replace("{medicines}", "; ".join(_asked_names([each.name for each in case.unmapped])))
    if "{questions}" in text:
        text = text.replace("{questions}", _open_questions(questions))
    return text


def _open_questions(number: int) -> str:
    if number == 0:
        return "the name of the medicine is known"
    return "this question is answered" if number == 1 else f"these {number} questions are answered"


def _asked_names(names: list[str]) -> Iterator[str]:
    """Gives each name with what it may be a misspelling of; of a very long list only the first ones are."""
    for position, name in enumerate(names):
        shown = "".join(letter if letter.isprintable() else " " for letter in name)
        near = near_names(name) if position < MOST_LOOKED_UP else ()
        yield f"{shown} (did you mean {' or '.join(near)}?)" if near else shown
