"""A check that is under way, kept in the record screen by screen: no killed server or tab loses an answer."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from untwitch.actions.check_known import Prefilled
from untwitch.actions.check_openings import Opening
from untwitch.actions.check_walk import Walk, answered, start
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

SETTING = "check_draft"
LASTS_MS = 24 * 3600 * 1000
"""After a day a check is begun anew: what somebody feels has moved on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One screen as it was answered.

    Attributes:
        screen: Its name.
        given: Facts that were told on it.
        not_sure: Facts that were asked and are not known.
        asked: Facts that were asked because an answer opened them.
    """

    screen: str
    given: Mapping[str, Any] = field(default_factory=dict)
    not_sure: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """A check of the last days that is asked about again.

    Attributes:
        facts: Its facts as of today, and what was told anew.
        left: Facts that the diary opens, still to be asked.
        asked: Facts that were asked.
        has_changed: Whether anything else has; None where that is still to be asked.
    """

    facts: Mapping[str, Any]
    left: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    has_changed: bool | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """How far a check has come.

    Attributes:
        begun_ms: When it began, milliseconds since 1970 UTC.
        mode: `personal` or `list`.
        whom: Whom it is about; None where that is still to be asked.
        told: What the record says, by fact.
        openings: What the diary has noticed.
        own_load_au: Load above which work is unusual for this person, or None.
        repeat: The check of the last days, where there is one.
        steps: Screens that were answered.
        open: The screen of which something is still asked, or None.
        earlier: Screens that were gone back from, by name.
    """

    begun_ms: int
    mode: str
    whom: str | None = None
    told: Mapping[str, Prefilled] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    own_load_au: float | None = None
    repeat: Repeat | None = None
    steps: tuple[Step, ...] = ()
    open: Step | None = None
    earlier: Mapping[str, Step] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether it is about the person themselves."""
        return self.whom in {None, "self"}

    @property
    def offered(self) -> Mapping[str, Prefilled]:
        """What the record says, where it is about the person themselves."""
        return self.told if self.is_own else {}

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why something is asked, by fact, where it is about the person themselves."""
        return {each.fact: f"{each.reason} So this is asked once." for each in self.openings if self.is_own}

    @property
    def is_unchanged(self) -> bool:
        """Whether it is the check of the last days, with nothing but what the diary opened."""
        return self.repeat is not None and self.repeat.has_changed is False

    def known(self) -> Mapping[str, Any]:
        """Gives what was told before the first screen."""
        if self.repeat is not None:
            if self.is_unchanged:
                return self.repeat.facts
            facts, asked = self.repeat.facts, self.repeat.asked
            just_told = {name: facts[name] for name in asked if name in facts} if self.is_own else {}
            return {**just_told, "asked_for": self.whom or "self"}
        return {"asked_for": self.whom or "self"}

    def walk(self) -> Walk:
        """Gives the way through the screens as far as it has come.

        Raises:
            Refused: An answer does not fit the questions any more, as after an upgrade.
        """
        found = start(self.known())
        for step in self.steps:
            found = answered(found, step.screen, step.given)
        return found


def load(session: Session) -> Draft | None:
    """Gives the check that is under way; None where there is none, or it is a day old.

    Args:
        session: Place, moment and person.
    """
    if not session.record_path.exists():
        return None
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        kept = record.settings(person_id).get(SETTING)
        if not kept:
            return None
        try:
            draft = _draft(kept)
            draft.walk()
        except (Refused, KeyError, TypeError):
            draft = None
        if draft is None or not 0 <= session.now.utc_ms - draft.begun_ms < LASTS_MS:
            record.set_setting(person_id, SETTING, None)
            return None
    return draft


def keep(session: Session, draft: Draft | None) -> None:
    """Keeps how far a check has come; None forgets it.

    Args:
        session: Place, moment and person.
        draft: The check.
    """
    value = None if draft is None else dataclasses.asdict(draft)
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        record.set_setting(record.person(session.person_name).person_id, SETTING, value)


def _draft(kept: Mapping[str, Any]) -> Draft:
    repeat, is_open = kept["repeat"], kept["open"]
    return Draft(
        **{name: kept[name] for name in ("begun_ms", "mode", "whom", "own_load_au")},
        told={name: Prefilled(**each) for name, each in kept["told"].items()},
        openings=tuple(Opening(**each) for each in kept["openings"]),
        repeat=repeat
        and Repeat(**{**repeat, "left": tuple(repeat["left"]), "asked": tuple(repeat["asked"])}),
        steps=tuple(_step(each) for each in kept["steps"]),
        open=is_open and _step(is_open),
        earlier={name: _step(each) for name, each in kept["earlier"].items()},
    )


def _step(kept: Mapping[str, Any]) -> Step:
    return Step(kept["screen"], kept["given"], tuple(kept["not_sure"]), tuple(kept["asked"]))
