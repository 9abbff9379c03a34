"""The lines about more days say that they are simulated, and nothing that is not there."""

from typing import Any

from untwitch.explain.power_words import NOTHING_YET, power_lines

POWER: dict[str, Any] = {
    "simulated_people": 60,
    "days": [14, 90],
    "causes": [
        {"cause": "caffeine", "told": [0.1, 0.8], "no_sign": [0.0, 0.0], "told_if_it_acts": None},
        {"cause": "diet", "told": [0.0, 0.0], "no_sign": [0.2, 0.55], "told_if_it_acts": None},
    ],
    "experiment": {
        "cause": "caffeine", "days": 42, "block_days": 3, "settled": 0.7, "settled_by_logging": 0.33,
    },
}  # fmt: skip


def test_each_cause_stands_with_the_rungs_that_it_would_reach() -> None:
    said = power_lines(POWER)
    assert said[0].startswith("Simulated 60 times: your own diary continued by chance")
    assert said[2].split()[-2:] == ["14", "90"]
    assert said[3].split() == ["Caffeine", "10", "80", "goes", "with", "your", "twitches"]
    assert said[4].split() == ["Minerals", "in", "food", "20", "55", "no", "sign", "of", "it"]
    assert len(said) == 8


def test_the_experiment_is_said_with_what_logging_would_do() -> None:
    said = power_lines(POWER)
    assert said[-3] == "What would settle most: caffeine, for 42 days in blocks of 3 days,"
    assert said[-1].endswith("in 70 of 100; by logging on in 33.")


def test_an_experiment_that_settles_no_more_is_not_advised() -> None:
    same = POWER | {"experiment": POWER["experiment"] | {"settled": 0.3}}
    assert power_lines(same)[-1] == "No planned change would settle more than keeping on would."
    assert len(power_lines(POWER | {"experiment": None})) == 5


def test_before_the_first_findings_there_is_one_line() -> None:
    assert power_lines(None) == [NOTHING_YET]
