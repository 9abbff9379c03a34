"""Amounts as people type them, and a refusal where they can be read two ways."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.intake.typed_amount import Amount, read_amount, split_amount


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("95mg", 95, "mg"), ("95 mg", 95, "mg"), ("6.5h", 6.5, "h"), ("6,5 h", 6.5, "h"), (".5", 0.5, ""),
        ("6h30", 6.5, "h"), ("6:30", 6.5, "h"), ("7h 15min", 7.25, "h"), ("7/10", 7, ""), ("x2", 2, ""),
        ("half", 0.5, ""), ("a", 1, ""), ("-3", -3, ""), ("+3", 3, ""), ("500 ML", 500, "ml"),
        ("60 count/min", 60, "count/min"), ("2 fl oz us", 2, "fl oz us"), ("36.6 °C", 36.6, "°c"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_meant(text: str, value: float, unit: str) -> None:
    found = read_amount(text)
    assert found.value == pytest.approx(value)
    assert found.unit == unit


@pytest.mark.parametrize(
    "text", ["", "mg", "seven", "9 5 mg", "1e5", "6:75", "nan", "inf", "2026-01-01", "5, mg"]
)
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not an amount, such as 95mg"):
        read_amount(text)


@pytest.mark.parametrize("text", ["1,000", "12,500 mg", "-1,000"])
def test_a_comma_before_three_digits_can_be_read_two_ways(text: str) -> None:
    with pytest.raises(Refused, match="can be read two ways"):
        read_amount(text)


def test_an_endless_text_is_cut_in_the_refusal() -> None:
    with pytest.raises(Refused) as refused:
        read_amount("9" * 10_000)
    assert len(str(refused.value)) < 200


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_a_refusal(text: str) -> None:
    with contextlib.suppress(Refused):
        assert isinstance(read_amount(text).value, float)


@pytest.mark.parametrize(
    ("text", "name", "value", "unit"),
    [
        ("coffee 2", "coffee", 2, ""), ("2 coffees", "coffees", 2, ""), ("half a coffee", "coffee", 0.5, ""),
        ("water 500 ml", "water", 500, "ml"), ("500ml water", "water", 500, "ml"),
        ("dark chocolate 50 g", "dark chocolate", 50, "g"), ("two dark chocolate", "dark chocolate", 2, ""),
    ],
)  # fmt: skip
def test_a_name_and_its_amount_are_told_apart(text: str, name: str, value: float, unit: str) -> None:
    assert split_amount(text) == (name, Amount(value, unit))


def test_a_name_alone_has_no_amount() -> None:
    assert split_amount("coffee") == ("coffee", None)
    assert split_amount("2") == ("2", None)
    assert split_amount("dark chocolate") == ("dark chocolate", None)


@pytest.mark.parametrize(
    ("text", "value"), [("-5", -5), ("\N{MINUS SIGN}5C", -5), ("4 of 10", 4), ("4 out of 10", 4)]
)
def test_a_minus_of_either_kind_and_a_rating_out_of_ten_are_read(text: str, value: float) -> None:
    assert read_amount(text).value == value
