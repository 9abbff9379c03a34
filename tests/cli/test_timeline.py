"""The door of `timeline`."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from untwitch.cli.door import session
from untwitch.cli.timeline import register
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.watch import Watch
from untwitch.record.record import Record

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


@pytest.fixture(autouse=True)
def record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    here = session()
    start, end = (Instant(1_770_000_000_000 + add, "UTC", "stay") for add in (0, 3_600_000))
    with Record.open(here.record_path, now_ms=here.now.utc_ms, device="test") as kept:
        kept.add(kept.person(None).person_id, [Watch(new_id(), start, end, twitches_low=2, twitches_high=2)])


def ran(*arguments: str | Path) -> Result:
    return CliRunner().invoke(APP, ["timeline", *map(str, arguments)])


def test_the_table_is_printed_as_it_is_read() -> None:
    result = ran()
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("start,twitches")
    assert result.stdout.splitlines()[1].startswith("2026-02-02,2")


def test_the_table_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert ran("--csv", path).stdout == f"1 rows are in {path}.\n"
    assert path.read_text() == ran().stdout
    assert json.loads(ran("--csv", path, "--json").stdout)["rows"][0]["twitches"] == 2


def test_short_rows_and_sites_are_passed_on() -> None:
    document = json.loads(ran("--json", "--row-h", "6", "--site", "calf_left").stdout)
    assert document["row_h"] == 6
    assert ran("--row-h", "7").exit_code == 2
    assert ran("--person", "Ada").exit_code == 2


def test_what_could_not_be_used_is_said_on_stderr() -> None:
    here = session()
    start, end = (Instant(1_770_000_000_000 + add, "UTC", "stay") for add in (0, 3_600_000))
    with Record.open(here.record_path, now_ms=here.now.utc_ms, device="test") as kept:
        both = [
            Watch(new_id(), start, end, instrument=name, twitches_low=1, twitches_high=1)
            for name in ("emg", "phone")
        ]
        kept.add(kept.person(None).person_id, both)
    result = ran("--json")
    assert result.exit_code == 1
    assert "emg" in result.stderr or "phone" in result.stderr
    assert json.loads(result.stdout)["problems"]
