"""The JSON form holds finite numbers or null, under the names of the contract."""

import json
import math

import numpy as np
import pytest

from untwitch.explain.answer import (
    Attribution,
    CauseAnswer,
    NextExperiment,
    PartAnswer,
    Range,
    finite,
    range_of,
)
from untwitch.explain.guards import Guard
from untwitch.facts.problem import Problem

RANGE = Range(1.3, 1.1, 1.6, "100 mg more")
PART = PartAnswer("magnesium_mg", "magnesium_shortfall_mg", 0.4, RANGE, None, 30.0, (0, 3.5, 7), 0.9)


def answer(**changes: object) -> Attribution:
    kept = {
        "rows": 3,
        "rows_used": 2,
        "start": "2026-01-01",
        "end": "2026-01-03",
        "outcome": "twitches",
        "instrument": "diary",
        "twitches_per_day": Range(2, 1, 3),
        "causes": (
            CauseAnswer("diet", 0.7, "possible", parts=(PART,), rate_ratio=RANGE, lag_days=(0, 1, 2)),
        ),
        "unexplained_share": None,
        "confounders": (),
        "guards": (Guard("k_hat", passes=False, value=math.inf, limit=0.7, failed_causes=("diet",)),),
        "enough": "more",
        "next_experiment": NextExperiment("diet", "try", 42, "because"),
    }
    return Attribution(**(kept | changes))  # type: ignore[arg-type]  # the fields stand above


def test_a_range_is_the_median_and_the_middle_ninety() -> None:
    made = range_of(np.arange(101.0), per="x")
    assert (made.median, made.low, made.high) == pytest.approx((50, 5, 95))
    assert made.per == "x"


@pytest.mark.parametrize(("value", "kept"), [(1.5, 1.5), (math.nan, None), (math.inf, None), (None, None)])
def test_a_number_is_finite_or_null(value: float | None, kept: float | None) -> None:
    assert finite(value) == kept


def test_the_document_has_the_names_of_the_contract() -> None:
    document = answer().to_json()
    assert document["contract"] == "explain/1"
    assert set(document) == {
        "contract", "rows", "rows_used", "start", "end", "outcome", "instrument", "twitches_per_day",
        "causes",
        "unexplained_share", "confounders", "guards", "enough", "next_experiment", "problems", "seconds",
        "version",
    }  # fmt: skip
    cause = document["causes"][0]
    assert set(cause) >= {
        "cause", "probability", "probability_matters", "probability_largest", "rate_ratio",
        "rate_ratio_per_swing", "parts", "share", "days_avoided", "lag_days", "known_fraction", "verdict",
        "inseparable_from",
        "days_needed", "evidence",
    }  # fmt: skip
    assert cause["rate_ratio"] == {"median": 1.3, "low": 1.1, "high": 1.6, "per": "100 mg more"}
    assert cause["lag_days"] == {"median": 1, "low": 0, "high": 2}
    assert cause["parts"][0]["measure"] == "magnesium_mg"
    assert cause["parts"][0]["rate_ratio_per_swing"] is None
    assert document["twitches_per_day"] == {"median": 2, "low": 1, "high": 3}
    assert document["next_experiment"]["kind"] == "try"
    assert document["guards"]["k_hat"]["value"] is None
    json.dumps(document, allow_nan=False)


def test_nothing_known_is_null() -> None:
    blank = CauseAnswer("water", 0.25, "cannot_tell").to_json()
    assert [blank[each] for each in ("rate_ratio", "share", "days_avoided", "lag_days", "days_needed")] == [
        None
    ] * 5
    assert answer(next_experiment=None, twitches_per_day=None).to_json()["next_experiment"] is None


def test_the_rung_comes_from_verdict_and_evidence() -> None:
    assert CauseAnswer("water", 0.9, "likely", evidence="associated").words == "goes with your twitches"


def test_time_version_and_earlier_problems_are_put_in_at_the_end() -> None:
    first, second = Problem("row 1", "one"), Problem("row 2", "two")
    made = answer(problems=(second,)).finished(seconds=0.5, version="1.0", problems=[first])
    assert (made.seconds, made.version, made.problems) == (0.5, "1.0", (first, second))
    assert made.to_json()["problems"] == [
        {"where": "row 1", "what": "one"},
        {"where": "row 2", "what": "two"},
    ]


def test_a_cause_is_found_by_its_id() -> None:
    assert answer().cause("diet").probability == 0.7
