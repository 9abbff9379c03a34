import pytest
from tests.record.making import at

from untwitch.actions.entry_words import clock_words, entries_words, entry_words, place_words
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.exposure import Exposure
from untwitch.facts.fact_table import Fact
from untwitch.facts.identity import new_id
from untwitch.facts.person import Condition
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch

ID = new_id()


def line(low: int | None, high: int | None) -> Watch:
    return Watch(ID, at(), at(16), twitches_low=low, twitches_high=high)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Twitch(ID, at()), "a twitch"),
        (
            Twitch(ID, at(), "calf_left", 30, strength_0_10=3, bother_0_10=4.5),
            "a twitch, left calf, 30 s, strength 3 of 10, bothered 4.5 of 10",
        ),
        (Twitch(ID, at(), duration_s=600), "a twitch, 10 min"),
        (Twitch(ID, at(), duration_s=5400), "a twitch, 1.5 h"),
        (line(None, None), "watched"),
        (line(0, 0), "no twitches"),
        (line(1, 1), "1 twitch"),
        (line(7, 7), "7 twitches"),
        (line(1, 3), "few, 1 to 3 twitches"),
        (line(2, 5), "2 to 5 twitches"),
        (
            Watch(
                ID,
                at(),
                at(1),
                twitches_low=4,
                twitches_high=10,
                twitch_min=15,
                bother_0_10=0,
                site="calf_left",
            ),
            "some, 4 to 10 twitches, left calf, 15 minutes of it, bothered 0 of 10",
        ),
        (
            Exposure(ID, "caffeine_mg", 94.8, at(), at(), name="coffee", estimate=True),
            "caffeine 95 mg, coffee, an estimate",
        ),
        (Exposure(ID, "stress_0_10", 7, at(), at()), "stress, own rating 7 of 10"),
        (Exposure(ID, "illness_0_1", 1, at(), at()), "ill: yes"),
        (Exposure(ID, "illness_0_1", 0, at(), at()), "ill: no"),
        (Symptom(ID, "weakness_noticed", at(), "thigh_right", 2), "weakness noticed, right thigh, 2 of 10"),
        (Symptom(ID, "cramp", at()), "cramp"),
        (Condition(ID, "asthma"), "condition"),
    ],
)
def test_an_entry_is_said_as_its_person_would(entry: Fact, words: str) -> None:
    assert entry_words(entry) == words


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("eyelid_lower_left", "left lower eyelid"),
        ("arm_right", "right whole arm"),
        ("back_upper", "upper back"),
        ("widespread", "all over, or many places"),
    ],
)
def test_a_place_is_said_with_its_side_first(site: str, words: str) -> None:
    assert place_words(site) == words


def test_no_two_places_are_called_the_same() -> None:
    assert len({place_words(each) for each in BODY_SITES}) == len(BODY_SITES)


def test_the_time_of_day_is_that_of_the_place() -> None:
    assert clock_words(at(1.5)) == "14:30"


def test_the_amounts_of_one_drink_are_one_line() -> None:
    amounts = [
        Exposure(new_id(), measure, value, at(), at(), name="coffee")
        for measure, value in (("caffeine_mg", 95), ("water_ml", 236))
    ]
    stress = Exposure(new_id(), "stress_0_10", 7, at(), at())
    assert entries_words([*amounts, stress, Twitch(ID, at())]) == (
        "coffee: caffeine 95 mg, drinks 236 ml",
        "stress, own rating 7 of 10",
        "a twitch",
    )
    assert entries_words(amounts[:1]) == ("caffeine 95 mg, coffee",)
