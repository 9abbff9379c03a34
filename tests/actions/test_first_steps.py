"""The app knows who is new, what is said for today, and when four weeks of evenings are over."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.first_steps import (
    Beginning,
    Evenings,
    beginning,
    choose_evenings,
    leave_evenings,
)
from untwitch.actions.kept_check import keep_check
from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant

NOW_MS = 1_773_171_000_000  # 2026-03-10, 20:30 in Berlin
DAY_MS = 86_400_000


def later(session: Session, days: int) -> Session:
    return dataclasses.replace(session, now=Instant(NOW_MS + days * DAY_MS, "Europe/Berlin", "guess"))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return later(Session(home=tmp_path / "home", now=Instant(NOW_MS, "Europe/Berlin")), 0)


def test_where_there_is_no_record_somebody_is_new_and_none_is_made(session: Session) -> None:
    assert beginning(session) == Beginning()
    assert not session.home.exists()


@pytest.mark.parametrize("line", [["evening", "few"], ["twitch"], ["pain", "3"], ["coffee"]])
def test_one_line_of_any_kind_is_a_diary(session: Session, line: list[str]) -> None:
    log(session, line)
    at = beginning(session)
    assert at.has_diary
    assert not at.is_new


def test_a_line_of_today_is_said_today_and_not_tomorrow(session: Session) -> None:
    log(session, ["evening", "few"])
    assert beginning(session).is_said_today
    assert not beginning(later(session, 1)).is_said_today
    log(later(session, 1), ["twitch"], Details(site="calf_left"))
    assert not beginning(later(session, 1)).is_said_today


def test_a_check_alone_is_no_diary_and_not_new(session: Session) -> None:
    keep_check(session, facts={}, answer={})
    at = beginning(session)
    assert (at.is_new, at.has_diary, at.checked_day) == (False, False, dt.date(2026, 3, 10))


def test_a_setting_alone_is_still_new(session: Session) -> None:
    choose_evenings(session)
    assert beginning(session).is_new


@pytest.mark.parametrize(
    ("days", "left", "is_shown"), [(0, 28, True), (27, 1, True), (28, 0, True), (34, 0, True), (35, 0, False)]
)
def test_four_weeks_of_evenings_have_an_end(session: Session, days: int, left: int, is_shown: object) -> None:
    assert choose_evenings(session).last_day == dt.date(2026, 4, 6)
    found = beginning(later(session, days)).evenings
    assert found == Evenings(dt.date(2026, 3, 10), dt.date(2026, 3, 10) + dt.timedelta(days=days))
    assert (found.left, found.is_shown) == (left, is_shown)


def test_evenings_can_be_left(session: Session) -> None:
    choose_evenings(session)
    leave_evenings(session)
    assert beginning(session).evenings is None
