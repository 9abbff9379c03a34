"""How hard a text is to read, for tests of the words that people see."""

import re
import warnings
from collections.abc import Iterable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat 0.7.4 imports pkg_resources, which warns of its own end
    import textstat


def grade(text: str, *, exempt: Iterable[str] = ()) -> float:
    """Gives the Flesch-Kincaid grade of a text; glossary words count as a short one."""
    for word in sorted(exempt, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(word)}\b", "twitch", text, flags=re.IGNORECASE)
    return float(textstat.flesch_kincaid_grade(text))
