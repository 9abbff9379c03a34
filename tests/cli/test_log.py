"""The door of `log`: options reach the action, refusals are one sentence and exit code 2."""

import gc
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from untwitch.cli.log import register

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    return tmp_path


def ran(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(APP, ["log", *arguments])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


def document(*arguments: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(ran(*arguments, "--json"))
    return loaded


def entry(*arguments: str) -> dict[str, object]:
    entries = document(*arguments)["entries"]
    assert isinstance(entries, list)
    first: dict[str, object] = entries[0]
    return first


def test_one_line_logs_one_thing() -> None:
    assert ran("evening", "few", "--for", "10h").startswith("logged: 1 to 3 twitches")
    assert ran("dark", "chocolate").startswith("logged: dark chocolate")


def test_every_option_reaches_what_is_kept() -> None:
    options = ["--site", "calf_left", "--note", "n", "--for", "30s", "--strength", "3", "--bother", "4"]
    twitch = entry("twitch", "--at", "yesterday 18:00", *options)
    wanted = {"site": "calf_left", "note": "n", "duration_s": 30.0, "strength_0_10": 3.0, "bother_0_10": 4.0}
    assert {name: twitch[name] for name in wanted} == wanted
    assert "T18:00:00" in str(twitch["start"])
    assert entry("evening", "few", "--minutes", "12", "--at", "yesterday")["twitch_min"] == 12
    assert entry("workout", "10", "--effort", "5")["value"] == 50
    medicine = entry(
        "medicine", "X", "--started", "2020-01-01", "--changed", "2020-02-01", "--stopped", "2020-03-01"
    )
    assert [medicine[f"{name}_day"] for name in ("started", "dose_changed", "stopped")] == [
        "2020-01-01", "2020-02-01", "2020-03-01",
    ]  # fmt: skip
    stay = entry("stay", "UTC", "--from", "2020-01-01", "--to", "2020-02-01")
    assert (stay["from_day"], stay["to_day"]) == ("2020-01-01", "2020-02-01")


def test_undo_takes_back_the_last_line_and_stands_alone() -> None:
    ran("stress", "7")
    assert ran("--undo").startswith("taken back: stress_0_10 7")
    assert "--undo stands alone" in ran("stress", "7", "--undo", code=2)


def test_another_person_is_named() -> None:
    assert "nobody" in ran("stress", "7", "--person", "Nobody", code=2).lower()


def test_a_refusal_is_one_sentence_on_stderr() -> None:
    told = ran("cofee", code=2)
    assert told.startswith("untwitch: cannot log 'cofee'; nearest: coffee")
    assert told.count("\n") == 1


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_the_collector_is_as_it_was_after_a_line_also_after_a_refusal(on: object) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        ran("stress", "7")
        ran("cofee", code=2)
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_nothing_at_all_says_how_to_begin() -> None:
    assert "untwitch log evening few" in ran(code=2)


def test_a_number_below_zero_is_a_number_and_no_option() -> None:
    assert entry("air", "temperature", "-5")["value"] == -5
    assert entry("air", "temperature", "-5.5C")["value"] == -5.5
    assert "steps of -5 count is not believable" in ran("steps", "-5", code=2)
    assert "strength_0_10 is -1" in ran("twitch", "--strength", "-1", code=2)


@pytest.mark.parametrize("option", [("--site", "calf_left"), ("--note", "n"), ("--from", "2020-01-01")])
def test_undo_drops_no_option_without_a_word(option: tuple[str, str]) -> None:
    ran("stress", "7")
    assert "--undo stands alone" in ran("--undo", *option, code=2)
    assert ran("--undo").startswith("taken back: stress_0_10 7")
