"""Where a person lived when: the zone history that says which day an instant belongs to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from untwitch.facts.identity import checked_id
from untwitch.facts.instant import zone_info
from untwitch.facts.refused import Refused


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of days in one zone.

    Attributes:
        id: UUID made by who typed it.
        zone: IANA name or fixed offset.
        from_day: First day; None for always before.
        to_day: Last day, included; None for until now.
    """

    id: str
    zone: str
    from_day: dt.date | None = None
    to_day: dt.date | None = None

    def __post_init__(self) -> None:
        checked_id(self.id)
        zone_info(self.zone)
        if self.from_day and self.to_day and self.to_day < self.from_day:
            raise Refused(f"a stay cannot end on {self.to_day} before it begins on {self.from_day}")

    def covers(self, day: dt.date) -> bool:
        """Says whether the person was in this zone on a day."""
        return (self.from_day is None or self.from_day <= day) and (self.to_day is None or day <= self.to_day)


def zone_on(stays: Iterable[Stay], day: dt.date) -> str | None:
    """Gives the zone of a day: of the stays that cover it, the one that began last; None if none does."""
    covering = [stay for stay in stays if stay.covers(day)]
    if not covering:
        return None
    return max(covering, key=lambda stay: stay.from_day or dt.date.min).zone
