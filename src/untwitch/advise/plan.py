"""A plan for today: what is urgent, one step for each of two causes, relief for right now, what to log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from untwitch.advise.choice import Chosen, choose
from untwitch.advise.limits import known_case, may_advise, may_advise_all
from untwitch.advise.logging_needed import LogAdvice, log_advice
from untwitch.advise.visit import Visit, visit
from untwitch.check.case import Case
from untwitch.facts.person import Physiology
from untwitch.knowledge.cause import Step, cause
from untwitch.knowledge.reference import Claim
from untwitch.knowledge.remedy import Remedy, remedies
from untwitch.knowledge.understand import understand

CONTRACT = "plan/1"
URGENT = ("emergency", "urgent")


class HasJson(Protocol):
    """An answer that can give itself as a document."""

    def to_json(self) -> dict[str, Any]:
        """Gives the document."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One concrete step against one cause.

    Attributes:
        chosen: The cause and why it was chosen.
        name: The cause in plain words.
        text: What to do.
        why: Why, graded.
        actions: Ids of the actions it stands for.
        not_if: For whom not, where that is not known of this person; else empty.
        how_long: For how long; empty where the text says it.
    """

    chosen: Chosen
    name: str
    text: str
    why: Claim
    actions: tuple[str, ...]
    not_if: str
    how_long: str

    def to_json(self) -> dict[str, Any]:
        """Gives the step as it stands in `plan/1`."""
        return {
            "cause": self.chosen.cause,
            "name": self.name,
            "ladder": self.chosen.ladder,
            "because": self.chosen.because,
            "inseparable_from": list(self.chosen.inseparable_from),
            "text": self.text,
            "why": self.why.to_json(),
            "actions": list(self.actions),
            "not_if": self.not_if,
            "how_long": self.how_long,
        }


@dataclass(frozen=True, slots=True)
class Relief:
    """One remedy as this person may use it.

    Attributes:
        remedy: The remedy.
        not_if: For whom not, where that is not known of this person; else empty.
    """

    remedy: Remedy
    not_if: str

    def to_json(self) -> dict[str, Any]:
        """Gives the remedy as it stands in `plan/1`."""
        return {
            "remedy": self.remedy.id,
            "action": self.remedy.action,
            "name": self.remedy.name,
            "how": self.remedy.how,
            "how_long": self.remedy.how_long,
            "not_if": self.not_if,
            "stop_if": self.remedy.stop_if,
            "benefit": self.remedy.benefit.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in the order in which to do it.

    Attributes:
        based_on: `explain`, `check` or `nothing`.
        visit: Whether, when and whom to see, and the signs on which to come back.
        steps: One for each cause, two at most; none while something is urgent.
        right_now: What takes the edge off; none while something is urgent.
        habits: Further remedies that check named.
        log: What to log and for how long; None while something is urgent.
        avoid: What not to do, as (action id, text).
        notice: What is said on every answer.
    """

    based_on: str
    visit: Visit
    steps: tuple[PlannedStep, ...]
    right_now: tuple[Relief, ...]
    habits: tuple[Relief, ...]
    log: LogAdvice | None
    avoid: tuple[tuple[str, str], ...]
    notice: str

    def to_json(self) -> dict[str, Any]:
        """Gives the contract `plan/1`."""
        return {
            "contract": CONTRACT,
            "based_on": self.based_on,
            "visit": self.visit.to_json(),
            "steps": [each.to_json() for each in self.steps],
            "right_now": [each.to_json() for each in self.right_now],
            "habits": [each.to_json() for each in self.habits],
            "log": self.log.to_json() if self.log else None,
            "avoid": [{"id": action, "text": text} for action, text in self.avoid],
            "notice": self.notice,
        }


def plan(
    *,
    attribution: Mapping[str, Any] | HasJson | None,
    answer: Mapping[str, Any] | None,
    facts: Mapping[str, Any] | None,
    physiology: Physiology,
) -> Plan:
    """Gives the plan of one person.

    While check says urgent or emergency the plan is that and nothing that delays. What must not be advised to
    this person is left out; where that cannot be told the advice carries its "not if".

    Args:
        attribution: `explain/1` or what gives it, or None where nothing is known of the diary.
        answer: The answer of check, or None where nobody was asked.
        facts: The facts that check was told, or None.
        physiology: What the record knows of the body.

    Raises:
        Refused: A cause or action of the input is not known.
    """
    explained = (
        attribution if attribution is None or isinstance(attribution, Mapping) else attribution.to_json()
    )
    urgency = answer["urgency"] if answer else None
    avoid = tuple((each["id"], each["text"]) for each in answer["avoid"]) if answer else ()
    seen = visit(answer)
    notice = understand().notice
    if urgency in URGENT:
        return Plan(
            based_on="check",
            visit=seen,
            steps=(),
            right_now=(),
            habits=(),
            log=None,
            avoid=avoid,
            notice=notice,
        )
    case = known_case(facts, physiology, urgency=urgency)
    banned = frozenset(action for action, _ in avoid)
    chosen = choose(explained, answer)
    steps = tuple(step for each in chosen if (step := _planned(each, case, banned)))
    named = frozenset(each["id"] for each in answer["actions"]) if answer else frozenset()
    return Plan(
        based_on="explain" if explained else "check" if answer else "nothing",
        visit=seen,
        steps=steps,
        right_now=_relief("now", case, banned),
        habits=_relief("habit", case, banned, named=named),
        log=log_advice(
            explained, [each.chosen for each in steps], food_may_be_logged=_may_log_food(case, banned)
        ),
        avoid=avoid,
        notice=notice,
    )


def _may_log_food(case: Case, banned: frozenset[str]) -> bool | None:
    return False if "log_food" in banned else may_advise("log_food", case=case)


def _planned(chosen: Chosen, case: Case, banned: frozenset[str]) -> PlannedStep | None:
    known = cause(chosen.cause)
    for step in _in_order(known.steps, chosen.parts):
        allowed = may_advise_all(step.actions, case=case)
        if allowed is False or banned & set(step.actions):
            continue
        return PlannedStep(
            chosen=chosen,
            name=known.name,
            text=step.text + _with_child(chosen.cause, case),
            why=step.why,
            actions=step.actions,
            not_if="" if allowed else step.not_if,
            how_long=_how_long(step.actions),
        )
    return None


def _how_long(actions: tuple[str, ...]) -> str:
    fitting = (each for each in remedies().values() if each.when == "cause" and each.action in actions)
    return next((each.how_long for each in fitting), "")


def _in_order(steps: tuple[Step, ...], parts: tuple[str, ...]) -> list[Step]:
    """Puts the step meant for the part that matters most first; else they stay as they are."""

    def place(step: Step) -> int:
        return min((parts.index(each) for each in step.measures if each in parts), default=len(parts))

    return sorted(steps, key=place)


def _with_child(cause_id: str, case: Case) -> str:
    pregnant = (case.facts.get("pregnancy_weeks") or 0) >= 1 or case.facts.get("breastfeeding") is True
    if cause_id == "caffeine" and pregnant:
        return " While pregnant or breastfeeding, 200 mg a day is the most."
    return ""


def _relief(
    when: str, case: Case, banned: frozenset[str], *, named: frozenset[str] | None = None
) -> tuple[Relief, ...]:
    found = []
    for remedy in remedies().values():
        allowed = may_advise(remedy.action, case=case)
        wanted = remedy.when == when and (named is None or remedy.action in named)
        if wanted and allowed is not False and remedy.action not in banned:
            found.append(Relief(remedy, "" if allowed else remedy.not_if))
    return tuple(found)
