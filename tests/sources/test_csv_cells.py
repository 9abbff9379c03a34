import pytest

from untwitch.facts.refused import Refused
from untwitch.sources.csv_cells import read_amount, read_count, read_rating
from untwitch.sources.csv_columns import Meaning


def amount(
    cell: str, measure: str, *, unit: str = "", factor: float | None = None, comma: bool = False
) -> float:
    return read_amount(
        cell, Meaning("measure", measure=measure, unit=unit, factor=factor), decimal_comma=comma
    )


@pytest.mark.parametrize(
    ("cell", "measure", "value"),
    [
        ("6.5", "sleep_h", 6.5), ("6:30", "sleep_h", 6.5), ("6:30:36", "sleep_h", 6.51),
        ("6h 30m", "sleep_h", 6.5),
        ("6 hours 30 minutes", "sleep_h", 6.5), ("390 min", "sleep_h", 6.5), ("7 h", "sleep_h", 7),
        ("95 mg", "caffeine_mg", 95), ("0.095 g", "caffeine_mg", 95), ("1,050", "potassium_mg", 1050),
        ("yes", "illness_0_1", 1), ("No", "illness_0_1", 0), ("x", "illness_0_1", 1), ("0", "illness_0_1", 0),
        ("10 fl oz us", "water_ml", 295.735295625),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_people_write_it(cell: str, measure: str, value: float) -> None:
    assert amount(cell, measure) == pytest.approx(value)


def test_the_unit_of_the_column_holds_where_the_cell_has_none() -> None:
    assert amount("1.5", "water_ml", unit="l") == 1500
    assert amount("500 ml", "water_ml", unit="l") == 500
    assert amount("1,5", "water_ml", unit="l", comma=True) == 1500


def test_a_rule_counts_what_has_no_unit() -> None:
    assert amount("2", "caffeine_mg", factor=95) == 190
    assert amount("80 mg", "caffeine_mg", factor=95) == 80


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("much", "not a number"),
        ("14000", "not believable"),
        ("5 furlong", "does not fit"),
        ("-1", "not believable"),
    ],
)
def test_a_cell_that_cannot_be_used_is_refused(cell: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        amount(cell, "magnesium_mg")


def test_a_rating_is_a_number_or_a_word() -> None:
    def rating(cell: str) -> float | None:
        return read_rating(cell, decimal_comma=False)

    assert [rating(each) for each in ("3", "no", "yes", "1", "0")] == [3, 0, None, 1, 0]
    for cell in ("11", "-1", "sore"):
        with pytest.raises(Refused):
            rating(cell)


def test_a_count_is_not_negative() -> None:
    assert read_count("12", decimal_comma=False) == 12
    for cell in ("-1", "1e9", "many"):
        with pytest.raises(Refused):
            read_count(cell, decimal_comma=False)
