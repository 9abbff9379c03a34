"""Names of medicines are known exactly or not at all; what is near is asked."""

import csv
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.knowledge.medicine import (
    CLASSES,
    COLUMNS,
    _distance,
    _elsewhere,
    medicine_names,
    named,
    near_names,
    packet_words,
    parse,
    plain,
)

HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("lithium", {"lithium", "twitch_provoking"}),
        ("Priadel (lithium carbonate) 400mg", {"lithium", "twitch_provoking"}),
        ("PRIADEL", {"lithium", "twitch_provoking"}),
        ("Li\u00adthium", {"lithium", "twitch_provoking"}),
        ("sodium valproate 500 mg", {"twitch_provoking"}),
        ("Spironolactone 25 mg", {"potassium_raising"}),
        ("Losartan Potassium 50mg", {"potassium_raising"}),
        ("Ramipril 2,5 mg Tabletten", {"potassium_raising"}),
        ("Lisinopril/HCTZ 20/12.5 mg", {"potassium_raising", "potassium_losing", "magnesium_losing"}),
        ("Insulin Lantus SoloStar 20 units", {"glucose_lowering"}),
        ("atorvastatin calcium 20 mg", {"muscle_toxic"}),
        ("sertralina 50", {"serotonergic", "twitch_provoking"}),
        ("Sertralin", {"serotonergic", "twitch_provoking"}),
        ("St John\u2019s wort", {"serotonergic"}),
        ("Co-codamol 30/500", {"sedative"}),
        ("salbutamol inhaler (blue) 100 mcg as needed", {"twitch_provoking"}),
        ("salbutamol nebules", {"potassium_losing", "twitch_provoking"}),
        ("hydrocortisone 10 mg tablets", {"potassium_losing", "muscle_toxic", "twitch_provoking"}),
        ("LoSalt", {"potassium_raising"}),
        ("levothyroxine 75 micrograms", {"mineral_binding", "twitch_provoking"}),
        ("Furosemida 40 mg", {"potassium_losing", "magnesium_losing"}),
        ("Atorvastatina 20", {"muscle_toxic"}),
        ("Tramadolo", {"serotonergic", "sedative"}),
        ("Fenofibrat", {"muscle_toxic"}),
        ("Bactrim DS", {"potassium_raising"}),
        ("Ramipril 1A Pharma 5mg", {"potassium_raising"}),
        ("Bisoprolol/HCTZ", {"potassium_losing", "magnesium_losing"}),
        ("spironolactone 100mg for acne", {"potassium_raising"}),
        ("Humulin 70/30", {"glucose_lowering"}),
        ("antidepressants", {"serotonergic"}),
        ("something (lithium)", {"lithium", "twitch_provoking"}),
    ],
)
def test_a_name_brings_its_classes(name: str, classes: set[str]) -> None:
    found = named(name)
    assert found.is_known
    assert found.classes == classes


@pytest.mark.parametrize(
    "name",
    ["paracetamol and ibuprofen", "metformin 500mg twice daily", "omega 3", "vitamin D3 1000 IU",
     "multivitamin",
     "hydrocortisone 1% cream", "apixaban 5 mg bd", "amoxicillin/clavulanic acid 500/125 mg", "the pill",
     "magnesium 300mg at night", "ferrous sulfate 200 mg", "Microgynon", "Tylenol", "amlodipine besylate"],
)  # fmt: skip
def test_a_known_name_of_no_class_counts_as_none(name: str) -> None:
    found = named(name)
    assert found.is_known
    assert found.classes == frozenset()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "20 mg",
        "tablets",
        "salbutmol",
        "lisnopril",
        "frobnicate",
        "blood pressure tablet",
        "???",
        "Ramipril comp",
        "sleeping pills",
        "painkillers",
        "tablets for blood pressure",
        "inhaler",
    ],
)
def test_a_name_that_is_not_exactly_known_is_not_known(name: str) -> None:
    assert not named(name).is_known


def test_a_part_that_is_not_known_leaves_the_whole_unknown_but_keeps_what_is_sure() -> None:
    found = named("lithium and frobnicate")
    assert not found.is_known
    assert "lithium" in found.classes
    assert not named("lithium frobnicate (paracetamol)").is_known


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("salbutmol 100", "salbutamol"), ("sertarline", "sertraline"), ("ramiprl", "ramipril"),
        ("levothyroxn", "levothyroxine"), ("Lithum", "lithium"), ("spironlactone", "spironolactone"),
    ],
)  # fmt: skip
def test_a_misspelling_is_asked(name: str, near: str) -> None:
    assert near in near_names(name)
    assert not named(name).is_known


def test_what_is_far_or_short_or_known_is_not_asked() -> None:
    assert near_names("frobnicate") == ()
    assert near_names("xyz") == ()
    assert near_names("lithium 400 mg") == ()
    assert len(near_names("amlodipin candesartn ramiprl sertralne bisoprlol")) <= 3


def test_no_ending_of_another_language_belongs_to_two_medicines() -> None:
    found: dict[str, frozenset[str]] = {}
    for name, classes in medicine_names().items():
        for other in _elsewhere(name):
            assert found.setdefault(other, classes) == classes or other in medicine_names(), other


@given(
    st.sampled_from(sorted(medicine_names())),
    st.sampled_from(["{} 50 mg", "{} tablets", "{} 10mg once daily", " {} "]),
)
def test_strength_form_and_case_do_not_matter(name: str, packet: str) -> None:
    assert named(packet.format(name).upper()).classes == medicine_names()[name]
    assert named(packet.format(name)).is_known


@given(
    st.text(alphabet=string.ascii_lowercase, max_size=8), st.text(alphabet=string.ascii_lowercase, max_size=8)
)
def test_the_distance_is_symmetric_and_zero_only_for_the_same(one: str, other: str) -> None:
    apart = _distance(one, other, limit=99)
    assert apart == _distance(other, one, limit=99)
    assert (apart == 0) == (one == other)
    assert abs(len(one) - len(other)) <= apart <= max(len(one), len(other))
    assert min(apart, 3) == min(_distance(one, other, limit=2), 3)


def test_swapped_neighbours_are_one_apart() -> None:
    assert _distance("lithium", "litihum", limit=2) == 1


def test_there_are_far_more_than_250_names_over_every_class() -> None:
    assert len(medicine_names()) > 5000
    for kind in CLASSES:
        assert sum(kind in classes for classes in medicine_names().values()) >= 10, kind
    assert sum(not classes for classes in medicine_names().values()) > 500


def test_packet_words_hold_nothing_that_may_be_a_second_ingredient() -> None:
    assert "tablets" in packet_words()
    assert packet_words().isdisjoint({"plus", "comp", "duo", "potassium", "#"})
    assert not packet_words() & {name for name, classes in medicine_names().items() if classes}


def test_plain_words_have_no_accents_signs_or_capitals() -> None:
    assert plain("  F\u00f6lS\u00e4ure-X\u00ae 5\u2009mg ") == "folsaure x 5 mg"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,lithum,,memory", "class 'lithum' is not known; nearest: lithium"),
        ("x,,,guess", "basis 'guess'"),
        ("???,,,memory", "a name is empty"),
        ("a b c d e f g,,,memory", "more than 6 words"),
        ("x,lithium,,memory\nX,,,memory", "line 3: 'x' stands in two rows"),
    ],
)
def test_a_bad_table_is_refused(row: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(f"{HEADER}\n{row}")


@pytest.mark.real_data
def test_the_single_examples_of_the_contract_have_their_class(real_data: Path) -> None:
    path = real_data.parent / "contracts" / "medicine_classes.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        examples = row["examples_not_complete"]
        for entry in (
            examples.replace("(", ";").replace(")", ";").replace("/", ";").replace(",", ";").split(";")
        ):
            found = named(entry.strip())
            if found.is_known and "-" not in entry and "salbutamol" not in entry:
                assert row["class"] in found.classes, (row["class"], entry)
