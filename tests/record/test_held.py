from pathlib import Path

from tests.record.making import batch, importing

from untwitch.record.held import held_samples
from untwitch.record.record import Record


def open_record(tmp_path: Path) -> Record:
    return Record.open(tmp_path / "untwitch.sqlite", now_ms=1, device="test")


def test_a_sample_names_every_import_that_holds_it_and_no_unfinished_one(tmp_path: Path) -> None:
    with open_record(tmp_path) as record:
        me = record.person().person_id
        for minutes in (range(3), range(2, 5)):
            with importing(record, me) as run:
                run.take(batch(minutes))
                run.finish(complete=True)
        with importing(record, me) as run:
            run.take(batch(range(9)))
        found = list(record.held_samples(me))
        assert [each.runs for each in found] == [("1",), ("1",), ("1", "2"), ("2",), ("2",)]
        assert [each.row.start_ms for each in found] == sorted(each.row.start_ms for each in found)
        kept = [row for each in record.history(me).batches for row in each.rows()]
        assert [each.row for each in found] == kept
        assert {each.measure for each in found} == {"steps"}


def test_edits_hold_and_removed_samples_are_gone(tmp_path: Path) -> None:
    with open_record(tmp_path) as record:
        me = record.person().person_id
        with importing(record, me) as run:
            run.take(batch(range(3)))
            run.finish(complete=True)
        first, second, _ = [each.sample_id for each in record.held_samples(me)]
        record.edit(me, "sample", first, field="value", value=4321)
        record.remove(me, "sample", second)
        found = list(held_samples(record._database, me))
        assert [each.sample_id == first for each in found] == [True, False]
        assert found[0].row.value == 4321
