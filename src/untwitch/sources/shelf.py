"""What the reader of a phone's or a watch's export takes out of it: numbers with their instants."""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from untwitch.facts.instant import Instant, ZoneKnownBy
from untwitch.facts.measure import measure
from untwitch.facts.plain_text import shown
from untwitch.facts.problem import Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.facts.workout import Workout, exertion_au
from untwitch.sources.complaints import Complaints
from untwitch.sources.source import Item

ROWS_A_BATCH = 8192
ENDS_BEFORE_BEGIN, NOT_BELIEVABLE, TIME_UNREADABLE = (
    "ends before it begins",
    "not believable",
    "time cannot be read",
)
NOT_KEPT = "this kind is not a measure that is kept here"
NOT_READ = "files of this kind are not read: nothing in them is a measure that is kept here"
_EARLIEST_MS, _LATEST_MS = -2_208_988_800_000, 4_102_444_800_000  # the years 1900 to 2100, as of an Instant
_LONGEST_MS = 31 * 86_400_000
_LONGEST_NAME = 80


class When(NamedTuple):
    """When something was and where.

    Attributes:
        start_ms: Begin, milliseconds since 1970 UTC.
        end_ms: End; equal to the begin for a moment.
        zone: Zone lived in.
        known_by: How the zone is known.
    """

    start_ms: int
    end_ms: int
    zone: str
    known_by: ZoneKnownBy


def between(start: Instant, end: Instant) -> When:
    """Gives the stretch from one instant to another, in the zone of the first."""
    return When(start.utc_ms, end.utc_ms, start.zone, start.zone_known_by)


Where = str | Callable[[], str]


class Shelf:
    """Collects what one import gives, each value with the app or device that saw it."""

    def __init__(self) -> None:
        self.complaints = Complaints()
        self._builders: dict[str, BatchBuilder] = {}
        self._limits: dict[str, tuple[float, float]] = {}
        self._apart: dict[tuple[str, str], int] = {}

    def take(
        self, measure_id: str, value: float, when: When, *, app: str, where: Where, estimate: bool = False
    ) -> bool:
        """Takes one value, or names why it is left out.

        Args:
            measure_id: Id in the registry.
            value: In the measure's canonical unit.
            when: When it was.
            app: App or device that saw it.
            where: Place in the input, or what finds it.
            estimate: Whether a rule made the value.

        Returns:
            Whether it was taken.
        """
        low, high = self._limits_of(measure_id)
        start_ms, end_ms, zone, known_by = when
        if start_ms < _EARLIEST_MS or end_ms > _LATEST_MS:
            return self.leave_out(measure_id, "outside the years 1900 to 2100", where, reason=TIME_UNREADABLE)
        if end_ms < start_ms:
            return self.leave_out(measure_id, ENDS_BEFORE_BEGIN, where, reason=ENDS_BEFORE_BEGIN)
        if not (math.isfinite(value) and low <= value <= high and end_ms - start_ms <= _LONGEST_MS):
            unit = measure(measure_id).unit
            hours = (end_ms - start_ms) / 3_600_000
            what = f"{value:g} {unit} in {hours:g} h is not believable"
            return self.leave_out(measure_id, what, where, reason=NOT_BELIEVABLE)
        self.builder(measure_id).add(SampleRow(start_ms, end_ms, value, app, zone, known_by, estimate))
        return True

    def take_workout(self, workout: Workout, when: When, *, app: str, where: Where) -> bool:
        """Takes a workout as exertion, by the one rule of `facts.workout`."""
        amount, basis = exertion_au(workout)
        return self.take("exertion_au", amount, when, app=app, where=where, estimate=basis != "rpe")

    def _limits_of(self, measure_id: str) -> tuple[float, float]:
        if measure_id not in self._limits:
            held = measure(measure_id)
            self._limits[measure_id] = held.believable_low, held.believable_high
        return self._limits[measure_id]

    def builder(self, measure_id: str) -> BatchBuilder:
        """Gives what collects the rows of a measure."""
        if measure_id not in self._builders:
            self._builders[measure_id] = BatchBuilder(measure_id)
        return self._builders[measure_id]

    def leave_out(self, measure_id: str, what: str, where: Where, *, reason: str) -> bool:
        """Counts a row as not taken, and says where and why.

        Args:
            measure_id: Id in the registry.
            what: What is wrong, as the begin of a sentence.
            where: Place in the input.
            reason: What it is one of.

        Returns:
            Always that it was not taken.
        """
        self.skip(measure_id, reason)
        self.complaints.problem(where, f"{measure_id}: {what}; left out", reason=reason)
        return False

    def skip(self, measure_id: str, reason: str, *, count: int = 1) -> None:
        """Counts rows that were met and are not taken, for a reason that needs no looking at."""
        self.builder(measure_id).skip(reason, count=count)

    def keep_apart(self, kind: str, *, what: str = NOT_KEPT, count: int = 1) -> None:
        """Counts rows, or files, of a kind that is not kept.

        Args:
            kind: Kind as the source calls it.
            what: Why, in a sentence without numbers.
            count: How many.
        """
        if count:
            key = (name_of(kind), what)
            self._apart[key] = self._apart.get(key, 0) + count

    def kinds(self) -> dict[str, int]:
        """Gives how many rows of each measure wait."""
        return {name: len(each) for name, each in self._builders.items() if len(each)}

    def items(self, *, at_least: int = ROWS_A_BATCH) -> Iterator[Item]:
        """Gives the problems so far, and the measures of which enough was collected.

        Args:
            at_least: Rows that must have been collected; with 0, rows that were all skipped make a batch too.
        """
        yield from self.complaints.new_problems()
        for builder in self._builders.values():
            if len(builder) >= at_least:
                yield builder.batch()

    def finish(self, *, where: str) -> Iterator[Item]:
        """Gives all that is left: samples, counts of problems, what was kept apart.

        Args:
            where: Name of the input.
        """
        yield from self.items(at_least=0)
        yield from self.complaints.rest(where=where)
        for (kind, what), count in sorted(self._apart.items()):
            yield Quarantined(where, what, kind=kind, count=count)


def name_of(text: str) -> str:
    """Gives the name of an app or a kind as it may be shown: one line, not long."""
    return " ".join(shown(text).split())[:_LONGEST_NAME]


def number(value: object) -> float | None:
    """Gives a number of JSON or of a database, also one that is written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def offset_zone(seconds: float | None) -> str | None:
    """Gives an offset from UTC as a zone, `+02:00`; None where there is none or no place has it."""
    if seconds is None or abs(seconds) > 18 * 3600:
        return None
    minutes = round(abs(seconds) / 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def stretches(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Gives the stretches that some parts cover together.

        parts        |----|   |---|
                       |----|     |--|
        stretches    |------| |------|

    Args:
        parts: Begin and end of each; one that does not end after it begins is none.
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def checked_zone(zone: str) -> str | None:
    """Gives a zone back if it is one, else None."""
    try:
        Instant(0, zone)
    except Refused:
        return None
    return zone
