from tests.record.making import bring_in, twitch, watch

from untwitch.facts.identity import new_id
from untwitch.record.provenance import Provenance
from untwitch.record.record import Record


def test_what_was_typed_says_where_and_when_and_how_often_it_was_changed(record: Record, me: str) -> None:
    entry = twitch()
    record.add(me, [entry])
    assert record.provenance(me, [entry.id]) == {entry.id: Provenance(1_700_000_000_000, "test")}
    record.edit(me, "twitch", entry.id, field="note", value="x")
    record.edit(me, "twitch", entry.id, field="note", value="y")
    found = record.provenance(me, [entry.id])[entry.id]
    assert (found.changes, found.changed_ms, found.changed_on) == (2, 1_700_000_000_000, "test")
    record.undo_last(me)
    assert record.provenance(me, [entry.id])[entry.id].changes == 1


def test_what_a_file_brought_names_every_file(record: Record, me: str) -> None:
    entry = watch(seed=7)
    bring_in(record, me, [entry])
    found = record.provenance(me, {entry.id})[entry.id]
    assert found == Provenance(files=(("export.zip", "Apple Health"),))
    record.edit(me, "watch", entry.id, field="note", value="mine")
    assert record.provenance(me, {entry.id})[entry.id].changes == 1


def test_what_nobody_knows_is_left_out_and_many_ids_are_asked_in_portions(record: Record, me: str) -> None:
    entries = [twitch(number / 100) for number in range(501)]
    record.add(me, entries)
    found = record.provenance(me, [*(each.id for each in entries), new_id()])
    assert found.keys() == {each.id for each in entries}
