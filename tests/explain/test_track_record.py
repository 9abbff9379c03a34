"""The sentence beside a finding says what the benchmark measured."""

import json
from pathlib import Path

import pytest

from untwitch.explain import track_record
from untwitch.explain.ladder import GOES_WITH, NO_SIGN, POSSIBLE

PROJECT = Path(__file__).resolve().parents[2]
RESULT = PROJECT / "benchmarks" / "results" / "explain_calibration.json"


def test_the_figures_are_those_of_the_benchmark() -> None:
    assert (PROJECT / track_record.BENCHMARK).is_file()
    runs = json.loads(RESULT.read_text(encoding="utf-8"))["runs"]
    assert {each["days"] for each in runs} == set(track_record.WRONG_OF_100)
    for run in runs:
        told = track_record.WRONG_OF_100[run["days"]]
        assert told[GOES_WITH] == max(1, round(run["wrong_of_100_likely"]))
        assert told[POSSIBLE] == round(run["wrong_of_100_possible"])


def test_the_bars_of_the_benchmark_hold() -> None:
    run = json.loads(RESULT.read_text(encoding="utf-8"))["runs"][0]
    assert (run["people"], run["days"]) == (4000, 120)
    assert 0.88 <= run["coverage_90"] <= 0.92
    assert run["people_with_a_false_likely_cause"] <= 0.03


@pytest.mark.parametrize(
    ("days", "length", "times"),
    [(10, 30, "7 times"), (59, 30, "7 times"), (60, 60, "1 time"), (400, 60, "1 time")],
)
def test_a_finding_comes_with_how_often_such_were_wrong(
    days: int, length: int, times: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(track_record, "WRONG_OF_100", {30: {GOES_WITH: 7}, 60: {GOES_WITH: 1}})
    assert track_record.sentence(GOES_WITH, days=days) == (
        f"On simulated diaries of {length} days, findings this strong were wrong about {times} in 100."
    )


def test_a_rung_that_claims_nothing_has_no_sentence() -> None:
    assert track_record.sentence(NO_SIGN, days=120) == ""
