"""The way to help by country: found by code or name, never guessed."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.emergency_number import COLUMNS, NOWHERE, emergency_numbers, number_for, parse

HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("country", "emergency"),
    [("GB", "999 or 112"), ("gb", "999 or 112"), ("UK", "999 or 112"), ("United Kingdom", "999 or 112"),
     ("us", "911"), ("DE", "112"), (" AU ", "000"), ("new zealand", "111"), ("JP", "119")],
)  # fmt: skip
def test_a_country_has_its_number(country: str, emergency: str) -> None:
    assert number_for(country).emergency == emergency


def test_without_a_country_the_widest_numbers_are_said() -> None:
    assert number_for(None) is NOWHERE
    assert "112" in NOWHERE.emergency
    assert "911" in NOWHERE.emergency


def test_an_unknown_country_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="country 'Germny' is not known here; nearest: Germany"):
        number_for("Germny")


def test_every_number_says_that_it_is_from_memory() -> None:
    assert {number.basis for number in emergency_numbers().values()} == {"memory"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("GBR,x,112,,,memory", "two capital letters"),
        ("gb,x,112,,,memory", "two capital letters"),
        ("GB,x,112,,,memory\nGB,x,112,,,memory", "stand once"),
        ("GB,,112,,,memory", "name or the emergency number is missing"),
        ("GB,x,call,,,memory", "name or the emergency number is missing"),
        ("GB,x,112,,,guess", "basis 'guess'"),
    ],
)
def test_a_bad_row_is_refused(row: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(f"{HEADER}\n{row}")
