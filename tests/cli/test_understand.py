"""The door of `understand`."""

import json

import typer
from typer.testing import CliRunner

from untwitch.cli.understand import register

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


def ran(*arguments: str) -> str:
    result = CliRunner().invoke(APP, ["understand", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_is_readable_before_any_question() -> None:
    assert ran().startswith("What it is\n")


def test_sources_more_and_json_are_asked_for_by_name() -> None:
    assert "nhs_twitching" in ran("--sources")
    assert "180 people" in ran("--more")
    assert json.loads(ran("--json"))["contract"] == "understand/1"
    assert len(json.loads(ran("--json", "--more"))["sections"]) == 7
