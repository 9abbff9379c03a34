"""A plan for today from the record of one person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from untwitch.actions.session import Session
from untwitch.advise.plan_text import parts

if TYPE_CHECKING:
    from untwitch.actions.whole_path import Answered

RIGHT_NOW, WHAT_TO_LOG = "For right now", "What to log"
_COMMAND = re.compile(r": untwitch [^(]*?(?= \(|$)")


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
    from untwitch.actions.whole_path import answered  # noqa: PLC0415 - loads the model

    found = answered(session).plan
    return PlanAnswer(document=found.to_json(), parts=parts(found))


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan for a page, which has links where a terminal has commands.

    Attributes:
        needs_check: Whether nobody was asked yet how soon somebody should look at it.
        parts: Titles with their lines.
        notice: What is said on every answer.
        document: `plan/1`.
    """

    needs_check: bool
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    notice: str
    document: Mapping[str, Any]


def page_of(found: "Answered") -> PlanPage:
    """Gives the plan of an answer for a page.

    Args:
        found: All that is known of one person.
    """
    plan = found.plan
    shown = tuple(
        (title, tuple(without_command(line) for line in lines if line != plan.visit.ask_first))
        for title, lines in parts(plan)
        if title
    )
    return PlanPage(
        needs_check=bool(plan.visit.ask_first),
        parts=tuple(part for part in shown if part[1]),
        notice=plan.notice,
        document=plan.to_json(),
    )


def without_command(line: str) -> str:
    """Gives a line without the command that ends it.

    Args:
        line: `Hours slept: untwitch log sleep 6.5h`.
    """
    return _COMMAND.sub("", line)
