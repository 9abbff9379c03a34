"""The door of `measure`."""

import json
import time
from pathlib import Path

import pytest
import typer
from tests.recordings.made_phone import write_phone
from typer.testing import CliRunner, Result

from untwitch.cli import measure as door
from untwitch.cli.measure import register

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phone")
    return write_phone(folder / "evening.csv", seconds=60.0, times_s=(20.0, 40.0), begin_ms=1_770_000_000_000)


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(APP, ["measure", *arguments], env={"UNTWITCH_HOME": str(home), "TZ": "UTC"})


def test_a_recording_is_told_in_words_and_nothing_is_kept_unasked(log_file: Path, tmp_path: Path) -> None:
    result = run(tmp_path / "home", str(log_file), "--site", "calf_left")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("evening.csv: movement of the skin (accelerometer), left calf")
    assert lines[-2].startswith("This is screening.")
    assert lines[-1] == "Nothing was kept. To keep it: --save"
    assert not (tmp_path / "home").exists()


def test_json_is_one_document_and_nothing_else(log_file: Path, tmp_path: Path) -> None:
    result = run(tmp_path / "home", str(log_file), "--json", "--save", "--note", "felt")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["contract"] == "measure/1"
    assert set(document) >= {
        "path", "sensor", "channels", "rate_hz", "duration_s", "analysed_s", "excluded", "count",
        "rate_per_min", "smallest_detectable", "twitches", "likely_sources_at_least", "minutes_needed",
        "problems",
    }  # fmt: skip
    assert document["kept"]["is_new"] is True


def test_what_is_kept_says_so_and_the_page_is_written(log_file: Path, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    result = run(tmp_path / "home", str(log_file), "--save", "--page", str(page))
    assert result.exit_code == 0, result.output
    assert "It is kept: " in result.stdout
    assert "Nothing was kept" not in result.stdout
    assert f"Written: {page}" in result.stderr
    assert "<svg" in page.read_text(encoding="utf-8")


def test_a_problem_of_the_file_ends_with_1_and_is_said(log_file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv"
    lines = log_file.read_text().splitlines(keepends=True)
    cut.write_text("".join([*lines[:3000], "x,x,x,x\n", *lines[3000:]]))
    result = run(tmp_path / "home", str(cut))
    assert result.exit_code == 1, result.output
    assert "cut.csv" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--page", "a.pdf"), "Try recording.html"),
        (("--site", "nowhere"), "body site 'nowhere' is not known"),
        (("--sensor", "ear"), "sensor is 'ear'"),
        (("--person", "Nobody"), "Nobody"),
        (("--unit", "parsec"), "parsec"),
        (("--rate", "-5"), "--rate is -5"),
        (("--at", "next year", "--save"), "next year"),
        (("--variable", "emg2", "--sensor", "emg"), "not the emg of --sensor"),
    ],
)
def test_wrong_use_is_one_sentence(
    log_file: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    result = run(tmp_path / "home", str(log_file), *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_how_far_it_is_is_told_on_stderr_at_most_once_a_second(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    tell = door._Teller()
    for at, done_s in ((100.5, 10.0), (101.2, 60.0), (101.9, 90.0), (102.3, 120.0)):
        now[0] = at
        tell(done_s, 150.0)
    captured = capsys.readouterr()
    assert captured.err == "1.0 of 2.5 minutes read\n2.0 of 2.5 minutes read\n"
    assert captured.out == ""
