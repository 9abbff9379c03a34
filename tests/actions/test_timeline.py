"""The table of a record is what explain reads back."""

import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.session import Session
from untwitch.actions.timeline import table_of_record, write_csv
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.record.record import Record
from untwitch.timeline.timeline import from_csv

NOW = Instant(1_770_000_000_000, "UTC", "stay")
HOUR_MS = 3_600_000


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(home=tmp_path, now=NOW)
    start = Instant(NOW.utc_ms - 48 * HOUR_MS, "UTC", "stay")
    end = Instant(start.utc_ms + HOUR_MS, "UTC", "stay")
    with Record.open(made.record_path, now_ms=NOW.utc_ms, device="test") as record:
        person = record.person(None)
        record.add(
            person.person_id,
            [
                Watch(new_id(), start, end),
                Watch(new_id(), start, end, instrument="phone", twitches_low=3, twitches_high=5),
                Twitch(new_id(), start, site="calf_left"),
            ],
        )
    return made


def test_a_record_becomes_a_table_and_its_file_the_same_again(session: Session, tmp_path: Path) -> None:
    made = table_of_record(session)
    path = tmp_path / "table.csv"
    write_csv(made, path)
    again, problems = from_csv(path.read_text(encoding="utf-8"), name="table")
    assert again == made.timeline
    assert problems == []
    assert path.read_bytes() == made.csv.encode()


def test_the_document_leaves_out_what_is_unknown(session: Session) -> None:
    document = table_of_record(session).to_json()
    assert document["contract"] == "timeline/1"
    row = document["rows"][0]
    assert (row["twitches"], row["observed_h"], row["instrument"]) == (1.0, 1.0, "phone")
    assert (row["recorded_low"], row["recorded_high"]) == (3.0, 5.0)
    assert "sleep_h" not in row
    assert "site" not in row
    assert document["problems"] == []


def test_rows_days_and_site_can_be_chosen(session: Session) -> None:
    short = table_of_record(session, row_h=6)
    assert short.to_json()["row_h"] == 6
    day = dt.date(2026, 1, 31)
    some = table_of_record(session, first_day=day, last_day=dt.date(2026, 2, 3))
    assert [each.isoformat() for each in some.timeline.starts] == [
        "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03",
    ]  # fmt: skip
    calf = table_of_record(session, site="calf_left").to_json()
    assert calf["rows"][0]["site"] == "calf_left"


def test_rows_that_do_not_divide_a_day_are_refused(session: Session) -> None:
    with pytest.raises(Refused, match="7"):
        table_of_record(session, row_h=7)
