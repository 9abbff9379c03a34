import dataclasses

import pytest

from untwitch.actions.log import log
from untwitch.actions.log_line import Details, Page, entity_of
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.operations import Sent
from untwitch.record.record import Record

NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(home=tmp_path_factory.mktemp("home"), now=NOW)


def page(*families: str, at_ms: int | None = None, zone: str = "") -> Page:
    return Page(Sent(new_id(), "ab" * 32), frozenset(families), at_ms=at_ms, zone=zone)


def test_the_first_entry_bears_the_id_of_the_page_and_the_others_follow_from_it(session: Session) -> None:
    sent = page("food")
    entries = log(session, ["coffee"], page=sent).entries
    assert len(entries) == len({each.id for each in entries}) == 6
    assert entries[0].id == sent.sent.id
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        found = record.action(record.person().person_id, sent.sent.id)
    assert found is not None
    assert {("exposure", each.id) for each in entries} == set(found.entries)


def test_a_page_logs_only_what_it_is_for(session: Session) -> None:
    with pytest.raises(Refused, match="'medicine X' cannot be logged on this page"):
        log(session, ["medicine", "X"], page=page("measure", "food"))
    with pytest.raises(Refused, match="cannot be logged on this page"):
        log(session, ["person", "new", "Ben"], page=page("measure"))


def test_the_clock_of_the_browser_is_taken_with_its_zone(session: Session) -> None:
    at_ms = NOW.utc_ms - 3_600_000
    (entry,) = log(session, ["twitch"], page=page("twitch", at_ms=at_ms, zone="Asia/Tokyo")).entries
    start = getattr(entry, "start", None)
    assert start == Instant(at_ms, "Asia/Tokyo", "guess")


def test_the_place_where_the_person_says_they_are_goes_before_the_browser(session: Session) -> None:
    log(session, ["stay", "America/Lima"], Details(days={"from": "2026-03-01"}))
    (entry,) = log(session, ["twitch"], page=page("twitch", at_ms=NOW.utc_ms, zone="Asia/Tokyo")).entries
    start = getattr(entry, "start", None)
    assert start == Instant(NOW.utc_ms, "America/Lima", "stay")


def test_a_zone_that_is_not_known_here_says_nothing(session: Session) -> None:
    (entry,) = log(session, ["twitch"], page=page("twitch", zone="Moon/Sea")).entries
    start = getattr(entry, "start", None)
    assert start == NOW


def test_a_clock_that_is_a_little_ahead_is_taken_as_now_and_one_far_ahead_is_refused(
    session: Session,
) -> None:
    (entry,) = log(session, ["twitch"], page=page("twitch", at_ms=NOW.utc_ms + 60_000)).entries
    start = getattr(entry, "start", None)
    assert start == NOW
    with pytest.raises(Refused, match="2026-03-11 20:30 is still to come; is the clock of this device right"):
        log(session, ["twitch"], page=page("twitch", at_ms=NOW.utc_ms + 86_400_000))


def test_kinds_are_called_as_the_record_calls_them(session: Session) -> None:
    (entry,) = log(session, ["none"]).entries
    assert entity_of(entry) == "watch"
    assert dataclasses.is_dataclass(entry)
