"""Something felt beside the twitching."""

from dataclasses import dataclass

from untwitch.facts.body_site import checked_site
from untwitch.facts.identity import checked_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.twitch import checked_0_10

SYMPTOM_KINDS = (
    "pain",
    "weakness_noticed",
    "cramp",
    "numbness_or_tingling",
    "stiffness",
    "tiredness",
)


@dataclass(frozen=True, slots=True)
class Symptom:
    """A symptom that a person noticed.

    Attributes:
        id: UUID made by who typed it.
        kind: One of `SYMPTOM_KINDS`.
        start: When it was noticed.
        site: Place on the body map, or None.
        severity_0_10: How bad, or None if not said.
        note: The person's own words.
    """

    id: str
    kind: str
    start: Instant
    site: str | None = None
    severity_0_10: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        if self.kind not in SYMPTOM_KINDS:
            raise Refused(f"symptom {self.kind!r} is not known{nearest(self.kind, SYMPTOM_KINDS)}")
        if self.site is not None:
            checked_site(self.site)
        checked_0_10("severity_0_10", self.severity_0_10)
