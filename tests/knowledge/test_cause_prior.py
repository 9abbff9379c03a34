"""Priors: the packaged defaults are whole, and a file is taken exactly or refused in one sentence."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.measure import CAUSES
from untwitch.facts.refused import Refused
from untwitch.knowledge.cause_prior import CausePrior, cause_priors, from_json, parse
from untwitch.knowledge.data_table import packaged_text

CAFFEINE = {"inclusion": 0.4, "mean": 0.35, "sd": 0.2, "source": "a cohort", "people": 2000}


def document(**causes: object) -> str:
    return json.dumps({"contract": "priors/1", "causes": causes})


def caffeine(**changes: Any) -> str:
    return document(caffeine=CAFFEINE | changes)


def test_the_defaults_are_of_all_six_and_say_that_nobody_was_measured() -> None:
    assert list(cause_priors()) == list(CAUSES)
    for prior in cause_priors().values():
        assert 0 < prior.inclusion < 0.5
        assert prior.people == 0
        assert "nothing was measured" in prior.source


def test_a_file_puts_its_causes_in_place_of_the_defaults() -> None:
    made = from_json(caffeine())
    assert made["caffeine"] == CausePrior(0.4, 0.35, 0.2, "a cohort", 2000)
    assert {cause: made[cause] for cause in CAUSES if cause != "caffeine"} == {
        cause: prior for cause, prior in cause_priors().items() if cause != "caffeine"
    }
    assert list(made) == list(CAUSES)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "p.json is not JSON: Expecting"),
        ("[" * 100_000, "p.json is not JSON"),
        ("[]", "p.json is not a JSON object"),
        ("{}", "p.json: no contract"),
        ('{"contract": "priors/1", "causes": {}, "causes": {}}', "a key stands twice among contract, causes"),
        ('{"contract": "priors/2", "causes": {}}', "contract is 'priors/2'; it should be 'priors/1'"),
        ('{"contract": "priors/1", "causes": {}, "more": 1}', "field 'more' is not known"),
        (document(), "causes should name at least one of stress"),
        ('{"contract": "priors/1", "causes": [1]}', "causes should name at least one"),
        (document(cafeine=CAFFEINE), "cause 'cafeine' is not known"),
        (document(caffeine=[1]), r"caffeine is \[1\]; it should be an object"),
        (document(caffeine={"mean": 1}), "p.json: caffeine: no inclusion"),
        (caffeine(median=1), "caffeine: field 'median' is not known"),
        (caffeine(inclusion=True), "inclusion is True; it should be a number"),
        (caffeine(mean="0.3"), "mean is '0.3'; it should be a number"),
        (caffeine(inclusion=1), "caffeine: inclusion is 1; it goes from 0.001 to 0.999"),
        (caffeine(inclusion=0), "inclusion is 0; it goes"),
        (caffeine(mean=2.1), "mean is 2.1; it goes from -1 to 2"),
        (caffeine(mean=-1.1), "mean is -1.1; it goes"),
        (caffeine(sd=0), "sd is 0; it goes from 0.01 to 2"),
        (caffeine(sd=10**400), "sd|int"),
        (caffeine().replace("0.35", "NaN"), "NaN is no number"),
        (caffeine().replace("0.35", "1e999"), "mean is inf; it goes"),
        (caffeine(people=-1), "people is -1; it should be a whole number"),
        (caffeine(people=1.5), "people is 1.5; it should be"),
        (caffeine(people=True), "people is True; it should be"),
        (caffeine(source=" "), "source should say in 1 to 300 characters"),
        (caffeine(source=3), "source should say"),
        (caffeine(source="x" * 301), "source should say"),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_sentence(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        from_json(text, name="p.json")
    assert "\n" not in str(refused.value)


@given(st.text(max_size=60) | st.recursive(st.none() | st.floats() | st.text(max_size=5), st.lists).map(str))
def test_any_text_is_taken_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert list(from_json(text)) == list(CAUSES)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("[water]", "[rain]"), "the tables are stress, exertion, sleep, diet, caffeine, rain"),
        (('grade = "memory"', 'grade = "Z"'), "grade 'Z' is not known"),
        (("sd = 0.17", "spread = 0.17"), "field 'spread' is not known"),
        (("inclusion = 0.2\n", "inclusion = 1.5\n"), "inclusion is 1.5"),
    ],
)
def test_a_damaged_table_is_refused(change: tuple[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        parse(packaged_text("cause_priors.toml").replace(*change))
