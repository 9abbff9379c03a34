"""What the record remembers for the next check: the last one with its day, and the person's country."""

from dataclasses import dataclass

from untwitch.actions.kept_check import last_check
from untwitch.actions.session import Session
from untwitch.record.record import Record
from untwitch.report.sheet import KeptCheck

COUNTRY = "country"
REPEAT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known before a check begins.

    Attributes:
        recent: The last check, when it is at most 7 days old; None otherwise.
        country: Two letters of the country that was set, or None.
    """

    recent: KeptCheck | None = None
    country: str | None = None


def remembered(session: Session) -> Remembered:
    """Gives what the record remembers; where there is no record, nothing, and none is made.

    Args:
        session: Place, moment and person.

    Raises:
        Refused: The person is not known.
    """
    if not session.record_path.exists():
        return Remembered()
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        settings = record.settings(record.person(session.person_name).person_id)
    kept = last_check(settings)
    age_days = None if kept is None else (session.now.local_day() - kept.day).days
    recent = kept if age_days is not None and 0 <= age_days <= REPEAT_DAYS else None
    return Remembered(recent=recent, country=settings.get(COUNTRY))


def remember_country(session: Session, country: str) -> None:
    """Keeps the country of a person, so that the right numbers are shown from now on.

    Args:
        session: Place, moment and person.
        country: Two letters.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        record.set_setting(record.person(session.person_name).person_id, COUNTRY, country)
