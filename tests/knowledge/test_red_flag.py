"""The rules are those of the contract; a row that makes no sense refuses the table."""

import csv
from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.action_text import answer_schema
from untwitch.knowledge.data_table import packaged_text
from untwitch.knowledge.red_flag import FILE, URGENCIES, WHOM, WITHIN, parse, red_flags

HEADER = packaged_text(FILE).splitlines()[0]
ROW = ["E01", "emergency", "now", "doctor", "fever", "sign", "person", "clinician", "source", "memory", ""]


def with_cell(number: int, value: str) -> str:
    return f"{HEADER}\n{','.join([*ROW[:number], value, *ROW[number + 1 :]])}"


def test_there_are_63_rules_with_their_place_and_basis() -> None:
    flags = red_flags()
    assert len(flags) == 63
    assert flags[0].where == "red_flags.csv line 2 (E01)"
    assert {flag.basis for flag in flags} == {"guidance", "memory"}


def test_a_good_row_is_taken() -> None:
    (flag,) = parse(with_cell(10, "a note"))
    assert (flag.id, flag.when, flag.note) == ("E01", "fever", "a note")


@pytest.mark.parametrize(
    ("number", "value", "words"),
    [
        (0, "E1", "id 'E1' does not fit urgency 'emergency'"),
        (0, "U01", "id 'U01' does not fit urgency 'emergency'"),
        (1, "emergancy", "urgency 'emergancy' is not known; nearest: emergency"),
        (2, "soon", "within 'soon' is not known"),
        (3, "docter", "whom 'docter' is not known; nearest: doctor"),
        (4, " ", "when is empty"),
        (5, "", "sign is empty"),
        (6, "", "why_person is empty"),
        (7, "", "why_clinician is empty"),
        (8, "", "source is empty"),
        (9, "guess", "basis 'guess' is not known"),
    ],
)
def test_a_bad_cell_is_refused_with_its_row(number: int, value: str, words: str) -> None:
    with pytest.raises(Refused, match=f"red_flags.csv line 2: {words}"):
        parse(with_cell(number, value))


def test_a_rule_that_stands_twice_is_refused() -> None:
    with pytest.raises(Refused, match="rule E01 stands twice"):
        parse(f"{HEADER}\n{','.join(ROW)}\n{','.join(ROW)}")


def test_levels_times_and_people_are_in_the_order_of_the_contract() -> None:
    properties = answer_schema()["properties"]
    assert tuple(properties["urgency"]["enum"]) == URGENCIES
    assert tuple(properties["within"]["enum"]) == WITHIN
    assert tuple(properties["whom"]["enum"]) == WHOM


@pytest.mark.real_data
def test_the_tables_are_those_of_the_contract(real_data: Path) -> None:
    pairs = {"triage_rules.csv": FILE, "screens.csv": "screens.csv", "advice_limits.csv": "advice_limits.csv",
             "cause_strengths.csv": "cause_strengths.csv"}  # fmt: skip
    for theirs, ours in pairs.items():
        text = (real_data.parent / "contracts" / theirs).read_text(encoding="utf-8")
        assert list(csv.reader(text.splitlines())) == list(csv.reader(packaged_text(ours).splitlines())), ours
