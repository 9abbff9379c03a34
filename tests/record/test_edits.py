import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.record.making import at, batch, bring_in, exposure, one_of_each, rows_of, twitch, watch

from untwitch.facts.identity import new_id, sample_id
from untwitch.facts.person import Medicine
from untwitch.facts.refused import Refused
from untwitch.facts.twitch import Twitch
from untwitch.record.entries import ENTITIES
from untwitch.record.record import Record
from untwitch.record.schema import operation
from untwitch.record.schema import twitch as twitch_table


def first_sample(record: Record, person_id: str) -> str:
    row = next(record.history(person_id).batches[0].rows())
    return sample_id(
        "steps", row.app, start_ms=row.start_ms, end_ms=row.end_ms, value=row.value, ordinal=0
    ).hex()


def test_adding_the_same_entry_again_changes_nothing(record: Record, me: str) -> None:
    entry = twitch()
    for _ in range(3):
        record.add(me, [entry, entry])
    assert record.history(me).twitches == (entry,)


def test_an_id_that_stands_for_something_else_is_refused_and_nothing_of_the_call_is_kept(
    record: Record, me: str
) -> None:
    entry = twitch()
    record.add(me, [entry])
    other = Twitch(entry.id, at(3))
    with pytest.raises(Refused, match=r"already stands for another twitch: twitch at calf_left"):
        record.add(me, [watch(), other])
    with pytest.raises(Refused, match="already stands"):
        record.add(me, [twitch(), Twitch(entry.id, at(4)), Twitch(entry.id, at(5))])
    assert record.history(me).twitches == (entry,)
    assert record.history(me).watches == ()


def test_an_edit_is_an_operation_over_an_unchanged_row(record: Record, me: str) -> None:
    entry = twitch()
    record.add(me, [entry])
    number = record.edit(me, "twitch", entry.id.upper(), field="site", value="calf_right")
    record.edit(me, "twitch", entry.id, field="start", value=at(2))
    (now,) = record.history(me).twitches
    assert (now.site, now.start, now.note) == ("calf_right", at(2), "näh")
    with record._database.read() as connection:
        assert connection.execute(select(twitch_table.c.site)).scalar() == "calf_left"
        kept = connection.execute(select(operation).where(operation.c.operation_id == number)).one()
    assert (kept.entity, kept.entity_id, kept.field, kept.value) == (
        "twitch", entry.id, "site", '"calf_right"',
    )  # fmt: skip
    assert (kept.instant_ms, kept.device) == (1_700_000_000_000, "test")


@pytest.mark.parametrize("position", range(10))
def test_every_kind_of_entry_can_be_edited_removed_and_taken_back(
    record: Record, me: str, position: int
) -> None:
    entry = one_of_each()[position]
    field, value = [
        ("strength_0_10", 3), ("twitch_min", 7.5), ("value", 40), ("kind", "pain"), ("name", "theophylline"),
        ("to_day", dt.date(2024, 1, 1)), ("value", "1981"), ("zone", "UTC"), ("site", "calf_right"),
        ("is_twitch", True),
    ][position]  # fmt: skip
    entity = ENTITIES[position]
    record.add(me, [entry])
    record.edit(me, entity, entry.id, field=field, value=value)
    assert getattr(record.entries(me, entity)[0], field) == value
    record.remove(me, entity, entry.id)
    assert record.entries(me, entity) == ()
    assert "removal of" in str(record.undo_last(me))
    assert getattr(record.entries(me, entity)[0], field) == value
    assert "change of" in str(record.undo_last(me))
    assert record.entries(me, entity) == (entry,)


def test_an_edit_that_does_not_fit_is_refused_and_leaves_no_trace(record: Record, me: str) -> None:
    entry = exposure()
    record.add(me, [entry])
    with pytest.raises(Refused, match="not believable"):
        record.edit(me, "exposure", entry.id, field="value", value=-5)
    with pytest.raises(Refused, match="no exposure has the id"):
        record.edit(me, "exposure", new_id(), field="value", value=5)
    with pytest.raises(Refused, match="not a UUID"):
        record.remove(me, "exposure", "12")
    record.remove(me, "exposure", entry.id)
    with pytest.raises(Refused, match="no exposure has the id"):
        record.remove(me, "exposure", entry.id)
    assert "removal" in str(record.undo_last(me))
    assert "coffee" in str(record.undo_last(me))
    assert record.undo_last(me) is None


def test_undo_takes_back_all_of_what_was_typed_at_once(record: Record, me: str) -> None:
    record.add(me, [twitch()])
    record.add(me, [watch(), exposure()])
    words = record.undo_last(me)
    assert words is not None
    assert "watch of 16 h" in words
    assert "caffeine_mg 95, coffee" in words
    assert len(record.history(me).twitches) == 1
    assert record.history(me).watches == ()


def test_a_replayed_entry_that_was_undone_stays_undone(record: Record, me: str) -> None:
    entry = twitch()
    record.add(me, [entry])
    record.undo_last(me)
    record.add(me, [entry])
    assert record.history(me).twitches == ()


def test_medicines_stand_in_the_order_they_were_typed(record: Record, me: str) -> None:
    names = list("qwertyuiop")
    for name in names:
        record.add(me, [Medicine(new_id(), name)])
    assert [each.name for each in record.history(me).medicines] == names


def test_an_edited_or_removed_sample_stays_so_when_it_is_imported_again(record: Record, me: str) -> None:
    run = bring_in(record, me, [batch(range(4))])
    found = first_sample(record, me)
    record.edit(me, "sample", found.upper(), field="value", value=9)
    assert [row[2] for row in rows_of(record, me)] == [9, 5, 5, 5]
    record.undo_run(me, run)
    bring_in(record, me, [batch(range(4))])
    assert [row[2] for row in rows_of(record, me)] == [9, 5, 5, 5]
    record.remove(me, "sample", found)
    bring_in(record, me, [batch(range(4))])
    assert [row[2] for row in rows_of(record, me)] == [5, 5, 5]
    assert record.undo_last(me) == "removal of imported steps"
    assert record.undo_last(me) == "change of value to 9 of imported steps"
    assert [row[2] for row in rows_of(record, me)] == [5, 5, 5, 5]


def test_an_edit_of_a_sample_that_is_gone_is_still_told_in_words(record: Record, me: str) -> None:
    run = bring_in(record, me, [batch([1])])
    record.remove(me, "sample", first_sample(record, me))
    record.undo_run(me, run)
    assert record.undo_last(me) == "removal of imported sample"


def test_removing_the_only_sample_of_a_series_leaves_no_batch(record: Record, me: str) -> None:
    bring_in(record, me, [batch([1])])
    record.remove(me, "sample", first_sample(record, me))
    assert record.history(me).batches == ()
    bring_in(record, me, [batch([1, 2], app="Phone")])
    assert [len(each) for each in record.history(me).batches] == [2]


def test_of_a_sample_only_the_value_can_be_changed(record: Record, me: str) -> None:
    bring_in(record, me, [batch([1])])
    found = first_sample(record, me)
    for field, value in (("start_ms", 5), ("value", "much"), ("value", True)):
        with pytest.raises(Refused, match="only the value can be changed"):
            record.edit(me, "sample", found, field=field, value=value)
    with pytest.raises(Refused, match="not believable"):
        record.edit(me, "sample", found, field="value", value=-1)
    with pytest.raises(Refused, match="no imported sample"):
        record.edit(me, "sample", "00" * 16, field="value", value=1)
    with pytest.raises(Refused, match="not 16 bytes"):
        record.remove(me, "sample", "xyz")
    record.remove(me, "sample", found)
    with pytest.raises(Refused, match="no imported sample"):
        record.remove(me, "sample", found)


def test_a_typed_watch_that_an_import_brings_too_lives_on_without_the_import(record: Record, me: str) -> None:
    entry = watch()
    record.add(me, [entry])
    run = bring_in(record, me, [entry])
    record.undo_run(me, run)
    assert record.history(me).watches == (entry,)
    bring_in(record, me, [entry])
    record.undo_last(me)
    assert record.history(me).watches == (entry,)


def test_an_imported_watch_that_is_typed_too_lives_on_without_the_import(record: Record, me: str) -> None:
    entry = watch()
    run = bring_in(record, me, [entry])
    record.add(me, [entry])
    record.undo_run(me, run)
    assert record.history(me).watches == (entry,)


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["add", "edit", "remove", "undo"]), st.integers(0, 3)), max_size=14
    )
)
def test_undo_always_gives_the_state_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    home = tmp_path_factory.mktemp("home")
    states: list[dict[str, str | None]] = [{}]
    with Record.open(home / "u.sqlite", now_ms=1, device="x") as record:
        me = record.person().person_id
        made: list[Twitch] = []
        for what, which in steps:
            now = dict(states[-1])
            there = sorted(now)
            if what == "add":
                made.append(twitch(site="chin"))
                record.add(me, [made[-1]])
                now[made[-1].id] = "chin"
            elif what == "undo":
                assert (record.undo_last(me) is None) == (len(states) == 1)
                states = states[:-1] or [{}]
                now = states.pop()
            elif there:
                chosen = there[which % len(there)]
                if what == "edit":
                    site = ["nose", "jaw", "lips", "neck"][which]
                    record.edit(me, "twitch", chosen, field="site", value=site)
                    now[chosen] = site
                else:
                    record.remove(me, "twitch", chosen)
                    del now[chosen]
            else:
                continue
            states.append(now)
            assert {each.id: each.site for each in record.history(me).twitches} == now


def test_several_fields_change_in_one_action_or_not_at_all(record: Record, me: str) -> None:
    entry = twitch()
    record.add(me, [entry])
    with pytest.raises(Refused, match="strength_0_10"):
        record.edit_fields(me, "twitch", entry.id, fields={"site": "calf_right", "strength_0_10": 99.0})
    with pytest.raises(Refused, match="needs a field"):
        record.edit_fields(me, "twitch", entry.id, fields={})
    assert record.entries(me, "twitch") == (entry,)
    record.edit_fields(me, "twitch", entry.id, fields={"site": "calf_right", "strength_0_10": 3.0})
    words = str(record.undo_last(me))
    assert "change of site to 'calf_right'" in words
    assert "change of strength 0 10 to 3 of" in words
    assert record.entries(me, "twitch") == (entry,)
