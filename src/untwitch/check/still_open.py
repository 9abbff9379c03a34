"""Which open questions can still change the answer; the others need not be asked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from untwitch.check import plausible
from untwitch.check.advice import limits, ready_steps
from untwitch.check.case import Case, Outlook, case_of
from untwitch.check.identify import pictures
from untwitch.check.rules import Expression, compiled
from untwitch.check.triage import EMERGENCY, ROUTINE, SELF_CARE, URGENT, rules
from untwitch.check.words import NO_SIGNS, SELF_CARE_OPEN
from untwitch.knowledge.red_flag import URGENCIES

_SURELY = frozenset({True})
_NEVER = frozenset({False})
_READ_BY_NAME = frozenset({"medicines", "pregnancy_weeks"})
"""Facts that the answer looks at beside its pictures: names that nobody knows, and the midwife."""


def can_change(facts: Mapping[str, Any], *, still_open: frozenset[str]) -> frozenset[str]:
    """Gives the open facts that can still change anything in the answer; never one too few.

    A fact that is left out here could be told or kept back, with any value, whatever is told to the others:
    the answer stays the same, word by word.

    Args:
        facts: What is known.
        still_open: Facts that may still be told; everything else stays as it is.
    """
    case = case_of(facts)
    outlook = Outlook(case, still_open, _urgencies(case, still_open))
    found = (_READ_BY_NAME & still_open).union(
        plausible.open_facts(outlook), *(each.open_facts(outlook) for each in _watched(outlook))
    )
    if SELF_CARE_OPEN in found:
        found = found.union(*(each.open_facts(outlook) for each in _of_self_care()))
    return found & still_open


def _urgencies(case: Case, still_open: frozenset[str]) -> frozenset[str]:
    outlook = Outlook(case, still_open, frozenset(URGENCIES))

    def possible(level: str) -> list[frozenset[bool | None]]:
        return [rule.when.possible(outlook) for rule in rules()[level]]

    emergency = possible(EMERGENCY)
    if _SURELY in emergency:
        return frozenset({EMERGENCY})
    found = {EMERGENCY} if any(True in each for each in emergency) else set()
    return frozenset(found | ({URGENT} if _SURELY in possible(URGENT) else {URGENT, ROUTINE, SELF_CARE}))


def _watched(outlook: Outlook) -> Iterator[Expression]:
    """Gives every picture whose value, or whose questions, the answer shows."""
    for level in (EMERGENCY, URGENT):
        yield from (rule.when for rule in rules()[level])
    if ROUTINE in outlook.urgencies:
        yield from (rule.when for rule in rules()[ROUTINE])
        yield from _of_self_care()
    for side in ("do", "avoid", "come_back"):
        for step, picture in ready_steps(side):
            yield picture
            if side == "do" and picture.possible(outlook) != _NEVER:
                yield from (limit for limit in limits().get(step.id, ()) if limit is not None)
    for _, picture in pictures():
        yield picture
        if picture.possible(outlook) == _SURELY:
            return


def _of_self_care() -> Iterable[Expression]:
    return (*(rule.when for rule in rules()[SELF_CARE]), compiled(NO_SIGNS))
