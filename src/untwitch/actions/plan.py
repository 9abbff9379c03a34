"""A plan for today from the record of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.actions.session import Session
from untwitch.actions.whole_path import answered
from untwitch.advise.plan_text import parts


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """A plan, as a document and as words.

    Attributes:
        document: `plan/1`.
        parts: Titles with their lines, in the order in which a person reads them.
    """

    document: Mapping[str, Any]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def plan(session: Session) -> PlanAnswer:
    """Gives what to do today; with an empty record, what to do first."""
    found = answered(session).plan
    return PlanAnswer(document=found.to_json(), parts=parts(found))
