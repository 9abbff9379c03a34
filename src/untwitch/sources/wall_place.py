"""Where and when, for exports that write a wall clock without a zone, or an instant without a place."""

import datetime as dt
from collections.abc import Iterable

from untwitch.facts.instant import Instant, ZoneKnownBy, day_bounds_ms, from_local
from untwitch.facts.problem import Problem
from untwitch.facts.stay import Stay
from untwitch.sources.csv_moments import Place
from untwitch.sources.shelf import When, between

_EPOCH = dt.date(1970, 1, 1)
_LATEST_MS = 4_102_444_800_000


class WallPlace(Place):
    """Turns wall clocks into instants, by the zone of the person's stays or the one to assume."""

    def __init__(self, zone: str, *, stays: Iterable[Stay] = ()) -> None:
        """Keeps the zones.

        Args:
            zone: Zone where no stay names one.
            stays: Zone history.
        """
        super().__init__(zone, stays=stays, day_first=None)
        self._of_day: dict[dt.date, tuple[str, ZoneKnownBy]] = {}

    def zone_of(self, day: dt.date) -> tuple[str, ZoneKnownBy]:
        """Gives the zone of a day, and how it is known; looked up once a day."""
        if day not in self._of_day:
            self._of_day[day] = super().zone_of(day)
        return self._of_day[day]

    def when(self, start_ms: int, end_ms: int) -> When:
        """Gives a stretch whose instants are known and whose place is not.

        Args:
            start_ms: Begin, milliseconds since 1970 UTC.
            end_ms: End.
        """
        is_far = abs(start_ms) > _LATEST_MS
        day = _EPOCH if is_far else _EPOCH + dt.timedelta(days=start_ms // 86_400_000)
        return When(start_ms, end_ms, *self.zone_of(day))

    def wall(self, clock: dt.datetime, *, where: str) -> tuple[Instant, Problem | None]:
        """Gives the instant of a wall clock, and a problem where that clock showed it twice or never.

        Args:
            clock: A reading without zone.
            where: Place for the problem.
        """
        zone, known_by = self.zone_of(clock.date())
        return from_local(clock, zone, known_by=known_by, where=where)

    def whole(self, day: dt.date) -> When:
        """Gives a whole local day."""
        span = self.day(day)
        return between(span.start, span.end)


def whole_day(day: dt.date, zone: str, known_by: ZoneKnownBy) -> When:
    """Gives a whole day of a zone that the file names."""
    return When(*day_bounds_ms(day, zone), zone, known_by)
