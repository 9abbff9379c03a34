"""Where somebody stands who opens the app: nothing here yet, or a diary; and the evenings they chose."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.actions.kept_check import last_check
from untwitch.actions.session import Session
from untwitch.facts.twitch import DIARY
from untwitch.facts.watch import Watch
from untwitch.record.record import Record

SETTING = "evenings"
EVENINGS = 28
_SHOWN_AFTER_DAYS = 7
_LATELY_DAYS = 30
"""Whoever wrote something in these need not be asked about all years."""
_KINDS = ("watch", "twitch", "symptom", "exposure")


@dataclass(frozen=True, slots=True)
class Evenings:
    """A line each evening for four weeks, which has an end.

    Attributes:
        first_day: The day it was chosen.
        today: The day asked about.
    """

    first_day: dt.date
    today: dt.date

    @property
    def last_day(self) -> dt.date:
        """The last evening."""
        return self.first_day + dt.timedelta(days=EVENINGS - 1)

    @property
    def left(self) -> int:
        """Evenings that are left, today among them."""
        return max(0, (self.last_day - self.today).days + 1)

    @property
    def is_shown(self) -> bool:
        """Whether it is still worth a word: it runs, or ended within the last week."""
        return (self.today - self.last_day).days <= _SHOWN_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a person stands.

    Attributes:
        is_new: Whether nothing at all is kept of them.
        has_diary: Whether something was ever typed of twitches or of what may set them off.
        is_said_today: Whether an evening line or a watch of today is there.
        checked_day: Day of the last check, or None.
        evenings: The evenings they chose, or None.
    """

    is_new: bool = True
    has_diary: bool = False
    is_said_today: bool = False
    checked_day: dt.date | None = None
    evenings: Evenings | None = None


def beginning(session: Session) -> Beginning:
    """Gives where the person of this session stands; where there is no record, none is made.

    Args:
        session: Place, moment and person.
    """
    if not session.record_path.exists():
        return Beginning()
    today = session.now.local_day()
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        settings = record.settings(person_id)
        watches = record.entries(person_id, "watch", first_day=today - dt.timedelta(days=_LATELY_DAYS))
        has_diary = bool(watches) or any(record.entries(person_id, kind) for kind in _KINDS)
        has_files = bool(record.runs(person_id))
    check = last_check(settings)
    said_days = {each for watch in watches if isinstance(watch, Watch) for each in _days_of(watch)}
    return Beginning(
        is_new=not (has_diary or has_files or check),
        has_diary=has_diary,
        is_said_today=today in said_days,
        checked_day=check.day if check else None,
        evenings=_evenings(settings, today),
    )


def _days_of(watch: Watch) -> Iterator[dt.date]:
    if watch.instrument == DIARY:
        yield watch.start.local_day()


def _evenings(settings: Mapping[str, Any], today: dt.date) -> Evenings | None:
    chosen = settings.get(SETTING)
    return Evenings(dt.date.fromisoformat(chosen["first_day"]), today) if chosen else None


def choose_evenings(session: Session) -> Evenings:
    """Keeps that the person wants a line each evening for four weeks, from today on.

    Args:
        session: Place, moment and person.
    """
    today = session.now.local_day()
    _set(session, {"first_day": today.isoformat()})
    return Evenings(today, today)


def leave_evenings(session: Session) -> None:
    """Keeps that the person wants no such line any more.

    Args:
        session: Place, moment and person.
    """
    _set(session, None)


def _set(session: Session, value: Mapping[str, str] | None) -> None:
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        record.set_setting(record.person(session.person_name).person_id, SETTING, value)
