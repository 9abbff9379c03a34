"""What can be asked of `check`: one case, many cases, the way through the questions, the rules."""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from untwitch.check.answers import LONGEST_CASE_BYTES, checked, read_case
from untwitch.check.screens import (
    Question,
    View,
    Walk,
    answered,
    back,
    follow_ups,
    is_emergency,
    next_screen,
    start,
    ticked,
    whom_question,
)
from untwitch.check.spoken import Ticks, number_of, reply, ticks
from untwitch.check.triage import rules
from untwitch.check.verdict import NOT_REVIEWED, verdict
from untwitch.check.wording import said
from untwitch.facts.refused import Refused
from untwitch.intake.json_cases import lines, one_case
from untwitch.knowledge.check_fact import event_choices
from untwitch.knowledge.emergency_number import EmergencyNumber, number_for
from untwitch.knowledge.medicine import named, near_names
from untwitch.knowledge.red_flag import RedFlag, red_flags

__all__ = [
    "NOT_REVIEWED", "EmergencyNumber", "Question", "Ticks", "View", "Walk", "answered", "back", "check",
    "check_file", "check_lines", "event_choices", "follow_ups", "is_emergency", "meant_names",
    "next_screen", "number_for", "number_of", "one_line", "reply", "rules_as_json", "rules_to_sign",
    "said", "start", "ticked", "ticks", "whom_question",
]  # fmt: skip


def check(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Gives the answer to one case.

    Args:
        facts: Facts by name; a fact left out is unknown.

    Raises:
        Refused: A fact breaks the contract; the sentence names it.
    """
    return verdict(checked(dict(facts)))


def check_file(path: Path) -> dict[str, Any]:
    """Gives the answer to the case in a file.

    Args:
        path: A file with one object of facts.

    Raises:
        Refused: The file is too large, no JSON, or breaks the contract.
        OSError: The file cannot be read.
    """
    return verdict(read_case(one_case(path, at_most_bytes=LONGEST_CASE_BYTES)))


def check_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Gives the answer to each line of a file, in order; a line that is refused gives `{"error": ...}`.

    Args:
        path: A file with one object of facts a line.

    Raises:
        OSError: The file cannot be read.
    """
    for number, line in enumerate(lines(path, at_most_bytes=LONGEST_CASE_BYTES), start=1):
        try:
            # A byte-order mark may stand before the first line only.
            yield verdict(read_case(line if number == 1 else line.removeprefix(b"\xef\xbb\xbf")))
        except Refused as refusal:
            yield {"error": str(refusal)}


def meant_names(name: str) -> tuple[str, ...] | None:
    """Gives what a medicine's name may be a misspelling of; None when the name is known as it stands.

    Args:
        name: As typed.
    """
    return None if named(name).is_known else near_names(name)


def one_line(answer: Mapping[str, Any]) -> str:
    """Gives an answer as one line of JSON."""
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def rules_to_sign() -> tuple[RedFlag, ...]:
    """Gives every rule with its reason and source, for a clinician to read and sign.

    Raises:
        Refused: A rule is not in the language.
    """
    rules()
    return red_flags()


def rules_as_json() -> dict[str, Any]:
    """Gives every rule as one JSON document, with the sentence that nobody has signed it."""
    return {
        "contract": "rules/1",
        "reviewed": NOT_REVIEWED,
        "rules": [dataclasses.asdict(rule) for rule in rules_to_sign()],
    }
