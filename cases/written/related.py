"""Relations between cases: what must not matter, and what must never lower the urgency.

Each case is a case of another group with one change that must leave its label as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cases.written import benign, causes, emergency, resembling, routine, unknown, urgent, young
from cases.written.building import Case

IRRELEVANT: Mapping[str, Any] = {
    "twitch_episode_s": 4, "twitch_severity_0_10": 9, "twitch_bothers_0_10": 9, "urine_burning": True,
    "heavy_periods": True, "family_tremor": True, "conditions_other": "an old scar", "screen_mean_7d_h": 11,
    "movement_moves_joint": True, "asked_for": "someone_else",
}  # fmt: skip
TAKEN = (
    "E01-face", "E04-one-leg", "E05-pain", "E10-fever-sweats", "E20-medicine", "U01-cannot",
    "U08-dizzy-vomit",
    "U13-calf", "U14-fever", "U15-skips-diuretic", "U16-sedative", "R01-15-days", "R02-two", "R04-started",
    "R05-one-side",
    "R12-worse", "S01-14-days", "S03-lid", "S04-examined", "S06-cramp", "S08-worry", "UN-weakness", "UN-six",
    "CH-tic", "BY-tongue",
    "PR-20-weeks", "BA-sore", "CA-load-400-calf", "CA-task-4-arm", "LK-root",
)  # fmt: skip
STRESSED = (
    "E01-face", "E08-chest", "E17-plan", "U01-drops", "U13-calf", "U15-dark", "R01-15-days", "R12-worse",
    "R15-skips",
    "UN-fainted", "BA-sweat-tremble", "S08-worry",
)  # fmt: skip


def mirrored(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Gives the same person seen in a mirror."""
    return {name: _mirrored(value) for name, value in facts.items()}


def _mirrored(value: Any) -> Any:
    if isinstance(value, list):
        return [_mirrored(each) for each in value]
    if isinstance(value, str) and value.endswith("_left"):
        return value.removesuffix("_left") + "_right"
    if isinstance(value, str) and value.endswith("_right"):
        return value.removesuffix("_right") + "_left"
    return value


def reversed_order(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Gives the same facts, and the same entries of each list, from last to first."""
    return {
        name: value[::-1] if isinstance(value, list) else value
        for name, value in reversed(list(facts.items()))
    }


def with_irrelevant(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Gives the facts and others that decide nothing."""
    return {**facts, **{name: value for name, value in IRRELEVANT.items() if name not in facts}}


def more_stressed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Gives the same person with the worst stress."""
    return {**facts, "stress_0_10": 10}


def _related(
    ids: tuple[str, ...], suffix: str, words: str, change: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> list[Case]:
    """Gives cases with one change and their old label."""
    return [
        replace(
            ALL[name], id=f"{name}~{suffix}", story=f"{ALL[name].story} ({words})",
            facts=change(ALL[name].facts),
            decision_as=name, causes={} if suffix == "stress" else ALL[name].causes,
        )
        for name in ids
    ]  # fmt: skip


ALL = {
    each.id: each
    for module in (benign, causes, emergency, resembling, routine, unknown, urgent, young)
    for group in module.GROUPS.values()
    for each in group
}

GROUPS = {
    "metamorphic": (
        *_related(TAKEN, "mirror", "The same, left for right.", mirrored),
        *_related(TAKEN, "order", "The same, told from the end.", reversed_order),
        *_related(TAKEN, "more", "The same, and things that decide nothing.", with_irrelevant),
        *_related(STRESSED, "stress", "The same, with the worst stress.", more_stressed),
    )
}
