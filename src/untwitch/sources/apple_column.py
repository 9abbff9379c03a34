"""Columns of one measure as they fill from the records of Apple Health, in canonical units."""

import math
import operator
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from untwitch.facts.instant import ZoneKnownBy
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.unit import to_canonical
from untwitch.intake.clock import apple_ms, apple_ms_of_all
from untwitch.sources.apple_scanner import RawRecord, clean

ROWS_A_BATCH = 8192

QUANTITIES: Mapping[bytes, str] = MappingProxyType(
    {
        b"HKQuantityTypeIdentifierStepCount": "steps",
        b"HKQuantityTypeIdentifierActiveEnergyBurned": "active_energy_kcal",
        b"HKQuantityTypeIdentifierRestingHeartRate": "resting_hr_bpm",
        b"HKQuantityTypeIdentifierHeartRateVariabilitySDNN": "hrv_sdnn_ms",
        b"HKQuantityTypeIdentifierDietaryMagnesium": "magnesium_mg",
        b"HKQuantityTypeIdentifierDietaryPotassium": "potassium_mg",
        b"HKQuantityTypeIdentifierDietaryCalcium": "calcium_mg",
        b"HKQuantityTypeIdentifierDietaryCaffeine": "caffeine_mg",
        b"HKQuantityTypeIdentifierDietaryWater": "water_ml",
        b"HKQuantityTypeIdentifierBodyTemperature": "body_temperature_c",
        b"HKQuantityTypeIdentifierBodyMass": "body_mass_kg",
    }
)
"""Kinds of Apple Health that are measures as they stand; heart rate, sleep and workouts are read apart."""

UNIT_UNKNOWN = "unit unknown"
NOT_BELIEVABLE = "not believable"
NOT_A_NUMBER = "not a number"
TIME_UNREADABLE = "time cannot be read"
ENDS_BEFORE_BEGIN = "ends before it begins"

# Apple writes the small calorie `cal` and the food calorie `Cal`; elsewhere `cal` is the food calorie.
_OWN_SPELLING = MappingProxyType({b"cal": "smallcal", b"Cal": "kcal"})


Lived = tuple[bytes, str | bytes]
"""Name of the app or device as written, and the zone it names, or the offset of its start as written."""
_NO_FACTOR = (float("nan"), 0.0)


def lived(record: RawRecord) -> Lived:
    """Gives who recorded a record and where."""
    (_, source, _, start, _, _, _), zone, _ = record
    return source, zone or start[20:]


def zone_of(place: str | bytes) -> tuple[str, ZoneKnownBy]:
    """Gives the zone of a record: the one it names, else its offset.

    An offset says when, not where: exports write winter days with the summer offset of the day of export. It
    counts as a guess, so that the person's own zone history goes before it.
    """
    if isinstance(place, str):
        return place, "source"
    return f"{place[:3].decode('ascii')}:{place[3:].decode('ascii')}", "guess"


def factor_of(unit: bytes, measure_id: str) -> tuple[float, float]:
    """Gives what turns a written unit into the canonical one: times the first, plus the second.

    Raises:
        Refused: The unit does not fit the measure.
    """
    held = measure(measure_id)
    written = _OWN_SPELLING.get(unit) or clean(unit)
    shift = to_canonical(0.0, written, measure=held)
    return to_canonical(1.0, written, measure=held) - shift, shift


def _what_is_wrong(record: RawRecord) -> str:
    """Says why a record cannot be read: its times or its number."""
    (_, _, _, start, end, _, _), _, _ = record
    try:
        apple_ms(start)
        apple_ms(end)
    except Refused:
        return TIME_UNREADABLE
    return NOT_A_NUMBER


_Name = TypeVar("_Name", bytes, str | bytes)


def _numbered(known: dict[_Name, int], names: Sequence[_Name]) -> list[int]:
    """Gives the number of each name, new names numbered in the order they come."""
    for each in dict.fromkeys(names):
        known.setdefault(each, len(known))
    return [known[each] for each in names]


class Column:
    """Collects the rows of one measure."""

    def __init__(self, measure_id: str) -> None:
        """Starts empty.

        Args:
            measure_id: Id in the registry.
        """
        self.measure = measure(measure_id)
        self._given = 0
        self._low, self._high = self.measure.believable_low, self.measure.believable_high
        self._factors: dict[bytes, tuple[float, float]] = {}
        self._clear()

    def _clear(self) -> None:
        self._start_ms, self._end_ms, self._value = array("q"), array("q"), array("d")
        self._app_index, self._zone_index, self._estimate = array("H"), array("H"), array("b")
        self._apps: dict[bytes, int] = {}
        self._zones: dict[str | bytes, int] = {}
        self._skipped: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._start_ms)

    @property
    def seen(self) -> int:
        """Rows met so far, taken or not."""
        return self._given + len(self) + sum(self._skipped.values())

    def take_all(self, records: Sequence[RawRecord]) -> list[tuple[RawRecord, str]]:
        """Takes records of a quantity.

        Returns:
            Those that were not taken, each with the reason.
        """
        return [] if self._take_together(records) else self._take_singly(records)

    def _take_together(self, records: Sequence[RawRecord]) -> bool:
        """Takes records that are all good and in one unit, column by column; else takes none of them."""
        _, sources, units, starts, ends, values, _ = zip(*(each[0] for each in records), strict=True)
        factor = self._factor(units[0])
        if len(set(units)) > 1 or factor is _NO_FACTOR:
            return False
        try:
            start_ms = apple_ms_of_all(starts)
            end_ms = start_ms if starts == ends else apple_ms_of_all(ends)
            numbers = [each * factor[0] + factor[1] for each in map(float, values)]
        except ValueError:
            return False
        if not (self._low <= min(numbers) and max(numbers) <= self._high and math.isfinite(sum(numbers))):
            return False
        if any(map(operator.gt, start_ms, end_ms)):
            return False
        places = [each[1] or each[0][3][20:] for each in records]
        self._start_ms.extend(start_ms)
        self._end_ms.extend(end_ms)
        self._value.extend(numbers)
        self._app_index.extend(_numbered(self._apps, sources))
        self._zone_index.extend(_numbered(self._zones, places))
        self._estimate.extend([0] * len(records))
        return True

    def _take_singly(self, records: Iterable[RawRecord]) -> list[tuple[RawRecord, str]]:
        refused = []
        for record in records:
            (_, _, unit, start, end, value, _), _, _ = record
            factor = self._factor(unit)
            try:
                start_ms = apple_ms(start)
                end_ms = start_ms if end == start else apple_ms(end)
                number = float(value) * factor[0] + factor[1]
            except ValueError:
                refused.append((record, self.skip(_what_is_wrong(record))))
                continue
            if self._low <= number <= self._high and end_ms >= start_ms:
                self.add(start_ms, end_ms, number, lived=lived(record))
            elif factor is _NO_FACTOR:
                refused.append((record, self.skip(UNIT_UNKNOWN)))
            else:
                reason = NOT_BELIEVABLE if end_ms >= start_ms else ENDS_BEFORE_BEGIN
                refused.append((record, self.skip(reason)))
        return refused

    def _factor(self, unit: bytes) -> tuple[float, float]:
        if unit not in self._factors:
            try:
                self._factors[unit] = factor_of(unit, self.measure.id)
            except Refused:
                self._factors[unit] = _NO_FACTOR
        return self._factors[unit]

    def add(self, start_ms: int, end_ms: int, number: float, *, lived: Lived, estimate: bool = False) -> None:
        """Adds a row.

        Args:
            start_ms: Start, milliseconds since 1970 UTC.
            end_ms: End.
            number: In the canonical unit.
            lived: Who recorded it and where.
            estimate: Whether a rule made the number.
        """
        source, place = lived
        self._start_ms.append(start_ms)
        self._end_ms.append(end_ms)
        self._value.append(number)
        self._app_index.extend(_numbered(self._apps, [source]))
        self._zone_index.extend(_numbered(self._zones, [place]))
        self._estimate.append(estimate)

    def skip(self, reason: str, *, count: int = 1) -> str:
        """Counts rows that were met and not taken, and gives the reason back."""
        self._skipped[reason] = self._skipped.get(reason, 0) + count
        return reason

    def batches(self, *, at_least: int = 1) -> Iterator[SampleBatch]:
        """Gives what was collected as a batch, if it is enough or anything was skipped at the end.

        Args:
            at_least: Rows that must have been collected; with 1, skipped rows alone make a batch too.
        """
        if len(self) < at_least and not (at_least == 1 and self._skipped):
            return
        self._given = self.seen
        yield SampleBatch(
            measure=self.measure.id,
            start_ms=self._start_ms,
            end_ms=self._end_ms,
            value=self._value,
            apps=tuple(clean(each) for each in self._apps),
            app_index=self._app_index,
            zones=tuple(zone_of(each) for each in self._zones),
            zone_index=self._zone_index,
            estimate=self._estimate,
            seen=len(self) + sum(self._skipped.values()),
            skipped=MappingProxyType(self._skipped),
        )
        self._clear()
