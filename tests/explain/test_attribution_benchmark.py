"""The benchmark that anyone can run: people, truth, scores and peers."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks.attribution.peers import PEERS
from benchmarks.attribution.people import CONDITIONS, make
from benchmarks.attribution.score import BARS, missed, score

from untwitch.facts.measure import CAUSES
from untwitch.timeline.timeline import daily, from_csv, to_csv


def answer(cause: str, chance: float, verdict: str, low: float, high: float) -> dict[str, object]:
    return {
        "cause": cause,
        "probability": chance,
        "verdict": verdict,
        "rate_ratio_per_swing": {"low": low, "high": high},
    }


@pytest.mark.parametrize("name", list(CONDITIONS))
def test_a_person_is_the_same_for_the_same_seed_and_their_table_can_be_read_back(name: str) -> None:
    one, other = make(name, 5, days=40), make(name, 5, days=40)
    assert one.timeline == other.timeline
    assert dict(one.truth) == dict(other.truth)
    assert tuple(one.truth) == CAUSES
    assert one.timeline != make(name, 6, days=40).timeline
    read, problems = from_csv(to_csv(one.timeline))
    assert problems == []
    assert read == one.timeline


def test_conditions_are_as_bad_as_they_say() -> None:
    forgotten = np.isnan(make("missing_0.4", 1, days=400).timeline.column("caffeine_mg")).mean()
    assert forgotten == pytest.approx(0.4, abs=0.08)
    kept = [make(name, 2, days=400).timeline.column("magnesium_mg").std() for name in ("clean", "noise_1.0")]
    assert kept[1] / kept[0] == pytest.approx(2**0.5, rel=0.15)


def test_the_scores_are_those_counted_by_hand() -> None:
    truths = [{"stress": 0.4, "water": 0.0}, {"stress": 0.0, "water": 0.2}]
    answers = [
        {"causes": [answer("stress", 0.9, "likely", 1.2, 1.6), answer("water", 0.85, "likely", 1.0, 1.1)]},
        {"causes": [answer("stress", 0.1, "unlikely", 1.0, 1.1), answer("water", 0.4, "possible", 1.3, 1.6)]},
    ]
    made = score(answers, truths)
    assert (made["people"], made["active"]) == (2, 2)
    assert made["likely_right"] == 0.5
    assert made["innocent_called_likely"] == 0.5
    assert (made["found"], made["found_strong"]) == (0.5, 1.0)
    assert made["people_with_a_false_cause"] == 0.5
    assert (made["coverage_90"], made["below"], made["above"]) == (0.5, 0.5, 0.0)
    assert made["log_bias"] == pytest.approx(
        np.mean([np.log(1.2 * 1.6) / 2 - 0.4, np.log(1.3 * 1.6) / 2 - 0.2]), abs=1e-4
    )
    assert made["auc"] == 0.75
    assert made["calibration_error"] == pytest.approx((2 * 0.375 + 0.1 + 0.6) / 4)


def test_what_a_method_does_not_give_is_not_scored() -> None:
    silent = {"cause": "stress", "probability": None, "verdict": "likely", "rate_ratio_per_swing": None}
    made = score([{"causes": [silent]}], [{"stress": 0.4}])
    assert made["found"] == 1
    assert made["coverage_90"] is None
    assert made["auc"] is None


def test_bars_are_missed_above_and_below_and_where_nothing_could_be_counted() -> None:
    at_the_bars = {name: bar for name, (_, bar) in BARS.items()}
    assert missed(at_the_bars) == []
    for name, (kind, bar) in BARS.items():
        worse = bar - 0.001 if kind == "at least" else bar + 0.001
        assert missed(at_the_bars | {name: worse}) == [name]
        assert missed(at_the_bars | {name: None}) == [name]


def test_anyone_can_run_a_method_over_the_files(tmp_path: Path) -> None:
    def module(*words: str) -> str:
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    people = ("benchmarks.attribution.people", str(tmp_path), "--people", "3", "--days", "30")
    module(*people, "--conditions", "second", "--seed", "7")
    answers = tmp_path / "answers"
    answers.mkdir()
    for table in (tmp_path / "second").glob("*.csv"):
        header = table.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert {"start", "twitches", "caffeine_mg"} <= set(header)
        truth = json.loads(table.with_suffix(".truth.json").read_text(encoding="utf-8"))
        said = [
            {"cause": cause, "probability": float(effect > 0), "verdict": "likely" if effect else "unlikely",
             "rate_ratio_per_swing": {"low": np.exp(effect), "high": np.exp(effect)}}
            for cause, effect in truth["log_rate_ratio_per_swing"].items()
        ]  # fmt: skip
        answer = answers / table.with_suffix(".json").name
        answer.write_text(json.dumps({"causes": said}), encoding="utf-8")
    made = json.loads(module("benchmarks.attribution.score", str(tmp_path / "second"), str(answers)))
    assert made["people"] == 3
    assert made["bars_missed"] == []


@pytest.mark.parametrize("name", list(PEERS))
def test_a_peer_finds_what_is_plain_and_answers_for_every_exposure(name: str) -> None:
    random = np.random.default_rng(1)
    stress = random.integers(0, 11, 120).astype(np.float64)
    water = 100.0 * random.integers(5, 30, 120)
    twitches = random.poisson(np.exp(0.5 + 0.25 * stress)).astype(np.float64)
    person = daily(
        make("clean", 1, days=2).timeline.starts[0],
        {"stress_0_10": stress, "water_ml": water, "twitches": twitches},
    )
    found = {each["cause"]: each for each in PEERS[name](person)["causes"]}
    assert found["stress"]["verdict"] == "likely"
    assert found["stress"]["probability"] > 0.95
    assert set(found) == {"stress", "water"}
