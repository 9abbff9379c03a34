"""A whole `explain/1` for the pages about why."""

from typing import Any

from tests.report.sample_person import cause, explain

RATIO = {"median": 1.31, "low": 1.12, "high": 1.55, "per": "one usual swing"}


def whole_cause(name: str, verdict: str, **other: Any) -> dict[str, Any]:
    more: dict[str, Any] = {
        "guards_failed": [],
        "days_avoided": {"median": 4, "low": 1, "high": 9},
        "lag_days": {"median": 1, "low": 0, "high": 3},
        "rate_ratio_per_swing": RATIO,
    }
    return cause(name, verdict, **(more | other))


def answer(**other: Any) -> dict[str, Any]:
    made = {
        **explain(),
        "causes": [
            whole_cause("stress", "possible", guards_failed=["tomorrow_control"]),
            whole_cause("exertion", "cannot_tell", days_needed=40),
            whole_cause("sleep", "likely"),
            whole_cause(
                "diet", "cannot_tell", rate_ratio=None, rate_ratio_per_swing=None, known_fraction=0.0
            ),
            whole_cause("caffeine", "likely", probability=0.95, inseparable_from=["stress"]),
            whole_cause("water", "unlikely"),
        ],
        "confounders": [whole_cause("screen", "cannot_tell")],
        "twitches_per_day": {"median": 7.3, "low": 6.3, "high": 8.4},
        "next_experiment": {"cause": "caffeine", "kind": "try", "days": 42, "why": "only a trial shows why"},
    }
    return made | other
