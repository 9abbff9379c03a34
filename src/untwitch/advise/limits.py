"""What must not be advised to this person: limits asked of what is known, with unknown kept unknown."""

from collections.abc import Iterable, Mapping
from typing import Any

from untwitch.check.case import Case, case_of
from untwitch.check.rules import compiled
from untwitch.facts.person import Physiology
from untwitch.knowledge.action import limit_of
from untwitch.knowledge.advice_limit import ALWAYS


def known_case(facts: Mapping[str, Any] | None, physiology: Physiology, *, urgency: str | None) -> Case:
    """Gives the case that limits are asked of: the facts of check, filled up with what the record knows.

    Args:
        facts: Facts of check, or None.
        physiology: What the record knows of the body; facts of check go before it.
        urgency: The result of check, or None.
    """
    known: dict[str, Any] = {}
    if physiology.age_years is not None:
        known["age_years"] = physiology.age_years
    if physiology.sex is not None:
        known["sex"] = physiology.sex
    if physiology.pregnant is not None:
        known["pregnancy_weeks"] = 1 if physiology.pregnant else 0
    if physiology.breastfeeding is not None:
        known["breastfeeding"] = physiology.breastfeeding
    case = case_of({**known, **(facts or {})})
    return Case(facts=case.facts, medicines=case.medicines, urgency=urgency)


def may_advise(action: str, *, case: Case) -> bool | None:
    """Says whether an action may be advised.

    Args:
        action: Id of the action.
        case: What is known.

    Returns:
        True or False, or None where its limit cannot be told: then it may stand only with its "not if".

    Raises:
        Refused: The action is not known.
    """
    limit = limit_of(action)
    if limit is None:
        return True
    if limit.never_when == ALWAYS:
        return False
    never = compiled(limit.never_when, where=limit.where).value(case)
    return None if never is None else not never


def may_advise_all(actions: Iterable[str], *, case: Case) -> bool | None:
    """Says whether several may be advised together: False if one may not, else None if one is unknown."""
    found = [may_advise(action, case=case) for action in actions]
    if False in found:
        return False
    return None if None in found else True
