"""A reminder is a file that a calendar reads: once a day, in local time, with an end."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.actions.reminder import DAYS, reminder
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

HERE = Session(home=Path("nowhere"), now=Instant(1_773_171_000_000, "Europe/Berlin", "guess"))


def fields(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (line.partition(":") for line in text.split("\r\n")) if name}


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(sorted(DAYS)))
def test_it_comes_once_a_day_at_the_time_asked_and_ends(hour: int, minute: int, days: str) -> None:
    found = fields(reminder(HERE, at=f"{hour}:{minute:02}", days=days))
    assert found["DTSTART"] == f"20260310T{hour:02}{minute:02}00"
    assert found["RRULE"] == f"FREQ=DAILY;COUNT={days}"
    assert found["DTSTAMP"] == "20260310T193000Z"


def test_it_keeps_the_form_of_the_standard() -> None:
    text = reminder(HERE, at="20:30", days="28")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    begun = re.findall(r"BEGIN:(\w+)", text)
    assert begun == re.findall(r"END:(\w+)", text)[::-1] == ["VCALENDAR", "VEVENT", "VALARM"]
    assert fields(text)["UID"] != fields(reminder(HERE, at="20:30", days="28"))["UID"]


@pytest.mark.parametrize(
    ("at", "days"), [("24:00", "28"), ("8", "28"), ("", "28"), ("20:30", "9999"), ("20:30", "")]
)
def test_what_makes_no_sense_is_refused(at: str, days: str) -> None:
    with pytest.raises(Refused):
        reminder(HERE, at=at, days=days)
