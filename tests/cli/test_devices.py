import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from untwitch.actions import devices
from untwitch.actions.session import Session
from untwitch.cli.main import build
from untwitch.facts.instant import Instant


@pytest.fixture(autouse=True)
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    return Session(home=tmp_path, now=Instant(1_700_000_000_000, "UTC", "guess"))


def run(*words: str) -> Result:
    return CliRunner().invoke(build(), ["devices", *words])


def test_without_a_browser_the_list_says_how_to_pair_one() -> None:
    assert "untwitch serve" in run("list").stdout
    assert json.loads(run("list", "--json").stdout) == {"contract": "devices/1", "devices": []}


def test_browsers_are_listed_and_taken_off(session: Session) -> None:
    device, _ = devices.pair(session, "iPhone, Safari")
    assert "iPhone, Safari, paired 2023-11-1" in run("list").stdout
    (told,) = json.loads(run("list", "--json").stdout)["devices"]
    assert told["paired"] == "2023-11-14T22:13:20+00:00"
    assert run("revoke", device.device_id).stdout.startswith("Taken off")
    again = run("revoke", device.device_id, "--json")
    assert again.exit_code == 2
    assert "no browser" in again.stderr


def test_taking_off_speaks_json(session: Session) -> None:
    device, _ = devices.pair(session, "a")
    said = json.loads(run("revoke", device.device_id, "--json").stdout)
    assert said == {"contract": "devices/1", "revoked": device.device_id}
