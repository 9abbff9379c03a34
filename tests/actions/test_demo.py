"""A made-up person sent through the whole path."""

import json
from pathlib import Path

import pytest

from untwitch.actions.demo import REPORT_FILE, DemoCause, demo
from untwitch.actions.session import RECORD_FILE, Session
from untwitch.explain.attribution import attribute
from untwitch.facts.instant import Instant
from untwitch.facts.person import physiology_on
from untwitch.facts.refused import Refused
from untwitch.simulate.person import simulate
from untwitch.timeline.build import build


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "real", now=Instant(1_770_000_000_000, "UTC"))


def test_the_truth_stands_beside_the_answer_and_the_real_home_is_not_touched(
    session: Session, tmp_path: Path
) -> None:
    found = demo(session, seed=1, days=60, keep=tmp_path / "kept")
    assert not session.home.exists()
    assert {each.cause: each.truth for each in found.causes} == simulate(1, days=60).truth
    assert found.explain["rows"] == 60
    assert found.first_day.isoformat() == found.explain["start"]
    assert found.last_day.isoformat() == found.explain["end"]
    assert (tmp_path / "kept" / RECORD_FILE).exists()
    assert found.report == tmp_path / "kept" / REPORT_FILE
    page = found.report.read_text(encoding="utf-8")
    assert "This person is made up" in page
    assert "made-devices.simulated" in page
    probabilities = {each["cause"]: each["probability"] for each in found.explain["causes"]}
    order = [probabilities[each.cause] for each in found.causes]
    assert order == sorted(order, reverse=True)
    document = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert (document["contract"], document["simulated"]) == ("demo/1", True)
    assert (document["seed"], document["home"]) == (1, str(tmp_path / "kept"))
    assert len(found.chart(columns=60, ascii_only=True)) > 5


def test_the_record_tells_explain_the_same_as_the_facts_themselves(session: Session, tmp_path: Path) -> None:
    found = demo(session, seed=2, days=40, keep=tmp_path / "kept")
    history = simulate(2, days=40).history
    timeline, _ = build(history)
    direct = attribute(timeline, physiology=physiology_on(history.person_facts, found.last_day)).to_json()
    assert found.explain["causes"] == direct["causes"]


def test_without_a_folder_only_the_report_stays(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = demo(session, seed=1, days=5)
    assert found.home is None
    assert found.to_json()["home"] is None
    assert [each.name for each in found.report.parent.iterdir()] == [REPORT_FILE]
    assert found.report.parent.parent == tmp_path
    assert found.course == ""


def test_a_folder_that_holds_something_is_refused(session: Session, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "note.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    (recorded / RECORD_FILE).write_text("mine")
    for folder, words in (
        (full, "not empty"), (tmp_path / "file", "not empty"), (recorded, "holds a record"),
        (session.home, "holds a record"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            demo(session, keep=folder)
    with pytest.raises(Refused, match="days is 0"):
        demo(session, days=0)
    (tmp_path / "empty").mkdir()
    assert demo(session, days=3, keep=tmp_path / "empty").report.exists()


def test_a_cause_is_a_line_with_its_truth() -> None:
    found = DemoCause("sleep", "Too little sleep", "possible", (1.1, 1.3, 1.6), "", 1.4)
    assert (found.truth_words, DemoCause("diet", "", "", None, "", 1.0).truth_words) == ("1.40", "none")
    assert found.line(columns=19, ascii_only=True) == "    : ====o^===    "
    assert found.line(columns=19, ascii_only=False).count("▲") == 1
