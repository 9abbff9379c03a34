"""A session says where, when and for whom."""

from pathlib import Path

from untwitch.actions.session import Session
from untwitch.facts.instant import Instant


def test_the_record_lies_in_the_home() -> None:
    session = Session(Path("home"), Instant(0, "UTC"))
    assert session.record_path == Path("home") / "untwitch.sqlite"
    assert (session.person_name, session.device) == (None, "this computer")
