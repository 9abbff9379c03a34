"""The evening line of today and of the seven days before it, as the page shows them."""

import datetime as dt
from dataclasses import dataclass

from untwitch.actions.entry_words import entry_words
from untwitch.actions.session import Session
from untwitch.facts.stay import Stay
from untwitch.facts.twitch import DIARY, Twitch
from untwitch.facts.watch import Watch
from untwitch.intake.typed_watch import lived_now
from untwitch.record.record import Record

DAYS_BACK = 7


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day as the evening page shows it.

    Attributes:
        day: The day.
        name: `today`, `yesterday`, else the weekday.
        lines: Its evening lines in words; empty where none is there, which is unknown and not zero.
        twitches: Twitches that were entered as they happened.
    """

    day: dt.date
    name: str
    lines: tuple[str, ...]
    twitches: int

    @property
    def is_open(self) -> bool:
        """Whether the day has no line yet."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class Week:
    """Today and the days before it, the newest first.

    Attributes:
        days: The days.
    """

    days: tuple[DiaryDay, ...]

    @property
    def open_days(self) -> tuple[DiaryDay, ...]:
        """The days that have no line yet."""
        return tuple(each for each in self.days if each.is_open)


def week(session: Session) -> Week:
    """Gives today and the seven days before it.

    Args:
        session: Place, moment and person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        stays = [each for each in record.entries(person_id, "stay") if isinstance(each, Stay)]
        today = lived_now(session.now, stays=stays).local_day()
        first = today - dt.timedelta(days=DAYS_BACK)
        watches = record.entries(person_id, "watch", first_day=first)
        twitches = record.entries(person_id, "twitch", first_day=first)
    lines: dict[dt.date, list[str]] = {}
    for watch in watches:
        if isinstance(watch, Watch) and watch.instrument == DIARY and watch.site is None:
            lines.setdefault(watch.start.local_day(), []).append(entry_words(watch))
    count: dict[dt.date, int] = {}
    for each in twitches:
        if isinstance(each, Twitch) and each.start.local_day() >= first:
            count[each.start.local_day()] = count.get(each.start.local_day(), 0) + 1
    days = [today - dt.timedelta(days=back) for back in range(DAYS_BACK + 1)]
    return Week(
        tuple(DiaryDay(day, _name(day, today), tuple(lines.get(day, ())), count.get(day, 0)) for day in days)
    )


def _name(day: dt.date, today: dt.date) -> str:
    names = {0: "today", 1: "yesterday"}
    return names.get((today - day).days, f"{day:%A}")
