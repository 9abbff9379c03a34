"""Where an answer comes from, for who asks: the source of each reason, amount and count."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from untwitch.check.wording import CAUSE_WORDS
from untwitch.knowledge.cause_strength import cause_strengths
from untwitch.knowledge.red_flag import red_flags
from untwitch.knowledge.reference import reference

_READ = {"guidance": "the text was read", "memory": "from memory, for a clinician to confirm"}
_COUNTED_IN: Mapping[str, str] = MappingProxyType(
    {"S01": "nhs_twitching", "S03": "nhs_twitching", "S04": "mattiuzzi_2024", "S08": "mattiuzzi_2024"}
)
"""Where the reassurance that goes with a rule was read."""
_NO_AMOUNT = "none"


def cited(answer: Mapping[str, Any]) -> Iterator[str]:
    """Gives the lines that say where an answer comes from.

    Args:
        answer: The answer to a case.
    """
    basis = {flag.id: flag.basis for flag in red_flags()}
    yield "Where this comes from:"
    for reason in answer["reasons"]:
        yield f"- {reason['sign']}: {reason['source']} ({_READ[basis[reason['id']]]})"
    for each in answer["plausible_causes"]:
        yield f"- what is much or little, {CAUSE_WORDS[each['cause']]}: {_amounts_of(each['cause'])}"
    if any(each["id"] == "reassure_usually_harmless" for each in answer["actions"]):
        found = (_COUNTED_IN[each["id"]] for each in answer["reasons"] if each["id"] in _COUNTED_IN)
        yield from (f"- how such twitches go on: {reference(name)}" for name in dict.fromkeys(found))


def _amounts_of(cause: str) -> str:
    named = (row.reference for row in cause_strengths() if row.cause == cause)
    found = [each for each in dict.fromkeys(named) if each != _NO_AMOUNT]
    return "; ".join(found) if found else "no published amount (from memory, for a clinician to confirm)"
