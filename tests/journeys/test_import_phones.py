"""Exports of phones and watches through the command, into the record and back."""

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from untwitch.cli.main import build
from untwitch.record.record import Record

SAMPLES = Path(__file__).parents[1] / "sources" / "samples"
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TZ", "Europe/Berlin")

    def import_json(home: Path, *words: object) -> tuple[int, dict[str, Any]]:
        monkeypatch.setenv("UNTWITCH_HOME", str(home))
        result = CliRunner().invoke(build(), ["import", *map(str, words), "--json"])
        return result.exit_code, json.loads(result.stdout)

    return import_json


def facts(home: Path) -> list[tuple[str, int, int, float, str]]:
    with Record.open(home / "untwitch.sqlite", now_ms=1_795_341_600_000, device="test") as record:
        history = record.history(record.person().person_id)
    return sorted(
        (each.measure, row.start_ms, row.end_ms, row.value, row.app)
        for each in history.batches
        for row in each.rows()
    )


def night(day: int) -> dict[str, Any]:
    ends = f"2026-03-{day:02}T07:00:00.000"
    start = f"2026-03-{day - 1:02}T23:00:00.000"
    return {
        "logId": day,
        "dateOfSleep": ends[:10],
        "startTime": start,
        "endTime": ends,
        "minutesAsleep": 400 + day,
    }


def minute(number: int) -> dict[str, str]:
    clock = f"03/{2 + number // 100:02}/26 {8 + number % 100 // 60:02}:{number % 60:02}:00"
    return {"dateTime": clock, "value": str(1 + number % 7)}


def takeout(path: Path, *, days: range, minutes: range) -> Path:
    folder = "Takeout/Fitbit/Global Export Data"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{folder}/sleep-2026-03-01.json", json.dumps([night(each) for each in days]))
        archive.writestr(f"{folder}/steps-2026-03-01.json", json.dumps([minute(each) for each in minutes]))
    return path


def test_overlapping_exports_in_any_order_and_again_give_the_same_facts(run: Run, tmp_path: Path) -> None:
    whole = takeout(tmp_path / "whole.zip", days=range(2, 20), minutes=range(300))
    run(tmp_path / "once", whole)
    expected = facts(tmp_path / "once")
    assert len(expected) == 18 + 300
    parts = [
        takeout(tmp_path / f"part{number}.zip", days=days, minutes=minutes)
        for number, (days, minutes) in enumerate(
            ((range(2, 9), range(120)), (range(7, 15), range(100, 220)), (range(14, 20), range(200, 300)))
        )
    ]
    for seed in range(3):
        home = tmp_path / f"home{seed}"
        order = [*parts, *random.Random(seed).choices([*parts, whole], k=2)]
        random.Random(seed).shuffle(order)
        for path in order:
            run(home, path)
        assert facts(home) == expected


def test_a_database_imported_twice_adds_nothing(run: Run, tmp_path: Path) -> None:
    home, path = tmp_path / "home", SAMPLES / "health_connect.sqlite"
    code, document = run(home, path)
    assert code == 1  # one row ends before it begins
    first = facts(home)
    assert len(first) == sum(each["taken"] for each in document["runs"][0]["measures"].values()) > 10
    _, document = run(home, path)
    assert all(each["taken"] == 0 for each in document["runs"][0]["measures"].values())
    assert facts(home) == first


@pytest.mark.parametrize("name", ["oura", "whoop", "google_fit", "samsung_health"])
def test_a_format_that_no_real_file_has_proven_is_kept_only_when_a_person_has_looked(
    run: Run, tmp_path: Path, name: str
) -> None:
    run(tmp_path / "home", SAMPLES / name)
    assert not (tmp_path / "home" / "untwitch.sqlite").exists() or facts(tmp_path / "home") == []
    _, document = run(tmp_path / "home", SAMPLES / name, "--yes")
    assert document["runs"][0]["format"] == name
    assert len(facts(tmp_path / "home")) > 5
