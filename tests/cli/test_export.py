import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from untwitch.cli.main import build


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(build(), [str(each) for each in words])


def test_everything_goes_to_a_new_folder_or_zip(tmp_path: Path) -> None:
    assert "nothing was kept yet" in run("export", "--out", tmp_path / "empty").stdout
    run("log", "coffee")
    result = run("export", "--out", tmp_path / "all.zip")
    assert result.exit_code == 0
    assert "all.zip: exposure.csv " in result.stdout
    assert "It holds health data" in result.stdout
    assert run("export", "--out", tmp_path / "all.zip").exit_code == 2
    document = json.loads(run("export", "--out", tmp_path / "b", "--json").stdout)
    assert document["rows"]["exposure.csv"] > 0


def test_json_is_one_document_that_no_terminal_acts_on() -> None:
    run("log", "twitch", "--site", "calf_left", "--note", "n\u00e4h")
    result = run("export", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["entries"]["twitch"][0]["note"] == "n\u00e4h"


def test_without_a_place_it_says_what_to_do() -> None:
    result = run("export")
    assert result.exit_code == 2
    assert "--out FOLDER" in result.stderr
