"""What to log and for how long, or that it is enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from untwitch.advise.choice import Chosen
from untwitch.facts.spoken import counted
from untwitch.knowledge.cause import cause

FIRST_DAYS = 14
MOST_DAYS = 60
_EVENING = "Each evening one line, also on days without a twitch: untwitch log evening few"
_DIET = "diet"


@dataclass(frozen=True, slots=True)
class LogAdvice:
    """What to log.

    Attributes:
        enough: `more`, `enough` or `diary_cannot`.
        days: For how many more days; None where no number makes sense.
        lines: What to log, one thing a line.
    """

    enough: str
    days: int | None
    lines: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Gives it as it stands in `plan/1`."""
        return {"enough": self.enough, "days": self.days, "lines": list(self.lines)}


def log_advice(
    attribution: Mapping[str, Any] | None, chosen: Sequence[Chosen], *, food_may_be_logged: bool | None
) -> LogAdvice:
    """Gives what to log and for how long.

    Args:
        attribution: `explain/1`, or None: then a first fortnight.
        chosen: The causes that the plan goes for.
        food_may_be_logged: Whether counting food is fit for this person; None where that is not known.
    """
    enough = attribution["enough"] if attribution else "more"
    if enough == "enough":
        return LogAdvice("enough", None, ("You have measured enough. One evening line a week is plenty.",))
    if enough == "diary_cannot":
        line = "A diary cannot answer this in a sensible time. You may stop logging, or keep one line a week."
        return LogAdvice("diary_cannot", None, (line,))
    days = _days(attribution, chosen)
    lines = [f"For {counted(days, 'more day' if attribution else 'day')}:", _EVENING]
    for each in chosen:
        if each.cause == _DIET and food_may_be_logged is not True:
            if food_may_be_logged is None:
                lines.append(f"{cause(_DIET).log} (not if counting food is hard on you)")
            continue
        lines.append(cause(each.cause).log)
    return LogAdvice("more", days, tuple(lines))


def _days(attribution: Mapping[str, Any] | None, chosen: Sequence[Chosen]) -> int:
    if not attribution:
        return FIRST_DAYS
    lacking = FIRST_DAYS - int(attribution.get("rows_used", FIRST_DAYS))
    if lacking > 0:
        return lacking
    of_chosen = _within_reach(each.days_needed for each in chosen)
    of_any = _within_reach(row.get("days_needed") for row in attribution["causes"])
    return max(of_chosen) if of_chosen else min(of_any, default=FIRST_DAYS)


def _within_reach(needed: Iterable[int | None]) -> list[int]:
    return [days for days in needed if days is not None and days <= MOST_DAYS]
