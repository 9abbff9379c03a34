"""A stretch of time in which a twitch would have been noticed. Only inside a watch can there be a zero."""

import math
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.body_site import checked_site
from untwitch.facts.identity import checked_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.twitch import DIARY, checked_0_10

EVENING_WORDS: MappingProxyType[str, tuple[int, int]] = MappingProxyType(
    {"none": (0, 0), "few": (1, 3), "some": (4, 10), "many": (11, 40)}
)
"""What the words of the evening line mean, twitches from and to."""

_MOST_TWITCHES = 1_000_000


def evening_bucket(word: str) -> tuple[int, int]:
    """Gives the fewest and most twitches that a word of the evening line stands for.

    Raises:
        Refused: The word is not one of the four.
    """
    if word not in EVENING_WORDS:
        raise Refused(f"evening word {word!r} is not known{nearest(word, EVENING_WORDS)}")
    return EVENING_WORDS[word]


@dataclass(frozen=True, slots=True)
class Watch:
    """Time under observation, with the tally of what was seen in it if somebody gave one.

        Watch      |-----------------------|        16 h awake
        Twitch         x      x   x                 without a tally: 3 in this watch
        tally            few (1-3)                  with one: between 1 and 3

    Attributes:
        id: UUID made by who typed it.
        start: Begin.
        end: End, after the begin.
        instrument: `diary`, or the id of a recording instrument; series of two instruments are never added.
        twitches_low: Fewest twitches by the tally, or None for no tally (the twitches inside count).
        twitches_high: Most twitches by the tally; equal to the fewest for a count.
        twitch_min: Minutes of twitching, or None.
        bother_0_10: How much they bothered, or None.
        site: Place on the body map that was watched, or None for the whole body.
        note: The person's own words.
    """

    id: str
    start: Instant
    end: Instant
    instrument: str = DIARY
    twitches_low: int | None = None
    twitches_high: int | None = None
    twitch_min: float | None = None
    bother_0_10: float | None = None
    site: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        if self.end.utc_ms <= self.start.utc_ms:
            raise Refused("a watch must end after it begins")
        if not self.instrument:
            raise Refused("a watch needs an instrument, 'diary' if twitches were noticed")
        self._check_tally()
        if self.twitch_min is not None and not (math.isfinite(self.twitch_min) and self.twitch_min >= 0):
            raise Refused(f"twitch_min is {self.twitch_min:g}; minutes are not negative")
        checked_0_10("bother_0_10", self.bother_0_10)
        if self.site is not None:
            checked_site(self.site)

    def _check_tally(self) -> None:
        low, high = self.twitches_low, self.twitches_high
        if (low is None) != (high is None):
            raise Refused("a tally needs both its fewest and its most twitches")
        if low is not None and high is not None and not 0 <= low <= high <= _MOST_TWITCHES:
            raise Refused(f"a tally of {low} to {high} twitches is not possible")

    @property
    def observed_h(self) -> float:
        """Hours under observation."""
        return (self.end.utc_ms - self.start.utc_ms) / 3_600_000
