"""Ids, numbers and other people's text as words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.measure import measures
from untwitch.report import wording


def test_every_measure_is_words_without_its_unit() -> None:
    words = {each: wording.measure_words(each) for each in measures()}
    assert all("_" not in each for each in words.values())
    assert len(set(words.values())) == len(words)
    assert words["caffeine_mg"] == "caffeine"
    assert words["stress_0_10"] == "stress, own rating"


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("calf_left", "left calf"),
        ("upper_arm_right", "right upper arm"),
        ("back_lower", "lower back"),
        ("eyelid_upper_left", "left upper eyelid"),
    ],
)
def test_a_place_is_said_side_first(site: str, words: str) -> None:
    assert wording.site_words(site) == words


@pytest.mark.parametrize(("unit", "words"), [("0-10", "of 10"), ("mg", "mg"), ("C", "°C"), ("count", "")])
def test_units_are_written_as_people_do(unit: str, words: str) -> None:
    assert wording.unit_words(unit) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(1240.4, "1240"), (12.3, "12"), (1.31, "1.3"), (2.0, "2"), (0, "0"), (0.25, "0.25"), (0.5, "0.5"),
     (-3.14, "-3.1"), (float("nan"), "not known"), (100, "100")],
)  # fmt: skip
def test_a_number_has_as_many_digits_as_mean_something(value: float, words: str) -> None:
    assert wording.number(value) == words


def test_a_day_cannot_be_misread() -> None:
    assert wording.day_words(dt.date(2025, 2, 3)) == "3 February 2025"


@given(st.text(alphabet=st.characters(), max_size=1000))
def test_other_peoples_words_fit_every_page(text: str) -> None:
    clean = wording.plain(text, longest=100)
    assert clean.encode("utf-8").decode() == clean
    assert not any(ord(each) < 32 for each in clean)
    assert len(clean) < 150


def test_a_long_note_is_cut_and_the_cut_is_said() -> None:
    assert wording.plain("a" * 500) == "a" * 400 + " … (100 more characters not shown)"
    assert wording.plain("one\r\ntwo\tthree") == "one two three"
    assert wording.plain("\x00\x1b[31mred\ud800") == "[31mred"
