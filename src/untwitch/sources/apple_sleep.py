"""Nights from the sleep records of Apple Health.

    in bed    |----------------------------------|
    asleep       |------| |-----| |---------|         these are the sleep, each stretch a row
    awake               |-|     |-|                   counted, not kept

Time in bed stands for sleep only in a night without a stretch asleep, and is marked as an estimate.
"""

from collections.abc import Sequence

from untwitch.facts.refused import Refused
from untwitch.intake.clock import apple_ms
from untwitch.sources.apple_column import ENDS_BEFORE_BEGIN, NOT_BELIEVABLE, TIME_UNREADABLE, Column, lived
from untwitch.sources.apple_scanner import RawRecord

KIND = b"HKCategoryTypeIdentifierSleepAnalysis"
_ASLEEP = b"HKCategoryValueSleepAnalysisAsleep"
_IN_BED = b"HKCategoryValueSleepAnalysisInBed"
_AWAKE = b"HKCategoryValueSleepAnalysisAwake"
AWAKE = "awake"
BESIDE_ASLEEP = "in bed, in a night with stretches asleep"
WORD_UNKNOWN = "kind of sleep unknown"
_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS
_LONGEST_MS = _DAY_MS


def night_number(end_ms: int, start: bytes) -> int:
    """Gives the number of the night that a stretch belongs to, noon to noon of its own offset.

    Args:
        end_ms: End of the stretch.
        start: Its start as written, for the offset.
    """
    offset_ms = (int(start[21:23]) * 60 + int(start[23:25])) * 60_000
    local_ms = end_ms + (offset_ms if start[20:21] == b"+" else -offset_ms)
    return (local_ms - _DAY_MS // 2) // _DAY_MS


class Sleep:
    """Collects the stretches of sleep of one export."""

    def __init__(self) -> None:
        self.column = Column("sleep_h")
        self._nights_asleep: set[int] = set()
        self._in_bed: list[tuple[int, int, RawRecord]] = []

    def take_all(self, records: Sequence[RawRecord]) -> list[tuple[RawRecord, str]]:
        """Takes sleep records.

        Returns:
            Those that were not taken and should be named, each with the reason.
        """
        reasons = [(each, self._take(each)) for each in records]
        return [(each, reason) for each, reason in reasons if reason]

    def _take(self, record: RawRecord) -> str:
        (_, _, _, start, end, value, _), _, _ = record
        try:
            start_ms, end_ms = apple_ms(start), apple_ms(end)
        except Refused:
            return self.column.skip(TIME_UNREADABLE)
        if not 0 <= end_ms - start_ms <= _LONGEST_MS:
            return self.column.skip(ENDS_BEFORE_BEGIN if end_ms < start_ms else NOT_BELIEVABLE)
        if value.startswith(_ASLEEP):
            self._nights_asleep.add(night_number(end_ms, start))
            hours = (end_ms - start_ms) / _HOUR_MS
            self.column.add(start_ms, end_ms, hours, lived=lived(record))
        elif value == _IN_BED:
            self._in_bed.append((start_ms, end_ms, record))
        elif value == _AWAKE:
            self.column.skip(AWAKE)
        else:
            return self.column.skip(WORD_UNKNOWN)
        return ""

    def finish(self) -> None:
        """Decides about the time in bed, once all nights are known."""
        for start_ms, end_ms, record in self._in_bed:
            if night_number(end_ms, record[0][3]) in self._nights_asleep:
                self.column.skip(BESIDE_ASLEEP)
                continue
            hours = (end_ms - start_ms) / _HOUR_MS
            self.column.add(start_ms, end_ms, hours, lived=lived(record), estimate=True)
        self._in_bed.clear()
