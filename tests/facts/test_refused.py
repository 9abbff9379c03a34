"""Refusals name the nearest right words."""

from untwitch.facts.refused import Refused, nearest


def test_a_refusal_is_a_value_error() -> None:
    assert issubclass(Refused, ValueError)


def test_a_misspelling_names_the_nearest_words_first() -> None:
    assert nearest("calf_lft", ["eyelid_left", "calf_left", "calf_right"]).startswith("; nearest: calf_left")


def test_a_part_of_a_word_finds_the_words_that_hold_it() -> None:
    assert nearest("calf", ["eyelid_left", "calf_left", "calf_right"]) == "; nearest: calf_left, calf_right"


def test_at_most_so_many_are_named() -> None:
    assert nearest("calf", ["calf_left", "calf_right"], at_most=1) == "; nearest: calf_left"


def test_a_word_near_to_nothing_lists_what_is_known() -> None:
    assert nearest("zzz", ["a", "b"]) == "; known: a, b"


def test_a_long_list_is_cut() -> None:
    assert nearest("", [f"w{number}" for number in range(20)]).endswith("w11, …")
