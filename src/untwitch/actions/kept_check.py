"""The last check of a person, kept with its date so that a report can show it."""

from collections.abc import Mapping
from typing import Any

from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.record.record import Record
from untwitch.report.sheet import KeptCheck

__all__ = ["SETTING", "KeptCheck", "keep_check", "kept_check", "last_check"]

SETTING = "last_check"


def keep_check(session: Session, *, facts: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Keeps a check as the last one of the person of this session.

    Args:
        session: Place, moment and person.
        facts: What was answered.
        answer: What the check said.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        kept = {
            "utc_ms": session.now.utc_ms,
            "zone": session.now.zone,
            "facts": dict(facts),
            "answer": dict(answer),
        }
        record.set_setting(person.person_id, SETTING, kept)


def last_check(settings: Mapping[str, Any]) -> KeptCheck | None:
    """Gives the last check from the settings of a person; None if none was kept."""
    kept = settings.get(SETTING)
    if not kept:
        return None
    day = Instant(int(kept["utc_ms"]), str(kept["zone"])).local_day()
    return KeptCheck(day=day, facts=kept["facts"], answer=kept["answer"])


def kept_check(session: Session) -> KeptCheck | None:
    """Gives the last check of the person of this session; None if none was kept, and no record is made.

    Args:
        session: Place, moment and person.
    """
    if not session.record_path.exists():
        return None
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        return last_check(record.settings(record.person(session.person_name).person_id))
