"""The facts are those of the contract, each of a kind that can be asked."""

import json
from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.check_fact import FILE, check_facts, event_choices, parse
from untwitch.knowledge.data_table import packaged_text

TEXT = packaged_text(FILE)


def changed(name: str, **parts: object) -> str:
    document = json.loads(TEXT)
    document["properties"][name].update(parts)
    return json.dumps(document)


def test_there_are_111_facts_in_the_order_of_the_schema() -> None:
    facts = check_facts()
    assert len(facts) == 111
    assert [fact.position for fact in facts.values()] == list(range(111))
    assert list(facts)[:2] == ["asked_for", "age_years"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fever", "yes_or_no"), ("age_years", "number"), ("sex", "choice"), ("conditions", "choices"),
        ("movement_when", "choices"), ("twitch_sites", "sites"), ("medicines", "medicines"),
        ("recent_events", "events"), ("conditions_other", "text"),
    ],
)  # fmt: skip
def test_each_fact_has_its_kind(name: str, kind: str) -> None:
    assert check_facts()[name].kind == kind


def test_a_fact_carries_its_range_choices_and_meaning() -> None:
    facts = check_facts()
    assert (facts["age_years"].minimum, facts["age_years"].maximum) == (0, 120)
    assert facts["conditions_other"].maximum == 500
    assert facts["sex"].choices == {"female": "female", "male": "male", "other": "other, or not said"}
    assert facts["fever"].group == "general"
    assert facts["fever"].question.startswith("A temperature of 38.0 C")
    assert facts["pulse_bpm"].absent_is_no
    assert not facts["fever"].absent_is_no
    assert facts["age_years"].choices == {}
    assert event_choices()["childbirth"] == "gave birth"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (changed("fever", **{"x-when-absent": "maybe"}), "fever says 'maybe' when absent"),
        (changed("fever", type="integer"), "fever is of no known kind"),
        (TEXT.replace('"eyelid_left",', ""), "body map is not the one"),
    ],
)
def test_a_schema_that_makes_no_sense_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(text)


@pytest.mark.real_data
def test_the_schemas_are_those_of_the_contract(real_data: Path) -> None:
    contracts = real_data.parent / "contracts"
    assert json.loads((contracts / "check_facts.schema.json").read_text()) == json.loads(TEXT)
    answer = (contracts / "check_answer.schema.json").read_text()
    assert json.loads(answer) == json.loads(packaged_text("check_answer.json"))


def test_a_note_to_who_builds_the_form_is_not_said_to_the_person() -> None:
    assert check_facts()["conditions"].choices["other"] == "something else"
    spoken = [words for fact in check_facts().values() for words in fact.choices.values() if " " in words]
    assert not [words for words in spoken if "_" in words]
