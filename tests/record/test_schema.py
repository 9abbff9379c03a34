from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from tests.record.making import batch, bring_in, one_of_each

from untwitch.record.record import Record
from untwitch.record.schema import METADATA

ABOUT_NO_PERSON = {"alembic_version", "column_mapping", "paired_device"}


def test_the_person_is_part_of_every_key() -> None:
    for table in METADATA.sorted_tables:
        if table.name not in ABOUT_NO_PERSON:
            assert "person_id" in table.primary_key.columns, table.name
            assert next(iter(table.primary_key.columns)).name == "person_id"


def test_postgresql_can_hold_every_table() -> None:
    for table in METADATA.sorted_tables:
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
        words = str(CreateTable(table).compile(dialect=dialect))
        assert "ROWID" not in words
        assert table.name in words


def test_samples_are_kept_in_order_of_time_within_their_series() -> None:
    key = [each.name for each in METADATA.tables["sample"].primary_key.columns]
    assert key == ["person_id", "series_id", "start_ms", "sample_id"]
    held = [each.name for each in METADATA.tables["run_sample"].primary_key.columns]
    assert held == [*key, "run_id"]
    assert "ordinal" in METADATA.tables["run_sample"].columns


def test_every_table_is_used_or_ready(record: Record, me: str) -> None:
    record.add(me, one_of_each())
    bring_in(record, me, [batch([1])])
    with record._database.read() as connection:
        for name in ("twitch", "stay", "operation", "series", "zone", "sample", "run_sample", "import_count"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() >= 1


def test_the_metadata_makes_itself_on_an_empty_database() -> None:
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    engine.dispose()
