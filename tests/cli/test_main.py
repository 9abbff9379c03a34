"""The command knows its verbs and explains itself."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from untwitch.cli import main

DOORS = Path(main.__file__).parent


def test_every_door_is_registered() -> None:
    files = {path.stem for path in DOORS.glob("*.py")} - {"__init__", "main", "door"}
    assert files == set(main.VERBS)


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
