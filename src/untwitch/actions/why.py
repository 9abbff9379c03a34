"""What goes with the twitches of one person: in short, in full, and what more days would tell."""

from dataclasses import dataclass

from untwitch.actions.whole_path import Answered
from untwitch.explain.power_curve import PEOPLE, power_curve
from untwitch.report.answer_figures import answer_figures
from untwitch.report.cause_page import CausePage, cause_page
from untwitch.report.charts import per_weekday, twitches_per_day
from untwitch.report.figure import Figure
from untwitch.report.more_days import MoreDays, more_days
from untwitch.report.table_days import OUTCOME_WORDS, days_of, outcome_to_draw
from untwitch.report.why import Why, why

__all__ = [
    "AllFigures",
    "CausePage",
    "MoreDays",
    "Why",
    "all_figures",
    "in_full",
    "in_short",
    "what_more_days_tell",
]


@dataclass(frozen=True, slots=True)
class AllFigures:
    """Every figure of one answer.

    Attributes:
        figures: In the order in which a page shows them.
        outcome: What was counted, in words.
    """

    figures: tuple[Figure, ...]
    outcome: str


def in_short(found: Answered) -> Why:
    """Gives the causes in the order of how sure it is, one sentence and one band each."""
    return why(found.explain)


def in_full(found: Answered, cause: str) -> CausePage:
    """Gives the figures and numbers of one cause.

    Raises:
        Refused: There is no such cause.
    """
    return cause_page(found.explain, found.picture, cause)


def all_figures(found: Answered) -> AllFigures:
    """Gives every figure that the answer allows."""
    outcome = outcome_to_draw(found.timeline, asked=str(found.explain["outcome"]))
    days, words = days_of(found.timeline, outcome=outcome), OUTCOME_WORDS[outcome]
    of_days = (twitches_per_day(days, outcome_words=words), per_weekday(days, outcome_words=words))
    drawn = answer_figures(found.explain, found.picture)
    return AllFigures((*(each for each in of_days if each is not None), *drawn.values()), words)


def what_more_days_tell(found: Answered, *, people: int = PEOPLE) -> MoreDays:
    """Gives what more days would tell; it takes seconds.

    Args:
        found: The answer.
        people: How many times the diary is continued.
    """
    power = power_curve(found.timeline, physiology=found.body, people=people)
    return more_days(None if power is None else power.to_json())
