"""How soon, whom and why: the highest level with a true rule, and what is not known is asked again."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from untwitch.check.case import Case
from untwitch.check.plausible import PlausibleCause, low_minerals, plausible_causes
from untwitch.check.rules import Expression, Truth, compiled
from untwitch.check.words import NO_SIGNS
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.red_flag import URGENCIES, WHOM, WITHIN, RedFlag, red_flags

EMERGENCY, URGENT, ROUTINE, SELF_CARE = URGENCIES
UNANSWERED, NOTHING_FITS = "R10", "R13"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is ready to be asked."""

    flag: RedFlag
    when: Expression


@dataclass(frozen=True, slots=True)
class Triage:
    """What the rules say of a case.

    Attributes:
        case: The case with everything worked out on the way.
        urgency: The level.
        within: How soon.
        whom: Whom to see.
        flags: The rules that decided, in the order of the table.
        causes: The plausible causes, strongest first.
        ask_again: Facts that could still change the level, in the order of the schema.
        ask_also: Facts that could still change how urgent it is, below emergency.
    """

    case: Case
    urgency: str
    within: str
    whom: str
    flags: tuple[RedFlag, ...]
    causes: tuple[PlausibleCause, ...]
    ask_again: tuple[str, ...]
    ask_also: tuple[str, ...]


@functools.cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """Gives the rules of each level, ready to be asked.

    Raises:
        Refused: A rule is not in the language; the sentence names its row.
    """
    return ready(red_flags())


def ready(flags: Iterable[RedFlag]) -> Mapping[str, tuple[Rule, ...]]:
    """Gives rules by level, each with its compiled picture.

    Args:
        flags: Rules as the table has them.

    Raises:
        Refused: A rule is not in the language; the sentence names its row.
    """
    made = [Rule(flag, compiled(flag.when, where=flag.where)) for flag in flags]
    return MappingProxyType(
        {level: tuple(rule for rule in made if rule.flag.urgency == level) for level in URGENCIES}
    )


def triage(case: Case) -> Triage:
    """Gives how soon somebody should look at a case, whom to see and why.

    Args:
        case: The facts of a person.
    """
    causes = plausible_causes(case)
    case = replace(
        case,
        causes={each.cause: each.strength for each in causes},
        low_minerals=low_minerals(case.facts),
    )
    by_level = rules()
    values = {level: _values(case, by_level[level]) for level in (EMERGENCY, URGENT, SELF_CARE)}
    unknown = {level for level in (EMERGENCY, URGENT) if None in values[level].values()}
    if compiled(NO_SIGNS).value(case) is None:
        unknown.add("signs")
    fits = True in values[SELF_CARE].values()
    case = replace(case, unknown=frozenset(unknown), self_care_fits=fits)
    values[ROUTINE] = _values(case, by_level[ROUTINE])
    # A name that nobody here knows is at least routine, also where no rule hangs on it (contract, "Words").
    values[ROUTINE][UNANSWERED] = values[ROUTINE][UNANSWERED] is True or bool(case.unmapped)
    if any(value is True for rule, value in values[ROUTINE].items() if rule != NOTHING_FITS):
        values[ROUTINE][NOTHING_FITS] = False
    return _result(case, causes, values)


def _values(case: Case, asked: Iterable[Rule]) -> dict[str, Truth]:
    return {rule.flag.id: rule.when.value(case) for rule in asked}


def _result(
    case: Case, causes: tuple[PlausibleCause, ...], values: Mapping[str, Mapping[str, Truth]]
) -> Triage:
    urgency = next(level for level in URGENCIES if True in values[level].values())
    flags = tuple(rule.flag for rule in rules()[urgency] if values[urgency][rule.flag.id] is True)
    case = replace(
        case,
        urgency=urgency,
        within=min((flag.within for flag in flags), key=WITHIN.index),
        whom=_whom(case, flags),
        fired=frozenset(flag.id for flag in flags),
    )
    again, also = _to_ask(case, values)
    return Triage(
        case=case,
        urgency=urgency,
        within=case.within or "",
        whom=case.whom or "",
        flags=flags,
        causes=causes,
        ask_again=_in_order(again),
        ask_also=_in_order(also),
    )


def _to_ask(case: Case, values: Mapping[str, Mapping[str, Truth]]) -> tuple[set[str], set[str]]:
    """Gives the facts that could raise the level to emergency, and those that could raise it to urgent."""
    if case.urgency == EMERGENCY:
        return set(), set()
    again = _open_facts(case, values, EMERGENCY)
    if case.urgency == ROUTINE:
        again |= compiled(NO_SIGNS).unknown_facts(case)
    also = _open_facts(case, values, URGENT) - again
    if case.unmapped and "medicines" not in again:
        also.add("medicines")
    return again, also


def _open_facts(case: Case, values: Mapping[str, Mapping[str, Truth]], level: str) -> set[str]:
    still_open = (rule for rule in rules()[level] if values[level][rule.flag.id] is None)
    return set().union(*(rule.when.unknown_facts(case) for rule in still_open))


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    facts = check_facts()
    return tuple(sorted(names, key=lambda name: facts[name].position))


def _whom(case: Case, flags: Iterable[RedFlag]) -> str:
    whom = min((flag.whom for flag in flags), key=WHOM.index)
    is_pregnant = (case.facts.get("pregnancy_weeks") or 0) > 0
    return "midwife" if whom == "pharmacist" and is_pregnant else whom
