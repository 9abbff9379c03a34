"""The plan goes for two causes at most: the diary first, then check, never one the diary shows no sign of."""

from typing import Any

import pytest

from untwitch.advise.choice import choose
from untwitch.facts.refused import Refused


def row(cause: str, verdict: str, probability: float = 0.5, **more: Any) -> dict[str, Any]:
    return {"cause": cause, "verdict": verdict, "probability": probability, "evidence": "associated", **more}


def explained(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"causes": list(rows), "enough": "more"}


def checked(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"plausible_causes": [{"cause": c, "strength": s, "why": f"{c} is {s}"} for c, s in pairs]}


def test_nothing_known_chooses_nothing() -> None:
    assert choose(None, None) == ()


def test_the_likely_go_before_the_possible_and_the_probable_before_the_rest() -> None:
    attribution = explained(
        row("water", "cannot_tell", 0.9), row("sleep", "possible", 0.79), row("caffeine", "likely", 0.85),
        row("stress", "likely", 0.95),
    )  # fmt: skip
    assert [each.cause for each in choose(attribution, None)] == ["stress", "caffeine"]


def test_a_cause_carries_its_rung_and_what_the_diary_cannot_tell_apart() -> None:
    chosen = choose(explained(row("caffeine", "likely", inseparable_from=["stress"], days_needed=9)), None)
    assert (chosen[0].ladder, chosen[0].inseparable_from) == ("goes with your twitches", ("stress",))
    assert (chosen[0].because, chosen[0].days_needed) == ("your diary", 9)


def test_the_part_that_matters_most_comes_first() -> None:
    parts = [{"measure": "calcium_mg", "probability": 0.1}, {"measure": "potassium_mg", "probability": 0.8}]
    assert choose(explained(row("diet", "possible", parts=parts)), None)[0].parts == (
        "potassium_mg", "calcium_mg",
    )  # fmt: skip


def test_check_fills_up_what_the_diary_leaves_open_the_strongest_first() -> None:
    attribution = explained(row("sleep", "possible"), row("water", "cannot_tell", None))  # type: ignore[arg-type]
    answer = checked(("stress", "weak"), ("sleep", "strong"), ("caffeine", "moderate"))
    chosen = choose(attribution, answer)
    assert [(each.cause, each.ladder) for each in chosen] == [("sleep", "possible"), ("caffeine", "possible")]
    assert chosen[1].because == "caffeine is moderate"


def test_a_cause_without_a_sign_of_it_in_the_diary_is_not_chosen_by_check() -> None:
    assert choose(explained(row("caffeine", "unlikely")), checked(("caffeine", "strong"))) == ()


def test_a_probability_that_is_missing_counts_as_none() -> None:
    attribution = explained(row("sleep", "possible", None), row("water", "possible", 0.6))  # type: ignore[arg-type]
    assert choose(attribution, None)[0].cause == "water"


def test_a_cause_that_is_not_one_of_the_six_is_refused() -> None:
    with pytest.raises(Refused, match="'cafeine' is not known; nearest: caffeine"):
        choose(explained(row("cafeine", "likely")), None)
