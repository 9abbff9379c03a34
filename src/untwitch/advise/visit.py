"""Whether, when and whom to see, and the signs on which to come back, each said once."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.knowledge.data_table import packaged_text
from untwitch.knowledge.understand import understand

FIRST_OF_ALL = "First answer a few questions, to know whether somebody should look at it: untwitch check"
STOP_CHECKS = "Please do not test your strength."
_GROUPS = ("seek care", "now", "say")


@dataclass(frozen=True, slots=True)
class Visit:
    """When to see somebody.

    Attributes:
        urgency: `emergency`, `urgent`, `routine`, `self_care`, or None where check was not asked.
        within: How soon, in words; empty for no visit.
        whom: Whom, in words; empty for nobody.
        reasons: Why, in words that name no disease.
        actions: What to do about it, as (action id, text).
        return_signs: On what to see somebody, or come back.
        ask_first: What to do where check was not asked; else empty.
        beside_signs: What to say with the signs; empty while something is urgent.
    """

    urgency: str | None
    within: str
    whom: str
    reasons: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]
    return_signs: tuple[str, ...]
    ask_first: str
    beside_signs: str

    def to_json(self) -> dict[str, Any]:
        """Gives it as it stands in `plan/1`."""
        return {
            "urgency": self.urgency,
            "within": self.within,
            "whom": self.whom,
            "reasons": list(self.reasons),
            "actions": [{"id": action, "text": text} for action, text in self.actions],
            "return_signs": list(self.return_signs),
            "ask_first": self.ask_first,
            "beside_signs": self.beside_signs,
        }


@functools.cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(packaged_text("check_answer.json"))
    return loaded


def visit(answer: Mapping[str, Any] | None) -> Visit:
    """Gives what check said of seeing somebody, without what belongs to the steps of the plan.

    Args:
        answer: The answer of check, or None where nobody was asked.
    """
    if answer is None:
        return Visit(None, "", "", (), (), understand().return_signs, FIRST_OF_ALL, STOP_CHECKS)
    groups = _schema()["$defs"]["action_id"]["x-groups"]
    about_care = {action for group in _GROUPS for action in groups[group]}
    urgent = answer["urgency"] in {"urgent", "emergency"}
    return Visit(
        urgency=answer["urgency"],
        within="" if answer["within"] == "none" else _words("within", answer["within"]),
        whom="" if answer["whom"] == "nobody" else _words("whom", answer["whom"]),
        reasons=tuple(each["why_person"] for each in answer["reasons"]),
        actions=tuple(
            (each["id"], each["text"]) for each in answer["actions"] if urgent or each["id"] in about_care
        ),
        return_signs=tuple(answer["return_signs"]),
        ask_first="",
        beside_signs="" if urgent else STOP_CHECKS,
    )


def _words(name: str, value: str) -> str:
    return str(_schema()["properties"][name]["x-values"][value])
