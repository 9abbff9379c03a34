"""One twitch that was noticed, or one bout of them."""

import math
from dataclasses import dataclass

from untwitch.facts.body_site import checked_site
from untwitch.facts.identity import checked_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

DIARY = "diary"


def checked_0_10(name: str, value: float | None) -> None:
    """Refuses a rating outside 0 to 10; None is unknown and passes.

    Raises:
        Refused: Quotes the name and the value.
    """
    if value is not None and not (math.isfinite(value) and 0 <= value <= 10):
        raise Refused(f"{name} is {value:g}; it goes from 0 to 10")


@dataclass(frozen=True, slots=True)
class Twitch:
    """A muscle twitch that a person noticed or an instrument found.

    Attributes:
        id: UUID made by who typed it.
        start: When it began.
        site: Place on the body map, or None if not said.
        duration_s: How long the bout lasted, or None.
        strength_0_10: How strong, or None.
        bother_0_10: How much it bothered, or None.
        instrument: `diary`, or the id of the recording instrument that found it.
        note: The person's own words.
    """

    id: str
    start: Instant
    site: str | None = None
    duration_s: float | None = None
    strength_0_10: float | None = None
    bother_0_10: float | None = None
    instrument: str = DIARY
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        if self.site is not None:
            checked_site(self.site)
        if self.duration_s is not None and not (
            math.isfinite(self.duration_s) and 0 <= self.duration_s <= 86_400
        ):
            raise Refused(f"duration_s is {self.duration_s:g}; one bout lasts from 0 s to a day")
        checked_0_10("strength_0_10", self.strength_0_10)
        checked_0_10("bother_0_10", self.bother_0_10)
        if not self.instrument:
            raise Refused("a twitch needs an instrument, 'diary' if it was noticed")
