"""The cuts of the causes are read from the table, not written twice."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.cause_strength import CAUSES, COLUMNS, Cut, cause_strengths, parse, strengths_of

HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("fact", "cuts"),
    [
        ("stress_0_10", {"weak": (">=", 4), "moderate": (">=", 6), "strong": (">=", 8)}),
        ("exertion_load_24h_au", {"moderate": (">=", 400), "strong": (">=", 400)}),
        ("repetitive_task_day_h", {"moderate": (">=", 4), "strong": (">=", 4)}),
        ("sleep_mean_7d_h", {"weak": ("<", 7), "moderate": ("<", 6), "strong": ("<", 5)}),
        ("caffeine_24h_mg", {"weak": (">=", 300), "moderate": (">", 400), "strong": (">", 600)}),
        ("water_24h_l", {"weak": ("<=", 0.75), "moderate": ("<", 0.65), "strong": ("<", 0.5)}),
        ("magnesium_24h_mg", {"weak": ("below", 0.6), "moderate": ("below", 0.6)}),
        ("heat_exposure", {}),
    ],
)
def test_the_cuts_are_those_of_the_table(fact: str, cuts: dict[str, tuple[str, float]]) -> None:
    found = strengths_of(fact).cuts
    assert {name: (cut.comparison, cut.amount) for name, cut in found.items()} == cuts


def test_caffeine_has_another_cut_in_pregnancy() -> None:
    assert strengths_of("caffeine_24h_mg").cuts["moderate"].otherwise == Cut(">", 200)
    assert strengths_of("water_24h_l").cuts["strong"].otherwise is None


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        (">=", False, True, True),
        (">", False, False, True),
        ("<=", True, True, False),
        ("<", True, False, False),
        ("below", True, False, False),
    ],
)
def test_a_cut_holds_as_written_and_rounding_does_not_matter(
    comparison: str, below: object, at: object, above: object
) -> None:
    cut = Cut(comparison, 0.65)
    assert [cut.holds(0.64), cut.holds(0.65), cut.holds(0.66)] == [below, at, above]
    assert cut.holds(1.3 / 2.0 + 1e-12) is at


def test_the_greatest_strength_is_named() -> None:
    row = strengths_of("stress_0_10")
    assert [row.strength(level) for level in (3, 4, 6, 9)] == [None, "weak", "moderate", "strong"]
    assert row.window == "this week"
    assert row.words["weak"] == ">= 4"


def test_all_six_causes_are_there() -> None:
    assert {row.cause for row in cause_strengths()} == set(CAUSES)


def test_an_unknown_fact_is_refused() -> None:
    with pytest.raises(Refused, match="no row for 'coffee'"):
        strengths_of("coffee")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("stres,x,none,>= 4,,,w,n", "cause 'stres' is not known; nearest: stress"),
        ("stress,x,none,,,,w,n", "no strength is named"),
        ("stress,x,none,>= 4,,,w,n", "no row for exertion"),
    ],
)
def test_a_bad_table_is_refused(row: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(f"{HEADER}\n{row}")
