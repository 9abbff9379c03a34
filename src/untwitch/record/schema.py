"""The tables of the record, as one SQLAlchemy metadata that SQLite and PostgreSQL can both hold.

`person_id` is part of every key (a number inside the record; the person's UUID stands in `person`). Rows of
facts never change: an edit is a row of `operation`, and what an import brought is held by its run.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from untwitch.record import columns
from untwitch.record.columns import UUID_LENGTH, entry, instant, note, of_person

METADATA = columns.METADATA

SCHEMA_VERSION = 3
"""Number of the newest migration; mirrored in `PRAGMA user_version`."""

alembic_version = Table(
    "alembic_version",
    METADATA,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

person = Table(
    "person",
    METADATA,
    Column("person_id", Integer, nullable=False),
    Column("uuid", String(UUID_LENGTH), nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("person_id"),
    UniqueConstraint("uuid"),
    UniqueConstraint("name"),
)

setting = Table(
    "setting",
    METADATA,
    of_person(),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "name"),
    sqlite_with_rowid=False,
)

column_mapping = Table(
    "column_mapping",
    METADATA,
    Column("header_hash", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    PrimaryKeyConstraint("header_hash"),
)
"""What the columns of a kind of table mean: about a file format, not about a person."""

twitch = entry(
    "twitch",
    *instant("start"),
    Column("site", Text),
    Column("duration_s", Double),
    Column("strength_0_10", Double),
    Column("bother_0_10", Double),
    Column("instrument", Text, nullable=False),
    note(),
)

watch = entry(
    "watch",
    *instant("start"),
    *instant("end"),
    Column("instrument", Text, nullable=False),
    Column("twitches_low", Integer),
    Column("twitches_high", Integer),
    Column("twitch_min", Double),
    Column("bother_0_10", Double),
    Column("site", Text),
    note(),
)

exposure = entry(
    "exposure",
    Column("measure", Text, nullable=False),
    Column("value", Double, nullable=False),
    *instant("start"),
    *instant("end"),
    Column("name", Text, nullable=False),
    Column("estimate", Boolean, nullable=False),
    note(),
)

symptom = entry(
    "symptom",
    Column("kind", Text, nullable=False),
    *instant("start"),
    Column("site", Text),
    Column("severity_0_10", Double),
    note(),
)

medicine = entry(
    "medicine",
    Column("name", Text, nullable=False),
    Column("started_day", Date),
    Column("dose_changed_day", Date),
    Column("stopped_day", Date),
    note(),
)

condition = entry(
    "condition",
    Column("name", Text, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),
    note(),
)

person_fact = entry(
    "person_fact",
    Column("fact", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),
)

stay = entry(
    "stay",
    Column("zone", Text, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),
)

recording = entry(
    "recording",
    *instant("start"),
    *instant("end"),
    Column("sensor", Text, nullable=False),
    Column("instrument", Text, nullable=False),
    Column("site", Text),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("analysed_s", Double, nullable=False),
    Column("count_expected", Double),
    Column("count_low", Double),
    Column("count_high", Double),
    Column("summary", Text, nullable=False),
    note(),
)
"""What a recording came to; the signal stays in its file."""

mark = entry(
    "mark",
    Column("recording_id", String(UUID_LENGTH), nullable=False),
    Column("time_s", Double, nullable=False),
    Column("is_twitch", Boolean, nullable=False),
    Column("instead_of", Double, nullable=False),
    note(),
)
"""What a person marked in a recording by hand."""

operation = Table(
    "operation",
    METADATA,
    of_person(),
    Column("number", Integer, nullable=False),
    Column("operation_id", String(UUID_LENGTH), nullable=False),
    Column("action_id", String(UUID_LENGTH), nullable=False),
    Column("entity", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("instant_ms", BigInteger, nullable=False),
    Column("device", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "number"),
    sqlite_with_rowid=False,
)
"""What a person did, in order: an entry typed, a field changed, an entry removed, an action undone."""

import_run = Table(
    "import_run",
    METADATA,
    of_person(),
    Column("run_id", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("swept", Boolean, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("format", Text, nullable=False),
    Column("app", Text, nullable=False),
    Column("importer_version", Text, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("device", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("problem_count", Integer, nullable=False),
    PrimaryKeyConstraint("person_id", "run_id"),
)


def _run_part(name: str, *columns: "Column[Any]", key: tuple[str, ...]) -> Table:
    """Gives a table of which every row belongs to one run."""
    return Table(
        name,
        METADATA,
        Column("person_id", Integer, nullable=False),
        Column("run_id", Integer, nullable=False),
        *columns,
        PrimaryKeyConstraint("person_id", "run_id", *key),
        ForeignKeyConstraint(["person_id", "run_id"], ["import_run.person_id", "import_run.run_id"]),
        sqlite_with_rowid=False,
    )


import_count = _run_part(
    "import_count",
    Column("kind", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("already_known", Integer, nullable=False),
    key=("kind",),
)
"""Counts of one run for a measure, or for a kind of entry (`watch`, `symptom`)."""

import_skip = _run_part(
    "import_skip",
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("count", Integer, nullable=False),
    key=("kind", "reason"),
)

import_problem = _run_part(
    "import_problem",
    Column("number", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("what", Text, nullable=False),
    key=("number",),
)

quarantine = _run_part(
    "quarantine",
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first_ms", BigInteger),
    Column("last_ms", BigInteger),
    Column("examples", Text, nullable=False),
    key=("number",),
)

run_entry = _run_part(
    "run_entry",
    Column("entity", Text, nullable=False),
    Column("id", String(UUID_LENGTH), nullable=False),
    key=("entity", "id"),
)
"""Entries (watches, symptoms) that an import brought: each lives while any run holds it."""

series = Table(
    "series",
    METADATA,
    of_person(),
    Column("series_id", Integer, nullable=False),
    Column("measure", Text, nullable=False),
    Column("app", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "series_id"),
    UniqueConstraint("person_id", "measure", "app"),
)
"""One measure from one app or device, so that a sample carries a small number instead of two names."""

zone = Table(
    "zone",
    METADATA,
    of_person(),
    Column("zone_id", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("zone_known_by", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "zone_id"),
    UniqueConstraint("person_id", "zone", "zone_known_by"),
)

_SAMPLE_KEY = ("person_id", "series_id", "start_ms", "sample_id")

sample = Table(
    "sample",
    METADATA,
    Column("person_id", Integer, nullable=False),
    Column("series_id", Integer, nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("sample_id", LargeBinary(16), nullable=False),
    Column("end_ms", BigInteger, nullable=False),
    Column("value", Double, nullable=False),
    PrimaryKeyConstraint(*_SAMPLE_KEY),
    ForeignKeyConstraint(["person_id", "series_id"], ["series.person_id", "series.series_id"]),
    sqlite_with_rowid=False,
)
"""What was measured, once, however many imports bring it; kept in order of time within its series."""

run_sample = Table(
    "run_sample",
    METADATA,
    Column("person_id", Integer, nullable=False),
    Column("series_id", Integer, nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("sample_id", LargeBinary(16), nullable=False),
    Column("run_id", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("zone_id", Integer, nullable=False),
    Column("estimate", Boolean, nullable=False),
    PrimaryKeyConstraint(*_SAMPLE_KEY, "run_id"),
    ForeignKeyConstraint(list(_SAMPLE_KEY), [f"sample.{name}" for name in _SAMPLE_KEY]),
    ForeignKeyConstraint(["person_id", "run_id"], ["import_run.person_id", "import_run.run_id"]),
    sqlite_with_rowid=False,
)
"""Which run holds which sample, and how that run saw it; a sample lives while any run holds it."""

paired_device = Table(
    "paired_device",
    METADATA,
    Column("device_id", String(UUID_LENGTH), nullable=False),
    Column("name", Text, nullable=False),
    Column("secret_sha256", LargeBinary(32), nullable=False),
    Column("paired_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
    PrimaryKeyConstraint("device_id"),
    UniqueConstraint("secret_sha256"),
)
"""A browser that may use the app, known by a secret of which only the hash is kept.

Of one that was taken off the hash stays, so that it can be told to forget what it holds.
"""

attachment = Table(
    "attachment",
    METADATA,
    of_person(),
    Column("id", String(UUID_LENGTH), nullable=False),
    Column("entity", Text, nullable=False),
    Column("entity_id", String(UUID_LENGTH), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("person_id", "id"),
    sqlite_with_rowid=False,
)
"""A photo or short clip beside an entry: kept as it came, never analysed."""

attachment_part = Table(
    "attachment_part",
    METADATA,
    Column("person_id", Integer, nullable=False),
    Column("id", String(UUID_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("person_id", "id", "number"),
    ForeignKeyConstraint(["person_id", "id"], ["attachment.person_id", "attachment.id"]),
)
"""The bytes of an attachment, a part of at most a mebibyte a row, so that none is ever whole in memory."""
