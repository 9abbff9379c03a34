"""What more days would tell: simulated, and nothing that is not there."""

from typing import Any

from untwitch.explain.power_words import NOTHING_YET
from untwitch.report.more_days import more_days

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
    told = more_days(POWER)
    assert told.table is not None
    assert told.table.header == ("", "after 14 days", "after 90 days")
    assert told.table.rows == (
        ("Caffeine: goes with your twitches", "10", "80"),
        ("Minerals in food: no sign of it", "20", "55"),
    )
    assert told.sentences[0].startswith("Your own diary was continued by chance 60 times")
    assert told.sentences[1].endswith("It would then be settled in 70 of 100; by logging on in 33.")


def test_an_experiment_that_settles_no_more_is_not_advised() -> None:
    same = POWER | {"experiment": POWER["experiment"] | {"settled": 0.3}}
    assert more_days(same).sentences[-1].startswith("No planned change")
    assert len(more_days(POWER | {"experiment": None, "causes": []}).sentences) == 1
    assert more_days(POWER | {"causes": []}).table is None


def test_before_the_first_findings_there_is_one_sentence() -> None:
    assert more_days(None).sentences == (NOTHING_YET,)
    assert more_days(None).table is None
