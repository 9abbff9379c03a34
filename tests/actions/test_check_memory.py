"""The last check is shown again for a week, and the country is asked once."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest

from untwitch.actions.check_memory import (
    Remembered,
    aged,
    remember_country,
    remember_mode,
    remember_openings,
    remembered,
    was_checked_lately,
)
from untwitch.actions.kept_check import keep_check
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.record.record import Record

DAY_MS = 86_400_000
NOW_MS = 1_767_650_400_000


def session(home: Path, *, days_later: float = 0, person: str | None = None) -> Session:
    now = Instant(NOW_MS + round(days_later * DAY_MS), "Pacific/Auckland")
    return Session(home=home, now=now, person_name=person)


def test_without_a_record_nothing_is_remembered_and_none_is_made(tmp_path: Path) -> None:
    assert remembered(session(tmp_path)) == Remembered()
    assert not was_checked_lately(session(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("days_later", "is_shown"), [(0, True), (7, True), (8, False), (-1, False)])
def test_a_check_is_shown_again_for_seven_days(tmp_path: Path, days_later: float, is_shown: object) -> None:
    keep_check(session(tmp_path), facts={}, answer={"urgency": "routine"})
    found = remembered(session(tmp_path, days_later=days_later)).recent
    assert was_checked_lately(session(tmp_path, days_later=days_later)) == is_shown
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


def identity() -> str:
    return str(uuid.uuid4())


def keep(home: Path, *entries: Any) -> None:
    here = session(home)
    with Record.open(here.record_path, now_ms=NOW_MS, device="test") as record:
        record.add(record.person(None).person_id, list(entries))


def ago(days: float) -> Instant:
    return Instant(NOW_MS - round(days * DAY_MS), "Pacific/Auckland")


def test_the_mode_is_kept_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    remember_mode(session(tmp_path), "list")
    assert remembered(session(tmp_path)).mode == "list"
    with pytest.raises(Refused, match="nearest: list"):
        remember_mode(session(tmp_path), "liste")
    assert remembered(session(tmp_path)).mode == "list"


def test_what_the_record_knows_is_offered_also_of_long_ago(tmp_path: Path) -> None:
    keep(tmp_path, *(Twitch(identity(), ago(days), site="calf_left") for days in range(0, 60, 10)))
    found = remembered(session(tmp_path)).record.told
    assert found["twitch_since_days"].value == 50
    assert found["twitch_sites"].value == ["calf_left"]
    assert remembered(session(tmp_path)).recent is None


def test_what_the_last_check_was_told_is_offered_with_its_day(tmp_path: Path) -> None:
    medicines = [{"name": "senna", "started_days_ago": 10}]
    told = {"age_years": 40, "medicines": medicines, "fever": True, "conditions": ["epilepsy"]}
    keep_check(session(tmp_path), facts=told, answer={})
    found = remembered(session(tmp_path, days_later=3)).record.told
    assert set(found) == {"age_years", "medicines", "conditions"}
    assert found["age_years"].origin == "your check of 6 January 2026"
    assert found["medicines"].value == [{"name": "senna", "started_days_ago": 13}]
    assert found["conditions"].words == "epilepsy"
    assert remembered(session(tmp_path, days_later=8)).record.told == {}


def test_a_question_of_the_record_is_opened_once(tmp_path: Path) -> None:
    keep(tmp_path, Symptom(identity(), "weakness_noticed", ago(1)))
    here = session(tmp_path)
    opened = remembered(here).openings
    assert [each.fact for each in opened] == ["weakness"]
    remember_openings(here, opened)
    assert remembered(here).openings == ()
    keep(tmp_path, Symptom(identity(), "pain", ago(0.5)))
    remember_openings(here, remembered(here).openings)
    assert remembered(here).openings == ()


def test_nothing_opened_makes_no_record(tmp_path: Path) -> None:
    remember_openings(session(tmp_path), ())
    assert list(tmp_path.iterdir()) == []


def test_facts_grow_older_with_the_days_and_keep_the_contract() -> None:
    facts = {
        "twitch_since_days": 13,
        "nerve_exam_days_ago": 179,
        "alcohol_stopped_ago_h": 40,
        "medicines": [{"name": "x", "started_days_ago": 5, "dose_raised_days_ago": 1, "stopped_days_ago": 0}],
        "recent_events": [{"event": "wound", "days_ago": 2}, {"event": "fall"}],
        "fever": True,
        "age_years": 40,
    }
    assert aged(facts, days=2) == {
        "twitch_since_days": 15,
        "nerve_exam_days_ago": 181,
        "alcohol_stopped_ago_h": 88,
        "medicines": [{"name": "x", "started_days_ago": 7, "dose_raised_days_ago": 3, "stopped_days_ago": 2}],
        "recent_events": [{"event": "wound", "days_ago": 4}, {"event": "fall"}],
        "fever": True,
        "age_years": 40,
    }
    assert aged({}, days=3) == {}
    assert aged({"twitch_since_days": 30_000}, days=3) == {"twitch_since_days": 30_000}


def test_the_last_check_comes_back_as_of_today(tmp_path: Path) -> None:
    keep_check(session(tmp_path), facts={"twitch_since_days": 13}, answer={})
    recent = remembered(session(tmp_path, days_later=2)).recent
    assert recent is not None
    assert recent.facts == {"twitch_since_days": 15}
    assert recent.day == dt.date(2026, 1, 6)
