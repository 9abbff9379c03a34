"""How often findings were wrong on simulated diaries, for the sentence that people read beside a finding."""

from collections.abc import Mapping
from types import MappingProxyType

from untwitch.explain.ladder import GOES_WITH, POSSIBLE

BENCHMARK = "benchmarks/explain_calibration.py"
DAYS = 120
WRONG_OF_100: Mapping[str, int] = MappingProxyType({GOES_WITH: 1, POSSIBLE: 18})
"""Of 100 findings of a rung, how many named a cause that did not act; a test holds it to the benchmark."""


def sentence(rung: str) -> str:
    """Gives the sentence for a rung of the ladder; empty for rungs that claim nothing.

    Args:
        rung: Words of the ladder.
    """
    wrong = WRONG_OF_100.get(rung)
    if wrong is None:
        return ""
    times = "1 time" if wrong == 1 else f"{wrong} times"
    return f"On simulated diaries of {DAYS} days, findings this strong were wrong about {times} in 100."
