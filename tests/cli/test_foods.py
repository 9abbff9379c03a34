import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from untwitch.cli.main import build


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(build(), [str(each) for each in words])


def test_a_table_is_loaded_looked_into_and_used(tmp_path: Path) -> None:
    assert "no table of foods is loaded yet" in run("foods", "find", "kohlrabi").stderr
    path = tmp_path / "foods.csv"
    path.write_text('name,magnesium_mg,portion,portion_g\n"Kohlrabi, raw",40,1 cup,50\n')
    assert run("foods", "load", path).stdout == "1 foods are loaded; `untwitch log NAME` knows them now.\n"
    assert json.loads(run("foods", "load", path, "--json").stdout)["foods"] == 1
    assert run("foods", "find", "kohlrabi").stdout == "Kohlrabi, raw, 1 cup: magnesium 20 mg\n"
    found = json.loads(run("foods", "find", "kohlrabi", "--json").stdout)
    assert found[0]["amounts"]["caffeine_mg"] is None
    assert "No loaded food has all these words" in run("foods", "find", "leek").stdout
    assert "logged: Kohlrabi, raw, 1 cup: magnesium 20 mg" in run("log", "kohlrabi").stdout
    assert run("foods", "load", tmp_path / "none.csv").exit_code == 2
