"""From the record of one person to their answer."""

import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.explain import explain_record
from untwitch.actions.kept_check import keep_check
from untwitch.actions.session import Session
from untwitch.actions.whole_path import answered
from untwitch.facts.exposure import Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record
from untwitch.simulate.person import simulate

NOW = Instant(1_770_000_000_000, "Europe/Amsterdam")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=NOW)


def keep(session: Session, days: int) -> None:
    history = simulate(3, days=days).history
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        person = record.person(None)
        record.add(person.person_id, [*history.stays, *history.watches, *history.twitches])


def test_an_empty_record_has_a_plan_that_says_what_to_do_first(session: Session) -> None:
    found = answered(session)
    assert found.explain["rows"] == 0
    assert found.plan.based_on == "nothing"
    assert found.plan.log is not None
    assert found.plan.log.days == 14
    assert (found.check, found.imports) == (None, ())


def test_some_days_are_too_few_and_the_plan_still_says_for_how_long(session: Session) -> None:
    keep(session, 10)
    found = answered(session)
    assert {each["verdict"] for each in found.explain["causes"]} == {"cannot_tell"}
    assert found.plan.log is not None
    assert found.plan.log.enough == "more"


def test_it_is_the_answer_of_explain(session: Session) -> None:
    keep(session, 30)
    told = dict(explain_record(session).document)
    found = dict(answered(session).explain)
    assert told.pop("seconds") >= 0
    assert found.pop("seconds") >= 0
    assert found == told


def test_only_the_days_asked_for_count(session: Session) -> None:
    keep(session, 30)
    first, last = dt.date(2026, 1, 10), dt.date(2026, 1, 20)
    found = answered(session, first_day=first, last_day=last)
    assert found.explain["rows"] == 11
    assert (found.timeline.days()[0], found.timeline.days()[-1]) == (first, last)
    with pytest.raises(Refused, match="lies before"):
        answered(session, first_day=last, last_day=first)


def test_an_urgent_check_leaves_only_what_is_urgent(session: Session) -> None:
    reason = {"id": "U13", "sign": "one calf swollen", "why_person": "It has to be looked at today."}
    answer = {
        "urgency": "urgent", "within": "today", "whom": "doctor_same_day", "reasons": [reason],
        "actions": [{"id": "speak_to_clinician_today", "text": "Call a doctor today."}], "avoid": [],
        "plausible_causes": [], "return_signs": ["weakness"],
    }  # fmt: skip
    keep_check(session, facts={"one_calf_swollen_hot": True}, answer=answer)
    found = answered(session)
    assert found.check is not None
    assert found.plan.visit.urgency == "urgent"
    assert found.plan.right_now == ()


def test_since_a_day_only_later_days_count_and_no_row_is_made_before_the_first_fact(session: Session) -> None:
    keep(session, 30)
    first = answered(session).timeline.days()[0]
    assert answered(session, since=first - dt.timedelta(days=100)).timeline == answered(session).timeline
    later = first + dt.timedelta(days=7)
    assert answered(session, since=later).timeline == answered(session, first_day=later).timeline
    assert len(answered(session, since=later, last_day=later).timeline) == 1


def test_an_answer_that_is_kept_holds_no_samples_but_the_table_has_them(session: Session) -> None:
    keep(session, 30)
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        person_id = record.person(None).person_id
        exposure = Exposure(new_id(), "caffeine_mg", 80.0, NOW, NOW)
        record.add(person_id, [exposure])
    found = answered(session)
    assert found.history.batches == ()
    assert "caffeine_mg" in found.timeline.columns
