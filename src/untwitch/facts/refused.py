"""The one error that doors turn into a sentence."""

import difflib
from collections.abc import Iterable


class Refused(ValueError):  # noqa: N818 - the name says what happened, a person was refused, not failed
    """A wrong call: the message is one clear sentence that quotes the value and says what would be right."""


def nearest(word: str, known: Iterable[str], *, at_most: int = 3) -> str:
    """Gives the end of a sentence that names the known words nearest to a wrong one.

    Args:
        word: What was typed.
        known: The words that would have been right.
        at_most: How many to name.

    Returns:
        `; nearest: a, b` or, when nothing is near, `; known: a, b, c, …`.
    """
    words = list(known)
    close = difflib.get_close_matches(word.lower(), words, n=at_most, cutoff=0.5)
    close += [each for each in words if word and word.lower() in each and each not in close]
    if close:
        return "; nearest: " + ", ".join(close[:at_most])
    return "; known: " + ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
