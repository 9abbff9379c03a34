import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.actions.standing import DAYS_SHOWN, USUAL, Period, period_of, standing
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

EVENING = Instant(1_773_171_000_000, "Europe/Berlin", "guess")  # 2026-03-10, 20:30 there
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=EVENING)


def test_it_stays_equal_until_a_fact_changes(session: Session) -> None:
    before = standing(session)
    assert standing(session) == before
    log(session, ["coffee"])
    assert standing(session) != before


def test_it_is_another_for_another_person_day_and_file(session: Session, tmp_path: Path) -> None:
    log(session, ["person", "new", "Ann"])
    log(session, ["person", "new", "Ben"])
    ann, ben = (standing(dataclasses.replace(session, person_name=each)) for each in ("Ann", "Ben"))
    assert ann != ben
    tomorrow = Instant(EVENING.utc_ms + 86_400_000, EVENING.zone, "guess")
    assert standing(dataclasses.replace(session, person_name="Ann", now=tomorrow)) != ann
    path = session.record_path
    copy = tmp_path / "copy"
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    assert standing(dataclasses.replace(session, person_name="Ann")).file != ann.file


def test_nobody_of_that_name_is_refused(session: Session) -> None:
    with pytest.raises(Refused, match="nobody here"):
        standing(dataclasses.replace(session, person_name="Zoe"))


def test_the_days_shown_are_a_year_that_ends_with_the_newest_entry_but_not_after_today(
    session: Session,
) -> None:
    assert standing(session).latest_day == TODAY
    log(session, ["evening", "few"], Details(at="2025-01-05"))
    assert standing(session).latest_day == dt.date(2025, 1, 5)
    log(session, ["twitch"], Details(at="2025-02-05 10:00"))
    found = standing(session)
    assert found.latest_day == dt.date(2025, 2, 5)
    since = found.since(USUAL)
    assert since is not None
    assert (found.latest_day - since).days + 1 == DAYS_SHOWN
    assert found.since(period_of("28")) == dt.date(2025, 1, 9)
    assert found.since(period_of("all")) is None


def test_a_period_is_read_as_a_page_asks_for_it() -> None:
    assert period_of() == USUAL
    assert period_of(first="2026-03-01", last="2026-03-09") == Period(
        dt.date(2026, 3, 1), dt.date(2026, 3, 9)
    )
    with pytest.raises(Refused, match="a period of '7' days is not offered; try 28"):
        period_of("7")
    with pytest.raises(Refused, match="'1 March' is not a day"):
        period_of(last="1 March")
