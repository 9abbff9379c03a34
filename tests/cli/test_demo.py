"""The door of `demo`."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner, Result

from untwitch.cli.demo import print_page, register

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


def run(tmp_path: Path, *arguments: str, **env: str) -> Result:
    given = {"UNTWITCH_HOME": str(tmp_path / "real"), "COLUMNS": "80"} | env
    return CliRunner().invoke(APP, ["demo", *arguments], env=given)


def test_the_page_shows_the_whole_path_and_calls_it_simulated(tmp_path: Path) -> None:
    result = run(tmp_path, "--seed", "4", "--days", "40", "--keep", str(tmp_path / "kept"))
    assert result.exit_code == 0, result.output
    for words in ("A made-up person: seed 4, 40 days", "Simulated from end to end", "Twitches per day",
                  "The six reasons", "Truth", "For right now", "See somebody if you notice",
                  str(tmp_path / "kept" / "report.html"), "untwitch demo --seed 5",
                  "No clinician has reviewed this."):  # fmt: skip
        assert words in result.stdout, words
    for name in ("Stress", "Overworked muscles", "Too little sleep", "Minerals in food", "Caffeine",
                 "Too little to drink"):  # fmt: skip
        assert f"\n{name} " in result.stdout
    paths = str(tmp_path)
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if paths not in line)
    assert not any(line.endswith(" ") for line in result.stdout.splitlines())
    assert "\x1b" not in result.stdout
    assert not (tmp_path / "real").exists()


def test_json_is_one_document(tmp_path: Path) -> None:
    result = run(tmp_path, "--days", "5", "--json", "--keep", str(tmp_path / "kept"))
    document = json.loads(result.stdout)
    assert (document["contract"], document["simulated"], document["days"]) == ("demo/1", True, 5)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--days", "0"), "days is 0"),
        (("--seed", "-1"), "seed is -1"),
        (("--keep", "/dev/null"), "not empty"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    result = run(tmp_path, *options)
    assert result.exit_code == 2
    assert words in result.stderr


def found(**other: Any) -> SimpleNamespace:
    cause = SimpleNamespace(
        words="Caffeine", rung="goes with your twitches", ratio="100 mg more: 1.3 times as many",
        truth_words="1.45", line=lambda *, columns, ascii_only: ("=" if ascii_only else "━") * columns,
    )  # fmt: skip
    given: dict[str, Any] = {
        "seed": 1, "days": 90, "course": "", "causes": (cause,), "report": "/a/report.html", "home": None,
        "plan": (("First", ("1. Something",)), ("", ("Notice",))), "seconds": 1.0,
        "chart": lambda *, columns, ascii_only: ("#" * columns if ascii_only else "█" * columns,),
    }  # fmt: skip
    return SimpleNamespace(**(given | other))


def printed(width: int, *, ascii_only: bool, **other: Any) -> str:
    page = Console(width=width, file=io.StringIO(), force_terminal=False)
    print_page(page, found(**other), ascii_only=ascii_only)
    text: str = page.file.getvalue()  # type: ignore[attr-defined]
    return text


def test_a_plain_terminal_gets_plain_ascii() -> None:
    assert printed(80, ascii_only=True).isascii()
    assert "━" in printed(80, ascii_only=False)


@pytest.mark.parametrize("width", [40, 64, 80])
def test_every_width_holds(width: int) -> None:
    text = printed(width, ascii_only=False, course="So it went.")
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    assert "So it went." in text


def test_only_findings_are_said_as_a_sentence_and_a_kept_record_is_named() -> None:
    text = printed(80, ascii_only=False, home="/a")
    assert "Caffeine. 100 mg more: 1.3 times as many." in text
    assert "The made-up record lies in /a" in text
    assert "lies in" not in printed(80, ascii_only=False)
    quiet = SimpleNamespace(
        words="Sleep", rung="no sign of it", ratio="1 h less", truth_words="none",
        line=lambda *, columns, **_: "-" * columns,
    )  # fmt: skip
    assert "1 h less" not in printed(80, ascii_only=False, causes=(quiet,))
