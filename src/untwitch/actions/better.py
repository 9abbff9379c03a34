"""Whether it got better: one person's weeks beside their own usual range."""

from untwitch.actions.session import Session
from untwitch.actions.whole_path import Answered
from untwitch.report.better import Better, better
from untwitch.report.table_days import OUTCOME_WORDS, days_of, outcome_to_draw
from untwitch.report.weeks import weeks_of

__all__ = ["Better", "weeks_beside_usual"]


def weeks_beside_usual(found: Answered, session: Session) -> Better:
    """Gives the weeks of an answer.

    Args:
        found: The answer.
        session: The moment, for which weeks are over.
    """
    outcome = outcome_to_draw(found.timeline, asked=str(found.explain["outcome"]))
    weeks = weeks_of(days_of(found.timeline, outcome=outcome), today=session.now.local_day())
    return better(weeks, outcome_words=OUTCOME_WORDS[outcome])
