"""Better or not, in words: the latest weeks beside the person's own usual range."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.spoken import counted
from untwitch.report.figure import Figure
from untwitch.report.week_chart import week_chart
from untwitch.report.weeks import DAYS_A_WEEK_COUNTS, WEEKS_FIRST, Standing, Weeks
from untwitch.report.wording import number

_STANDINGS: Mapping[Standing, str] = MappingProxyType(
    {
        "fewer": "Lower than usual",
        "usual": "As usual",
        "more": "Higher than usual",
        "mixed": "Up and down",
    }
)
CHANCE = "Weeks go up and down by chance, also when nothing changes."


@dataclass(frozen=True, slots=True)
class Better:
    """What the page says.

    Attributes:
        headline: In two or three words; empty before there are enough weeks.
        sentences: What lies behind it.
        is_higher: Whether it went up, which is worth a check.
        weeks_known: Weeks that count.
        weeks_first: How many are needed before anything is said.
        days_each: Days with a line that make a week count.
        figure: The weeks; None before there are enough.
    """

    headline: str
    sentences: tuple[str, ...]
    is_higher: bool
    weeks_known: int
    weeks_first: int
    days_each: int
    figure: Figure | None


def better(weeks: Weeks, *, outcome_words: str = "twitches") -> Better:
    """Gives what a person is told of their weeks.

    Args:
        weeks: The weeks.
        outcome_words: What was counted.
    """
    return Better(
        headline="" if weeks.standing is None else _STANDINGS[weeks.standing],
        sentences=_sentences(weeks, outcome_words),
        is_higher=weeks.standing == "more",
        weeks_known=weeks.known,
        weeks_first=WEEKS_FIRST,
        days_each=DAYS_A_WEEK_COUNTS,
        figure=week_chart(weeks, outcome_words=outcome_words),
    )


def _sentences(weeks: Weeks, outcome_words: str) -> tuple[str, ...]:
    usual, latest = weeks.usual, len(weeks.latest)
    if usual is None:
        return ()
    means = ", ".join(number(each.mean) for each in weeks.latest if each.mean is not None)
    own = (
        f"The latest {latest} weeks: {means} {outcome_words} a day. Your own usual range before that was "
        f"{number(usual.low)} to {number(usual.high)}."
    )
    if weeks.standing in {"fewer", "more"}:
        side = "below" if weeks.standing == "fewer" else "above"
        return own, f"{counted(weeks.outside, 'week')} of {latest} lie {side} it."
    if weeks.standing == "mixed":
        return own, f"Some lie below it and some above. {CHANCE}"
    return own, CHANCE
