"""The remedies as data: nothing banned, every limit in words, every benefit graded."""

import re
from importlib import resources

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.action import limit_of
from untwitch.knowledge.remedy import for_right_now, parse, remedies, remedy

GOOD = resources.files("untwitch.knowledge").joinpath("remedies/massage.toml").read_text(encoding="utf-8")
BANNED = re.compile(
    r"tablet|supplement|salt substitute|fast breath|hold your breath|motor neur|\bALS\b|deficien"
    r"|stop your medicine|harmless",
    re.IGNORECASE,
)


def test_the_remedies_that_the_product_promises_are_there() -> None:
    assert set(remedies()) >= {
        "massage", "walking", "slow_breathing", "distraction", "relaxation", "worry_time", "rest", "food",
        "drink", "caffeine_taper", "screen_break", "sleep", "stretch",
    }  # fmt: skip


def test_right_now_means_massage_walking_slow_breathing_distraction_in_this_order() -> None:
    assert [each.id for each in for_right_now()] == ["massage", "walking", "slow_breathing", "distraction"]


def test_no_remedy_holds_a_banned_word() -> None:
    for each in remedies().values():
        text = f"{each.name} {each.how} {each.how_long} {each.not_if} {each.stop_if} {each.benefit.text}"
        assert not BANNED.search(text), text


def test_every_limited_remedy_says_for_whom_not() -> None:
    for each in remedies().values():
        assert bool(each.not_if) == (limit_of(each.action) is not None)
        assert each.how_long


def test_an_unknown_remedy_names_the_nearest() -> None:
    with pytest.raises(Refused, match="'masage' is not known; nearest: massage"):
        remedy("masage")
    assert remedy("massage").action == "gentle_massage"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("gentle_massage", "hard_massage", r"remedies/massage.toml: action 'hard_massage' is not known"),
        ("gentle_massage", "fast_breathing_exercise", "must never be advised"),
        ("gentle_massage", "slow_breathing", "not_if has to say the limit of slow_breathing"),
        ("not_if", "never_if", "field 'never_if' is not known; nearest: not_if"),
        ('when = "now"', 'when = "noon"', "when is 'noon'; nearest: now"),
        ("order = 1\n", "", "no order"),
        ("nhs_twitching", "nhs", "reference 'nhs' is not known"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(Refused, match=words):
        parse("massage", GOOD.replace(old, new, 1))


def test_a_limited_remedy_without_words_is_refused() -> None:
    without = "\n".join(line for line in GOOD.splitlines() if not line.startswith("not_if"))
    with pytest.raises(Refused, match="not_if has to say the limit of gentle_massage"):
        parse("massage", without)
