"""The door of `plan`."""

import json
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from untwitch.cli.plan import columns_here, plan_lines, register

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


def ran(home: Path, *arguments: str) -> str:
    result = CliRunner().invoke(APP, ["plan", *arguments], env={"UNTWITCH_HOME": str(home), "COLUMNS": "60"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_an_empty_record_is_told_what_to_do_first(tmp_path: Path) -> None:
    said = ran(tmp_path)
    assert said.startswith("First\n  - ")
    for words in ("untwitch check", "For right now", "No clinician has reviewed this."):
        assert words in said
    assert all(len(line) <= 60 for line in said.splitlines())


def test_json_is_one_document(tmp_path: Path) -> None:
    assert json.loads(ran(tmp_path, "--json"))["contract"] == "plan/1"


def test_an_unknown_person_is_one_sentence(tmp_path: Path) -> None:
    ran(tmp_path)
    env = {"UNTWITCH_HOME": str(tmp_path)}
    result = CliRunner().invoke(APP, ["plan", "--person", "nobody"], env=env)
    assert result.exit_code == 2
    assert "nobody" in result.stderr


@pytest.mark.parametrize(("here", "used"), [("20", 40), ("64", 64), ("200", 80)])
def test_lines_are_as_wide_as_the_terminal_within_reason(
    monkeypatch: pytest.MonkeyPatch, here: str, used: int
) -> None:
    monkeypatch.setenv("COLUMNS", here)
    assert columns_here() == used


def test_titles_steps_and_the_notice_are_laid_out() -> None:
    parts = (("A", ("one two three", "1. four")), ("B", ("x",)), ("", ("notice",)))
    assert plan_lines(parts, columns=12) == [
        "A", "  - one two", "    three", "  1. four", "", "B", "  - x", "", "notice",
    ]  # fmt: skip


@given(
    st.lists(st.tuples(st.text("ab ", max_size=9), st.lists(st.text("ab c1", max_size=80)))),
    st.integers(40, 80),
)
def test_no_line_is_too_wide(parts: list[tuple[str, list[str]]], columns: int) -> None:
    assert all(len(line) <= columns for line in plan_lines(parts, columns=columns))
