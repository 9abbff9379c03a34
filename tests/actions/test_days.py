import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.making import batch, bring_in

from untwitch.actions.attach import attach
from untwitch.actions.days import Month, entry_day, month, month_of, one_day
from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.record.record import Record

NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=NOW, device="Phone")


def test_a_month_says_of_each_day_what_there_is(session: Session) -> None:
    log(session, ["evening", "few"])
    log(session, ["coffee"], Details(at="08:30"))
    log(session, ["coffee"], Details(at="10:30"))
    log(session, ["twitch"], Details(at="2026-03-09 10:00"))
    log(session, ["cramp"], Details(at="2026-03-09 11:00"))
    log(session, ["cramp"], Details(at="2026-02-27 11:00"))
    shown = month(session)
    assert (shown.first, len(shown.days)) == (dt.date(2026, 3, 1), 31)
    assert shown.days[9].words == "few, 1 to 3 twitches; 2 amounts"
    assert shown.days[8].words == "1 entered at the time; 1 other feeling"
    assert shown.days[7].words == ""
    assert [each.is_future for each in shown.days] == [each.day > TODAY for each in shown.days]
    assert month(session, "2026-02").days[26].words == "1 other feeling"


@given(st.dates(dt.date(1901, 1, 1), dt.date(2098, 12, 31)))
def test_the_weeks_of_a_month_hold_every_day_once_under_its_weekday(day: dt.date) -> None:
    from untwitch.actions.days import DayMark  # noqa: PLC0415 - only here

    first = day.replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    days = tuple(DayMark(first + dt.timedelta(days=n)) for n in range((after - first).days))
    made = Month(first, days)
    assert [each for row in made.weeks for each in row if each] == list(days)
    for row in made.weeks:
        assert [each.day.weekday() for each in row if each] == [n for n, each in enumerate(row) if each]
    assert made.after == after
    assert made.before.day == 1
    assert (first - made.before).days in range(28, 32)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "1800-01", "2100-01", "x" * 9000, "2026-02-30"])
def test_an_address_that_names_no_month_means_this_one_or_what_it_begins_with(text: str) -> None:
    expected = dt.date(2026, 2, 1) if text.startswith("2026-02") else dt.date(2026, 3, 1)
    assert month_of(text, today=TODAY) == expected


def test_a_day_shows_every_entry_by_time_with_where_it_came_from(session: Session) -> None:
    log(session, ["twitch"], Details(at="18:30", site="calf_left", note="sofa"))
    log(session, ["magnesium", "300mg"], Details(at="yesterday"))
    log(session, ["evening", "few"])
    log(session, ["coffee"], Details(at="08:30"))
    shown = one_day(session, TODAY)
    assert [each.clock for each in shown.entries] == ["06:00 to 20:30", *["08:30"] * 6, "18:30"]
    twitch = shown.entries[-1]
    assert (twitch.words, twitch.note) == ("a twitch, left calf", "sofa")
    assert twitch.origin == "typed on Phone, 2026-03-10 20:30"
    assert one_day(session, dt.date(2026, 3, 9)).entries[0].clock == "all day"
    assert one_day(session, dt.date(2026, 3, 11)).is_future
    assert entry_day(session, twitch.id) == TODAY
    assert entry_day(session, new_id()) is None


def test_a_change_is_said_with_its_device(session: Session) -> None:
    (entry,) = log(session, ["twitch"]).entries
    with Record.open(session.record_path, now_ms=NOW.utc_ms + 60_000, device="Laptop") as record:
        record.edit(record.person().person_id, "twitch", entry.id, field="note", value="x")
    (shown,) = one_day(session, TODAY).entries
    assert shown.origin == "typed on Phone, 2026-03-10 20:30; changed on Laptop, 2026-03-10 20:31"


def test_values_from_files_are_summed_or_averaged_by_app_and_never_mixed(session: Session) -> None:
    day = dt.date(2023, 11, 14)
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="x") as record:
        me = record.person().person_id
        rate = [batch([at], measure="heart_rate_bpm", value=60 + at) for at in range(3)]
        bring_in(record, me, [batch(range(10)), batch(range(4), app="Phone"), *rate])
        bring_in(record, me, [batch([5], measure="hrv_sdnn_ms", value=42.4), batch([24 * 60])])
    found = {(each.words, each.app) for each in one_day(session, day).samples}
    assert found == {
        ("steps 50, 10 values together", "Watch"),
        ("steps 20, 4 values together", "Phone"),
        ("heart rate 61 bpm on average of 3, 60 to 62", "Watch"),
        ("heart rate variability (SDNN) 42 ms", "Watch"),
    }
    assert [each.words for each in one_day(session, day + dt.timedelta(days=1)).samples] == ["steps 5"]


def test_a_night_belongs_to_the_day_on_which_it_ended(session: Session) -> None:
    builder = BatchBuilder("sleep_h")
    end_ms = NOW.utc_ms - 13 * 3_600_000
    builder.add(SampleRow(end_ms - 8 * 3_600_000, end_ms, 7.5, "Ring", NOW.zone, "source", estimate=False))
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="x") as record:
        bring_in(record, record.person().person_id, [builder.batch()])
    assert [each.words for each in one_day(session, TODAY).samples] == ["sleep 7.5 h"]
    assert one_day(session, TODAY - dt.timedelta(days=1)).samples == ()


def test_an_entry_from_a_file_names_the_file(session: Session) -> None:
    from tests.record.making import watch  # noqa: PLC0415 - only here

    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="x") as record:
        bring_in(record, record.person().person_id, [watch(seed=3)])
    (shown,) = one_day(session, dt.date(2023, 11, 14)).entries
    assert shown.origin == "from Apple Health (export.zip)"


def test_photos_stand_beside_their_entry(session: Session) -> None:
    (entry,) = log(session, ["twitch"]).entries
    made = attach(session, new_id(), iter([b"\xff\xd8\xff\xe0photo"]), beside=("twitch", entry.id))
    assert one_day(session, TODAY).entries[0].attachments == (made,)
