import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.entries import NewEntry, keep, told
from untwitch.actions.entry_form import change_entry, entry_form, remove_entry
from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.fact_table import Fact
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=NOW)


def only(session: Session, kind: str) -> Fact:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        (entry,) = record.entries(record.person().person_id, kind)
    return entry


def texts(session: Session, kind: str) -> dict[str, str]:
    form = entry_form(session, kind, only(session, kind).id)
    return {each.name: each.text for each in form.fields}


@pytest.mark.parametrize(
    ("words", "given", "kind", "shown", "changed", "now"),
    [
        (
            ["twitch"],
            Details(site="calf_left", at="18:30", lasted="30s", strength_0_10=3),
            "twitch",
            {
                "start": "2026-03-10T18:30", "site": "calf_left", "duration_s": "30", "strength_0_10": "3",
                "bother_0_10": "", "note": "",
            },
            {"start": "2026-03-10T18:05", "site": "", "duration_s": "", "bother_0_10": "2,5", "note": "sofa"},
            {"site": None, "duration_s": None, "strength_0_10": 3, "bother_0_10": 2.5, "note": "sofa"},
        ),
        (
            ["evening", "few"],
            Details(bother_0_10=2),
            "watch",
            {"start": "2026-03-10T06:00", "end": "2026-03-10T20:30", "twitches_low": "1"},
            {"twitches_low": "4", "twitches_high": "4", "twitch_min": "12", "start": "2026-03-10T08:00"},
            {"twitches_low": 4, "twitches_high": 4, "twitch_min": 12, "bother_0_10": 2},
        ),
        (
            ["stress", "7"],
            Details(),
            "exposure",
            {"value": "7", "start": "2026-03-10T20:30", "name": ""},
            {"value": "3.5", "start": "2026-03-10T12:00"},
            {"value": 3.5, "measure": "stress_0_10"},
        ),
        (
            ["pain", "4"],
            Details(site="calf_left"),
            "symptom",
            {"kind": "pain", "severity_0_10": "4"},
            {"kind": "cramp", "severity_0_10": "", "site": "foot_left"},
            {"kind": "cramp", "severity_0_10": None, "site": "foot_left"},
        ),
    ],
)  # fmt: skip
def test_every_field_is_shown_changed_in_one_step_and_taken_back_as_one(  # noqa: PLR0917
    session: Session,
    words: list[str],
    given: Details,
    kind: str,
    shown: dict[str, str],
    changed: dict[str, str],
    now: dict[str, object],
) -> None:
    log(session, words, given)
    before = only(session, kind)
    assert shown.items() <= texts(session, kind).items()
    action = new_id()
    for _ in range(2):
        assert change_entry(session, kind, before.id, {"id": action, **changed}) == action
    after = only(session, kind)
    assert {name: getattr(after, name) for name in now} == now
    assert changed.items() <= {**texts(session, kind), "bother_0_10": "2,5"}.items() | changed.items()
    keep(session, NewEntry(id=new_id(), kind="undo", of=action))
    assert only(session, kind) == before


def test_what_is_left_as_it_stands_is_not_touched(session: Session) -> None:
    exact = NewEntry(id=new_id(), kind="twitch", at_ms=NOW.utc_ms - 12_345, site="calf_left")
    keep(session, exact)
    form = entry_form(session, "twitch", exact.id)
    assert (form.words, form.day) == ("a twitch, left calf", dt.date(2026, 3, 10))
    same = {each.name: each.text for each in form.fields}
    before = only(session, "twitch")
    assert change_entry(session, "twitch", exact.id, {"id": new_id(), **same}) == ""
    change_entry(session, "twitch", exact.id, {"id": new_id(), **same, "note": "x"})
    assert getattr(only(session, "twitch"), "start", None) == getattr(before, "start", None)


def test_a_moved_amount_stays_a_moment_and_one_of_a_day_keeps_its_day(session: Session) -> None:
    log(session, ["stress", "7"])
    entry = only(session, "exposure")
    change_entry(session, "exposure", entry.id, {"id": new_id(), "start": "2026-03-10T08:00"})
    moved = only(session, "exposure")
    assert getattr(moved, "start", 1) == getattr(moved, "end", 2)
    change_entry(session, "exposure", entry.id, {"id": new_id(), "name": "an exam"})
    assert getattr(only(session, "exposure"), "name", "") == "an exam"
    remove_entry(session, "exposure", entry.id, action_id=new_id())
    log(session, ["magnesium", "300mg"], Details(at="yesterday"))
    assert "start" not in texts(session, "exposure")


def test_an_entry_is_removed_and_brought_back(session: Session) -> None:
    log(session, ["twitch"])
    entry, action = only(session, "twitch"), new_id()
    for _ in range(2):
        remove_entry(session, "twitch", entry.id, action_id=action)
    found = told(session, action)
    assert found is not None
    assert found.words == ()
    with pytest.raises(Refused, match="no entry has the id"):
        entry_form(session, "twitch", entry.id)
    keep(session, NewEntry(id=new_id(), kind="undo", of=action))
    assert only(session, "twitch") == entry


@pytest.mark.parametrize(
    ("changed", "told_words"),
    [
        ({"start": "soon"}, "When is 'soon'; it should be a day and a time"),
        ({"start": "2026-03-11T10:00"}, "still to come"),
        ({"strength_0_10": "much"}, "should be a number"),
        ({"strength_0_10": "11"}, "it goes from 0 to 10"),
        ({"site": "knee"}, "body site 'knee' is not known"),
        ({"note": "\u202e"}, "cannot be shown"),
        ({"id": "x", "note": "y"}, "is not a UUID"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    session: Session, changed: dict[str, str], told_words: str
) -> None:
    log(session, ["twitch"])
    before = only(session, "twitch")
    with pytest.raises(Refused, match=told_words):
        change_entry(session, "twitch", before.id, {"id": new_id(), **changed})
    assert only(session, "twitch") == before


def test_a_tally_stays_whole_numbers_that_fit_each_other(session: Session) -> None:
    log(session, ["evening", "few"])
    entry = only(session, "watch")
    for wrong, words in (
        ({"twitches_low": "1.5"}, "should be a number"),
        ({"twitches_low": "9"}, "not possible"),
    ):
        with pytest.raises(Refused, match=words):
            change_entry(session, "watch", entry.id, {"id": new_id(), **wrong})


def test_other_kinds_are_changed_elsewhere(session: Session) -> None:
    log(session, ["medicine", "X"])
    with pytest.raises(Refused, match="a medicine cannot be changed here"):
        entry_form(session, "medicine", new_id())
