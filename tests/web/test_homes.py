from pathlib import Path

from tests.web import homes

from untwitch.record.record import Record


def test_six_weeks_are_there_and_end_yesterday(lived_in: Path) -> None:
    session = homes.session_of(lived_in)
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device="test") as record:
        history = record.history(record.person().person_id)
    days = sorted({each.start.local_day() for each in history.watches})
    assert len(days) == homes.DAYS
    assert (session.now.local_day() - days[-1]).days == 1
    assert history.twitches
