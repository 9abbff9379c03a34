"""The last check is kept with its date."""

import datetime as dt
from pathlib import Path

from untwitch.actions.kept_check import SETTING, keep_check, last_check
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.record.record import Record

NOW = Instant(1_767_650_400_000, "Pacific/Auckland")  # 2026-01-05 22:00 UTC, 6 January there


def kept(session: Session) -> dict[str, object]:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        return record.settings(record.person(session.person_name).person_id)


def test_a_check_comes_back_with_the_day_it_was_answered_on(tmp_path: Path) -> None:
    session = Session(home=tmp_path, now=NOW)
    assert last_check(kept(session)) is None
    keep_check(session, facts={"cramps": True}, answer={"urgency": "routine"})
    keep_check(session, facts={"cramps": False}, answer={"urgency": "self_care"})
    found = last_check(kept(session))
    assert found is not None
    assert (found.day, found.facts, found.answer) == (
        dt.date(2026, 1, 6),
        {"cramps": False},
        {"urgency": "self_care"},
    )
    assert SETTING in kept(session)
