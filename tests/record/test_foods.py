from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake.food_tables import FoodRow, read_foods
from untwitch.intake.members import open_path
from untwitch.record import foods


def row(
    name: str, *, portion: str = "1 cup", grams: float = 200, kind: str = "food", **amounts: float
) -> FoodRow:
    return FoodRow(name, f"fdc {len(name)}", kind, dict(amounts) or {"magnesium_mg": 10.0}, portion, grams)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return foods.foods_path(tmp_path / "home" / "untwitch.sqlite")


def names(path: Path, typed: str) -> list[str]:
    return [each.name for each in foods.search(path, typed)]


def test_amounts_are_of_one_portion_and_the_unknown_stays_unknown(path: Path) -> None:
    assert foods.load(path, [row("Kale, raw", magnesium_mg=33, caffeine_mg=0)]) == 1
    (kale,) = foods.search(path, "kale")
    assert (kale.portion, kale.grams, kale.usda) == ("1 cup", 200, "fdc 9")
    assert kale.amounts["magnesium_mg"] == 66
    assert kale.amounts["caffeine_mg"] == 0
    assert kale.amounts["water_g"] is None
    assert foods.count(path) == 1


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("kale", "Kale, raw", "Soup, kale"),
        ("kale", "Kale, raw", "Kale, frozen, raw"),
        ("kale", "Kale, raw", "Kale, GREEN GIANT"),
        ("rice", "Rice, cooked", "Rice, raw"),
        ("frozen kale", "Kale, frozen", "Kale, frozen, canned"),
        ("KALES", "Kale", "Kale chips"),
    ],
)
def test_the_food_as_such_comes_first(path: Path, typed: str, first: str, second: str) -> None:
    water = {"Rice, raw": 12.0}
    foods.load(path, [row(each, water_g=water.get(each, 80.0)) for each in (second, first)])
    assert names(path, typed) == [first, second]


def test_a_portion_counts_among_equals(path: Path) -> None:
    foods.load(path, [row("Kale, x", portion="", grams=100), row("Kale, y")])
    assert names(path, "kale") == ["Kale, y", "Kale, x"]
    assert foods.search(path, "kale")[1].portion == "100 g"


def test_every_word_must_be_there_and_its_begin_is_enough(path: Path) -> None:
    foods.load(path, [row("Yogurt, Greek, plain"), row("Salad, Greek")])
    assert names(path, "greek yogurts") == ["Yogurt, Greek, plain"]
    assert names(path, "yog") == ["Yogurt, Greek, plain"]
    assert names(path, "greek tea") == names(path, "") == names(path, '"*') == []
    assert names(path, 'greek" OR "salad') == []
    assert len(foods.search(path, "greek", at_most=1)) == 1


def test_where_nothing_is_loaded_nothing_is_found(path: Path) -> None:
    assert foods.search(path, "kale") == ()
    assert foods.count(path) == 0


def test_a_new_table_takes_the_place_of_the_old_only_when_it_is_whole(path: Path) -> None:
    foods.load(path, [row("Kale")])
    with pytest.raises(Refused, match="there is no food in it"):
        foods.load(path, [])
    assert names(path, "kale") == ["Kale"]
    foods.load(path, [row("Leek")])
    assert names(path, "kale") == []
    assert [each.name for each in path.parent.iterdir()] == ["foods.sqlite"]


def test_a_damaged_table_is_one_sentence(path: Path) -> None:
    foods.load(path, [row("Kale")])
    path.write_bytes(b"nothing" * 1000)
    with pytest.raises(Refused, match="is damaged"):
        foods.search(path, "kale")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("kale", "Kale, raw"),
        ("greek yogurt", "Yogurt, Greek, plain"),
        ("brown rice", "Rice, brown, long-grain, cooked"),
        ("quinoa", "Quinoa, cooked"),
        ("lentils", "Lentils"),
        ("avocado", "Avocados, raw"),
        ("hummus", "Hummus"),
        ("spinach", "Spinach, raw"),
        ("broccoli", "Broccoli, raw"),
        ("peanut butter", "Peanut butter"),
        ("strawberries", "Strawberries, raw"),
        ("salmon", "Fish, salmon"),
    ],
)
def test_everyday_names_find_the_everyday_food_among_thousands(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory, typed: str, wanted: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "sr26.sqlite"
    if not path.exists():
        with open_path(real_data / "foods" / "foods_sr26.csv") as members:
            assert foods.load(path, read_foods(members)) == 8463
    assert any(each.startswith(wanted) for each in names(path, typed)[: 5 if typed == "salmon" else 2])
