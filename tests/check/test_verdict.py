"""The answer keeps its contract for any facts, names no disease to the person, and forbids what it must."""

import json
import re
from pathlib import Path
from typing import Any

import fastjsonschema
import jsonschema
import pytest
from hypothesis import given, settings
from tests.check.cases import PICTURES, calm, random_facts
from tests.reading import grade

from untwitch.check.advice import is_allowed, limits
from untwitch.check.case import case_of
from untwitch.check.triage import triage
from untwitch.check.verdict import NOT_REVIEWED, verdict
from untwitch.knowledge.action_text import advice, answer_schema
from untwitch.knowledge.red_flag import red_flags

SCHEMA = jsonschema.Draft202012Validator(dict(answer_schema()))
FAST_SCHEMA = fastjsonschema.compile(
    {**answer_schema(), "$schema": "http://json-schema.org/draft-07/schema#", "$id": ""}
)
EXAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))
EXACT = ("urgency", "within", "whom", "reasons", "look_alike", "look_alike_person", "ask_again")
DISEASES = re.compile(
    r"\b(stroke|tia\b|sclerosis|motor neuron|mnd\b|als\b|parkinson|epilep|seizure|neuropath|myasthen|guillain"
    r"|rhabdo|tetanus|cauda equina|thrombo|dvt\b|cancer|tumou?r|thyroid|hypogly|hyperkal|hypokal|eclampsia"
    r"|isaacs|neuromyoton|fasciculation|dystoni|chorea|myoclon|tremor|restless legs|spastic|tetany|dementia"
    r"|toxicity|serotonin|withdrawal|coronary|arrhythm|infarct|heart attack|panic disorder|anxiety|depress"
    r"|blepharo|hemifacial|bfs\b|diabet|kidney disease|meningitis|sepsis|botulism|poisoning|myopath"
    r"|myositis)",
    re.IGNORECASE,
)


def person_reads(answer: dict[str, Any]) -> list[str]:
    words = [answer["look_alike_person"] or "", *answer["return_signs"]]
    for reason in answer["reasons"]:
        words += [reason["sign"], reason["why_person"]]
    words += [each["text"] for side in ("actions", "avoid") for each in answer[side]]
    return words + [each["why"] for each in answer["plausible_causes"]]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_of_the_contract_are_exact(path: Path) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))
    found, wanted = verdict(example["facts"]), example["answer"]
    assert {name: found[name] for name in EXACT} == {name: wanted[name] for name in EXACT}
    causes = [(each["cause"], each["strength"]) for each in found["plausible_causes"]]
    assert causes == [(each["cause"], each["strength"]) for each in wanted["plausible_causes"]]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_advise_what_the_contract_advises(path: Path) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))
    found = verdict(example["facts"])
    SCHEMA.validate(found)
    for side in ("actions", "avoid"):
        assert {each["id"] for each in example["answer"][side]} <= {each["id"] for each in found[side]}


@given(random_facts())
@settings(max_examples=2000, deadline=None)
def test_every_answer_keeps_its_contract(facts: dict[str, Any]) -> None:
    answer = verdict(facts)
    FAST_SCHEMA(answer)
    assert json.dumps(answer) == json.dumps(verdict(dict(reversed(facts.items()))))
    ids = [each["id"] for each in answer["actions"]]
    assert len(ids) == len(set(ids))
    case = triage(case_of(facts)).case
    assert all(is_allowed(action, case) for action in ids)


@given(random_facts())
@settings(max_examples=300, deadline=None)
def test_the_person_reads_no_disease(facts: dict[str, Any]) -> None:
    for words in person_reads(verdict({**facts, "medicines": []})):
        assert not DISEASES.search(words), words


def test_no_sentence_of_the_tables_names_a_disease_to_the_person() -> None:
    steps = [step.text for side in ("do", "avoid", "come_back") for step in getattr(advice(), side)]
    for words in [*steps, *(flag.sign for flag in red_flags()), *(flag.why_person for flag in red_flags())]:
        assert not DISEASES.search(words), words


@pytest.mark.parametrize("rule", list(PICTURES))
def test_the_answer_to_each_picture_keeps_the_whole_contract(rule: str) -> None:
    answer = verdict(calm(**PICTURES[rule]))
    SCHEMA.validate(answer)
    broken = {**answer, "within": "none" if answer["within"] != "none" else "now"}
    assert not SCHEMA.is_valid(broken)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        FAST_SCHEMA(broken)


@pytest.mark.parametrize("rule", list(PICTURES))
def test_what_the_person_reads_is_of_grade_8_or_lower(rule: str) -> None:
    answer = verdict(calm(**PICTURES[rule]))
    text = " ".join(words.rstrip(".") + "." for words in person_reads(answer) if words)
    assert grade(text) <= 8, text


def test_an_answer_says_that_nobody_has_reviewed_it() -> None:
    assert NOT_REVIEWED == "No clinician has reviewed this."


def test_a_cause_never_lowers_the_urgency_and_the_answer_says_so() -> None:
    urgent = verdict(calm(one_calf_swollen_hot=True, stress_0_10=7))
    assert urgent["plausible_causes"][0]["why"] == "stress 7 of 10; does not lower the urgency"
    assert verdict(calm(stress_0_10=7))["plausible_causes"][0]["why"] == "stress 7 of 10"


def test_open_questions_of_lower_levels_are_asked_beside() -> None:
    assert verdict(calm(muscle_thinning=None))["ask_also"] == ["muscle_thinning"]
    assert "ask_also" not in verdict(calm())


def test_every_limit_of_the_contract_is_known_to_the_engine() -> None:
    known = answer_schema()["$defs"]["action_id"]["enum"]
    assert {action for action in limits() if action not in known} == {
        "claim_deficiency_proven",
        "self_care_only",
        "emergency_care",
    }


def test_open_questions_of_both_levels_are_counted_together() -> None:
    def asked(**changes: Any) -> str:
        actions = verdict(calm(**changes))["actions"]
        return str(next(each["text"] for each in actions if each["id"] == "book_appointment"))

    assert asked(fainted=None).startswith("Until this question is answered:")
    assert asked(eyelid_droop=None).startswith("Until this question is answered:")
    assert asked(fainted=None, eyelid_droop=None).startswith("Until these 2 questions are answered:")


def test_a_cause_says_of_itself_that_it_lowers_nothing_where_it_is_urgent_or_more() -> None:
    def why(**changes: Any) -> str:
        return str(verdict(calm(stress_0_10=7, **changes))["plausible_causes"][0]["why"])

    assert why() == "stress 7 of 10"
    assert why(twitch_trend="worsening") == "stress 7 of 10"
    assert why(eyelid_droop=True) == "stress 7 of 10; does not lower the urgency"
    assert why(face_droop="sudden") == "stress 7 of 10; does not lower the urgency"
