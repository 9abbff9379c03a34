"""From the export of a food log to what is said of its days."""

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from untwitch.cli.main import build
from untwitch.facts.history import History
from untwitch.record.record import Record
from untwitch.timeline.build import build as build_timeline
from untwitch.timeline.food_day import food_days

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 3, 3)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return tmp_path


def brought_in(home: Path, name: str) -> History:
    result = CliRunner().invoke(build(), ["import", str(SAMPLES / name), "--yes", "--json"])
    assert {each["format"] for each in json.loads(result.stdout)["runs"]} == {Path(name).stem}
    with Record.open(home / "untwitch.sqlite", now_ms=1_795_341_600_000, device="test") as record:
        return record.history(record.person().person_id)


def test_a_day_with_foods_of_unknown_content_reads_at_least(home: Path) -> None:
    history = brought_in(home, "cronometer")
    magnesium = food_days(history, "magnesium_mg", first_day=FIRST, last_day=LAST)
    assert [day.words() for day in magnesium.values()] == ["at least 118 mg (2 foods unknown)", "310 mg"]
    potassium = food_days(history, "potassium_mg", first_day=FIRST, last_day=LAST)
    assert {day: found.words() for day, found in potassium.items()} == {
        FIRST: "at least 965 mg (1 food unknown)"
    }


def test_the_sums_of_a_day_are_not_added_to_its_foods(home: Path) -> None:
    timeline, problems = build_timeline(brought_in(home, "cronometer"), first_day=FIRST, last_day=LAST)
    assert problems == ()
    assert timeline.columns["caffeine_mg"].tolist() == [95, 190]
    assert timeline.columns["magnesium_mg"].tolist() == [pytest.approx(117.6), 310.5]
    assert timeline.columns["magnesium_supplement_mg"].tolist()[0] == 200


def test_the_hour_of_a_coffee_comes_from_its_clock_and_from_no_name_of_a_meal(home: Path) -> None:
    timeline, _ = build_timeline(brought_in(home, "cronometer"), first_day=FIRST, last_day=FIRST)
    assert timeline.columns["caffeine_mean_hour"].tolist() == [8.25]


def test_a_meal_whose_potassium_is_written_zero_is_unknown(home: Path) -> None:
    history = brought_in(home, "myfitnesspal.csv")
    day = dt.date(2026, 9, 28)
    found = food_days(history, "potassium_mg", first_day=day, last_day=day)
    assert found[day].words() == "at least 1350 mg (1 food unknown)"
