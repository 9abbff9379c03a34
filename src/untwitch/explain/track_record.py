"""How often findings were wrong on simulated diaries, for the sentence that people read beside a finding."""

from collections.abc import Mapping
from types import MappingProxyType

from untwitch.explain.ladder import GOES_WITH, POSSIBLE

BENCHMARK = "benchmarks/explain_calibration.py"
WRONG_OF_100: Mapping[int, Mapping[str, int]] = MappingProxyType(
    {
        30: {GOES_WITH: 6, POSSIBLE: 26},
        60: {GOES_WITH: 3, POSSIBLE: 29},
        90: {GOES_WITH: 2, POSSIBLE: 25},
        120: {GOES_WITH: 1, POSSIBLE: 26},
    }
)
"""By days of the diary: of 100 findings, how many named a cause that did not act."""


def sentence(rung: str, *, days: int = 120) -> str:
    """Gives the sentence for a rung of the ladder; empty for rungs that claim nothing.

    Args:
        rung: Words of the ladder.
        days: Days with an outcome; the figures of the longest simulated diary that is no longer are taken, of
            the shortest for those that are shorter.
    """
    length = max((each for each in WRONG_OF_100 if each <= days), default=min(WRONG_OF_100))
    wrong = WRONG_OF_100[length].get(rung)
    if wrong is None:
        return ""
    times = "1 time" if wrong == 1 else f"{wrong} times"
    return f"On simulated diaries of {length} days, findings this strong were wrong about {times} in 100."
