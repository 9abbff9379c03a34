import zipfile
from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake import food_tables
from untwitch.intake.food_tables import FoodRow, read_foods
from untwitch.intake.members import open_path

FOOD = (
    "\ufefffdc_id,data_type,description,food_category_id,publication_date\n"
    '1,sr_legacy_food,"Kale, raw",11,2019-04-01\n'
    '2,sr_legacy_food,"Coffee, brewed",14,2019-04-01\n'
    "3,branded_food,KALE CHIPS,,2019-04-01\n"
    '4,foundation_food,"Coffee, instant, powder",14,2019-04-01\n'
    "5,survey_fndds_food,Iced tea,7302,2019-04-01\n"
    "6,sr_legacy_food,Nothing known,11,2019-04-01\n"
)
NUTRIENT = (
    "id,fdc_id,nutrient_id,amount\n1,1,1090,33\n2,1,1057,\n3,1,1051,84.04\n4,2,1057,40\n5,2,262,41\n"
    "6,3,1090,9\n7,4,1057,3142\n8,5,1057,12\n9,1,9999,7\n10,1,1092,much\n11,1,1087,-4\n"
)
PORTION = (
    "id,fdc_id,seq_num,amount,measure_unit_id,portion_description,modifier,gram_weight\n"
    '1,1,2,1.0,9999,,"cup, chopped",67\n2,1,1,1.0,9999,,leaf,20\n3,2,1,,9999,,,237\n4,5,1,1,9999,,glass,0\n'
)


def download(tmp_path: Path, **files: str) -> Path:
    path = tmp_path / "FoodData.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {"food": FOOD, "food_nutrient": NUTRIENT, "food_portion": PORTION, **files}.items():
            if text:
                archive.writestr(f"FoodData/{name}.csv", text)
        archive.writestr("FoodData/readme.txt", "hello")
    return path


def read(path: Path) -> list[FoodRow]:
    with open_path(path) as members:
        return list(read_foods(members))


def test_a_download_is_joined_from_its_tables(tmp_path: Path) -> None:
    kale, coffee, powder, tea = read(download(tmp_path))
    assert kale == FoodRow(
        "Kale, raw", "fdc 1", "food", {"magnesium_mg": 33.0, "water_g": 84.04}, "1 leaf", 20.0
    )
    assert (coffee.kind, coffee.amounts, coffee.portion, coffee.grams) == (
        "drink", {"caffeine_mg": 41.0}, "237 g", 237.0,
    )  # fmt: skip
    assert (powder.kind, tea.kind) == ("food", "drink")
    assert (tea.portion, tea.grams) == ("", 100.0)


def test_without_portions_a_food_is_of_100_g(tmp_path: Path) -> None:
    kale, *_ = read(download(tmp_path, food_portion=""))
    assert (kale.portion, kale.grams) == ("", 100.0)


def test_one_table_of_foods_will_do(tmp_path: Path) -> None:
    path = tmp_path / "foods.csv"
    path.write_text(
        "ndb_no,name,group,portion,portion_g,magnesium_mg,caffeine_mg\n"
        '1,"Tea, brewed",Beverages,1 cup,240,3,20\n2,Instant tea powder,Beverages,,,,\n'
        "3,Bread,Baked,1 slice,30,20,\n,Crumbs,Baked,,10,5,\n5,,Baked,,,1,\n"
    )
    tea, bread, crumbs = read(path)
    assert (tea.kind, tea.source, tea.portion, tea.grams) == ("drink", "1", "1 cup", 240)
    assert bread.amounts == {"magnesium_mg": 20.0}
    assert (crumbs.source, crumbs.portion, crumbs.grams) == ("row 4", "10 g", 10)


def test_what_is_no_table_of_foods_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date,sleep\n2026-01-01,7\n")
    with pytest.raises(Refused, match="holds no table of foods"):
        read(path)
    with pytest.raises(Refused, match="holds no table of foods"):
        read(download(tmp_path, food_nutrient=""))


def test_a_table_of_any_length_is_read_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(food_tables, "MOST_FOODS", 2)
    with pytest.raises(Refused, match="more than 2 foods"):
        read(download(tmp_path))
    path = tmp_path / "foods.csv"
    path.write_text("name,magnesium_mg\n" + "a,1\n" * 3)
    with pytest.raises(Refused, match="more than 2 foods"):
        read(path)
    monkeypatch.setattr(food_tables, "_LONGEST_LINE", 100)
    path.write_text("name,magnesium_mg\n" + "a" * 2_000_000)
    with pytest.raises(Refused, match="has a line longer"):
        read(path)


def test_a_cell_too_large_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "foods.csv"
    path.write_text('name,magnesium_mg\n"' + "a" * 140_000 + '",1\n')
    with pytest.raises(Refused, match=r"line \d is not a line of a table"):
        read(path)
