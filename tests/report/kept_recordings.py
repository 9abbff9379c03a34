"""Kept recordings of a person, made from summaries by hand."""

from collections.abc import Sequence

from tests.recordings.made_summary import phone

from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import KeptRecording, instrument_name
from untwitch.facts.mark import Mark
from untwitch.facts.person import Person
from untwitch.recordings.kept_summary import to_text
from untwitch.recordings.summary import RecordingSummary

FIRST_MS = 1_770_000_000_000
DAY_MS = 86_400_000


def kept(
    summary: RecordingSummary | None = None, *, day: float = 0, site: str | None = "calf_left"
) -> KeptRecording:
    """A recording of some day after the first."""
    found = summary or phone()
    start = Instant(FIRST_MS + round(day * DAY_MS), "Europe/Amsterdam", "stay")
    count = found.count
    return KeptRecording(
        id=new_id(),
        start=start,
        end=Instant(start.utc_ms + round(found.duration_s * 1000), start.zone, "stay"),
        sensor=found.sensor,
        instrument=instrument_name(found.sensor, site=site, channels=found.channels),
        site=site,
        name=found.path,
        sha256=new_id().replace("-", "") * 2,
        analysed_s=found.analysed_s,
        count_expected=count.expected if count else None,
        count_low=count.low if count else None,
        count_high=count.high if count else None,
        summary=to_text(found),
    )


def history_of(recordings: Sequence[KeptRecording], marks: Sequence[Mark] = ()) -> History:
    return History(Person(new_id(), "me"), recordings=tuple(recordings), marks=tuple(marks))
