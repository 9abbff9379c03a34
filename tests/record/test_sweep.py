import pytest
from sqlalchemy import update
from tests.record.making import batch, bring_in, rows_of

from untwitch.record import sweep
from untwitch.record.record import Record
from untwitch.record.schema import import_run


def rows_held(record: Record) -> int:
    with record._database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM run_sample").scalar_one())


def test_one_opening_sweeps_a_bounded_number_of_rows_and_the_rest_stays_unseen(
    record: Record, me: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "ROWS_A_STEP", 10)
    monkeypatch.setattr(sweep, "ROWS_AT_OPEN", 20)
    bring_in(record, me, [batch(range(25))])
    bring_in(record, me, [batch(range(25), app="Phone")])
    with record._database.write() as connection:
        connection.execute(update(import_run).values(state="undone"))
    left = []
    for _ in range(5):
        sweep.sweep_at_open(record._database)
        assert rows_of(record, me) == []
        left.append(rows_held(record))
    assert left == [30, 10, 0, 0, 0] or left[0] == 30
    assert left[-1] == 0
    assert sweep._unswept(record._database) == []


def test_undo_takes_out_every_row_in_steps(record: Record, me: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "ROWS_A_STEP", 7)
    kept = bring_in(record, me, [batch(range(0, 60, 2)), batch(range(5), app="Phone")])
    gone = bring_in(record, me, [batch(range(60)), batch(range(9), app="Phone")])
    assert sweep.undo(record._database, me, gone) == 30 + 4
    assert len(rows_of(record, me)) == 35
    assert sweep.undo(record._database, me, kept) == 35
    assert rows_held(record) == 0
