from pathlib import Path

import pytest
from tests.sources.reading import (
    SAMPLES,
    claims,
    problems,
    quarantined,
    read,
    read_text,
    skipped,
    spans,
    values,
)

from untwitch.facts.problem import Quarantined
from untwitch.sources.myfitnesspal import SOURCE

SAMPLE = SAMPLES / "myfitnesspal.csv"
HEADER = "Date,Meal,Calories,Potassium,Calcium\n"


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "potassium_mg") == [300, 1050, 180, 820]
    assert spans(items, "potassium_mg") == [
        "2026-09-28 04:00 to 2026-09-28 11:00",
        "2026-09-28 16:00 to 2026-09-28 23:00",
        "2026-09-29 04:00 to 2026-09-29 23:00",
        "2026-09-30 11:00 to 2026-09-30 16:00",
    ]
    assert [each.where for each in problems(items)] == ["row 9"]


def test_it_names_no_magnesium_caffeine_or_water() -> None:
    assert not SOURCE.measures & {"magnesium_mg", "caffeine_mg", "water_ml", "total_water_ml"}


def test_a_zero_is_what_the_app_writes_for_unknown() -> None:
    items = read(SOURCE, SAMPLE)
    assert spans(items, "potassium_unknown_foods") == [
        "2026-09-28 11:00 to 2026-09-28 16:00",
        "2026-09-29 04:00 to 2026-09-29 11:00",
    ]


def test_calcium_in_percent_of_an_unsaid_daily_value_stays_so() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "calcium_mg") == []
    (kept,) = (each for each in items if isinstance(each, Quarantined) and each.kind == "Calcium")
    assert (kept.unit, kept.count) == ("% DV", 5)


@pytest.mark.parametrize("row", ["Totals,,2250,1350,45", "TOTAL:,,1,1,1", "2026-09-28,Totals,1,1,1"])
def test_a_row_of_totals_would_double_the_day_and_is_left_out(tmp_path: Path, row: str) -> None:
    items = read_text(SOURCE, tmp_path, f"{HEADER}2026-09-28,Lunch,700,500,10\n{row}\n")
    assert values(items, "potassium_mg") == [500]
    assert skipped(items, "potassium_mg") == {"a row of totals": 1}
    assert quarantined(items)["a row of totals"] == 1


def test_months_may_come_first(tmp_path: Path) -> None:
    items = read_text(SOURCE, tmp_path, f"{HEADER}6/28/2011,Breakfast,415,1050,55\nTotals,,415,1050,55\n")
    assert spans(items, "potassium_mg") == ["2011-06-28 04:00 to 2011-06-28 11:00"]


def test_exercises_are_known_and_kept_apart(tmp_path: Path) -> None:
    text = "Date,Exercise,Type,Exercise Calories,Exercise Minutes,Steps\n2026-01-05,Run,Cardio,300,30,4000\n"
    assert claims(SOURCE, tmp_path, text) == 0.95
    assert quarantined(read_text(SOURCE, tmp_path, text)) == {"exercise": 1}


@pytest.mark.parametrize(
    ("header", "score"),
    [
        ("Date,Meal,Calories,Potassium", 0.95),
        ("Date,Meal,Energy,Cholesterol", 0.95),
        ("Date,Meal,Calories,Calcium", 0.95),
        ("Date,Meal,Calories", 0),
        ("Date,Meal,Potassium", 0),
        ("Date,Weight", 0),
    ],
)
def test_it_is_known_by_its_header(tmp_path: Path, header: str, score: float) -> None:
    assert claims(SOURCE, tmp_path, f"{header}\n") == score
