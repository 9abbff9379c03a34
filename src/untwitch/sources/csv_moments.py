"""When a row of a table was: its day or moment, in the zone it was lived in."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from untwitch.facts.instant import Instant, ZoneKnownBy, day_bounds_ms, from_local
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay, zone_on
from untwitch.intake.wall_clock import WallClock, read_time, read_wall_clock

EPOCH = re.compile(r"\d{10}(\.\d+)?|\d{13}", re.ASCII)
"""Seconds or milliseconds since 1970."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """When something was.

    Attributes:
        start: Begin.
        end: End; equal to the begin for a moment.
        is_day: Whether it is a whole local day, because the row names no time.
        problems: What was odd about the clock.
    """

    start: Instant
    end: Instant
    is_day: bool = False
    problems: tuple[Problem, ...] = ()


class Place:
    """Turns wall clocks into instants, by the zone of the person's stays or the one to assume."""

    def __init__(self, zone: str, *, stays: Iterable[Stay], day_first: bool | None) -> None:
        """Keeps the zones.

        Args:
            zone: Zone where no stay names one.
            stays: Zone history.
            day_first: Whether `03/04/2026` is 3 April; None where nothing says.
        """
        self._zone = zone
        self._stays = tuple(stays)
        self._day_first = day_first

    def zone_of(self, day: dt.date) -> tuple[str, ZoneKnownBy]:
        """Gives the zone of a day, and how it is known."""
        stayed = zone_on(self._stays, day)
        return (stayed, "stay") if stayed else (self._zone, "guess")

    def clock(self, text: str, *, time: str = "") -> WallClock | Instant:
        """Reads the cell of a day or moment, with the cell of its time if there is one.

        Raises:
            Refused: It cannot be read, or it can be two days.
        """
        if EPOCH.fullmatch(text):
            ms = int(text) if len(text) == 13 and text.isdigit() else round(float(text) * 1000)
            day = dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC).date()
            return Instant(ms, *self.zone_of(day))
        clock = read_wall_clock(text, day_first=self._day_first)
        if time and clock.time is None:
            return WallClock(clock.day, *read_time(time))
        return clock

    def instant(self, clock: WallClock | Instant, *, where: str) -> tuple[Instant, tuple[Problem, ...]]:
        """Gives the instant of a wall clock; of a bare day its midnight."""
        if isinstance(clock, Instant):
            return clock, ()
        zone, known_by = self.zone_of(clock.day)
        if clock.zone:
            zone, known_by = clock.zone, "source"
        wall = dt.datetime.combine(clock.day, clock.time or dt.time())
        instant, problem = from_local(wall, zone, known_by=known_by, where=where)
        return instant, (problem,) if problem else ()

    def day(self, day: dt.date) -> Span:
        """Gives a whole local day."""
        zone, known_by = self.zone_of(day)
        first_ms, past_ms = day_bounds_ms(day, zone)
        return Span(Instant(first_ms, zone, known_by), Instant(past_ms, zone, known_by), is_day=True)

    def span(self, text: str, *, time: str, end: str, where: str) -> Span:
        """Gives when a row was.

        Args:
            text: Cell of its day or begin.
            time: Cell of its time, or empty.
            end: Cell of its end, or empty.
            where: Place for problems.

        Raises:
            Refused: A cell cannot be read, or it ends before it begins.
        """
        clock = self.clock(text, time=time)
        if isinstance(clock, WallClock) and clock.time is None and not end:
            return self.day(clock.day)
        start, problems = self.instant(clock, where=where)
        if not end:
            return Span(start, start, problems=problems)
        stop, more = self.instant(self.clock(end), where=where)
        if stop.utc_ms < start.utc_ms:
            raise Refused(f"it ends ({end}) before it begins ({text})")
        return Span(start, stop, problems=problems + more)

    def night(self, day: str, *, asleep: str, awake: str, where: str) -> Span:
        """Gives a night of two moments, or of two times and the day of waking.

        Args:
            day: Cell of the day of waking, or empty where both cells carry their day.
            asleep: Cell of falling asleep.
            awake: Cell of waking.
            where: Place for problems.

        Raises:
            Refused: A cell cannot be read, or the night is longer than a day.
        """
        if day:
            morning = read_wall_clock(day, day_first=self._day_first).day
            fell, woke = read_time(asleep)[0], read_time(awake)[0]
            evening = morning - _DAY if fell > woke else morning
            start, problems = self.instant(WallClock(evening, fell), where=where)
            stop, more = self.instant(WallClock(morning, woke), where=where)
        else:
            start, problems = self.instant(self.clock(asleep), where=where)
            stop, more = self.instant(self.clock(awake), where=where)
        if not 0 < stop.utc_ms - start.utc_ms <= 24 * 3_600_000:
            raise Refused(f"a night from {asleep} to {awake} is not possible")
        return Span(start, stop, problems=problems + more)
