from pathlib import Path

import pytest
from tests.sources.reading import (
    SAMPLES,
    claims,
    problems,
    quarantined,
    read,
    read_text,
    rows,
    seen,
    skipped,
    spans,
    values,
)

from untwitch.facts.problem import Quarantined
from untwitch.sources.cronometer import SOURCE

SERVINGS, DAYS = SAMPLES / "cronometer" / "servings.csv", SAMPLES / "cronometer" / "dailysummary.csv"
HEADER = "Day,Time,Group,Food Name,Amount,Energy (kcal),Magnesium (mg),Water (g),Category\n"


def test_the_sample_of_servings_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SERVINGS)
    assert values(items, "magnesium_mg") == [110.4, 7.2]
    assert values(items, "potassium_mg") == [289.6, 117.6, 558]
    assert values(items, "calcium_mg") == [41.6, 4.8, 99]
    assert values(items, "caffeine_mg") == [0, 95, 0]
    assert values(items, "total_water_ml") == [8.6, 238.6, 91.4]
    assert values(items, "alcohol_g") == [0, 0, 0]
    assert spans(items, "caffeine_mg") == ["2026-03-02 08:15", "2026-03-02 08:15", "2026-03-02 18:30"]
    assert [each.where for each in problems(items)] == ["row 5, column Magnesium (mg)", "row 7"]
    assert seen(items, "magnesium_mg") == 4
    assert skipped(items, "magnesium_mg") == {"cannot be used": 1, "time cannot be read": 1}
    assert {row.app for row in rows(items, "caffeine_mg")} == {"Cronometer"}


def test_a_food_without_a_figure_is_counted_as_one_and_never_as_zero() -> None:
    items = read(SOURCE, SERVINGS)
    bread = "2026-03-02 11:00 to 2026-03-02 16:00"
    for name in ("potassium", "calcium", "caffeine", "total_water"):
        assert spans(items, f"{name}_unknown_foods") == [bread]
        assert values(items, f"{name}_unknown_foods") == [1]


def test_a_unit_slip_is_told_kept_and_asked_about_and_its_food_counts_as_unknown() -> None:
    items = read(SOURCE, SERVINGS)
    assert spans(items, "magnesium_unknown_foods")[1] == "2026-03-02 18:30"
    assert problems(items)[0].what == (
        "magnesium_mg of 14000 mg is not believable; it goes from 0 to 3000; was it µg? that would be 14 mg; "
        "left out of the day and kept apart"
    )
    (kept,) = (each for each in items if isinstance(each, Quarantined) and each.kind == "magnesium_mg")
    assert kept.examples == ("2026-03-02: 14000 mg",)


def test_a_tablet_is_a_supplement_and_no_food() -> None:
    items = read(SOURCE, SERVINGS)
    assert values(items, "magnesium_supplement_mg") == [200]
    assert len(values(items, "calcium_unknown_foods")) == 1


@pytest.mark.parametrize(("group", "category"), [("supplements", "Beverages"), ("Dinner", "Supplement")])
def test_a_tablet_is_told_by_its_group_or_its_category(tmp_path: Path, group: str, category: str) -> None:
    items = read_text(SOURCE, tmp_path, f"{HEADER}2026-03-02,,{group},A tablet,1,,100,,{category}\n")
    assert values(items, "magnesium_supplement_mg") == [100]
    assert values(items, "magnesium_mg") == []


def test_the_sums_of_a_day_count_only_where_it_is_marked_complete() -> None:
    items = read(SOURCE, DAYS)
    assert values(items, "magnesium_mg") == [310.5]
    assert values(items, "caffeine_mg") == [190]
    assert values(items, "total_water_ml") == [2410.5]
    assert spans(items, "magnesium_mg") == ["2026-03-03 00:00 to 2026-03-04 00:00"]
    assert skipped(items, "magnesium_mg") == {"the day is not marked complete": 1}


def test_a_blank_of_a_complete_day_stays_unknown() -> None:
    items = read(SOURCE, DAYS)
    assert values(items, "potassium_mg") == []
    assert rows(items, "potassium_unknown_foods") == []


def test_without_a_mark_of_complete_days_nothing_of_them_is_taken(tmp_path: Path) -> None:
    items = read_text(
        SOURCE, tmp_path, "Date,Energy (kcal),Magnesium (mg),Trans-Fats (g)\n2026-03-02,2000,300,0\n"
    )
    assert values(items, "magnesium_mg") == []
    assert "no column Completed" in problems(items)[0].what


def test_a_day_that_cannot_be_read_is_left_out_of_the_sums(tmp_path: Path) -> None:
    items = read_text(SOURCE, tmp_path, "Date,Energy (kcal),Magnesium (mg),Completed\nsoon,2000,300,true\n")
    assert skipped(items, "magnesium_mg") == {"time cannot be read": 1}


def test_the_header_of_2012_is_read_too() -> None:
    items = read(SOURCE, SAMPLES / "cronometer" / "servings_2012.csv")
    assert values(items, "magnesium_mg") == [9.1]
    assert values(items, "caffeine_unknown_foods") == [1]
    assert spans(items, "magnesium_mg") == ["2012-09-10 04:00 to 2012-09-10 23:00"]


def test_other_nutrients_are_kept_apart_with_a_count_of_their_rows() -> None:
    assert quarantined(read(SOURCE, SERVINGS)) == {"magnesium_mg": 1, "other nutrients": 4}


def test_a_column_of_another_unit_is_turned_into_the_canonical_one_or_kept_apart(tmp_path: Path) -> None:
    header = "Day,Food Name,Amount,Energy (kJ),Water (oz),Potassium (g),Magnesium (%),Mood\n"
    items = read_text(SOURCE, tmp_path, f"{header}2026-03-02,Apple,1,400,5,0.25,12,fine\n")
    assert values(items, "potassium_mg") == [250]
    assert quarantined(items) == {"Water (oz)": 1, "Magnesium (%)": 1, "other nutrients": 1, "Mood": 1}


def test_a_table_parted_by_semicolons_has_decimal_commas(tmp_path: Path) -> None:
    header = "Date;Energy (kcal);Magnesium (mg);Water (g);Completed\n"
    items = read_text(SOURCE, tmp_path, f"{header}2026-03-02;2.105,40;310,5;2.410,50;true\n")
    assert values(items, "magnesium_mg") == [310.5]
    assert values(items, "total_water_ml") == [2410.5]


def test_days_of_two_orders_are_read_as_a_person_says(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}03/04/2026,08:00,Lunch,Apple,1,400,12,5,\n")
    assert "can be two days" in problems(read(SOURCE, path))[0].what
    said = read(SOURCE, path, mapping={"Day": "date:day_first"})
    assert spans(said, "magnesium_mg") == ["2026-04-03 08:00"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Day,Group,Exercise,Minutes,Calories Burned\n2026-02-02,,Skating,68.83,-275.85\n", "exercise"),
        ("Day,Group,Metric,Unit,Amount\n2026-02-01,,Weight,kg,83.5\n", "Weight"),
        ("Day,Group,Note\n2026-02-01,,private\n", "note"),
    ],
)
def test_the_other_tables_are_known_and_kept_apart(tmp_path: Path, text: str, kind: str) -> None:
    items = read_text(SOURCE, tmp_path, text)
    assert quarantined(items) == {kind: 1}
    assert "private" not in str(items)


@pytest.mark.parametrize(
    ("header", "score"),
    [
        ("Day,Food Name,Amount,Energy (kcal)", 0.95),
        ("Date,Energy (kcal),Completed", 0.95),
        ("Day,Energy (kcal),B1 (Thiamine) (mg)", 0.95),
        ("Date,Energy (kcal)", 0),
        ("Day,Food Name,Amount", 0),
        ("Food Name,Amount,Energy (kcal)", 0),
        ("Date,Completed", 0),
        ("Day,Time,Group,Note", 0.95),
        ("Day,Group,Note,Stress", 0),
    ],
)
def test_it_is_known_by_its_header(tmp_path: Path, header: str, score: float) -> None:
    assert claims(SOURCE, tmp_path, f"{header}\n") == score
