"""The last check is shown again for a week, and the country is asked once."""

import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.check_memory import Remembered, remember_country, remembered
from untwitch.actions.kept_check import keep_check
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

DAY_MS = 86_400_000
NOW_MS = 1_767_650_400_000


def session(home: Path, *, days_later: float = 0, person: str | None = None) -> Session:
    now = Instant(NOW_MS + round(days_later * DAY_MS), "Pacific/Auckland")
    return Session(home=home, now=now, person_name=person)


def test_without_a_record_nothing_is_remembered_and_none_is_made(tmp_path: Path) -> None:
    assert remembered(session(tmp_path)) == Remembered()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("days_later", "is_shown"), [(0, True), (7, True), (8, False), (-1, False)])
def test_a_check_is_shown_again_for_seven_days(tmp_path: Path, days_later: float, is_shown: object) -> None:
    keep_check(session(tmp_path), facts={}, answer={"urgency": "routine"})
    found = remembered(session(tmp_path, days_later=days_later)).recent
    assert (found is not None) is is_shown
    if found is not None:
        assert (found.day, found.answer) == (dt.date(2026, 1, 6), {"urgency": "routine"})


def test_the_country_is_kept(tmp_path: Path) -> None:
    keep_check(session(tmp_path), facts={}, answer={})
    assert remembered(session(tmp_path)).country is None
    remember_country(session(tmp_path), "GB")
    assert remembered(session(tmp_path)).country == "GB"


def test_an_unknown_person_is_refused_before_any_question(tmp_path: Path) -> None:
    keep_check(session(tmp_path), facts={}, answer={})
    with pytest.raises(Refused):
        remembered(session(tmp_path, person="nobody"))
