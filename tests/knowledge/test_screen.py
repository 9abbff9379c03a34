"""The screens ask every fact once, and `none of these` leaves no tick open."""

import pytest

from untwitch.check.answers import checked
from untwitch.facts.refused import Refused
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.screen import COLUMNS, FILE, parse, parse_words, question_words, screens

HEADER = ",".join(COLUMNS)
GOOD = (
    "1,one,ticks,always,Any?,fever,fever=false,fever -> body_temperature_c,"
    "age_years < 6 -> fever=true,Because."
)


def test_there_are_13_screens_and_no_fact_is_asked_twice() -> None:
    found = screens()
    assert [screen.order for screen in found] == list(range(1, 14))
    names = [name for screen in found for name in screen.facts]
    assert len(names) == len(set(names))
    assert FILE in found[0].where


def test_what_none_of_these_stores_keeps_the_contract() -> None:
    for screen in screens():
        checked(dict(screen.none_stores))
        for _, name, value in screen.stores_unasked:
            checked({name: value})


def test_a_good_row_is_taken() -> None:
    (screen,) = parse(f"{HEADER}\n{GOOD}")
    assert screen.none_stores == {"fever": False}
    assert screen.then_ask == (("fever", ("body_temperature_c",)),)
    assert screen.stores_unasked == (("age_years < 6", "fever", True),)


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("ticks", "tick", "kind 'tick' is not known; nearest: ticks"),
        ("1,one", "2,one", "the order does not count up"),
        ("1,one", "x,one", "order, question or why_asked is empty"),
        ("Any?", "", "order, question or why_asked is empty"),
        (",fever,", ",feever,", "fact 'feever' is not known; nearest: fever"),
        ("fever=false", "", "none_stores should name every fact"),
        ("fever=false", "fever", "'fever' should be fact=value"),
        ("fever=false", "fever=no", "'no' is no value"),
        ("fever -> body", "fever body", "should be picture -> facts"),
        ("age_years < 6 -> ", " -> ", "should be picture -> facts"),
    ],
)
def test_a_screen_that_makes_no_sense_is_refused(good: str, bad: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(f"{HEADER}\n{GOOD.replace(good, bad, 1)}")


def test_words_differ_for_whom_it_is_about_or_are_the_same_for_all() -> None:
    words = question_words()
    assert words["age_years"]["self"] == "How old are you?"
    assert words["alcohol_daily"]["self"] == words["alcohol_daily"]["my_child"]
    assert set(words) <= set(check_facts())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[x", "question_words.toml: "),
        ("[feever]\nall='x'", "fact 'feever' is not known"),
        ("[fever]\nself='x'", "fever should have all, or self"),
        ("[fever]\nall=''", "fever should have all, or self"),
    ],
)
def test_words_that_make_no_sense_are_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse_words(text)
