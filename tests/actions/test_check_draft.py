"""A check under way is kept as it is, for a day, and forgotten when it cannot be gone on with."""

import dataclasses
from pathlib import Path

import pytest

from untwitch.actions.check_draft import LASTS_MS, SETTING, Draft, Repeat, Step, keep, load
from untwitch.actions.check_known import Prefilled
from untwitch.actions.check_openings import Opening
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.record.record import Record

NOW_MS = 1_773_171_000_000
STEP = Step("danger_now", {"fainted": False}, ("agitated",), ("pulse_bpm",))
WHOLE = Draft(
    begun_ms=NOW_MS,
    mode="personal",
    whom="self",
    told={"age_years": Prefilled("age_years", 46, "46 years", "your record")},
    openings=(Opening("felt 1", "weakness", "Because."),),
    own_load_au=12.5,
    repeat=Repeat({"fever": False, "vomiting": True}, ("pain_kind",), ("fever",), has_changed=True),
    steps=(STEP,),
    open=Step("face_and_strength"),
    earlier={"mood": Step("mood", {"fears_serious_illness": True})},
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=Instant(NOW_MS, "Europe/Berlin"))


def later(session: Session, ms: int) -> Session:
    return dataclasses.replace(session, now=Instant(NOW_MS + ms, "Europe/Berlin"))


def test_it_is_given_back_as_it_was_kept(session: Session) -> None:
    assert load(session) is None
    assert not session.home.exists()
    keep(session, WHOLE)
    assert load(session) == WHOLE
    keep(session, None)
    assert load(session) is None


@pytest.mark.parametrize(("ms", "is_there"), [(LASTS_MS - 1, True), (LASTS_MS, False), (-1, False)])
def test_it_lasts_a_day(session: Session, ms: int, is_there: object) -> None:
    keep(session, WHOLE)
    assert (load(later(session, ms)) is not None) is is_there
    assert (load(session) is not None) is is_there


@pytest.mark.parametrize(
    "change", [{"steps": [{"screen": "no_such", "given": {}}]}, {"steps": None}, {"repeat": {"x": 1}}]
)
def test_one_that_does_not_fit_any_more_is_forgotten(session: Session, change: dict[str, object]) -> None:
    keep(session, WHOLE)
    with Record.open(session.record_path, now_ms=NOW_MS, device="test") as record:
        person_id = record.person(None).person_id
        kept = record.settings(person_id)[SETTING]
        record.set_setting(person_id, SETTING, {**kept, **change})
    assert load(session) is None


def test_an_answer_that_a_question_does_not_take_forgets_it(session: Session) -> None:
    keep(session, dataclasses.replace(WHOLE, steps=(Step("danger_now", {"fainted": "maybe"}),)))
    assert load(session) is None


def test_what_the_record_knows_is_offered_to_the_person_themselves_only() -> None:
    assert WHOLE.offered.keys() == {"age_years"}
    assert WHOLE.reasons == {"weakness": "Because. So this is asked once."}
    child = dataclasses.replace(WHOLE, whom="my_child")
    assert (child.offered, child.reasons) == ({}, {})
    assert child.known() == {"asked_for": "my_child"}


def test_where_something_changed_only_what_was_just_told_is_known() -> None:
    assert WHOLE.known() == {"asked_for": "self", "fever": False}
    repeat = dataclasses.replace(WHOLE.repeat, has_changed=False)  # type: ignore[type-var]  # it is there
    assert dataclasses.replace(WHOLE, repeat=repeat).known() == {"fever": False, "vomiting": True}
    assert dataclasses.replace(WHOLE, repeat=None).known() == {"asked_for": "self"}
    assert WHOLE.walk().facts == {"asked_for": "self", "fever": False, "fainted": False}
