"""Homes for tests of the app: what somebody has logged who was here for a while, all made up."""

import datetime as dt
import random
import time
from pathlib import Path

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant

DAYS = 42
_WORDS = ("none", "few", "some", "many")


def session_of(home: Path, *, days_ago: int = 0, hour: int = 21) -> Session:
    """Gives the session of an evening some days ago, in UTC as the machine's zone.

    Args:
        home: The home.
        days_ago: How many days before today; 0 for this very moment.
        hour: Hour of that day.
    """
    now = dt.datetime.fromtimestamp(time.time(), tz=dt.UTC)
    if days_ago:
        now = dt.datetime.combine(now.date() - dt.timedelta(days=days_ago), dt.time(hour), tzinfo=dt.UTC)
    return Session(home=home, now=Instant(int(now.timestamp() * 1000), "UTC", "guess"))


def six_weeks(home: Path) -> None:
    """Fills a home with 42 evening lines, with coffee, sleep and stress; calf and eyelid twitches.

    Args:
        home: An empty home.
    """
    draw = random.Random(20260310)
    for days_ago in range(DAYS, 0, -1):
        evening = session_of(home, days_ago=days_ago)
        coffees = draw.choice((0, 1, 2, 4))
        log(evening, ["caffeine", f"{95 * coffees}mg"], Details(at="13:00"))
        log(evening, ["sleep", f"{draw.uniform(5.5, 8.5):.1f}h"], Details())
        log(evening, ["stress", str(draw.randint(1, 8))], Details())
        log(
            evening,
            ["evening", _WORDS[min(3, max(0, coffees + draw.randint(-1, 1)))]],
            Details(bother_0_10=2),
        )
        if coffees == 4:
            place = draw.choice(("calf_left", "eyelid_right"))
            log(evening, ["twitch"], Details(site=place, at="18:30", note="while reading"))
