"""The reference intakes: published figures, and an honest note where something is assumed."""

import csv
import math
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.person import Physiology, Sex
from untwitch.facts.refused import Refused
from untwitch.knowledge.intake_reference import parse, reference

TABLE = resources.files("untwitch.knowledge").joinpath("intakes.csv").read_text(encoding="utf-8")
HEADER = TABLE.splitlines()[0]


@pytest.mark.parametrize(
    ("physiology", "magnesium_mg", "potassium_mg", "calcium_mg", "total_water_ml"),
    [
        (Physiology(age_years=25, sex="male"), 400, 3400, 1000, 3700),
        (Physiology(age_years=40, sex="female"), 320, 2600, 1000, 2700),
        (Physiology(age_years=51, sex="female"), 320, 2600, 1200, 2700),
        (Physiology(age_years=70.9, sex="male"), 420, 3400, 1000, 3700),
        (Physiology(age_years=71, sex="male"), 420, 3400, 1200, 3700),
        (Physiology(age_years=16, sex="female"), 360, 2300, 1300, 2300),
        (Physiology(age_years=30, sex="female", pregnant=True), 350, 2900, 1000, 3000),
        (Physiology(age_years=33, sex="female", breastfeeding=True), 320, 2800, 1000, 3800),
    ],
)
def test_reference_amounts_are_the_published_ones(
    physiology: Physiology, magnesium_mg: float, potassium_mg: float, calcium_mg: float, total_water_ml: float
) -> None:
    found = reference(physiology)
    amounts = (found.magnesium_mg, found.potassium_mg, found.calcium_mg, found.total_water_ml)
    assert amounts == (magnesium_mg, potassium_mg, calcium_mg, total_water_ml)
    assert found.note == ""
    assert found.source == "NASEM"


def test_drinks_alone_are_compared_with_four_fifths_of_the_water() -> None:
    assert reference(Physiology(age_years=40, sex="male")).drinks_ml == pytest.approx(2960)


def test_europe_has_its_own_amounts_and_says_which_are_from_memory() -> None:
    found = reference(Physiology(age_years=40, sex="female"), source="EFSA")
    assert (found.magnesium_mg, found.potassium_mg, found.total_water_ml) == (300, 3500, 2000)
    assert found.ul_magnesium_supplement_mg == 250
    assert "from memory" in found.note


def test_a_child_gets_nasem_amounts_also_when_europe_was_asked() -> None:
    found = reference(Physiology(age_years=10, sex="male"), source="EFSA")
    assert found.source == "NASEM"
    assert found.magnesium_mg == 240
    assert "adults only" in found.note


def test_an_unknown_sex_gives_the_lower_amounts_and_says_so() -> None:
    found = reference(Physiology(age_years=75))
    assert (found.magnesium_mg, found.potassium_mg, found.total_water_ml) == (320, 2600, 2700)
    assert "sex not known" in found.note
    assert reference(Physiology(age_years=75, sex="other")) == found


def test_a_small_child_needs_no_sex() -> None:
    assert reference(Physiology(age_years=5)).note == ""


def test_an_unknown_age_is_taken_as_31_to_50_and_says_so() -> None:
    found = reference(Physiology(sex="male"))
    assert found.magnesium_mg == 420
    assert "age not known" in found.note


def test_under_one_year_no_comparison_with_a_reference_holds() -> None:
    found = reference(Physiology(age_years=0.5, sex="female"))
    assert math.isnan(found.total_water_ml)
    assert not found.magnesium_mg > 1
    assert not found.magnesium_mg < 1


def test_a_pregnancy_outside_the_ages_of_the_table_takes_the_nearest_and_says_so() -> None:
    found = reference(Physiology(age_years=52, pregnant=True))
    assert found.magnesium_mg == 360
    assert "those of 31 to 50" in found.note
    assert reference(Physiology(age_years=13, pregnant=True)).magnesium_mg == 400


def test_pregnancy_goes_before_breastfeeding_and_says_so() -> None:
    found = reference(Physiology(age_years=30, pregnant=True, breastfeeding=True))
    assert found.total_water_ml == 3000
    assert "amounts of pregnancy" in found.note


def test_an_unknown_source_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="'NASM' is not known; known: NASEM, EFSA"):
        reference(Physiology(), source="NASM")


@given(
    age=st.floats(1, 120),
    sex=st.sampled_from(["female", "male", "other", None]),
    states=st.tuples(*[st.sampled_from([True, False, None])] * 2),
    source=st.sampled_from(["NASEM", "EFSA"]),
)
def test_every_body_of_one_year_or_more_has_finite_amounts(
    age: float, sex: Sex | None, states: tuple[bool | None, bool | None], source: str
) -> None:
    body = Physiology(age_years=age, sex=sex, pregnant=states[0], breastfeeding=states[1])
    found = reference(body, source=source)
    assert 50 < found.magnesium_mg < 500
    assert 1000 < found.total_water_ml < 4000
    assert found.references


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("NASA,any,1,3,,80,2000,700,1300,65,2500,x", "source 'NASA'"),
        ("NASEM,men,1,3,,80,2000,700,1300,65,2500,x", "sex 'men'"),
        ("NASEM,any,1,3,ill,80,2000,700,1300,65,2500,x", "state 'ill'"),
        ("NASEM,any,1,3,,0,2000,700,1300,65,2500,x", "magnesium_mg is 0"),
        ("NASEM,any,1,3,,80,nan,700,1300,65,2500,x", "potassium_mg is nan"),
        ("NASEM,any,4,3,,80,2000,700,1300,65,2500,x", "ages 4 to 3"),
        ("NASEM,any,1,3,,80,2000,700,1300,65,2500,", "no reference"),
    ],
)
def test_a_bad_row_refuses_the_whole_table(row: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(f"{HEADER}\n{row}")


def test_an_age_claimed_twice_refuses_the_table() -> None:
    with pytest.raises(Refused, match="NASEM female  at 3 years stands twice"):
        parse(
            f"{HEADER}\nNASEM,any,1,3,,80,2000,700,1300,65,2500,x\nNASEM,female,3,5,,80,2000,700,1300,65,2500,x"
        )


@pytest.mark.real_data
def test_the_table_has_the_figures_of_the_evidence_base(real_data: Path) -> None:
    source = real_data.parent / "knowledge" / "reference_values.csv"
    if not source.is_file():
        pytest.skip("the evidence base does not lie beside the real data")
    published = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    kept = list(csv.DictReader(TABLE.splitlines()))
    assert [{name: row[name] for name in published[0]} for row in kept] == published
