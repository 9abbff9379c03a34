import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.evening import week
from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant

NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")  # Tuesday 2026-03-10, 20:30


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=NOW)


def test_today_and_seven_days_are_shown_and_a_day_without_a_line_stays_open(session: Session) -> None:
    log(session, ["evening", "few"])
    log(session, ["none"], Details(at="2026-03-08"))
    log(session, ["evening", "3"], Details(at="2026-03-02"))
    log(session, ["twitch"], Details(at="2026-03-09 10:00"))
    log(session, ["evening", "2"], Details(at="2026-03-07", site="calf_left"))
    days = week(session).days
    assert [each.day for each in days] == [dt.date(2026, 3, 10) - dt.timedelta(days=n) for n in range(8)]
    assert [each.name for each in days[:3]] == ["today", "yesterday", "Sunday"]
    assert days[0].lines == ("few, 1 to 3 twitches",)
    assert days[2].lines == ("no twitches",)
    assert [each.twitches for each in days[:3]] == [0, 1, 0]
    assert [each.day.day for each in week(session).open_days] == [9, 7, 6, 5, 4, 3]


def test_the_day_is_that_of_the_place_where_the_person_is(session: Session) -> None:
    log(session, ["stay", "Asia/Tokyo"], Details(days={"from": "2026-03-01"}))
    assert week(session).days[0].day == dt.date(2026, 3, 11)
