"""What the movement resembles more than an ordinary twitch."""

import functools

from untwitch.check.case import Case
from untwitch.check.rules import Expression, compiled
from untwitch.knowledge.look_alike import LookAlike, look_alikes


@functools.cache
def pictures() -> tuple[tuple[LookAlike, Expression], ...]:
    """Gives every look-alike with its compiled picture.

    Raises:
        Refused: A picture is not in the language; the sentence names its place.
    """
    return tuple((each, compiled(each.when, where=each.where)) for each in look_alikes())


def look_alike(case: Case) -> LookAlike | None:
    """Gives the first look-alike whose picture is surely true, or None for an ordinary twitch.

    Args:
        case: The facts of a person.
    """
    return next((each for each, picture in pictures() if picture.value(case) is True), None)


def words_for_person(found: LookAlike | None, *, urgency: str) -> str | None:
    """Gives what the person is told it looks like; only below urgent, and only where that is safe.

    Args:
        found: What it resembles.
        urgency: The level.
    """
    return found.person if found is not None and urgency in {"routine", "self_care"} else None
