"""The door of kept recordings."""

import json
from pathlib import Path

import pytest
import typer
from tests.actions.test_recordings import NOW, keep
from tests.recordings.made_phone import write_phone
from tests.recordings.made_summary import grid, phone
from tests.report.kept_recordings import kept
from typer.testing import CliRunner, Result

from untwitch.actions.session import Session
from untwitch.cli.recordings import register

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(APP, ["recordings", *arguments], env={"UNTWITCH_HOME": str(home)})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    session = Session(home=tmp_path / "home", now=NOW)
    keep(session, [kept(phone(), day=0), kept(grid(), day=3, site="forearm_left")])
    return session.home


def test_they_are_listed_in_words_and_as_one_document(home: Path, tmp_path: Path) -> None:
    words = run(home, "list")
    assert words.exit_code == 0, words.output
    assert [line.split(", ")[-1][:4] for line in words.stdout.splitlines()] == ["grid", "phon"]
    document = json.loads(run(home, "list", "--json").stdout)
    assert [each["sensor"] for each in document["recordings"]] == ["emg", "accelerometer"]
    assert "No recording is kept yet" in run(tmp_path / "none", "list").stdout
    assert not (tmp_path / "none").exists()


def test_one_is_shown_in_words_as_a_document_and_as_a_page(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    words = run(home, "show", "--page", str(page))
    assert words.exit_code == 0, words.output
    assert "All of it could be judged." in words.stdout
    assert f"Written: {page}" in words.stderr
    assert page.read_text(encoding="utf-8").count("<svg") == 3
    document = json.loads(run(home, "show", "last", "--json").stdout)
    assert document["contract"] == "measure/1"
    wrong = run(home, "show", "--page", str(tmp_path / "a.pdf"))
    assert (wrong.exit_code, "Try recording.html" in wrong.stderr) == (2, True)


def test_marks_are_set_and_taken_away(home: Path) -> None:
    assert "Marked at 6.00 s: a twitch." in run(home, "mark", "last", "6", "--note", "felt").stdout
    assert "You said that before" in run(home, "mark", "last", "6").stdout
    assert json.loads(run(home, "unmark", "last", "4", "--json").stdout)["changed"] is True
    times = [each["time_s"] for each in json.loads(run(home, "show", "--json").stdout)["twitches"]]
    assert 6.0 in times
    assert 4.0 not in times
    wrong = run(home, "mark", "last", "600")
    assert wrong.exit_code == 2
    assert wrong.stderr.count("\n") == 1


def test_one_is_written_as_bids_and_removed(home: Path, tmp_path: Path) -> None:
    words = run(home, "export", "--out", str(tmp_path / "set"), "--subject", "7", "--visit", "2")
    assert words.exit_code == 0, words.output
    assert "is to be called sub-7_ses-2_task-rest_emg.edf" in words.stdout
    document = json.loads(
        run(home, "export", "--out", str(tmp_path / "set"), "--task", "nap", "--json").stdout
    )
    assert document["signal"] == "sub-01_task-nap_emg.edf"
    assert "Removed: grid.edf" in run(home, "remove", "last").stdout
    assert json.loads(run(home, "remove", "last", "--json").stdout)["changed"] is True
    gone = run(home, "remove", "last")
    assert gone.exit_code == 2
    assert "no recording is kept yet" in gone.stderr


def test_a_recording_is_held_against_marks(home: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks.tsv"
    marks.write_text("onset\ttrial_type\n4.0\ttwitch\n8.001\ttwitch\n30.5\ttwitch\n9\trest\n")
    words = run(home, "score", "last", str(marks))
    assert words.exit_code == 0, words.output
    assert "2 of 3 marks were found in 1 minute." in words.stdout
    options = ("--tolerance", "1600", "--from", "0.9", "--label", "twitch", "--json")
    document = json.loads(run(home, "score", "last", str(marks), *options).stdout)
    assert (document["hits"], document["tolerance_s"], document["sure_from"]) == (3, 1.6, 0.9)
    bad = tmp_path / "bad.csv"
    bad.write_text("onset\n4.0\nx\n")
    assert run(home, "score", "last", str(bad)).exit_code == 1
    missing = run(home, "score", "last", str(tmp_path / "none.csv"))
    assert (missing.exit_code, missing.stderr.count("\n")) == (2, 1)


def test_a_file_is_measured_with_what_is_said_beside_it(home: Path, tmp_path: Path) -> None:
    path = write_phone(tmp_path / "a.csv", seconds=60.0, times_s=(20.0, 40.0))
    marks = tmp_path / "marks.csv"
    marks.write_text("time_s\n20\n40\n")
    found = run(home, "score", str(path), str(marks), "--sensor", "phone", "--rate", "100", "--json")
    assert json.loads(found.stdout)["hits"] == 2
    wrong = run(home, "score", str(path), str(marks), "--unit", "parsec")
    assert (wrong.exit_code, "parsec" in wrong.stderr) == (2, True)
