"""The way through the questions of `check`, one screen after the other, for any door that asks."""

from untwitch.check.screens import (
    Question,
    View,
    Walk,
    alone,
    answered,
    back,
    follow_ups,
    is_emergency,
    next_screen,
    start,
    ticked,
    whom_question,
)
from untwitch.check.spoken import Ticks, number_of, reply, ticks
from untwitch.knowledge.check_fact import event_choices
from untwitch.knowledge.medicine import named, near_names

__all__ = [
    "Question", "Ticks", "View", "Walk", "alone", "answered", "back", "event_choices", "follow_ups",
    "is_emergency", "meant_names", "next_screen", "number_of", "reply", "start", "ticked", "ticks",
    "whom_question",
]  # fmt: skip


def meant_names(name: str) -> tuple[str, ...] | None:
    """Gives what a medicine's name may be a misspelling of; None when the name is known as it stands.

    Args:
        name: As typed.
    """
    return None if named(name).is_known else near_names(name)
