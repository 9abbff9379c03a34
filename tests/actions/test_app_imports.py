from pathlib import Path

import pytest

from untwitch.actions.app_imports import by_app
from untwitch.actions.bring_in import bring_in
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def test_the_imports_of_one_app_are_counted_together(session: Session, tmp_path: Path) -> None:
    one, other, nothing = (tmp_path / name for name in ("one.csv", "other.csv", "nothing.csv"))
    one.write_text("date,steps,sleep,mood\n2026-03-01,500,7,x\n2026-03-02,many,8,y\n")
    other.write_text("date,steps,mood,luck\n2026-03-02,700,z,1\n2026-03-03,,z,1\n")
    nothing.write_text("date,foo\n2026-03-01,1\n")
    answer = bring_in(session, [one, other, nothing, SAMPLES / "timeline.csv"])
    table, timeline = answer.by_app()
    assert (table.app, table.imports, table.numbers, table.incomplete) == ("table", 3, ("1", "2"), 0)
    assert list(table.counts) == ["steps", "sleep_h"] or list(table.counts) == ["sleep_h", "steps"]
    steps = table.counts["steps"]
    assert (steps.seen, steps.taken, steps.already_known, dict(steps.skipped)) == (
        3,
        2,
        0,
        {"cannot be used": 1},
    )
    assert table.days["steps"].words() == "2 days (2026-03-01 to 2026-03-02)"
    assert table.apart == (("mood", 4), ("luck", 2), ("foo", 1))
    assert table.problems == 1
    assert table.first_problem.startswith(f"{one}, row 3, column steps: ")
    assert timeline.app == "timeline table"
    assert timeline.first_problem == ""


def test_what_was_cut_off_is_counted(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes((SAMPLES / "apple_health.xml").read_bytes()[:-200])
    assert [each.incomplete for each in bring_in(session, [path]).by_app()] == [1]
    assert by_app([]) == ()
