"""What was found is held against marks of others, one to one; what was left out is neither hit nor miss."""

import json
from pathlib import Path

import pytest
from tests.actions.test_measure import NOW
from tests.actions.test_recordings import keep
from tests.recordings.made_phone import TIMES_S, write_phone
from tests.recordings.made_summary import phone, uncounted
from tests.report.kept_recordings import kept

from untwitch.actions.measure import Asked
from untwitch.actions.recording_score import AskedScore, score
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(home=tmp_path / "home", now=NOW)
    keep(made, [kept()])
    return made


def marks(tmp_path: Path, *times: float) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text("time_s\n" + "".join(f"{each}\n" for each in times))
    return path


def test_a_kept_recording_is_scored_by_hand_counted_numbers(session: Session, tmp_path: Path) -> None:
    # surer than even: 12.5, 31.25, 140.75; left out: 100 to 130
    done = score(session, "last", marks(tmp_path, 12.45, 31.5, 60.0, 110.0, 140.8))
    found = done.document
    assert (found["marks"], found["marks_left_out"], found["found"], found["hits"]) == (5, 1, 3, 2)
    assert found["sensitivity"] == pytest.approx(2 / 4)
    assert found["precision"] == pytest.approx(2 / 3)
    assert found["f1"] == pytest.approx(4 / 7)
    assert found["false_per_minute"] == pytest.approx(1 / 2.5)
    assert found["tolerance_s"] == 0.1
    assert found["count_holds_marks"] is True
    assert json.loads(json.dumps(found, allow_nan=False))["contract"] == "score/1"
    assert done.lines[:4] == (
        "2 of 4 marks were found in 2.5 minutes; 1 more mark in time that was left out.",
        "1 of 3 found are not marked: 0.4 a minute.",
        "Sensitivity 0.50, precision 0.67, F1 0.57; a found one may lie 100 ms from its mark.",
        "The count, 2.1 to 5.2, holds the number of marks.",
    )


def test_each_option_changes_the_score(session: Session, tmp_path: Path) -> None:
    path = marks(tmp_path, 12.45, 31.5, 88.0, 140.8)

    def hits(**asked: object) -> tuple[int, int]:
        found = score(session, "last", path, AskedScore(**asked)).document  # type: ignore[arg-type]
        return found["hits"], found["found"]

    assert hits() == (2, 3)
    assert hits(tolerance_s=0.25) == (3, 3)
    assert hits(tolerance_s=0.01) == (0, 3)
    assert hits(sure_from=0.1) == (4, 5)
    labelled = tmp_path / "labels.csv"
    labelled.write_text("time_s,label\n12.5,twitch\n88,artefact\n")
    assert score(session, "last", labelled).document["marks"] == 1
    assert score(session, "last", labelled, AskedScore(label="artefact")).document["hits"] == 0
    with pytest.raises(Refused, match=r"a confidence of 1.5 is no probability"):
        hits(sure_from=1.5)
    with pytest.raises(Refused, match="tolerance of -1 s"):
        hits(tolerance_s=-1.0)


def test_a_file_is_measured_first_and_its_pulses_are_all_found(session: Session, tmp_path: Path) -> None:
    path = write_phone(tmp_path / "a.csv", seconds=60.0, times_s=TIMES_S[:2])
    told: list[float] = []
    asked = AskedScore(sure_from=0.9, recording=Asked(sensor="phone"))
    done = score(
        session,
        str(path),
        marks(tmp_path, *TIMES_S[:2]),
        asked,
        progress=lambda done_s, _: told.append(done_s),
    )
    assert done.document["hits"] == 2
    assert told


def test_marks_past_the_end_and_rows_that_cannot_be_used_are_said(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("time_s\n12.5\n999\nx\n")
    done = score(session, "last", path)
    assert [each.what for each in done.problems[:2]] == [
        "'x' is not a number; the row is left out", "1 mark past its end, counted as missed",
    ]  # fmt: skip
    assert any("past its end" in each for each in done.lines)


def test_a_recording_without_a_count_is_scored_without_one(session: Session, tmp_path: Path) -> None:
    keep(session, [kept(uncounted(), day=3)])
    done = score(session, "last", marks(tmp_path, 12.0))
    assert (done.document["count"], done.document["count_holds_marks"]) == (None, None)
    assert not any(each.startswith("The count") for each in done.lines)


def test_nothing_to_compare_is_not_known_and_never_zero(session: Session, tmp_path: Path) -> None:
    keep(session, [kept(phone(twitches=(), templates=()), day=2)])
    found = score(session, "last", marks(tmp_path)).document
    assert (found["sensitivity"], found["precision"], found["f1"]) == (None, None, None)
    assert "not known" in " ".join(score(session, "last", marks(tmp_path)).lines)
