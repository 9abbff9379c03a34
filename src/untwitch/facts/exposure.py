"""One exposure: an amount, level or duration that may set twitches off."""

from dataclasses import dataclass

from untwitch.facts.identity import checked_id
from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Exposure:
    """A typed value of one measure of the registry.

    Attributes:
        id: UUID made by who typed it.
        measure: Id in the registry, `caffeine_mg`.
        value: In the registry's unit.
        start: Begin, or the moment.
        end: End; equal to the begin for a moment.
        name: What was eaten, drunk or done, in words; empty if only the number is known.
        estimate: Whether a rule made the value rather than a reading.
        note: The person's own words.
    """

    id: str
    measure: str
    value: float
    start: Instant
    end: Instant
    name: str = ""
    estimate: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        measure(self.measure).refuse_unless_believable(self.value)
        if self.end.utc_ms < self.start.utc_ms:
            raise Refused("an exposure cannot end before it begins")
