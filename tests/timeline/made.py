"""Short ways to write facts down in the tests of this room."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from untwitch.facts.exposure import TYPED
from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, ZoneKnownBy, from_local
from untwitch.facts.person import Person
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow
from untwitch.facts.stay import Stay
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.timeline.local_time import RowGrid, day_number
from untwitch.timeline.samples import Samples, gather

AMSTERDAM = "Europe/Amsterdam"
DAY = dt.date(2026, 3, 10)
PERSON = Person(new_id(), "me")


def at(
    hour: float,
    *,
    day: int = 0,
    zone: str = AMSTERDAM,
    known_by: ZoneKnownBy = "source",
    first: dt.date = DAY,
) -> Instant:
    """Gives a wall-clock hour, counted from the midnight of `first`."""
    wall_clock = dt.datetime.combine(first, dt.time()) + dt.timedelta(days=day, seconds=round(3600 * hour))
    return from_local(wall_clock, zone, known_by=known_by)[0]


def batch(measure: str, rows: Sequence[tuple[Instant, Instant, float]], *, app: str = TYPED) -> SampleBatch:
    builder = BatchBuilder(measure)
    for start, end, value in rows:
        builder.add(
            SampleRow(start.utc_ms, end.utc_ms, value, app, start.zone, start.zone_known_by, estimate=False)
        )
    return builder.batch()


def moments(measure: str, rows: Sequence[tuple[float, float]], *, app: str = TYPED) -> SampleBatch:
    """Gives samples at hours from the midnight of `DAY`."""
    return batch(measure, [(at(hour), at(hour), value) for hour, value in rows], app=app)


def spans(measure: str, rows: Sequence[tuple[float, float, float]], *, app: str = TYPED) -> SampleBatch:
    """Gives samples between hours from the midnight of `DAY`."""
    return batch(measure, [(at(begin), at(end), value) for begin, end, value in rows], app=app)


def samples(*batches: SampleBatch, stays: Sequence[Stay] = ()) -> Samples:
    return gather(batches, stays=stays, problems=[])


def grid(days: int = 3, *, row_h: int = 24, first: dt.date = DAY) -> RowGrid:
    return RowGrid(day_number(first), days, row_h)


def watch(begin: float, end: float, low: int | None = None, high: int | None = None, **more: Any) -> Watch:
    return Watch(
        new_id(), at(begin), at(end), twitches_low=low, twitches_high=low if high is None else high, **more
    )


def twitch(hour: float, **more: Any) -> Twitch:
    return Twitch(new_id(), at(hour), **more)


def history(**facts: Any) -> History:
    return History(PERSON, **facts)
