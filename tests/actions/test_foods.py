from pathlib import Path

import pytest

from untwitch.actions import foods
from untwitch.actions.log import log
from untwitch.actions.session import Session
from untwitch.facts.exposure import Exposure
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")
TABLE = (
    "ndb_no,name,group,portion,portion_g,magnesium_mg,caffeine_mg,water_g\n"
    '1,"Kohlrabi, raw",Vegetables,1 cup,50,40,0,84\n2,"Kohlrabi, frozen",Vegetables,1 cup,50,30,,80\n'
    '3,"Guayusa, brewed",Beverages,1 cup,240,,33,99\n'
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


@pytest.fixture
def loaded(session: Session, tmp_path: Path) -> Session:
    path = tmp_path / "foods.csv"
    path.write_text(TABLE)
    assert foods.load(session, path) == {"contract": "foods/1", "path": str(path), "foods": 3}
    return session


def amounts(session: Session, *words: str) -> dict[str, float]:
    logged = log(session, words)
    return {each.measure: each.value for each in logged.entries if isinstance(each, Exposure)}


def test_a_name_that_the_everyday_foods_do_not_have_is_looked_up(loaded: Session) -> None:
    assert amounts(loaded, "kohlrabi") == {"magnesium_mg": 20, "total_water_ml": 42}
    assert amounts(loaded, "kohlrabi", "200g") == {"magnesium_mg": 80, "total_water_ml": 168}
    assert amounts(loaded, "guayusa 2") == {
        "caffeine_mg": pytest.approx(158.4), "water_ml": pytest.approx(475.2),
        "total_water_ml": pytest.approx(475.2),
    }  # fmt: skip


def test_what_it_was_taken_for_and_what_is_unknown_is_said(loaded: Session) -> None:
    logged = log(loaded, ["kohlrabi"])
    assert logged.said[0].startswith("logged: Kohlrabi, raw, 1 cup: magnesium 20 mg")
    assert logged.said[-1] == "wrong? untwitch log --undo; or did you mean: Kohlrabi, frozen"
    assert "potassium_mg" in logged.unknown
    assert "caffeine_mg" not in logged.unknown
    assert len(log(loaded, ["guayusa"]).said) == 2


def test_the_everyday_foods_go_before_the_table(loaded: Session, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name,magnesium_mg\nCoffee,999\n")
    foods.load(loaded, path)
    assert amounts(loaded, "coffee")["magnesium_mg"] < 20


def test_what_nobody_knows_is_refused_as_before(session: Session, loaded: Session) -> None:
    with pytest.raises(Refused, match="cannot log 'strees 7'; nearest: stress"):
        log(loaded, ["strees", "7"])
    assert foods.meant(loaded, "strees 7") is None


def test_foods_are_listed_by_likelihood(loaded: Session, tmp_path: Path) -> None:
    assert [each.name for each in foods.search(loaded, "kohlrabi")] == ["Kohlrabi, raw", "Kohlrabi, frozen"]
    with pytest.raises(Refused, match="no table of foods is loaded yet"):
        foods.search(Session(home=tmp_path / "elsewhere", now=NOW), "kohlrabi")
