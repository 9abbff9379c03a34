"""The first schema: persons, entries, operations, imports, samples."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table of the first schema."""
    op.create_table(
        "column_mapping",
        sa.Column("header_hash", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("header_hash", name="pk_column_mapping"),
    )
    op.create_table(
        "person",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
        sa.UniqueConstraint("uuid", name="uq_person_uuid"),
    )
    op.create_table(
        "condition",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_condition_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_condition"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "exposure",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("start_zone", sa.Text(), nullable=False),
        sa.Column("start_zone_known_by", sa.Text(), nullable=False),
        sa.Column("end_ms", sa.BigInteger(), nullable=False),
        sa.Column("end_zone", sa.Text(), nullable=False),
        sa.Column("end_zone_known_by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("estimate", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_exposure_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_exposure"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "import_run",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("swept", sa.Boolean(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("importer_version", sa.Text(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("problem_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_import_run_person"),
        sa.PrimaryKeyConstraint("person_id", "run_id", name="pk_import_run"),
    )
    op.create_table(
        "medicine",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_day", sa.Date(), nullable=True),
        sa.Column("dose_changed_day", sa.Date(), nullable=True),
        sa.Column("stopped_day", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_medicine_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_medicine"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "operation",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.String(length=36), nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("instant_ms", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_operation_person"),
        sa.PrimaryKeyConstraint("person_id", "number", name="pk_operation"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person_fact",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_person_fact_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_person_fact"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "series",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_series_person"),
        sa.PrimaryKeyConstraint("person_id", "series_id", name="pk_series"),
        sa.UniqueConstraint("person_id", "measure", "app", name="uq_series_person_id"),
    )
    op.create_table(
        "setting",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_setting_person"),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_setting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stay",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_stay_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_stay"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "symptom",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("start_zone", sa.Text(), nullable=False),
        sa.Column("start_zone_known_by", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("severity_0_10", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_symptom_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_symptom"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "twitch",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("start_zone", sa.Text(), nullable=False),
        sa.Column("start_zone_known_by", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("strength_0_10", sa.Double(), nullable=True),
        sa.Column("bother_0_10", sa.Double(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_twitch_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_twitch"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "watch",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("start_zone", sa.Text(), nullable=False),
        sa.Column("start_zone_known_by", sa.Text(), nullable=False),
        sa.Column("end_ms", sa.BigInteger(), nullable=False),
        sa.Column("end_zone", sa.Text(), nullable=False),
        sa.Column("end_zone_known_by", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("twitches_low", sa.Integer(), nullable=True),
        sa.Column("twitches_high", sa.Integer(), nullable=True),
        sa.Column("twitch_min", sa.Double(), nullable=True),
        sa.Column("bother_0_10", sa.Double(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_watch_person"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_watch"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "zone",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("zone_known_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name="fk_zone_person"),
        sa.PrimaryKeyConstraint("person_id", "zone_id", name="pk_zone"),
        sa.UniqueConstraint("person_id", "zone", "zone_known_by", name="uq_zone_person_id"),
    )
    op.create_table(
        "import_count",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("already_known", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["import_run.person_id", "import_run.run_id"],
            name="fk_import_count_import_run",
        ),
        sa.PrimaryKeyConstraint("person_id", "run_id", "kind", name="pk_import_count"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "import_problem",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["import_run.person_id", "import_run.run_id"],
            name="fk_import_problem_import_run",
        ),
        sa.PrimaryKeyConstraint("person_id", "run_id", "number", name="pk_import_problem"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "import_skip",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["import_run.person_id", "import_run.run_id"],
            name="fk_import_skip_import_run",
        ),
        sa.PrimaryKeyConstraint("person_id", "run_id", "kind", "reason", name="pk_import_skip"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quarantine",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_ms", sa.BigInteger(), nullable=True),
        sa.Column("last_ms", sa.BigInteger(), nullable=True),
        sa.Column("examples", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["import_run.person_id", "import_run.run_id"],
            name="fk_quarantine_import_run",
        ),
        sa.PrimaryKeyConstraint("person_id", "run_id", "number", name="pk_quarantine"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_entry",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["import_run.person_id", "import_run.run_id"],
            name="fk_run_entry_import_run",
        ),
        sa.PrimaryKeyConstraint("person_id", "run_id", "entity", "id", name="pk_run_entry"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sample",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("sample_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("end_ms", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "series_id"], ["series.person_id", "series.series_id"], name="fk_sample_series"
        ),
        sa.PrimaryKeyConstraint("person_id", "series_id", "start_ms", "sample_id", name="pk_sample"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_sample",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("sample_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("estimate", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["import_run.person_id", "import_run.run_id"],
            name="fk_run_sample_import_run",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "series_id", "start_ms", "sample_id"],
            ["sample.person_id", "sample.series_id", "sample.start_ms", "sample.sample_id"],
            name="fk_run_sample_sample",
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "series_id", "start_ms", "sample_id", "run_id", name="pk_run_sample"
        ),
        sqlite_with_rowid=False,
    )
