"""The one ladder that people read everywhere: from a verdict and its evidence to words."""

from collections.abc import Mapping
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest

NOT_ENOUGH_YET = "not enough yet"
NO_SIGN = "no sign of it"
POSSIBLE = "possible"
GOES_WITH = "goes with your twitches"
TESTED = "tested in you"
LADDER: tuple[str, ...] = (NOT_ENOUGH_YET, NO_SIGN, POSSIBLE, GOES_WITH, TESTED)

EVIDENCE: tuple[str, ...] = ("none", "associated", "tested_in_you")

_WORDS: Mapping[str, str] = MappingProxyType(
    {"cannot_tell": NOT_ENOUGH_YET, "unlikely": NO_SIGN, "possible": POSSIBLE, "likely": GOES_WITH}
)


def words(verdict: str, evidence: str) -> str:
    """Gives the rung of the ladder for a verdict.

    Args:
        verdict: `likely`, `possible`, `unlikely` or `cannot_tell`.
        evidence: `none`, `associated` or `tested_in_you`; only a trial that found an effect lifts a finding
            to the last rung.

    Raises:
        Refused: One of the two words is not known.
    """
    if verdict not in _WORDS:
        raise Refused(f"verdict {verdict!r} is not known{nearest(verdict, _WORDS)}")
    if evidence not in EVIDENCE:
        raise Refused(f"evidence {evidence!r} is not known{nearest(evidence, EVIDENCE)}")
    if evidence == "tested_in_you" and verdict in {"likely", "possible"}:
        return TESTED
    return _WORDS[verdict]
