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

from untwitch.sources.macrofactor import SOURCE

SAMPLE = SAMPLES / "macrofactor.csv"


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "magnesium_mg") == [29.4, 48]
    assert values(items, "calcium_mg") == [296, 1.2]
    assert values(items, "potassium_mg") == [380, 69]
    assert values(items, "caffeine_mg") == [126]
    assert values(items, "total_water_ml") == [215, 58.7]
    assert values(items, "alcohol_g") == [0, 0]
    assert spans(items, "caffeine_mg") == ["2026-10-01 13:05"]


def test_a_blank_is_not_tracked_and_not_zero() -> None:
    items = read(SOURCE, SAMPLE)
    some_time = "2026-10-01 04:00 to 2026-10-01 23:00"
    assert spans(items, "caffeine_unknown_foods") == ["2026-10-01 07:30", some_time]
    assert spans(items, "magnesium_unknown_foods") == [some_time]


def test_a_comma_in_a_quoted_header_moves_no_column() -> None:
    assert quarantined(read(SOURCE, SAMPLE)) == {"other nutrients": 3}


def test_a_time_that_is_none_leaves_its_row_out() -> None:
    items = read(SOURCE, SAMPLE)
    assert [each.where for each in problems(items)] == ["row 5"]
    assert skipped(items, "magnesium_mg") == {"time cannot be read": 1}


def test_a_mark_at_the_begin_and_a_log_without_times_change_nothing(tmp_path: Path) -> None:
    text = "\ufeffDate,Food Name,Serving Size,Calories (kcal),Magnesium (mg)\n2026-10-01,Oats,cup,150,60\n"
    assert claims(SOURCE, tmp_path, text) == 0.95
    items = read_text(SOURCE, tmp_path, text)
    assert values(items, "magnesium_mg") == [60]
    assert spans(items, "magnesium_mg") == ["2026-10-01 04:00 to 2026-10-01 23:00"]


@pytest.mark.parametrize("missing", ["Date", "Food Name", "Serving Size", "Calories (kcal)"])
def test_it_is_known_by_its_header(tmp_path: Path, missing: str) -> None:
    header = "Date,Time,Food Name,Serving Size,Calories (kcal),Magnesium (mg)\n"
    assert claims(SOURCE, tmp_path, header) == 0.95
    assert claims(SOURCE, tmp_path, header.replace(missing, "x")) == 0
