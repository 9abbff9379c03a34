"""What an answer about a person hangs on: whose record, in which version, and which days it looks at."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

DAYS_SHOWN = 365
"""How many days a page looks at unless it is asked for others."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are asked for.

    Attributes:
        first_day: First local day, or None.
        last_day: Last local day, included, or None for the latest.
        days: How many days, the last of which has the newest entry, where no first day is given; None for
            all.
    """

    first_day: dt.date | None = None
    last_day: dt.date | None = None
    days: int | None = DAYS_SHOWN


PERIODS: Mapping[str, int | None] = {"": DAYS_SHOWN, "28": 28, "90": 90, "365": 365, "all": None}
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

    def since(self, period: Period) -> dt.date | None:
        """Gives the day before which nothing is looked at where no first day is given; None for all days."""
        return None if period.days is None else self.latest_day - dt.timedelta(days=period.days - 1)


def period_of(days: str = "", *, first: str = "", last: str = "") -> Period:
    """Reads a period as a page asks for it.

    Args:
        days: `28`, `90`, `365`, or `all`; empty for what is usual.
        first: First day, ISO, or empty.
        last: Last day, ISO, or empty.

    Raises:
        Refused: It is none of these.
    """
    if days not in PERIODS:
        raise Refused(f"a period of {days!r} days is not offered; try {', '.join(filter(None, PERIODS))}")
    return Period(_day(first), _day(last), PERIODS[days])


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text[:40]!r} is not a day such as 2026-03-01") from None


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
