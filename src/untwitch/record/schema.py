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
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 2
"""Number of the newest migration; mirrored in `PRAGMA user_version`."""

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

UUID_LENGTH = 36


def _person_key() -> "Column[int]":
    return Column("person_id", Integer, ForeignKey("person.person_id"), nullable=False)


def _instant(name: str) -> tuple["Column[int]", "Column[str]", "Column[str]"]:
    """Gives the three columns of an instant: when, where lived, how the zone is known."""
    return (
        Column(f"{name}_ms", BigInteger, nullable=False),
        Column(f"{name}_zone", Text, nullable=False),
        Column(f"{name}_zone_known_by", Text, nullable=False),
    )


def _entry(name: str, *columns: "Column[Any]") -> Table:
    """Gives a table of entries: rows that a person typed or an import brought, never changed."""
    return Table(
        name,
        METADATA,
        _person_key(),
        Column("id", String(UUID_LENGTH), nullable=False),
        *columns,
        PrimaryKeyConstraint("person_id", "id"),
        sqlite_with_rowid=False,
    )


def _note() -> "Column[str]":
    return Column("note", Text, nullable=False)


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
    _person_key(),
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

twitch = _entry(
    "twitch",
    *_instant("start"),
    Column("site", Text),
    Column("duration_s", Double),
    Column("strength_0_10", Double),
    Column("bother_0_10", Double),
    Column("instrument", Text, nullable=False),
    _note(),
)

watch = _entry(
    "watch",
    *_instant("start"),
    *_instant("end"),
    Column("instrument", Text, nullable=False),
    Column("twitches_low", Integer),
    Column("twitches_high", Integer),
    Column("twitch_min", Double),
    Column("bother_0_10", Double),
    Column("site", Text),
    _note(),
)

exposure = _entry(
    "exposure",
    Column("measure", Text, nullable=False),
    Column("value", Double, nullable=False),
    *_instant("start"),
    *_instant("end"),
    Column("name", Text, nullable=False),
    Column("estimate", Boolean, nullable=False),
    _note(),
)

symptom = _entry(
    "symptom",
    Column("kind", Text, nullable=False),
    *_instant("start"),
    Column("site", Text),
    Column("severity_0_10", Double),
    _note(),
)

medicine = _entry(
    "medicine",
    Column("name", Text, nullable=False),
    Column("started_day", Date),
    Column("dose_changed_day", Date),
    Column("stopped_day", Date),
    _note(),
)

condition = _entry(
    "condition",
    Column("name", Text, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),
    _note(),
)

person_fact = _entry(
    "person_fact",
    Column("fact", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),
)

stay = _entry(
    "stay",
    Column("zone", Text, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),
)

operation = Table(
    "operation",
    METADATA,
    _person_key(),
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
    _person_key(),
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
    _person_key(),
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
    _person_key(),
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
    PrimaryKeyConstraint("device_id"),
    UniqueConstraint("secret_sha256"),
)
"""A browser that may use the app, known by a secret of which only the hash is kept."""

attachment = Table(
    "attachment",
    METADATA,
    _person_key(),
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
