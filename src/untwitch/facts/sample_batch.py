"""Many samples of one measure, kept as columns so that a million of them stay light."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from untwitch.facts.instant import ZoneKnownBy
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row of a batch, for reading it by eye.

    Attributes:
        start_ms: Start, milliseconds since 1970 UTC.
        end_ms: End.
        value: In the measure's canonical unit.
        app: App or device that recorded it.
        zone: Zone lived in.
        zone_known_by: How the zone is known.
        estimate: Whether a rule made the value rather than a reading.
    """

    start_ms: int
    end_ms: int
    value: float
    app: str
    zone: str
    zone_known_by: ZoneKnownBy
    estimate: bool


@dataclass(frozen=True, slots=True)
class SampleBatch:
    """Samples of one measure as columns of equal length.

    Attributes:
        measure: Id in the registry.
        start_ms: `array("q")`, milliseconds since 1970 UTC.
        end_ms: `array("q")`; equal to the start for a moment.
        value: `array("d")`, in the measure's canonical unit.
        apps: The apps or devices that recorded them.
        app_index: `array("H")`, position in `apps`.
        zones: The zones lived in, each with how it is known.
        zone_index: `array("H")`, position in `zones`.
        estimate: `array("b")`, 1 where a rule made the value rather than a reading.
        seen: Rows of this measure that the source met, taken or not.
        skipped: How many of them were not taken, by reason.
    """

    measure: str
    start_ms: "array[int]"
    end_ms: "array[int]"
    value: "array[float]"
    apps: tuple[str, ...]
    app_index: "array[int]"
    zones: tuple[tuple[str, ZoneKnownBy], ...]
    zone_index: "array[int]"
    estimate: "array[int]"
    seen: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        measure(self.measure)
        columns = (self.end_ms, self.value, self.app_index, self.zone_index, self.estimate)
        if any(len(each) != len(self.start_ms) for each in columns):
            lengths = [len(self.start_ms), *(len(each) for each in columns)]
            raise Refused(f"the columns of a batch of {self.measure} have lengths {lengths}")
        if len(self) and max(self.app_index) >= len(self.apps):
            raise Refused(f"a batch of {self.measure} points at an app it does not have")
        if len(self) and max(self.zone_index) >= len(self.zones):
            raise Refused(f"a batch of {self.measure} points at a zone it does not have")

    def __len__(self) -> int:
        return len(self.start_ms)

    def rows(self) -> Iterator[SampleRow]:
        """Gives the rows one by one."""
        for position, start_ms in enumerate(self.start_ms):
            zone, known_by = self.zones[self.zone_index[position]]
            yield SampleRow(
                start_ms=start_ms,
                end_ms=self.end_ms[position],
                value=self.value[position],
                app=self.apps[self.app_index[position]],
                zone=zone,
                zone_known_by=known_by,
                estimate=bool(self.estimate[position]),
            )


class BatchBuilder:
    """Collects rows of one measure and gives them as a batch."""

    def __init__(self, measure_id: str) -> None:
        self.measure = measure(measure_id).id
        self._apps: dict[str, int] = {}
        self._zones: dict[tuple[str, ZoneKnownBy], int] = {}
        self._clear()

    def _clear(self) -> None:
        self._start_ms, self._end_ms, self._value = array("q"), array("q"), array("d")
        self._app_index, self._zone_index, self._estimate = array("H"), array("H"), array("b")
        self._seen = 0
        self._skipped: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._start_ms)

    def add(self, row: SampleRow) -> None:
        """Takes one row."""
        self._seen += 1
        self._start_ms.append(row.start_ms)
        self._end_ms.append(row.end_ms)
        self._value.append(row.value)
        self._app_index.append(self._apps.setdefault(row.app, len(self._apps)))
        zone = (row.zone, row.zone_known_by)
        self._zone_index.append(self._zones.setdefault(zone, len(self._zones)))
        self._estimate.append(row.estimate)

    def skip(self, reason: str, *, count: int = 1) -> None:
        """Counts rows that were met and not taken."""
        self._seen += count
        self._skipped[reason] = self._skipped.get(reason, 0) + count

    def batch(self) -> SampleBatch:
        """Gives what was collected since the last batch, and starts over."""
        made = SampleBatch(
            measure=self.measure,
            start_ms=self._start_ms,
            end_ms=self._end_ms,
            value=self._value,
            apps=tuple(self._apps),
            app_index=self._app_index,
            zones=tuple(self._zones),
            zone_index=self._zone_index,
            estimate=self._estimate,
            seen=self._seen,
            skipped=MappingProxyType(self._skipped),
        )
        self._clear()
        return made
