"""One person's case: the facts as told, and what is worked out from them on the way to a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from untwitch.knowledge.medicine import Named, named

RECENT_DAYS = 7
"""A medicine counts as taken until this many days after its last dose."""


@dataclass(frozen=True, slots=True)
class TakenMedicine:
    """A medicine of the case with what its name is known to be.

    Attributes:
        name: As told.
        known: What the name is, from knowledge/medicines.csv.
        started_days_ago: Days since the first dose, or None.
        dose_raised_days_ago: Days since the dose last went up, or None.
        stopped_days_ago: Days since the last dose; None while it is taken.
    """

    name: str
    known: Named
    started_days_ago: float | None
    dose_raised_days_ago: float | None
    stopped_days_ago: float | None

    @property
    def is_taken(self) -> bool:
        """Says whether it is taken now, or was within 7 days."""
        return self.stopped_days_ago is None or self.stopped_days_ago <= RECENT_DAYS


@dataclass(frozen=True, slots=True)
class Case:
    """What rules may look at.

    Attributes:
        facts: The facts; a fact left out is unknown.
        medicines: The medicines with their classes; None when not told.
        own_load_au: Load of 24 hours above which work is unusual for this person; None if not known.
        causes: Strength of each plausible cause.
        unknown: Levels of which a rule is unknown, and `signs` when the absence of signs is unknown.
        self_care_fits: A self-care rule is surely true.
        low_minerals: Minerals of which the log is far under the reference.
        urgency: The result, once there is one.
        within: How soon.
        whom: Whom to see.
        fired: Ids of the rules that decided.
    """

    facts: Mapping[str, Any]
    medicines: tuple[TakenMedicine, ...] | None
    own_load_au: float | None = None
    causes: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    self_care_fits: bool = False
    low_minerals: tuple[str, ...] = ()
    urgency: str | None = None
    within: str | None = None
    whom: str | None = None
    fired: frozenset[str] = frozenset()

    @property
    def unmapped(self) -> tuple[TakenMedicine, ...]:
        """The medicines, taken or stopped of late, whose names nobody here knows."""
        return tuple(
            each
            for each in self.medicines or ()
            if not each.known.is_known and (each.stopped_days_ago or 0) <= 2 * RECENT_DAYS
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a case can still become while some questions are open.

    Attributes:
        case: What is known so far.
        open: Facts that may still be told, any of them with any value, or never.
        urgencies: The levels that the result can still have.
    """

    case: Case
    open: frozenset[str]
    urgencies: frozenset[str]


def case_of(facts: Mapping[str, Any], *, own_load_au: float | None = None) -> Case:
    """Gives the case of checked facts.

    Args:
        facts: Facts as `answers.checked` gives them back.
        own_load_au: Load of 24 hours above which work is unusual for this person, where a diary knows it.
    """
    told = facts.get("medicines")
    medicines = None if told is None else tuple(_medicine(each) for each in told)
    return Case(facts=facts, medicines=medicines, own_load_au=own_load_au)


def _medicine(told: Mapping[str, Any]) -> TakenMedicine:
    return TakenMedicine(
        name=told["name"],
        known=named(told["name"]),
        started_days_ago=told.get("started_days_ago"),
        dose_raised_days_ago=told.get("dose_raised_days_ago"),
        stopped_days_ago=told.get("stopped_days_ago"),
    )
