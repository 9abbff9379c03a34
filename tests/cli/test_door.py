"""Every door prints one document, and ends a refusal with one sentence."""

import errno
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from untwitch.cli import door
from untwitch.facts.refused import Refused


def test_the_home_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    session = door.session("Ada")
    assert (session.home, session.person_name) == (tmp_path, "Ada")
    assert abs(session.now.utc_ms - time.time() * 1000) < 60_000


def test_without_a_name_the_home_is_the_data_folder_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("UNTWITCH_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert door.session().home.name == "untwitch"


def test_the_zone_of_the_machine_is_taken_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    assert door.session().now.zone == "Europe/Amsterdam"


def test_a_zone_that_is_none_falls_back_to_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Mars/Olympus")
    assert door.session().now.zone != "Mars/Olympus"


def test_a_machine_that_names_no_zone_gives_its_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(_: Path) -> Path:
        raise OSError(errno.ENOENT, "no link")

    monkeypatch.setenv("TZ", "Mars/Olympus")
    monkeypatch.setattr(Path, "resolve", nowhere)
    assert door.session().now.zone[0] in "+-"


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    door.print_json({"words": "ü", "count": 1})
    out = capsys.readouterr()
    assert json.loads(out.out) == {"words": "ü", "count": 1}
    assert "ü" in out.out
    assert out.err == ""


def test_a_number_that_is_none_is_a_defect_not_an_answer() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        door.print_json({"rate": float("nan")})


def test_lines_are_said_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    door.say("one", "two")
    assert capsys.readouterr().out == "one\ntwo\n"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Refused("site 'calf' is not known"), "untwitch: site 'calf' is not known\n"),
        (FileNotFoundError(errno.ENOENT, "No such file", "x.zip"), "untwitch: x.zip: No such file\n"),
        (OSError("disk is gone"), "untwitch: disk is gone\n"),
    ],
)
def test_a_refusal_ends_with_one_sentence_and_code_2(
    error: Exception, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as end, door.refusals_as_sentences():
        raise error
    assert end.value.exit_code == door.EXIT_WRONG_USE
    assert capsys.readouterr().err == sentence


def test_a_defect_is_not_dressed_up_as_a_refusal() -> None:
    with pytest.raises(KeyError), door.refusals_as_sentences():
        raise KeyError("defect")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    script = (
        "import sys; from untwitch.cli.door import refusals_as_sentences, say\n"
        "with refusals_as_sentences():\n"
        "    for _ in range(100_000):\n        say('a line that fills the pipe')"
    )
    command = [sys.executable, "-c", script]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    said = child.stderr.read().decode()
    child.stderr.close()
    child.wait()
    assert "Broken pipe" not in said


def test_nothing_that_is_said_acts_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    door.say("a\x1b[2Jb")
    door.warn("c\x07d")
    door.print_json({"name": "e\x9b\u202e\udcff"})
    out = capsys.readouterr()
    assert out.out.startswith("a\ufffd[2Jb\n")
    assert out.err == "c\ufffdd\n"
    assert json.loads(out.out.split("\n", 1)[1]) == {"name": "e\x9b\u202e\udcff"}
    assert "\x9b" not in out.out


def test_a_word_without_end_is_cut_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    door.warn("site '" + "a" * 100_000 + "' is not known")
    assert capsys.readouterr().err == "site '" + "a" * 59 + "… is not known\n"


@pytest.mark.parametrize(("encoding", "wanted"), [("ascii", '["\\u00fc"]'), ("utf-8", '["ü"]')])
def test_a_document_can_be_printed_on_every_stdout(
    encoding: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert door.json_text(["ü"]) == wanted


def test_a_home_of_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", "~nobody_is_called_this/x")
    with pytest.raises(Refused, match="there is no such user here"):
        door.session()


def test_text_that_no_file_can_hold_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), door.refusals_as_sentences():
        "\udcff".encode()
    assert "cannot be kept" in capsys.readouterr().err
