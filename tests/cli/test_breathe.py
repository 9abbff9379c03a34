"""Slow breaths in the terminal: said, counted, and never faster than is good."""

import json

import pytest
from typer.testing import CliRunner, Result

from untwitch.cli.breathe import paced
from untwitch.cli.main import build


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build(), ["breathe", *arguments])


def test_where_nobody_watches_it_says_when_to_do_what() -> None:
    result = run("--minutes", "0.2")
    assert result.exit_code == 0
    assert "Stop if you feel dizzy" in result.stdout
    assert result.stdout.splitlines()[2:] == [
        "   0 s  breathe in for 4",
        "   4 s  breathe out for 6",
        "  10 s  breathe in for 4",
        "  14 s  breathe out for 6",
    ]


def test_a_way_and_a_time_are_taken_and_told_as_json() -> None:
    document = json.loads(run("sighing", "--minutes", "0.1", "--json").stdout)
    assert document["contract"] == "breathe/1"
    assert document["way"] == "sighing"
    assert [each["seconds"] for each in document["cues"]] == [3, 1, 8]


@pytest.mark.parametrize("wrong", [("fast",), ("4-6", "--minutes", "21"), ("4-6", "--minutes", "0")])
def test_no_other_way_and_no_longer_time(wrong: tuple[str, ...]) -> None:
    result = run(*wrong)
    assert result.exit_code == 2
    assert result.stderr.startswith("untwitch: ")


def test_every_second_is_counted_and_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    waited: list[float] = []
    paced([(0, "breathe in", 2), (2, "breathe out", 3)], wait=waited.append)
    assert sum(waited) == 5
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["Breathe", "in", "1", "2"],
        ["Breathe", "out", "1", "2", "3"],
    ]
