"""The answer to a case: how soon, whom, why, what now; checked against its own contract's structure."""

from collections.abc import Mapping
from typing import Any

from untwitch.check.advice import come_back, to_avoid, to_do
from untwitch.check.case import case_of
from untwitch.check.identify import look_alike, words_for_person
from untwitch.check.triage import EMERGENCY, URGENT, Triage, triage

NOT_REVIEWED = "No clinician has reviewed this."
_NO_LOWERING = "; does not lower the urgency"


def verdict(facts: Mapping[str, Any], *, own_load_au: float | None = None) -> dict[str, Any]:
    """Gives the answer to a case; the same facts always give the same answer.

    Args:
        facts: Facts as `answers.checked` gives them back.
        own_load_au: Load of 24 hours above which work is unusual for this person, where a diary knows it.

    Returns:
        The answer as the contract check_answer.json describes it.
    """
    found = triage(case_of(facts, own_load_au=own_load_au))
    resembled = look_alike(found.case)
    answer: dict[str, Any] = {
        "urgency": found.urgency,
        "within": found.within,
        "whom": found.whom,
        "reasons": _reasons(found),
        "look_alike": None if resembled is None else resembled.id,
        "look_alike_person": words_for_person(resembled, urgency=found.urgency),
        "plausible_causes": _causes(found),
        "ask_again": list(found.ask_again),
    }
    if found.ask_also:
        answer["ask_also"] = list(found.ask_also)
    questions = len({*found.ask_again, *found.ask_also})
    answer["actions"] = [{"id": x.id, "text": x.text} for x in to_do(found.case, questions=questions)]
    answer["avoid"] = [{"id": each.id, "text": each.text} for each in to_avoid(found.case)]
    answer["return_signs"] = list(come_back(found.case))
    return answer


def _reasons(found: Triage) -> list[dict[str, str]]:
    return [
        {
            "id": flag.id,
            "sign": flag.sign,
            "why_person": flag.why_person,
            "why_clinician": flag.why_clinician,
            "source": flag.source,
        }
        for flag in found.flags
    ]


def _causes(found: Triage) -> list[dict[str, str]]:
    more = _NO_LOWERING if found.urgency in {EMERGENCY, URGENT} else ""
    return [{"cause": x.cause, "strength": x.strength, "why": x.why + more} for x in found.causes]
