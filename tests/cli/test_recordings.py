"""The door of kept recordings."""

import json
from pathlib import Path

import pytest
import typer
from tests.actions.test_recordings import NOW, keep
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
