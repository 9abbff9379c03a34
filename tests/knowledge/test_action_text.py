"""Every step of advice has an id of the contract, a picture and words."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.action_text import FILLED_IN, action_ids, advice, answer_schema, parse
from untwitch.knowledge.advice_limit import advice_limits


def test_what_must_never_be_advised_has_no_step() -> None:
    never = {limit.action for limit in advice_limits() if limit.never_when == "always"}
    assert never.isdisjoint(step.id for step in advice().do)


def test_only_known_gaps_are_filled_in() -> None:
    for step in (*advice().do, *advice().avoid, *advice().come_back):
        text = step.text
        for gap in FILLED_IN:
            text = text.replace(gap, "")
        assert "{" not in text, step.where


def test_the_contract_of_the_answer_comes_with_the_package() -> None:
    assert answer_schema()["title"].startswith("Answer of")
    assert "call_ambulance" in action_ids()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[do]\n", "action_texts.toml: "),
        ("[[maybe]]\nid='x'\n", "'maybe' is not known"),
        (
            "[[do]]\nid='drink_mor'\nwhen='fever'\ntext='x'\n",
            "do 1: action 'drink_mor' is not known; nearest: drink_more",
        ),
        ("[[do]]\nid='drink_more'\ntext='x'\n", "do 1: it has .* it should have"),
        ("[[avoid]]\nid='drive'\nwhen='fever'\ntext=' '\n", "avoid 1: there are no words"),
        ("[[return]]\nid='drive'\nwhen='fever'\ntext='x'\n", "return 1: it has"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(text)


def test_a_good_step_is_taken() -> None:
    found = parse("[[do]]\nid='drink_more'\nwhen='fever'\ntext='x'\n[[return]]\nwhen='fever'\ntext='y'\n")
    assert [step.where for step in found.do] == ["action_texts.toml, do 1 (drink_more)"]
    assert [(step.id, step.text) for step in found.come_back] == [("", "y")]
    assert found.avoid == ()
