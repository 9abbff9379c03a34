"""What can be asked of `check`: one case, many cases, the list of signs, the rules."""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from untwitch.check.answers import LONGEST_CASE_BYTES, checked, read_case
from untwitch.check.cited import cited
from untwitch.check.listed import listed
from untwitch.check.triage import rules
from untwitch.check.verdict import NOT_REVIEWED, verdict
from untwitch.check.wording import Said, parts, said
from untwitch.facts.refused import Refused
from untwitch.intake.json_cases import lines, one_case
from untwitch.knowledge.emergency_number import EmergencyNumber, emergency_numbers, number_for
from untwitch.knowledge.red_flag import RedFlag, red_flags
from untwitch.knowledge.urgency_mode import LIST, checked_mode, mode_for

__all__ = [
    "LIST", "NOT_REVIEWED", "Answer", "EmergencyNumber", "Said", "check", "check_file", "check_lines",
    "checked_mode", "cited", "countries", "listed", "mode_for", "number_for", "parts", "rules_as_json",
    "rules_to_sign", "said",
]  # fmt: skip
Answer = Mapping[str, Any]
"""The answer to one case, as the contract of check has it."""


def check(facts: Mapping[str, Any], *, own_load_au: float | None = None) -> dict[str, Any]:
    """Gives the answer to one case.

    Args:
        facts: Facts by name; a fact left out is unknown.
        own_load_au: Load of 24 hours above which work is unusual for this person, where a diary knows it.

    Raises:
        Refused: A fact breaks the contract; the sentence names it.
    """
    return verdict(checked(dict(facts)), own_load_au=own_load_au)


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


def countries() -> tuple[tuple[str, str], ...]:
    """Gives the countries of which numbers are known, as (two letters, name), by name."""
    return tuple(sorted(((each.country, each.name) for each in emergency_numbers().values()), key=_name))


def _name(country: tuple[str, str]) -> str:
    return country[1]
