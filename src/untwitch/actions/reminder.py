"""A reminder for the calendar of a person: one file, at most one a day, with an end; nothing here reminds."""

import datetime as dt
import re

from untwitch.actions.session import Session
from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused

DAYS = {"28": "Four weeks", "90": "Three months"}
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_MINUTES = 5


def reminder(session: Session, *, at: str, days: str) -> str:
    """Gives a calendar file with one short entry each evening, in the time of the place one is in.

    Args:
        session: The moment; the first one is today.
        at: Time of day, `20:30`.
        days: `28` or `90`.

    Raises:
        Refused: The time or the number of days makes no sense.

    Reference:
        Desruisseaux 2009, RFC 5545.
    """
    time = _TIME.fullmatch(at.strip())
    if time is None:
        raise Refused(f"{at[:20]!r} is no time of day; write it like 20:30")
    if days not in DAYS:
        raise Refused(f"{days[:20]!r} days; there are {', '.join(DAYS)}")
    first = dt.datetime.combine(session.now.local_day(), dt.time(int(time[1]), int(time[2])))
    made = dt.datetime.fromtimestamp(session.now.utc_ms / 1000, tz=dt.UTC)
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//untwitch//evening line//EN", "BEGIN:VEVENT",
        f"UID:{new_id()}", f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}", f"DTSTART:{first:%Y%m%dT%H%M%S}",
        f"DURATION:PT{_MINUTES}M", f"RRULE:FREQ=DAILY;COUNT={days}", "SUMMARY:Evening line",
        "DESCRIPTION:Twenty seconds. A missed evening is fine.", "TRANSP:TRANSPARENT", "BEGIN:VALARM",
        "ACTION:DISPLAY", "DESCRIPTION:Evening line", "TRIGGER:PT0M", "END:VALARM", "END:VEVENT",
        "END:VCALENDAR",
    )  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines)
