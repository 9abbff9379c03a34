"""Imported samples one by one, each with the imports that hold it: what an export says of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from untwitch.facts.sample_batch import SampleRow
from untwitch.record import edits, operations, samples
from untwitch.record.connection import Database
from untwitch.record.people import person_key
from untwitch.record.schema import import_run, run_sample, sample


@dataclass(frozen=True, slots=True)
class HeldSample:
    """One imported sample as it stands now.

    Attributes:
        sample_id: Content hash, hexadecimal.
        measure: Id in the registry.
        row: The sample.
        runs: Numbers of the imports that hold it.
    """

    sample_id: str
    measure: str
    row: SampleRow
    runs: tuple[str, ...]


def held_samples(database: Database, person_id: str) -> Iterator[HeldSample]:
    """Gives the imported samples of a person, edits applied, by measure, source and start.

    The record is read as of one moment, which lasts until the last sample is taken.

    Args:
        database: The open record.
        person_id: Whose.
    """
    with database.read() as connection:
        key = person_key(connection, person_id)
        zones = samples.zones(connection, key)
        said = edits.changes(connection, key, operations.SAMPLE)
        same = [sample.c[name] == run_sample.c[name] for name in ("series_id", "start_ms", "sample_id")]
        finished = select(import_run.c.run_id).where(
            import_run.c.person_id == key, import_run.c.state == "finished"
        )
        for series in samples.all_series(connection, key):
            rows = connection.execute(
                select(
                    sample.c.sample_id, sample.c.start_ms, sample.c.end_ms, sample.c.value,
                    run_sample.c.run_id, run_sample.c.zone_id, run_sample.c.estimate,
                )
                .where(
                    sample.c.person_id == key,
                    run_sample.c.person_id == key,
                    sample.c.series_id == series["series_id"],
                    *same,
                    run_sample.c.run_id.in_(finished),
                )
                .order_by(sample.c.start_ms, sample.c.sample_id, run_sample.c.run_id)
            )  # fmt: skip
            for sample_id, holds in groupby(rows, key=lambda row: row.sample_id):
                first, *others = holds
                fields = said.get(sample_id.hex(), {})
                if not fields.get(operations.ENTRY, True):
                    continue
                zone, known_by = zones[first.zone_id]
                yield HeldSample(
                    sample_id.hex(),
                    series["measure"],
                    SampleRow(
                        start_ms=first.start_ms,
                        end_ms=first.end_ms,
                        value=float(fields.get("value", first.value)),
                        app=series["app"],
                        zone=zone,
                        zone_known_by=known_by,
                        estimate=bool(first.estimate),
                    ),
                    tuple(str(each.run_id) for each in (first, *others)),
                )
