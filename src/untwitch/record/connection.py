"""One open connection to the file, with durable settings, and storage faults told as sentences."""

import functools
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from untwitch.facts.refused import Refused

BUSY_TIMEOUT_S = 5
_MOST_ENGINES = 8
_ASK_AGAIN_S = 0.002
SQLITE_VERSION = sqlite3.sqlite_version
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-16000",
)
_SENTENCES: tuple[tuple[str, str], ...] = (
    ("locked|busy", "{path}: another program has been writing here for {busy} s; try again in a moment"),
    ("full", "{path}: the disk is full; nothing was written, what was kept before is whole"),
    ("readonly", "{path} is read-only; untwitch needs to write there"),
    ("unable to open", "{path} cannot be opened; is its folder there, and yours to write?"),
    ("disk I/O", "{path}: the disk reports an error; copy the file somewhere else before going on"),
)


def damaged(path: Path, detail: str) -> Refused:
    """Gives the refusal of a damaged file: what to do, with the backups by name."""
    folder = path.parent / "backups"
    newest = sorted((each.name for each in folder.glob("*.sqlite")), reverse=True) if folder.is_dir() else []
    advice = "no backup lies beside it"
    if newest:
        advice = (
            f"or bring back one of these backups with `untwitch restore`, newest first: "
            f"{', '.join(newest)} in {folder}"
        )
    return Refused(f"{path} is damaged ({detail}); move it and its -wal file aside but keep them; {advice}")


def sentence_for(error: Exception, path: Path) -> Refused:
    """Gives a storage error as one sentence that says what to do."""
    detail = re.sub(r"^\(.*?\) ", "", str(error.__cause__ or error))
    for pattern, words in _SENTENCES:
        if re.search(pattern, detail):
            return Refused(words.format(path=path, busy=BUSY_TIMEOUT_S))
    return damaged(path, detail)


@contextmanager
def faults_as_sentences(path: Path) -> Iterator[None]:
    """Turns errors of the storage into refusals; a broken rule of the tables stays an error of ours."""
    try:
        yield
    except DBAPIError as error:
        if _is_defect(error.orig):
            raise
        raise sentence_for(error, path) from error
    except sqlite3.DatabaseError as error:
        if _is_defect(error):
            raise
        raise sentence_for(error, path) from error


def _is_defect(error: BaseException | None) -> bool:
    defects = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)
    return isinstance(error, defects) or "syntax error" in str(error) or "no such" in str(error)


class Database:
    """An open file. Reads see one moment; a write holds the file alone from its begin.

    Attributes:
        path: The file.
        connection: The SQLAlchemy connection; statements belong inside `read` or `write`.
    """

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.connection = connection
        self._writing = False

    @classmethod
    def open(cls, path: Path) -> Self:
        """Connects to the file, which is made if it is not there."""
        with faults_as_sentences(path):
            connection = _engine(str(path)).connect()
        database = cls(path, connection)
        event.listen(connection, "begin", database._begin)
        return database

    def _begin(self, connection: Connection) -> None:
        if not self._writing:
            connection.exec_driver_sql("BEGIN")
            return
        driver = self.driver
        driver.execute("PRAGMA busy_timeout=0")
        try:
            self._begin_writing(driver)
        finally:
            driver.execute(f"PRAGMA busy_timeout={1000 * BUSY_TIMEOUT_S}")

    def _begin_writing(self, driver: sqlite3.Connection) -> None:
        """Waits for its turn to write, asking often.

        SQLite's own waiting asks ever less often, up to every 100 ms, and so misses the gaps of a few
        milliseconds that an import leaves between its chunks.
        """
        until = time.monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(_ASK_AGAIN_S)
            else:
                return

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Gives the connection in a transaction that sees one moment; inside a write, that write."""
        with faults_as_sentences(self.path):
            if self.connection.in_transaction():
                yield self.connection
                return
            with self.connection.begin():
                yield self.connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Gives the connection in a transaction that no other writer can cut in on; durable at its end."""
        with faults_as_sentences(self.path):
            self._writing = True
            try:
                transaction = self.connection.begin()
            finally:
                self._writing = False
            with transaction:
                yield self.connection

    def pragma(self, words: str) -> Any:
        """Gives the first value of a pragma, outside any transaction."""
        with faults_as_sentences(self.path):
            row = self.driver.execute(f"PRAGMA {words}").fetchone()
        return row[0] if row else None

    @property
    def driver(self) -> sqlite3.Connection:
        """The connection of the standard library, for bulk rows."""
        driver = self.connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(f"expected a connection of sqlite3, got {driver!r}")
        return driver


@functools.lru_cache(maxsize=_MOST_ENGINES)
def _engine(path: str) -> Engine:
    """Gives what connects to a file; it holds no connection, only the statements it has compiled before."""
    engine = create_engine(
        URL.create("sqlite", database=path),
        poolclass=NullPool,
        connect_args={
            "isolation_level": None,
            "timeout": BUSY_TIMEOUT_S,
            "check_same_thread": False,
        },
    )
    event.listen(engine, "connect", _settle)
    return engine


def _settle(driver: sqlite3.Connection, _: object) -> None:
    for words in _PRAGMAS:
        driver.execute(words)
