"""Rows that nobody sees any more taken out: of undone imports, and of imports that never finished."""

from sqlalchemy import ColumnElement, Connection, Table, Tuple, delete, exists, select, tuple_, update

from untwitch.facts.refused import Refused
from untwitch.record import lock
from untwitch.record.connection import Database
from untwitch.record.entries import table_of
from untwitch.record.people import count_change, person_key
from untwitch.record.schema import import_run, operation, run_entry, run_sample, sample

ROWS_A_STEP = 4_000
ROWS_AT_OPEN = 10_000
"""How many rows one opening takes out at most, so that a quick entry stays quick; the rest waits unseen."""

Place = tuple[int, int, bytes]
"""Series, start and id of a sample: where it stands in the order of its table."""

_START: Place = (0, -(2**63), b"")
_SAMPLE_KEY = ("person_id", "series_id", "start_ms", "sample_id")


def sweep_at_open(database: Database) -> None:
    """Takes out what a killed import or undo left, unless the import is still running somewhere."""
    if any(state == "staged" for _, _, state in _unswept(database)):
        with lock.alone(lock.import_lock(database.path), wait_s=0) as nobody_imports:
            if nobody_imports:
                with database.write() as connection:
                    connection.execute(
                        update(import_run).where(import_run.c.state == "staged").values(state="abandoned")
                    )
    left = ROWS_AT_OPEN
    for key, run_id, state in _unswept(database):
        if state != "staged" and left > 0:
            left -= _sweep(database, key, run_id, at_most=left)[0]


def _unswept(database: Database) -> list[tuple[int, int, str]]:
    columns = import_run.c
    wanted = select(columns.person_id, columns.run_id, columns.state).where(
        columns.state != "finished", ~columns.swept
    )
    with database.read() as connection:
        return [(row.person_id, row.run_id, row.state) for row in connection.execute(wanted)]


def abandon(database: Database, key: int, run_id: int) -> None:
    """Takes out a run that was left without its end."""
    with database.write() as connection:
        connection.execute(update(import_run).where(*_is_run(key, run_id)).values(state="abandoned"))
    _sweep(database, key, run_id)


def undo(database: Database, person_id: str, run_id: str) -> int:
    """Undoes a finished import: what no other run holds is gone.

    Returns:
        How many samples and entries are gone.

    Raises:
        Refused: There is no such run.
    """
    with database.write() as connection:
        key = person_key(connection, person_id)
        finished = select(import_run.c.run_id).where(
            import_run.c.person_id == key, import_run.c.state == "finished"
        )
        known = [str(each) for each in connection.execute(finished).scalars()]
        if run_id not in known:
            there_are = f"there are {', '.join(known)}" if known else "there is none"
            raise Refused(f"no import has the id {run_id!r}; {there_are}")
        connection.execute(update(import_run).where(*_is_run(key, int(run_id))).values(state="undone"))
        count_change(connection, key)
    return _sweep(database, key, int(run_id))[1]


def _is_run(key: int, run_id: int) -> tuple[ColumnElement[bool], ...]:
    return import_run.c.person_id == key, import_run.c.run_id == run_id


def _sweep(database: Database, key: int, run_id: int, *, at_most: int | None = None) -> tuple[int, int]:
    """Takes out the rows of an unseen run in short steps.

    Returns:
        How many rows of the run were let go, and how many samples and entries are gone with them.
    """
    let_go, gone = 0, 0
    reached = _START
    while at_most is None or let_go < at_most:
        with database.write() as connection:
            upto, count = _next_step(connection, key, run_id, reached)
            if not count:
                gone += _sweep_entries(connection, key, run_id)
                _close(connection, key, run_id)
                break
            gone += _let_go(connection, key, run_id, between=(reached, upto))
            let_go += count
            reached = upto
    return let_go, gone


def _place(table: Table) -> Tuple:
    return tuple_(table.c.series_id, table.c.start_ms, table.c.sample_id)


def _next_step(connection: Connection, key: int, run_id: int, reached: Place) -> tuple[Place, int]:
    """Gives the place of the last row of the next step, and how many rows the step has."""
    columns = run_sample.c
    rows = connection.execute(
        select(columns.series_id, columns.start_ms, columns.sample_id)
        .where(columns.person_id == key, columns.run_id == run_id, _place(run_sample) > reached)
        .order_by(columns.series_id, columns.start_ms, columns.sample_id)
        .limit(ROWS_A_STEP)
    ).all()
    return (rows[-1].series_id, rows[-1].start_ms, rows[-1].sample_id) if rows else reached, len(rows)


def _let_go(connection: Connection, key: int, run_id: int, *, between: tuple[Place, Place]) -> int:
    """Lets one run go of a stretch of samples; gives how many are gone as no other run holds them."""
    after, upto = between

    def stretch(table: Table) -> tuple[ColumnElement[bool], ...]:
        return table.c.person_id == key, _place(table) > after, _place(table) <= upto

    connection.execute(delete(run_sample).where(*stretch(run_sample), run_sample.c.run_id == run_id))
    held = exists().where(*(run_sample.c[name] == sample.c[name] for name in _SAMPLE_KEY))
    return connection.execute(delete(sample).where(*stretch(sample), ~held)).rowcount


def _sweep_entries(connection: Connection, key: int, run_id: int) -> int:
    """Lets one run go of its entries and takes those out that nobody typed and no other run holds."""
    of_run = (run_entry.c.person_id == key, run_entry.c.run_id == run_id)
    entities = connection.execute(select(run_entry.c.entity).where(*of_run).distinct()).scalars().all()
    connection.execute(delete(run_entry).where(*of_run))
    gone = 0
    for entity in entities:
        table = table_of(entity)
        held = exists().where(
            run_entry.c.person_id == key, run_entry.c.entity == entity, run_entry.c.id == table.c.id
        )
        typed = exists().where(
            operation.c.person_id == key,
            operation.c.entity == entity,
            operation.c.entity_id == table.c.id,
            operation.c.field == "entry",
            operation.c.value == "true",
        )
        gone += connection.execute(delete(table).where(table.c.person_id == key, ~held, ~typed)).rowcount
    return gone


def _close(connection: Connection, key: int, run_id: int) -> None:
    """Notes that nothing is left of a run; one that never finished leaves no row at all."""
    never_finished = connection.execute(
        delete(import_run).where(*_is_run(key, run_id), import_run.c.state == "abandoned")
    ).rowcount
    if not never_finished:
        connection.execute(update(import_run).where(*_is_run(key, run_id)).values(swept=True))
