"""What is kept of a recording: a summary and a watch. The signal stays in its file."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.body_site import checked_site
from untwitch.facts.identity import checked_id
from untwitch.facts.instant import Instant
from untwitch.facts.mark import Mark
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.spoken import spoken
from untwitch.facts.twitch import DIARY
from untwitch.facts.watch import Watch

SENSORS: MappingProxyType[str, str] = MappingProxyType(
    {"emg": "EMG", "accelerometer": "accelerometer", "video": "video"}
)
"""What can record a twitch, and how a person calls it."""

LONGEST_SUMMARY = 4_000_000
"""Characters of a summary: about 25,000 twitches."""

_SHA256 = re.compile("[0-9a-f]{64}")


def instrument_name(sensor: str, *, site: str | None = None, channels: int = 1) -> str:
    """Gives the name of a series of recordings that may be compared: same sensor, same place.

    A grid of electrodes sees twitches that one pair does not, so the number of EMG channels is part of it.

    Args:
        sensor: One of `SENSORS`.
        site: Place on the body map, or None if not said.
        channels: How many channels.

    Raises:
        Refused: The sensor or the place is not known.
    """
    if sensor not in SENSORS:
        raise Refused(f"sensor {sensor!r} is not known{nearest(sensor, SENSORS)}")
    parts = [SENSORS[sensor]]
    if sensor == "emg" and channels > 1:
        parts.append(f"{channels} channels")
    if site is not None:
        parts.append(spoken(checked_site(site)))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class KeptRecording:
    """A recording that a person keeps in their record.

    Attributes:
        id: UUID made when it was kept.
        start: When the recording began.
        end: When it ended.
        sensor: One of `SENSORS`.
        instrument: Name of its series; series of two instruments are never added.
        site: Place on the body map, or None.
        name: Name of the file, without its folders.
        sha256: Hash of the file: the same file is kept once.
        analysed_s: Seconds that were judged. The rest was excluded and counts as not watched.
        count_expected: How many twitches there may have been, or None where no count can be given.
        count_low: Low end of its interval.
        count_high: High end.
        summary: `measure/1` with what the figures need, as JSON text.
        note: The person's own words.
    """

    id: str
    start: Instant
    end: Instant
    sensor: str
    instrument: str
    site: str | None
    name: str
    sha256: str
    analysed_s: float
    count_expected: float | None
    count_low: float | None
    count_high: float | None
    summary: str
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        if self.end.utc_ms <= self.start.utc_ms:
            raise Refused("a recording must end after it begins")
        if self.sensor not in SENSORS:
            raise Refused(f"sensor {self.sensor!r} is not known{nearest(self.sensor, SENSORS)}")
        if not self.instrument or self.instrument == DIARY:
            raise Refused(f"instrument {self.instrument!r} cannot be that of a recording")
        if self.site is not None:
            checked_site(self.site)
        if not _SHA256.fullmatch(self.sha256):
            raise Refused(f"sha256 is {self.sha256[:80]!r}; it has 64 digits of 0 to 9 and a to f")
        if not 0 <= self.analysed_s <= (self.end.utc_ms - self.start.utc_ms + 1) / 1000:
            raise Refused(f"{self.analysed_s:g} s were judged; that is not between none and all of it")
        self._check_count()
        if len(self.summary) > LONGEST_SUMMARY:
            raise Refused(f"the summary has {len(self.summary)} characters; at most {LONGEST_SUMMARY}")

    def _check_count(self) -> None:
        counts = (self.count_low, self.count_expected, self.count_high)
        known = [each for each in counts if each is not None]
        if not known:
            return
        if len(known) < len(counts) or not all(map(math.isfinite, known)):
            raise Refused("a count needs its expected number and both ends of its interval")
        if not 0 <= known[0] <= known[1] <= known[2]:
            raise Refused(
                f"a count of {known[1]:g} with interval {known[0]:g} to {known[2]:g} is not possible"
            )

    @property
    def minutes_analysed(self) -> float:
        """Minutes that were judged."""
        return self.analysed_s / 60


def counted_with_marks(recording: KeptRecording, marks: Iterable[Mark]) -> tuple[float, float, float] | None:
    """Gives low end, expected number and high end of a count, with what a person marked by hand.

    A mark is taken as certain: it puts 1 or 0 in the place of the confidence of the candidate it is about.

        found     0.9   0.4        0.7        expected 2.0
        marked          not    +              1 added, 0.4 struck out
        after     0.9          1   0.7        expected 2.6

    Args:
        recording: What was kept.
        marks: Marks of this and other recordings.

    Returns:
        None where the recording has no count.
    """
    if recording.count_low is None or recording.count_expected is None or recording.count_high is None:
        return None
    change = math.fsum(each.change for each in marks if each.recording_id == recording.id)
    low, expected, high = (
        max(0.0, each + change)
        for each in (recording.count_low, recording.count_expected, recording.count_high)
    )
    return low, expected, high


def watch_of(recording: KeptRecording, marks: Iterable[Mark]) -> Watch | None:
    """Gives a recording as the watch that the diary knows: the time that was judged, with its count.

        recording   |==========|xxxxx|==========|    10 min, 2 of them excluded
        watch       |=====================|          8 min: what was excluded was not watched

    Args:
        recording: What was kept.
        marks: Marks of this and other recordings.

    Returns:
        None where nothing was judged or no count can be given: then the time is unknown, never zero.
    """
    count = counted_with_marks(recording, marks)
    watched_ms = round(recording.analysed_s * 1000)
    if count is None or watched_ms == 0:
        return None
    start = recording.start
    return Watch(
        id=recording.id,
        start=start,
        end=Instant(start.utc_ms + watched_ms, start.zone, start.zone_known_by),
        instrument=recording.instrument,
        twitches_low=math.floor(count[0]),
        twitches_high=math.ceil(count[2]),
        site=recording.site,
        note=recording.note,
    )
