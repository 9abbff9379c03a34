"""Every look-alike of the contract is there; only five have words for the person."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.action_text import answer_schema
from untwitch.knowledge.look_alike import look_alikes, parse

GOOD = "[[look_alike]]\nid='myoclonus'\nwhen='fever'\ndiffers='x'\nbasis='memory'\n"


def test_all_ids_of_the_contract_have_a_picture() -> None:
    known = [each for each in answer_schema()["properties"]["look_alike"]["enum"] if each]
    assert sorted(each.id for each in look_alikes()) == sorted(known)


def test_five_have_words_for_the_person() -> None:
    told = {each.id: each.person for each in look_alikes() if each.person}
    assert told == answer_schema()["properties"]["look_alike_person"]["x-of"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[look", "look_alikes.toml: "),
        (GOOD.replace("myoclonus", "myoclonnus"), "'myoclonnus' is not known; nearest: myoclonus"),
        (GOOD.replace("differs='x'\n", ""), "it has .* it should have"),
        (GOOD + "person='x'\n", "words for the person are not those"),
        (GOOD.replace("myoclonus", "tremor"), "words for the person are not those"),
        (GOOD + GOOD, "myoclonus stands twice"),
    ],
)
def test_one_that_makes_no_sense_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(text)


def test_a_good_one_is_taken() -> None:
    (found,) = parse(GOOD)
    assert (found.id, found.person, found.where) == ("myoclonus", None, "look_alikes.toml 1 (myoclonus)")
