"""Export files whose content is known: Apple Health as a phone writes it, with the truth beside it."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import numpy as np

from untwitch.facts.instant import zone_info

ZONE = "Europe/Berlin"
WATCH_SOURCE = "Anna's Apple Watch"
PHONE_SOURCE = "Anna's iPhone"
FOOD_SOURCE = "Cronometer"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
]>
<HealthData locale="en_DE">
 <ExportDate value="2026-01-01 00:00:00 +0100"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1990-05-20"/>
"""
_TAIL = "</HealthData>\n"
_MEALS = (("DietaryMagnesium", "mg"), ("DietaryPotassium", "mg"), ("DietaryCalcium", "mg"))
_WALK_HOURS = (9, 11, 13, 15, 17)
_WALK_MINUTES = 10


@dataclass(frozen=True, slots=True)
class DayTruth:
    """What one day of an export holds, each thing counted once.

    Attributes:
        day: Local day.
        steps: Steps, the walks that watch and phone both saw counted once.
        steps_if_summed: Steps if both devices were added up, the mistake to be avoided.
        sleep_h: Hours asleep in the night that ended on this day.
        magnesium_mg: Magnesium of three meals.
        potassium_mg: Potassium of three meals.
        calcium_mg: Calcium of three meals.
        caffeine_mg: Caffeine of two coffees.
        water_ml: Water drunk.
        workout_minutes: Minutes of one run, 0 on two days of three.
        heart_rates: Number of heart rate records.
        records: Number of top-level records, without workouts and correlations.
    """

    day: dt.date
    steps: float
    steps_if_summed: float
    sleep_h: float
    magnesium_mg: float
    potassium_mg: float
    calcium_mg: float
    caffeine_mg: float
    water_ml: float
    workout_minutes: float
    heart_rates: int
    records: int


@dataclass(frozen=True, slots=True)
class AppleExport:
    """A made Apple Health export; the same numbers give the same bytes.

    Attributes:
        seed: Seed.
        days: How many days.
        first_day: First local day.
        heart_rates_a_day: Heart rate records a day, which make the file large: about 0.35 kB each.
    """

    seed: int
    days: int
    first_day: dt.date = dt.date(2025, 3, 1)
    heart_rates_a_day: int = 20

    def pieces(self) -> Iterator[bytes]:
        """Gives `export.xml` day by day."""
        yield _HEAD.encode()
        for position in range(self.days):
            lines, _ = self._day(position)
            yield "".join(lines).encode()
        yield _TAIL.encode()

    def truth(self) -> tuple[DayTruth, ...]:
        """Gives what the export holds, day by day."""
        return tuple(self._day(position)[1] for position in range(self.days))

    def _day(self, position: int) -> tuple[list[str], DayTruth]:
        rng = np.random.default_rng([self.seed, position])
        day = self.first_day + dt.timedelta(days=position)
        walks, steps, summed = _walks(rng, day)
        night, sleep_h = _night(rng, day)
        meals, correlations, eaten = _meals(rng, day)
        coffees = [_record("DietaryCaffeine", FOOD_SOURCE, "mg", _at(day, hour), 95) for hour in (8, 14)]
        glasses = [
            _record("DietaryWater", FOOD_SOURCE, "mL", _at(day, hour), 300) for hour in (8, 12, 16, 20)
        ]
        minutes = float(rng.integers(25, 60)) if position % 3 == 0 else 0.0
        hearts = _heart_rates(rng, day, self.heart_rates_a_day)
        records = [*hearts, *walks, *night, *meals, *coffees, *glasses]
        return [*records, *correlations, *_workout(day, minutes)], DayTruth(
            day=day,
            steps=steps,
            steps_if_summed=summed,
            sleep_h=sleep_h,
            magnesium_mg=eaten[0],
            potassium_mg=eaten[1],
            calcium_mg=eaten[2],
            caffeine_mg=95.0 * len(coffees),
            water_ml=300.0 * len(glasses),
            workout_minutes=minutes,
            heart_rates=len(hearts),
            records=len(records),
        )


def zipped(pieces: Iterable[bytes], *, name: str = "apple_health_export/export.xml") -> bytes:
    """Gives a zip with one member.

    Args:
        pieces: Content of the member.
        name: Its path inside the zip.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for piece in pieces:
            member.write(piece)
    return whole.getvalue()


def _at(day: dt.date, hour: float) -> dt.datetime:
    """Gives a wall-clock hour of a day; hours below 0 are the evening before."""
    wall_clock = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=round(hour * 60))
    return wall_clock.replace(tzinfo=zone_info(ZONE))


def _text(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")


def _record(
    kind: str,
    source: str,
    unit: str,
    start: dt.datetime,
    value: float | str,
    *,
    end: dt.datetime | None = None,
) -> str:
    """Gives one record; the memory address in `device` differs in every one, as in real exports."""
    device = f"<<HKDevice: 0x{_address(start, kind):x}>, name:{source}>"
    category = "Category" if isinstance(value, str) else "Quantity"
    written = value if isinstance(value, str) else f"{value:g}"
    unit_text = f' unit="{unit}"' if unit else ""
    moments = f'creationDate="{_text(start)}" startDate="{_text(start)}" endDate="{_text(end or start)}"'
    told = f'type="HK{category}TypeIdentifier{kind}" sourceName={quoteattr(source)} sourceVersion="10.2"'
    entry = f'  <MetadataEntry key="HKTimeZone" value="{ZONE}"/>\n'
    device_text = f"device={quoteattr(device)}{unit_text}"
    return f' <Record {told} {device_text} {moments} value="{written}">\n{entry} </Record>\n'


def _address(moment: dt.datetime, kind: str) -> int:
    """Gives a number that looks like a memory address and is the same every time."""
    return int(moment.timestamp()) * 131 + len(kind) * 7919


def _walks(rng: np.random.Generator, day: dt.date) -> tuple[list[str], float, float]:
    """Gives five walks that both devices saw and one with the phone alone; the devices disagree a little."""
    lines, steps, summed = [], 0, 0
    for hour in _WALK_HOURS:
        by_watch = rng.integers(60, 120, _WALK_MINUTES)
        for minute, count in enumerate(by_watch.tolist()):
            start = _at(day, hour + minute / 60)
            end = _at(day, hour + (minute + 1) / 60)
            lines.append(_record("StepCount", WATCH_SOURCE, "count", start, count, end=end))
        by_phone = round(float(by_watch.sum()) * float(rng.uniform(0.9, 1.05)))
        start, end = _at(day, hour), _at(day, hour + _WALK_MINUTES / 60)
        lines.append(_record("StepCount", PHONE_SOURCE, "count", start, by_phone, end=end))
        steps += int(by_watch.sum())
        summed += int(by_watch.sum()) + by_phone
    alone = int(rng.integers(300, 900))
    lines.append(_record("StepCount", PHONE_SOURCE, "count", _at(day, 21), alone, end=_at(day, 21.25)))
    return lines, float(steps + alone), float(summed + alone)


def _night(rng: np.random.Generator, day: dt.date) -> tuple[list[str], float]:
    """Gives a night in three stages with a quarter of an hour awake, which is not sleep."""
    rising = float(rng.integers(24, 32)) / 4
    parts = [float(rng.integers(4, 12)) / 4 for _ in range(3)]
    begin = rising - sum(parts) - 0.25
    lines = [_record("SleepAnalysis", PHONE_SOURCE, "", _at(day, begin), "HKCategoryValueSleepAnalysisInBed",
                     end=_at(day, rising))]  # fmt: skip
    stages = ("AsleepCore", "AsleepDeep", "AsleepREM")
    hours = 0.0
    for position, (stage, part) in enumerate(zip(stages, parts, strict=True)):
        start, end = _at(day, begin), _at(day, begin + part)
        value = f"HKCategoryValueSleepAnalysis{stage}"
        lines.append(_record("SleepAnalysis", WATCH_SOURCE, "", start, value, end=end))
        hours += (end.timestamp() - start.timestamp()) / 3600
        begin += part + (0.25 if position == 0 else 0.0)
    return lines, hours


def _meals(rng: np.random.Generator, day: dt.date) -> tuple[list[str], list[str], list[float]]:
    """Gives three meals as records, and the correlations that repeat every one of them."""
    records, correlations = [], []
    eaten = [0.0] * len(_MEALS)
    for hour in (8, 13, 19):
        start = _at(day, hour)
        amounts = [float(rng.integers(*span)) for span in ((60, 160), (600, 1500), (150, 500))]
        of_meal = [
            _record(kind, FOOD_SOURCE, unit, start, amount)
            for (kind, unit), amount in zip(_MEALS, amounts, strict=True)
        ]
        records += of_meal
        eaten = [before + amount for before, amount in zip(eaten, amounts, strict=True)]
        correlations.append(
            f' <Correlation type="HKCorrelationTypeIdentifierFood" sourceName="{FOOD_SOURCE}"'
            f' creationDate="{_text(start)}" startDate="{_text(start)}" endDate="{_text(start)}">\n'
            f"{''.join(of_meal)} </Correlation>\n"
        )
    return records, correlations, eaten


def _heart_rates(rng: np.random.Generator, day: dt.date, number: int) -> list[str]:
    minutes = np.sort(rng.integers(0, 1380, number)).tolist()
    rates = rng.integers(52, 130, number).tolist()
    return [
        _record("HeartRate", WATCH_SOURCE, "count/min", _at(day, minute / 60), rate)
        for minute, rate in zip(minutes, rates, strict=True)
    ]


def _workout(day: dt.date, minutes: float) -> list[str]:
    if not minutes:
        return []
    start, end = _at(day, 18), _at(day, 18 + minutes / 60)
    span = f'startDate="{_text(start)}" endDate="{_text(end)}"'
    head = f'workoutActivityType="HKWorkoutActivityTypeRunning" duration="{minutes:g}" durationUnit="min"'
    energy = f'type="HKQuantityTypeIdentifierActiveEnergyBurned" {span} sum="{9 * minutes:g}" unit="kcal"'
    source = f'sourceName={quoteattr(WATCH_SOURCE)} creationDate="{_text(end)}"'
    return [f" <Workout {head} {source} {span}>\n  <WorkoutStatistics {energy}/>\n </Workout>\n"]
