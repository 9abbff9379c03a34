"""What more days would tell, as a table and sentences for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.explain.ladder import GOES_WITH, NO_SIGN
from untwitch.explain.power_words import NOTHING_YET
from untwitch.facts.spoken import cause_words, counted
from untwitch.report.figure import Table


@dataclass(frozen=True, slots=True)
class MoreDays:
    """What the page says.

    Attributes:
        sentences: What was done, and what would settle most.
        table: Of 100 diaries that went on by chance, how many would say what; None where nothing can be said.
    """

    sentences: tuple[str, ...]
    table: Table | None


def more_days(power: Mapping[str, Any] | None) -> MoreDays:
    """Gives what more days would tell.

    Args:
        power: `power` of `explain/1`; None where nothing could be fitted.
    """
    if power is None:
        return MoreDays((NOTHING_YET,), None)
    days = power["days"]
    rows = [
        (f"{cause_words(each['cause'])}: {rung}", *(str(round(100 * value)) for value in part))
        for each in power["causes"]
        for part, rung in ((each["told"], GOES_WITH), (each["no_sign"], NO_SIGN))
        if any(round(100 * value) for value in part)
    ]
    said = (
        f"Your own diary was continued by chance {power['simulated_people']} times, kept as you keep it now."
    )
    table = Table(
        "Of 100 such diaries, so many would say", ("", *(f"after {each} days" for each in days)), tuple(rows)
    )
    return MoreDays((said, *_experiment(power["experiment"])), table if rows else None)


def _experiment(experiment: Mapping[str, Any] | None) -> tuple[str, ...]:
    if experiment is None:
        return ()
    settled, logging = (round(100 * experiment[each]) for each in ("settled", "settled_by_logging"))
    if settled <= logging:
        return ("No planned change would settle more than keeping on would.",)
    cause, days, block = (experiment[each] for each in ("cause", "days", "block_days"))
    said = (
        f"What would settle most: {cause_words(cause).lower()}, for {counted(days, 'day')} in blocks of "
        f"{counted(block, 'day')}, each block as usual or on your better side, by lot. "
        f"It would then be settled in {settled} of 100; by logging on in {logging}."
    )
    return (said,)
