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
