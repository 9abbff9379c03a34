"""What more days would tell, as lines for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from untwitch.explain.ladder import GOES_WITH, NO_SIGN
from untwitch.facts.spoken import cause_words, counted

NOTHING_YET = "What more days would tell cannot be worked out before the first findings."


def power_lines(power: Mapping[str, Any] | None) -> list[str]:
    """Gives the lines.

    Args:
        power: `power` of `explain/1`; None where nothing could be fitted.
    """
    if power is None:
        return [NOTHING_YET]
    days = power["days"]
    made = [
        f"Simulated {power['simulated_people']} times: your own diary continued by chance, kept as now.",
        "Of 100 such diaries so many would say:",
        f"  {'after more days':<20}{_cells(days)}",
    ]
    for each in power["causes"]:
        name = cause_words(each["cause"])
        for part, rung in ((each["told"], GOES_WITH), (each["no_sign"], NO_SIGN)):
            if any(round(100 * value) for value in part):
                made.append(f"  {name:<20}{_cells([round(100 * value) for value in part])}  {rung}")
    return [*made, *_experiment(power["experiment"])]


def _cells(values: Sequence[int]) -> str:
    return "".join(f"{value:>5}" for value in values)


def _experiment(experiment: Mapping[str, Any] | None) -> list[str]:
    if experiment is None:
        return []
    settled, logging = (round(100 * experiment[each]) for each in ("settled", "settled_by_logging"))
    if settled <= logging:
        return ["No planned change would settle more than keeping on would."]
    cause, days, block = (experiment[each] for each in ("cause", "days", "block_days"))
    how = f"{counted(days, 'day')} in blocks of {counted(block, 'day')}"
    return [
        f"What would settle most: {cause_words(cause).lower()}, for {how},",
        "  each block as usual or on your better side, by lot.",
        f"  It would then be settled, one way or the other, in {settled} of 100; by logging on in {logging}.",
    ]
