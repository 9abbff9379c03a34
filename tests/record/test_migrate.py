import shutil
import sqlite3
import threading
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from tests.record.making import batch, bring_in, rows_of, twitch

from untwitch.facts.refused import Refused
from untwitch.record import backup, lock, migrate
from untwitch.record.connection import Database
from untwitch.record.record import Record
from untwitch.record.schema import SCHEMA_VERSION

SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "{to}"
down_revision = "{before}"

def upgrade():
    with op.batch_alter_table("twitch") as table:
        table.add_column(sa.Column("mood", sa.Text(), nullable=False, server_default="calm"))
    with op.batch_alter_table("sample", recreate="always") as table:
        table.alter_column("value", nullable=False)
"""


def shape(path: Path) -> dict[str, object]:
    """Tables, columns, keys and foreign keys of a file."""
    with sqlite3.connect(path) as opened:
        names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, object] = {
            name: (
                # columns, foreign keys, indexes, kind of table
                opened.execute(f"PRAGMA table_info({name})").fetchall(),
                sorted(row[2:5] for row in opened.execute(f"PRAGMA foreign_key_list({name})")),
                sorted(
                    tuple(each[2] for each in opened.execute(f"PRAGMA index_info({row[1]})"))
                    for row in opened.execute(f"PRAGMA index_list({name})")
                ),
                "WITHOUT ROWID"
                in opened.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0],
            )
            for name in names
        }
        found["version"] = opened.execute("SELECT version_num FROM alembic_version").fetchall()
    opened.close()
    return found


def test_all_migrations_in_turn_give_the_schema_of_a_fresh_record(record: Record, tmp_path: Path) -> None:
    record.close()
    path = tmp_path / "migrated.sqlite"
    database = Database.open(path)
    with database.write() as connection:
        migrate.run_migrations(connection)
    database.close()
    assert shape(path) == shape(record.path)


def test_the_version_of_the_schema_is_mirrored(record: Record) -> None:
    assert record._database.pragma("user_version") == SCHEMA_VERSION
    assert migrate.schema_of(record.path) == SCHEMA_VERSION


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An untwitch whose schema is one step further."""
    steps = tmp_path / "migrations"
    with resources.as_file(resources.files("untwitch.record") / "migrations") as own:
        shutil.copytree(own, steps)
    words = SECOND.format(to=migrate.revision(SCHEMA_VERSION + 1), before=migrate.revision(SCHEMA_VERSION))
    (steps / "versions" / "step_9999.py").write_text(words)
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrate, "MIGRATIONS", str(steps))


@pytest.fixture
def old(record: Record, me: str) -> Path:
    record.add(me, [twitch(1), twitch(2)])
    bring_in(record, me, [batch(range(10))])
    record.close()
    return record.path


def test_an_old_record_is_migrated_without_loss_after_a_backup(old: Path, newer: None) -> None:
    with Record.open(old, now_ms=0, device="x") as record:
        me = record.person().person_id
        assert len(record.history(me).twitches) == 2
        assert len(rows_of(record, me)) == 10
        assert record.integrity() == []
        assert record._database.pragma("user_version") == SCHEMA_VERSION + 1
        assert record._database.pragma("foreign_keys") == 1
        with record._database.read() as connection:
            moods = connection.exec_driver_sql("SELECT mood FROM twitch").scalars().all()
            stamped = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        assert moods == ["calm", "calm"]
        assert stamped == [migrate.revision(SCHEMA_VERSION + 1)]
    (copy,) = [each for each in backup.backups(old) if each.stem.endswith("migration")]
    assert migrate.schema_of(copy) == SCHEMA_VERSION


@pytest.mark.parametrize(("which", "who"), [(lock.server_lock, "a server"), (lock.import_lock, "an import")])
def test_a_migration_refuses_while_somebody_uses_the_record(
    old: Path, newer: None, monkeypatch: pytest.MonkeyPatch, which: Callable[[Path], Path], who: str
) -> None:
    monkeypatch.setattr(lock.alone.__wrapped__, "__kwdefaults__", {"wait_s": 0.05})  # type: ignore[attr-defined]
    with lock.shared(which(old)), pytest.raises(Refused, match=f"needs an upgrade, and {who} is using"):
        Record.open(old, now_ms=0, device="x")
    assert migrate.schema_of(old) == SCHEMA_VERSION
    Record.open(old, now_ms=0, device="x").close()


def test_a_migration_that_fails_changes_nothing(
    old: Path, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shape(old)

    def broken(connection: object) -> None:
        connection.exec_driver_sql("DROP TABLE stay")  # type: ignore[attr-defined]
        raise Refused("broken half way")

    monkeypatch.setattr(migrate, "run_migrations", broken)
    with pytest.raises(Refused, match="half way"):
        Record.open(old, now_ms=0, device="x")
    assert shape(old) == before
    assert migrate.schema_of(old) == SCHEMA_VERSION


def test_a_record_of_a_newer_version_is_refused_and_untouched(record: Record, me: str) -> None:
    record._database.pragma("user_version=99")
    record.close()
    before = record.path.read_bytes()
    with pytest.raises(
        Refused, match=rf"by a newer untwitch .its schema is 99, this one knows {SCHEMA_VERSION}.; install"
    ):
        Record.open(record.path, now_ms=0, device="x")
    assert record.path.read_bytes() == before


def test_somebody_elses_database_is_refused_and_untouched(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE birds (name TEXT)")
    other.close()
    with pytest.raises(Refused, match="is an SQLite file, but not a record of untwitch"):
        Record.open(path, now_ms=0, device="x")
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("birds",)]
    other.close()


def test_an_emptied_file_is_not_taken_for_a_new_record_when_backups_say_otherwise(
    record: Record, me: str, path: Path
) -> None:
    record.add(me, [twitch()])
    backup.back_up(record._database, reason="import", now_ms=0)
    record.close()
    path.write_bytes(b"")
    with pytest.raises(Refused, match=r"is damaged .the file is empty."):
        Record.open(path, now_ms=0, device="x")


def test_several_who_make_the_record_at_once_make_one(path: Path) -> None:
    failed: list[BaseException] = []

    def come() -> None:
        try:
            with Record.open(path, now_ms=1, device="x") as record:
                record.add(record.person().person_id, [twitch()])
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    threads = [threading.Thread(target=come) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    with Record.open(path, now_ms=1, device="x") as record:
        assert len(record.history(record.person().person_id).twitches) == 5


@pytest.mark.parametrize("below", [(), ("deeper",)])
def test_a_home_that_is_a_file_is_refused_by_name(tmp_path: Path, below: tuple[str, ...]) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="home is a file; untwitch needs a folder there"):
        migrate.prepare(tmp_path.joinpath("home", *below, "untwitch.sqlite"), now_ms=0)
