"""A file made ready: created where there is none, migrated where it is old, refused where it is newer."""

from pathlib import Path

from sqlalchemy import Connection, insert, inspect

from untwitch.facts.refused import Refused
from untwitch.record import lock
from untwitch.record.backup import back_up, backups
from untwitch.record.connection import Database, damaged
from untwitch.record.schema import METADATA, SCHEMA_VERSION, alembic_version

MIGRATIONS = "untwitch.record:migrations"
"""Where Alembic finds the steps: a folder inside this package."""


def revision(version: int) -> str:
    """Gives Alembic's name of a schema version: 1 is `0001`."""
    return f"{version:04d}"


def schema_of(path: Path) -> int:
    """Gives the schema version of a file that is there, and changes nothing.

    Raises:
        Refused: It is damaged or cannot be read.
    """
    database = Database.open(path)
    try:
        return int(database.pragma("user_version"))
    finally:
        database.close()


def prepare(path: Path, *, now_ms: int) -> Database:
    """Opens a file and brings it to the present schema.

    Args:
        path: The file; its folder is made too.
        now_ms: The moment, for the name of a backup.

    Raises:
        Refused: It is damaged, not a record, of a newer version, or old while a server or import is running.
    """
    _refuse_unless_folder(path.parent)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size == 0 and backups(path):
        raise damaged(path, "the file is empty")
    database = Database.open(path)
    try:
        found = int(database.pragma("user_version"))
        _refuse_newer(path, found)
        if found < SCHEMA_VERSION:
            _bring_up(database, now_ms=now_ms)
    except BaseException:
        database.close()
        raise
    return database


def _refuse_unless_folder(home: Path) -> None:
    """Refuses a home of which some part is a file."""
    there = next((each for each in (home, *home.parents) if each.exists()), home)
    if there.exists() and not there.is_dir():
        raise Refused(f"{there} is a file; untwitch needs a folder there")


def _refuse_newer(path: Path, found: int) -> None:
    if found > SCHEMA_VERSION:
        raise Refused(
            f"{path} was written by a newer untwitch (its schema is {found}, this one knows "
            f"{SCHEMA_VERSION}); install the newer version to open it"
        )


def _bring_up(database: Database, *, now_ms: int) -> None:
    record = database.path
    with lock.alone(lock.server_lock(record)) as no_server, lock.alone(lock.import_lock(record)) as no_import:
        if not (no_server and no_import):
            who = "an import" if no_server else "a server"
            raise Refused(
                f"{record} needs an upgrade, and {who} is using it; stop that first, then try again"
            )
        # Another process may have done it while this one waited for the locks.
        found = int(database.pragma("user_version"))
        if found == SCHEMA_VERSION:
            return
        with database.read() as connection:
            tables = inspect(connection).get_table_names()
        if found:
            back_up(database, reason="migration", now_ms=now_ms)
            _upgrade(database)
        elif tables:
            raise Refused(f"{record} is an SQLite file, but not a record of untwitch")
        else:
            _create(database)


def _create(database: Database) -> None:
    """Makes the present schema at once; a test holds that all migrations in turn give the same."""
    database.pragma("journal_mode=WAL")
    with database.write() as connection:
        METADATA.create_all(connection)
        connection.execute(insert(alembic_version).values(version_num=revision(SCHEMA_VERSION)))
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
    database.path.chmod(0o600)


def _upgrade(database: Database) -> None:
    database.pragma("foreign_keys=OFF")  # a step may rebuild a table that others point at
    try:
        with database.write() as connection:
            run_migrations(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
    finally:
        database.pragma("foreign_keys=ON")


def run_migrations(connection: Connection, *, location: str | None = None) -> None:
    """Runs every step that a database still lacks, inside the transaction of the connection.

    Args:
        connection: In a transaction.
        location: Where the steps are, as Alembic writes it.
    """
    from alembic import command, config  # noqa: PLC0415 - only an old record pays for it

    settings = config.Config()
    settings.set_main_option("script_location", location or MIGRATIONS)
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
