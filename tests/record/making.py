"""Small facts, made by one word, for the tests of the record."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from untwitch.facts.exposure import Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import KeptRecording
from untwitch.facts.mark import Mark
from untwitch.facts.person import Condition, Medicine, PersonFact
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.record.entries import Entry
from untwitch.record.record import Record
from untwitch.record.runs import ImportRun

NOON_MS = 1_700_000_000_000 - 1_700_000_000_000 % 86_400_000 + 12 * 3_600_000
HOUR_MS = 3_600_000


def at(hours: float = 0) -> Instant:
    """A moment some hours after noon of one day."""
    return Instant(NOON_MS + round(hours * HOUR_MS), "Europe/Amsterdam", "stay")


def twitch(hours: float = 0, site: str | None = "calf_left") -> Twitch:
    return Twitch(new_id(), at(hours), site=site, bother_0_10=2, note="näh")


def watch(hours: float = 0, *, seed: int | None = None) -> Watch:
    own_id = new_id() if seed is None else str(uuid.UUID(int=seed))
    return Watch(own_id, at(hours), at(hours + 16), twitches_low=1, twitches_high=3, twitch_min=2.5)


def exposure(hours: float = 0, value: float = 95) -> Exposure:
    return Exposure(new_id(), "caffeine_mg", value, at(hours), at(hours), name="coffee", estimate=True)


def recording(
    hours: float = 0, *, file: int = 1, count: tuple[float, float, float] = (2, 3, 5)
) -> KeptRecording:
    """Five minutes of a phone on the calf, four of them judged; `file` says which file it was."""
    return KeptRecording(
        new_id(), at(hours), at(hours + 1 / 12), "accelerometer", "accelerometer, calf left", "calf_left",
        f"phone-{file}.csv", f"{file:064x}", 240.0, count[1], count[0], count[2], '{"näh": "a,\\"b"}', "näh",
    )  # fmt: skip


def one_of_each() -> tuple[
    Twitch, Watch, Exposure, Symptom, Medicine, Condition, PersonFact, Stay, KeptRecording, Mark
]:
    day = dt.date(2023, 11, 1)
    kept = recording(2)
    return (
        twitch(),
        watch(),
        exposure(),
        Symptom(new_id(), "cramp", at(1), site="foot_left", severity_0_10=3),
        Medicine(new_id(), "salbutamol", started_day=day, stopped_day=dt.date(2023, 11, 9)),
        Condition(new_id(), "asthma", from_day=day),
        PersonFact(new_id(), "birth_year", "1980"),
        Stay(new_id(), "Asia/Tokyo", from_day=day),
        kept,
        Mark(new_id(), kept.id, 12.5, is_twitch=False, instead_of=0.5, note="näh"),
    )


def batch(
    minutes: Iterable[int],
    *,
    measure: str = "steps",
    app: str = "Watch",
    zone: str = "+01:00",
    value: float = 5,
) -> SampleBatch:
    """Samples of a minute each, that many minutes after noon."""
    builder = BatchBuilder(measure)
    for minute in minutes:
        start = NOON_MS + minute * 60_000
        builder.add(SampleRow(start, start + 60_000, value, app, zone, "source", estimate=False))
    return builder.batch()


def importing(record: Record, person_id: str) -> "AbstractContextManager[ImportRun]":
    return record.import_run(
        person_id,
        path="export.zip",
        sha256="ab" * 32,
        size_bytes=1234,
        format="apple_health",
        app="Apple Health",
        importer_version="1",
    )


def bring_in(record: Record, person_id: str, items: Sequence[SampleBatch | Entry]) -> str:
    """One whole import; gives the number of its run."""
    with importing(record, person_id) as run:
        for item in items:
            run.take(item)
        return run.finish(complete=True).id


def rows_of(record: Record, person_id: str) -> list[tuple[str, int, float, str, str]]:
    """Every sample as it stands now: measure, start, value, app, zone."""
    return sorted(
        (each.measure, row.start_ms, row.value, row.app, row.zone)
        for each in record.history(person_id).batches
        for row in each.rows()
    )
