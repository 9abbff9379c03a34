"""A file is kept once however often it is saved; what a person does to it is undone exactly."""

import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.making import recording, watch

from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.mark import Mark
from untwitch.record.record import Record


def seen(record: Record, me: str) -> tuple[object, ...]:
    """Everything of recordings that a reader of the record can see."""
    history = record.history(me)
    return history.recordings, history.marks, history.watches, record.entry_counts(me)


def test_the_same_file_is_kept_once_and_the_one_that_is_kept_is_given(record: Record, me: str) -> None:
    first, again = recording(file=1), recording(hours=9, file=1)
    assert record.keep_recording(me, first) == first
    before = seen(record, me), record.version(me)
    assert record.keep_recording(me, again) == first
    assert record.keep_recording(me, first) == first
    assert (seen(record, me), record.version(me)) == before
    assert record.keep_recording(me, recording(file=2)).id not in {first.id, again.id}


def test_a_file_that_was_removed_can_be_kept_again(record: Record, me: str) -> None:
    first = record.keep_recording(me, recording())
    record.remove(me, "recording", first.id)
    assert record.history(me).recordings == ()
    again = record.keep_recording(me, recording())
    assert record.history(me).recordings == (again,)
    assert again.id != first.id


def test_a_recording_is_a_watch_of_its_own_instrument_among_the_others(record: Record, me: str) -> None:
    typed = watch(-3)
    record.add(me, [typed])
    kept = record.keep_recording(me, recording(-1, count=(1.5, 3, 5)))
    record.add(me, [later := watch(10)])
    found = record.history(me).watches
    assert [each.id for each in found] == [typed.id, kept.id, later.id]
    assert (found[1].instrument, found[1].twitches_low, found[1].twitches_high) == (kept.instrument, 1, 5)
    assert found[1].observed_h == pytest.approx(4 / 60)


def test_a_mark_moves_the_count_of_its_watch_until_it_is_undone(record: Record, me: str) -> None:
    kept = record.keep_recording(me, recording(count=(2, 3, 5)))
    before = seen(record, me)
    record.add(me, [Mark(new_id(), kept.id, 1.0, is_twitch=True)])
    (marked,) = record.history(me).watches
    assert (marked.twitches_low, marked.twitches_high) == (3, 6)
    assert record.undo_last(me) == "mark at 1.00 s"
    assert seen(record, me) == before


def test_marks_wait_for_a_removed_recording_to_come_back(record: Record, me: str) -> None:
    kept = record.keep_recording(me, recording())
    record.add(me, [Mark(new_id(), kept.id, 1.0, is_twitch=True)])
    before = seen(record, me)
    record.remove(me, "recording", kept.id)
    history = record.history(me)
    assert (history.recordings, history.marks, history.watches) == ((), (), ())
    assert "removal of accelerometer recording phone-1.csv" in str(record.undo_last(me))
    assert seen(record, me) == before


def test_a_span_of_days_holds_the_recordings_of_those_days(record: Record, me: str) -> None:
    near, far = recording(file=1), recording(hours=24 * 30, file=2)
    for each in (near, far):
        record.keep_recording(me, each)
        record.add(me, [Mark(new_id(), each.id, 1.0, is_twitch=True)])
    day = near.start.local_day()
    history: History = record.history(me, first_day=day, last_day=day)
    assert history.recordings == (near,)
    assert [each.recording_id for each in history.marks] == [near.id]
    assert [each.id for each in history.watches] == [near.id]


def test_recordings_and_their_marks_are_erased_to_the_last_byte(path: Path) -> None:
    with Record.open(path, now_ms=1, device="x") as record:
        me = record.person().person_id
        kept = record.keep_recording(me, recording())
        record.add(me, [Mark(new_id(), kept.id, 1.0, is_twitch=True, note="geheim")])
        assert record.erase_kind(me, "recording") == 2
        assert record.history(me).recordings == ()
        assert record.undo_last(me) is None
    assert b"geheim" not in path.read_bytes()
    assert b"phone-1" not in path.read_bytes()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM operation").fetchone() == (0,)
    connection.close()


def test_two_programs_that_keep_one_file_at_once_keep_it_once(path: Path) -> None:
    with Record.open(path, now_ms=1, device="x") as record:
        me = record.person().person_id
    kept: list[str] = []

    def keep() -> None:
        with Record.open(path, now_ms=1, device="x") as mine:
            kept.append(mine.keep_recording(me, recording()).id)

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(kept) == 4
    assert len(set(kept)) == 1


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["keep", "remove", "mark", "unmark", "undo"]), st.integers(0, 3), st.floats(0, 1)
        ),
        max_size=12,
    )
)
def test_undo_always_gives_the_recordings_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, float]]
) -> None:
    home = tmp_path_factory.mktemp("home")
    with Record.open(home / "u.sqlite", now_ms=1, device="x") as record:
        me = record.person().person_id
        states = [seen(record, me)]
        for what, which, part in steps:
            history = record.history(me)
            actions = record.version(me)
            if what == "keep":
                record.keep_recording(me, recording(hours=which, file=which))
            elif what == "remove" and history.recordings:
                record.remove(me, "recording", history.recordings[which % len(history.recordings)].id)
            elif what == "mark" and history.recordings:
                of = history.recordings[which % len(history.recordings)].id
                record.add(me, [Mark(new_id(), of, part * 200, is_twitch=which > 1, instead_of=part)])
            elif what == "unmark" and history.marks:
                record.remove(me, "mark", history.marks[which % len(history.marks)].id)
            elif what == "undo":
                record.undo_last(me)
                states = states[:-1] or states
                assert seen(record, me) == states[-1]
                continue
            if record.version(me) != actions:
                states.append(seen(record, me))
        while record.undo_last(me) is not None:
            states.pop()
            assert seen(record, me) == states[-1]
        assert len(states) == 1
