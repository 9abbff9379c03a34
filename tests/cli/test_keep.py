import json
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from untwitch.cli import keep
from untwitch.cli.main import build

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return tmp_path / "home"


def run(*words: str | Path, said: str | None = None) -> Result:
    return CliRunner().invoke(build(), [str(each) for each in words], input=said)


def test_a_copy_is_made_and_what_is_kept_is_said(tmp_path: Path) -> None:
    run("log", "coffee")
    result = run("backup")
    assert result.exit_code == 0
    assert "MB) is the record as it is now" in result.stdout
    assert "the newest 10 are kept; beside them 3 made before an import" in result.stdout
    document = json.loads(run("backup", "--out", tmp_path / "disk", "--json").stdout)
    assert document["contract"] == "backup/1"
    assert document["backups"][0]["path"].startswith(str(tmp_path / "disk"))


def test_copies_are_listed_and_one_is_brought_back(home: Path) -> None:
    assert run("restore").stdout == "There is no copy yet: untwitch backup\n"
    run("log", "twitch", "--site", "calf_left")
    run("backup")
    name = json.loads(run("restore", "--json").stdout)["backups"][0]["path"].rpartition("/")[2]
    assert f"{name}, 0." in run("restore").stdout
    asked = run("restore", name)
    assert asked.exit_code == 2
    assert "say --yes" in asked.stderr
    result = run("restore", name, "--yes")
    assert result.exit_code == 0
    assert "rows, each compared." in result.stdout
    assert "What was there before is in" in result.stdout
    assert json.loads(run("restore", name, "--yes", "--json").stdout)["contract"] == "restore/1"
    with (home / "backups" / name).open("ab") as file:
        file.write(b"x")
    assert f"{name}, 0." in run("restore").stdout
    assert "CHANGED since it was written" in run("restore").stdout
    assert run("restore", name, "--yes").exit_code == 2


def test_a_record_that_is_gone_comes_back(home: Path) -> None:
    run("log", "coffee")
    run("backup")
    (home / "untwitch.sqlite").unlink()
    name = next(each.name for each in (home / "backups").glob("*.sqlite"))
    assert "What was there before" not in run("restore", name, "--yes").stdout


@pytest.mark.parametrize(
    "words", [[], ["--everything", "--person", "me"], ["--everything", "--kind", "twitch"]]
)
def test_what_to_erase_must_be_said(words: list[str]) -> None:
    result = run("erase", *words, "--yes")
    assert result.exit_code == 2
    assert "say what: --everything, --person NAME, or --kind KIND" in result.stderr


def test_a_kind_is_erased_after_a_yes(home: Path) -> None:
    run("log", "twitch", "--site", "calf_left")
    run("backup")
    assert "there is no kind 'twitches'" in run("erase", "--kind", "twitches", "--yes").stderr
    asked = run("erase", "--kind", "twitch")
    assert asked.exit_code == 2
    assert "This erases twitch and 1 copies of the record for good" in asked.stderr
    assert "untwitch export --out FILE.zip" in asked.stderr
    kept = run("erase", "--kind", "twitch", "--keep-backups", "--yes")
    assert "twitch is erased: 1 rows are gone and overwritten." in kept.stdout
    assert f"1 copies still hold it, in {home}/backups." in kept.stdout
    result = run("erase", "--person", "me", "--yes")
    assert "with 1 copies of the record" in result.stdout
    assert "is not reached by this" in result.stdout
    document = json.loads(run("erase", "--everything", "--yes", "--json").stdout)
    assert document["erased"] == "everything"
    assert list(home.iterdir()) == []


def test_a_person_at_a_terminal_is_asked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("log", "twitch", "--site", "calf_left")

    class _Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", _Terminal())
    answers = iter([False, True])

    def confirm(words: str, *, default: bool, abort: bool) -> None:
        assert (words, default, abort) == ("Is that what you want?", False, True)
        if not next(answers):
            raise typer.Abort

    monkeypatch.setattr(typer, "confirm", confirm)
    with pytest.raises(typer.Abort):
        keep._sure("This erases everything", yes=False)
    keep._sure("This erases everything", yes=False)
