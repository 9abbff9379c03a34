"""Numbers of days become facts with clock times, as a person and their devices would have left them."""
# ruff: noqa: ARG001 - every way of keeping a measure is called alike

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.exposure import TYPED
from untwitch.facts.history import History
from untwitch.facts.instant import Instant, from_local
from untwitch.facts.person import Person, PersonFact
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.facts.stay import Stay
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import EVENING_WORDS, Watch
from untwitch.simulate.draw import Floats

WATCH_APP = "Made Watch"
FOOD_APP = "Made Food Diary"
_MEALS = ((8.0, 0.25), (13.0, 0.35), (19.0, 0.40))
_GLASS_HOURS = (8.0, 11.0, 13.5, 16.0, 19.5)
_CUP_MG = 92.0
_CUP_HOURS = (7.5, 9.0, 10.5, 12.0, 13.5, 15.0, 16.5, 18.0)


@dataclass(frozen=True, slots=True)
class Life:
    """The days of a made person, as they were.

    Attributes:
        first_day: Day of the first row.
        zone: Where they live.
        exposures: Raw amounts by measure, each of shape (days,).
        twitches: How many there were, shape (days,).
    """

    first_day: dt.date
    zone: str
    exposures: Mapping[str, Floats]
    twitches: npt.NDArray[np.int64]

    def at(self, day: int, hour: float) -> Instant:
        """Gives the instant of a wall-clock hour of a day; hours below 0 and from 24 on are other days."""
        midnight = dt.datetime.combine(self.first_day, dt.time()) + dt.timedelta(days=day)
        wall_clock = midnight + dt.timedelta(minutes=round(hour * 60))
        return from_local(wall_clock, self.zone, known_by="stay")[0]


def new_id(rng: np.random.Generator) -> str:
    """Gives an id that is the same for the same seed."""
    return str(uuid.UUID(bytes=rng.bytes(16), version=4))


def history_of(rng: np.random.Generator, life: Life, *, missing_fraction: float) -> History:
    """Gives the facts that a person with this life would have kept.

    Evening lines are forgotten, and each measure on its own days, with the chance that is asked for; twice as
    often for food. An evening line has a count on about two days of three, else a word; on about one day of
    four a few twitches were tapped on the body map as well.

    Args:
        rng: Source of chance.
        life: The days as they were.
        missing_fraction: Chance that one thing of one day was not kept, 0 to 1.
    """
    days = life.twitches.size
    kept = rng.random(days) >= missing_fraction
    watches = tuple(_evening_line(rng, life, day) for day in range(days) if kept[day])
    sites = rng.choice(
        np.array([site for site in BODY_SITES if site.startswith(("calf", "eyelid", "thumb"))]), 3
    )
    taps = [each for day in range(days) if kept[day] for each in _taps(rng, life, day, sites=sites.tolist())]
    first = life.at(0, 0)
    return History(
        person=Person(new_id(rng), "example"),
        person_facts=(
            PersonFact(new_id(rng), "birth_year", str(int(rng.integers(1965, 2001)))),
            PersonFact(new_id(rng), "sex", str(rng.choice(["female", "male"]))),
            PersonFact(new_id(rng), "smoking", "no"),
        ),
        stays=(Stay(new_id(rng), first.zone),),
        twitches=tuple(sorted(taps, key=lambda twitch: twitch.start.utc_ms)),
        watches=watches,
        batches=tuple(
            writer(rng, life, measure_id, missing_fraction=missing_fraction).batch()
            for measure_id, writer in _WRITERS.items()
            if measure_id in life.exposures
        ),
    )


def _evening_line(rng: np.random.Generator, life: Life, day: int) -> Watch:
    count = int(life.twitches[day])
    low, high = count, count
    if rng.random() < 1 / 3:
        low, high = next(
            (each for each in EVENING_WORDS.values() if each[0] <= count <= each[1]), (count, count)
        )
    return Watch(
        id=new_id(rng),
        start=life.at(day, 7),
        end=life.at(day, 23),
        twitches_low=low,
        twitches_high=high,
        bother_0_10=float(np.clip(np.rint(1.2 * np.log1p(count) + rng.normal(0, 0.8)), 0, 10)),
    )


def _taps(rng: np.random.Generator, life: Life, day: int, *, sites: Sequence[str]) -> list[Twitch]:
    number = min(int(life.twitches[day]), int(rng.integers(1, 4))) if rng.random() < 0.25 else 0
    return [
        Twitch(
            id=new_id(rng),
            start=life.at(day, float(rng.uniform(7.5, 22.5))),
            site=str(rng.choice(np.array(sites))),
            strength_0_10=float(rng.integers(1, 6)),
        )
        for _ in range(number)
    ]


_Moments = Callable[[np.random.Generator, Life, int, float], list[tuple[Instant, Instant, float]]]


def _writer(app: str, moments: _Moments, *, forgets: float = 1.0) -> Callable[..., BatchBuilder]:
    def write(
        rng: np.random.Generator, life: Life, measure_id: str, *, missing_fraction: float
    ) -> BatchBuilder:
        builder = BatchBuilder(measure_id)
        for day, value in enumerate(life.exposures[measure_id].tolist()):
            if rng.random() < forgets * missing_fraction:
                continue
            for start, end, part in moments(rng, life, day, value):
                builder.add(
                    SampleRow(start.utc_ms, end.utc_ms, part, app, start.zone, "stay", estimate=False)
                )
        return builder

    return write


def _once(hour: float) -> _Moments:
    def moments(
        rng: np.random.Generator, life: Life, day: int, value: float
    ) -> list[tuple[Instant, Instant, float]]:
        at = life.at(day, hour)
        return [(at, at, value)]

    return moments


def _cups(
    rng: np.random.Generator, life: Life, day: int, value: float
) -> list[tuple[Instant, Instant, float]]:
    """Gives the cups of a day with their clock times; a day without coffee is a typed zero."""
    number = min(max(round(value / _CUP_MG), 1), len(_CUP_HOURS))
    hours = np.sort(rng.choice(np.array(_CUP_HOURS), number, replace=False))
    instants = [life.at(day, float(hour)) for hour in hours]
    parts = [float(value // number)] * (number - 1)
    return [(at, at, part) for at, part in zip(instants, [*parts, value - sum(parts)], strict=True)]


def _meals(
    rng: np.random.Generator, life: Life, day: int, value: float
) -> list[tuple[Instant, Instant, float]]:
    return [(life.at(day, hour), life.at(day, hour), value * part) for hour, part in _MEALS]


def _glasses(
    rng: np.random.Generator, life: Life, day: int, value: float
) -> list[tuple[Instant, Instant, float]]:
    return [(life.at(day, hour), life.at(day, hour), value / len(_GLASS_HOURS)) for hour in _GLASS_HOURS]


def _night(
    rng: np.random.Generator, life: Life, day: int, value: float
) -> list[tuple[Instant, Instant, float]]:
    rising = life.at(day, float(rng.uniform(6.2, 7.8)))
    falling = Instant(rising.utc_ms - round(value * 3_600_000), rising.zone, rising.zone_known_by)
    return [(falling, rising, value)]


def _workout(
    rng: np.random.Generator, life: Life, day: int, value: float
) -> list[tuple[Instant, Instant, float]]:
    """Gives one workout of 45 minutes; a day of rest is a zero."""
    return [(life.at(day, 17.5), life.at(day, 18.25 if value else 17.5), value)]


def _evening_screen(
    rng: np.random.Generator, life: Life, day: int, value: float
) -> list[tuple[Instant, Instant, float]]:
    return [(life.at(day, 8), life.at(day, 22), value)]


_WRITERS: Mapping[str, Callable[..., BatchBuilder]] = {
    "stress_0_10": _writer(TYPED, _once(20.5)),
    "exertion_au": _writer(WATCH_APP, _workout),
    "sleep_h": _writer(WATCH_APP, _night),
    "magnesium_mg": _writer(FOOD_APP, _meals, forgets=2),
    "potassium_mg": _writer(FOOD_APP, _meals, forgets=2),
    "calcium_mg": _writer(FOOD_APP, _meals, forgets=2),
    "caffeine_mg": _writer(TYPED, _cups),
    "water_ml": _writer(TYPED, _glasses),
    "screen_h": _writer("Made Phone", _evening_screen),
    "alcohol_g": _writer(TYPED, _once(21.0)),
}
