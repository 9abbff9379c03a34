"""What an answer about a person hangs on: whose record, in which version, and which days it looks at."""

import datetime as dt
from dataclasses import dataclass

from untwitch.actions.session import Session
from untwitch.record.record import Record

DAYS_SHOWN = 365
"""How many days a page looks at unless it is asked for others."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are asked for.

    Attributes:
        first_day: First local day, or None.
        last_day: Last local day, included, or None for the latest.
        is_whole: Whether all days are meant where no first day is given, not only the usual ones.
    """

    first_day: dt.date | None = None
    last_day: dt.date | None = None
    is_whole: bool = False


USUAL = Period()
"""The year that ends with the newest entry."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the record of one person stands; as long as it is equal, so is everything made from it.

    Attributes:
        file: Identity of the file, which a restore replaces.
        person_id: Whose.
        version: Grows with every visible change of the person's facts.
        today: The local day.
        latest_day: Day of the newest twitch or watch, today at most; today where there is none.
    """

    file: tuple[str, int]
    person_id: str
    version: int
    today: dt.date
    latest_day: dt.date

    @property
    def first_day(self) -> dt.date:
        """First of the days that a page looks at unasked: a year that ends with the newest entry."""
        return self.latest_day - dt.timedelta(days=DAYS_SHOWN - 1)


def standing(session: Session) -> Standing:
    """Gives where the record of the person of this session stands.

    Args:
        session: Place, moment and person.

    Raises:
        Refused: There is no such person, or the record cannot be read.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        version = record.version(person_id)
        latest = record.latest_outcome(person_id)
    today = session.now.local_day()
    return Standing(
        file=(str(session.record_path), session.record_path.stat().st_ino),
        person_id=person_id,
        version=version,
        today=today,
        latest_day=today if latest is None else min(latest.local_day(), today),
    )
