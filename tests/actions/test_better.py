from pathlib import Path

from untwitch.actions.better import weeks_beside_usual
from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.actions.whole_path import answered
from untwitch.facts.instant import Instant

SESSION_NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")  # Tuesday, 2026-03-10


def test_the_weeks_are_those_that_are_over_on_that_day(tmp_path: Path) -> None:
    session = Session(home=tmp_path, now=SESSION_NOW)
    for day in range(2, 10):
        log(session, ["evening", "few"], Details(at=f"2026-03-{day:02}"))
    found = weeks_beside_usual(answered(session), session)
    assert (found.weeks_known, found.figure) == (1, None)
