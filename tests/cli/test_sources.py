import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from untwitch.cli.main import build
from untwitch.sources.csv_table import CsvTable

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(build(), ["sources", *map(str, words)])


def test_formats_are_listed_for_people_and_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CsvTable, "unproven", True)
    shown = run("list").stdout
    assert "\napple_health 1\n  active_energy_kcal, " in f"\n{shown}"
    assert "csv_table 1, no real file seen yet: the first rows are shown before an import" in shown
    assert json.loads(run("list", "--json").stdout)["contract"] == "sources/1"


def test_a_file_is_tried_in_words() -> None:
    result = run("test", SAMPLES / "csv_table.csv", "--map", "Mood=ignore")
    assert result.exit_code == 1
    for words in (
        ": csv_table (table), 60 % sure\n",
        "  1 file(s): csv_table.csv\n",
        "    Coffee = caffeine_mg*95\n",
        "    Mood = ignore\n",
        "  first rows:\n",
        "  caffeine_mg: 3 rows",
        "  row 5, column Stress",
    ):
        assert words in result.stdout


def test_what_is_kept_apart_suggested_or_too_much_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CsvTable, "unproven", True)
    result = run("test", SAMPLES / "daylio.csv")
    assert result.exit_code == 0
    assert "no real file of this kind was seen yet" in result.stdout
    assert "perhaps: --map 'activity:tired'=tiredness" in result.stdout
    assert "kept apart: " in result.stdout
    path = tmp_path / "a.csv"
    path.write_text("date,steps\n" + "2026-03-01,many\n" * 15)
    assert "… 5 more problems" in run("test", path).stdout


def test_json_is_one_document() -> None:
    document = json.loads(run("test", SAMPLES / "apple_health.xml", "--json").stdout)
    assert document["recognised"][0]["format"] == "apple_health"
    assert document["recognised"][0]["sure"] == 1


def test_a_file_that_nobody_knows_ends_in_2(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a letter")
    result = run("test", tmp_path / "a.txt")
    assert result.exit_code == 2
    assert result.stdout == f"Not recognised: {tmp_path}/a.txt\n"
    assert run("test", tmp_path / "none").exit_code == 2
    assert "should be COLUMN=MEANING" in run("test", SAMPLES / "daylio.csv", "--map", "x").stderr
