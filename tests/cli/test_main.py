"""The command knows its verbs and explains itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from untwitch.cli import main

DOORS = Path(main.__file__).parent


def test_every_door_is_registered() -> None:
    doors = {path.stem for path in DOORS.glob("*.py") if "def register(" in path.read_text(encoding="utf-8")}
    assert doors == set(main.VERBS)


def test_without_a_verb_the_help_is_shown() -> None:
    shown = CliRunner().invoke(main.build(), [])
    assert "what takes the edge off" in " ".join(shown.output.split())


def test_the_version_can_be_asked() -> None:
    shown = CliRunner().invoke(main.build(), ["--version"])
    assert shown.exit_code == 0
    assert shown.output.startswith("untwitch 0.")


@pytest.mark.parametrize("arguments", [["dance"], ["--dance"]])
def test_a_wrong_verb_or_option_ends_with_code_2_and_no_traceback(arguments: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "untwitch", *arguments], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("given", "kept"), [(None, "1"), ("4", "4")])
def test_linear_algebra_runs_on_one_thread_unless_told_otherwise(given: str | None, kept: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    if given:
        environment["OPENBLAS_NUM_THREADS"] = given
    script = (
        "import os, sys; sys.argv = ['untwitch', '--version']\n"
        "from untwitch.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n    print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == kept


@pytest.mark.parametrize("closed", ["stdout", "stderr", "neither"])
def test_what_cannot_be_printed_is_no_traceback(closed: str, tmp_path: Path) -> None:
    redirect = {"stdout": ">&-", "stderr": "2>&-", "neither": ""}[closed]
    for words in ("understand --json", "understand", "demo --days 1", "log coffee --note $'\\xff'"):
        run = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m untwitch {words} {redirect}"],
            env={**os.environ, "UNTWITCH_HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in run.stderr
        assert run.returncode == (2 if "coffee" in words else 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("chek", "untwitch: no such command 'chek'. Did you mean 'check'?"),
        ("dance", "untwitch: no such command 'dance'; untwitch --help says what there is"),
        ("--dance", "untwitch: no such option: --dance; untwitch --help says what there is"),
        ("check --dance", "untwitch: no such option: --dance; untwitch check --help says what there is"),
        ("report", "untwitch: missing option '--out'; untwitch report --help says what there is"),
        ("import", "untwitch: missing argument 'PATH...'; untwitch import --help says what there is"),
        ("imports undo", "untwitch: missing argument 'ID'; untwitch imports undo --help says what there is"),
        (
            "check --facts",
            "untwitch: option '--facts' requires an argument; untwitch check --help says what there is",
        ),
        (
            "--version=3",
            "untwitch: option '--version' does not take a value; untwitch --help says what there is",
        ),
        (
            "check one",
            "untwitch: got unexpected extra argument (one); untwitch check --help says what there is",
        ),
    ],
)
def test_a_call_that_is_typed_wrongly_is_one_sentence(words: str, sentence: str) -> None:
    ended = CliRunner().invoke(main.build(), words.split())
    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert ended.stderr == f"{sentence}\n"


def test_no_verb_accepts_an_option_that_it_does_not_know() -> None:
    for verb in ("demo", "understand", "check", "log", "import", "timeline", "explain", "plan", "doctor"):
        ended = CliRunner().invoke(main.build(), [verb, "--no-such-option"])
        assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
        assert ended.stderr.startswith("untwitch: no such option: --no-such-option")


def test_a_number_that_is_none_is_said_with_its_option() -> None:
    ended = CliRunner().invoke(main.build(), ["demo", "--days", "many"])
    assert ended.exit_code == 2
    assert ended.stderr.startswith("untwitch: invalid value for '--days': ")


@pytest.mark.parametrize(("words", "shown"), [("", "understand"), ("imports", "undo")])
def test_giving_nothing_shows_the_help(words: str, shown: str) -> None:
    ended = CliRunner().invoke(main.build(), words.split())
    assert shown in ended.stdout
    assert ended.stderr == ""


def test_what_an_error_holds_cannot_act_on_the_terminal() -> None:
    ended = CliRunner().invoke(main.build(), ["check", "--\x1b[31mred"])
    assert ended.exit_code == 2
    assert "\x1b" not in ended.stderr
