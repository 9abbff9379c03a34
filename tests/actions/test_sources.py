import zipfile
from pathlib import Path

import pytest

from untwitch.actions.session import Session
from untwitch.actions.sources import PROBLEMS_KEPT, listed, listed_json, try_out
from untwitch.facts.instant import Instant

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def test_every_source_is_listed_with_what_it_gives() -> None:
    document = listed_json(listed())
    assert document["contract"] == "sources/1"
    apple = next(each for each in document["sources"] if each["name"] == "apple_health")
    assert apple == {
        "name": "apple_health",
        "version": "1",
        "measures": sorted(apple["measures"]),
        "unproven": False,
        "together": False,
    }
    assert "steps" in apple["measures"]


def test_a_trial_reads_as_an_import_would_and_keeps_nothing(session: Session) -> None:
    answer = try_out(session, SAMPLES / "csv_table.csv")
    (trial,) = answer.trials
    assert (trial.source.name, trial.score, trial.app) == ("csv_table", 0.6, "table")
    assert trial.counts == {
        "watch": 3, "symptom": 1, "sleep_h": 2, "stress_0_10": 3, "caffeine_mg": 3, "water_ml": 3,
    }  # fmt: skip
    assert trial.skipped["sleep_h"] == {"cannot be used": 1} or trial.skipped["stress_0_10"]
    assert trial.apart == {"Mood": 3}
    assert trial.problem_count == len(trial.problems) > 0
    assert len(trial.rows) == 3
    assert trial.plans[0].columns["Coffee"] == "caffeine_mg*95"
    assert not session.home.exists()


def test_a_column_means_what_is_said(session: Session) -> None:
    (trial,) = try_out(session, SAMPLES / "csv_table.csv", mapping={"Mood": "stress_0_10"}).trials
    assert trial.plans[0].columns["Mood"] == "stress_0_10"
    assert trial.apart == {}


def test_everything_in_a_folder_and_its_zips_is_tried(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a.csv").write_bytes((SAMPLES / "nights.csv").read_bytes())
    (folder / "letter").write_text("hello")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(SAMPLES / "apple_health.xml", "in/export.xml")
        archive.writestr("in/letter", "hello")
    answer = try_out(session, folder)
    assert [(each.path, each.source.name, each.files) for each in answer.trials] == [
        (str(folder), "csv_table", ("a.csv",)),
        (f"{folder}/z.zip", "apple_health", ("in/export.xml",)),
    ]
    assert answer.unrecognised == (f"{folder}/letter", f"{folder}/z.zip/in/letter")
    document = answer.to_json()
    assert document["contract"] == "sources_test/1"
    assert document["recognised"][1]["rows"]["steps"] == 3


def test_what_cannot_be_read_is_a_problem_of_its_file(session: Session, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("date,sleep\n13/04/2026,7\n04/13/2026,7\n")
    (trial,) = try_out(session, bad).trials
    assert [each.where for each in trial.problems] == [str(bad)]
    assert trial.problem_count == 1
    other = tmp_path / "many.csv"
    other.write_text("date,steps,sleep,stress\n" + "2026-01-01,many,long,high\n" * 100)
    (trial,) = try_out(session, other).trials
    assert len(trial.problems) <= PROBLEMS_KEPT
    assert trial.problem_count >= len(trial.problems)
