import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from tests.record.making import batch, bring_in, importing, rows_of, twitch

from untwitch.facts.refused import Refused
from untwitch.record import backup, connection
from untwitch.record.connection import Database
from untwitch.record.record import Record


def test_the_file_is_kept_durably(record: Record) -> None:
    database = record._database
    assert database.pragma("journal_mode") == "wal"
    assert database.pragma("synchronous") == 2
    assert database.pragma("foreign_keys") == 1
    assert database.pragma("busy_timeout") == 5_000


def test_a_read_sees_one_moment_while_another_writes(record: Record, me: str, path: Path) -> None:
    with Record.open(path, now_ms=1, device="x") as other, record._database.read():
        assert record.history(me).twitches == ()
        other.add(me, [twitch()])
        assert record.history(me).twitches == ()
    assert len(record.history(me).twitches) == 1


def test_a_write_waits_its_turn_and_is_refused_with_a_sentence_when_it_never_comes(
    record: Record, me: str, path: Path
) -> None:
    record._database.pragma("busy_timeout=50")
    with Record.open(path, now_ms=1, device="x") as other, other._database.write():
        with pytest.raises(Refused, match="another program has been writing here for 5 s; try again"):
            record.add(me, [twitch()])
        assert record.history(me).twitches == ()
    record.add(me, [twitch()])
    assert len(record.history(me).twitches) == 1


def test_a_short_wait_for_another_writer_is_not_seen(record: Record, me: str, path: Path) -> None:
    begun, ready = threading.Event(), threading.Event()

    def hold() -> None:
        with Record.open(path, now_ms=1, device="x") as other, other._database.write():
            begun.set()
            ready.wait(0.2)

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(5)
    record.add(me, [twitch()])
    thread.join()
    assert len(record.history(me).twitches) == 1


def test_a_full_disk_is_told_in_a_sentence_and_what_was_kept_is_whole(record: Record, me: str) -> None:
    kept = twitch()
    record.add(me, [kept])
    pages = record._database.pragma("page_count")
    record._database.pragma(f"max_page_count={pages}")
    with pytest.raises(Refused, match="the disk is full; nothing was written"), importing(record, me) as run:
        run.take(batch(range(9_000)))
    with pytest.raises(Refused, match="disk is full"):
        record.add(me, [twitch(note_hour) for note_hour in range(500)])
    assert record.history(me).twitches == (kept,)
    assert rows_of(record, me) == []
    assert record.integrity() == []


def test_a_file_that_may_not_be_written_is_told_in_a_sentence(record: Record, me: str) -> None:
    record._database.pragma("query_only=ON")
    with pytest.raises(Refused, match="is read-only; untwitch needs to write there"):
        record.add(me, [twitch()])


def test_a_folder_in_the_place_of_the_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be opened"):
        Record.open(tmp_path, now_ms=1, device="x")


def test_a_file_that_is_no_database_names_the_backups(record: Record, me: str, path: Path) -> None:
    record.add(me, [twitch()])
    copy = backup.back_up(record._database, reason="import", now_ms=0)
    record.close()
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(Refused, match=f"is damaged .file is not a database.; move it .* {copy.name} in"):
        Record.open(path, now_ms=1, device="x")


def test_a_torn_page_is_told_in_a_sentence_or_found_by_integrity(record: Record, me: str, path: Path) -> None:
    bring_in(record, me, [batch(range(3_000))])
    record._database.pragma("wal_checkpoint(TRUNCATE)")
    record.close()
    whole = bytearray(path.read_bytes())
    half = len(whole) // 2 // 4096 * 4096
    whole[half : half + 4096 * 4] = b"\xff" * 4096 * 4
    path.write_bytes(whole)
    with Record.open(path, now_ms=1, device="x") as torn:
        try:
            faults = torn.integrity()
        except Refused as refusal:
            faults = [str(refusal)]
        assert faults


def test_a_fault_of_ours_is_not_dressed_up_as_a_fault_of_the_disk(record: Record) -> None:
    with pytest.raises(IntegrityError), record._database.write() as opened:
        opened.exec_driver_sql("INSERT INTO setting VALUES (99, 'a', 'b')")
    with pytest.raises(sqlite3.ProgrammingError), connection.faults_as_sentences(Path("x")):
        raise sqlite3.ProgrammingError("wrong number of bindings")
    with pytest.raises(Refused, match="damaged"), connection.faults_as_sentences(Path("x")):
        raise sqlite3.DatabaseError("database disk image is malformed")
    assert "the disk reports an error" in str(
        connection.sentence_for(sqlite3.OperationalError("disk I/O error"), Path("x"))
    )


def test_another_driver_is_a_defect(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "sqlite3", type("Other", (), {"Connection": str}))
    with pytest.raises(TypeError, match="expected a connection of sqlite3"):
        record._database.driver  # noqa: B018 - asking is the test


def test_a_pragma_without_an_answer_gives_nothing(record: Record) -> None:
    assert record._database.pragma("cache_size=-16000") is None


WRITER = """
import sys
from pathlib import Path
from tests.record.making import batch, importing, twitch
from untwitch.record.record import Record
with Record.open(Path(sys.argv[1]), now_ms=1, device=sys.argv[2]) as record:
    me = record.person().person_id
    for number in range(40):
        entry = twitch(number)
        record.add(me, [entry])
        print(entry.id, flush=True)
        if number % 10 == 0:
            with importing(record, me) as run:
                run.take(batch(range(number * 100, number * 100 + 500), app=sys.argv[2]))
                run.finish(complete=True)
"""


def test_two_programs_that_write_at_once_lose_nothing(path: Path) -> None:
    commands = [[sys.executable, "-c", WRITER, str(path), name] for name in ("command line", "server")]
    children = [subprocess.Popen(each, stdout=subprocess.PIPE, text=True) for each in commands]
    typed = [line for child in children for line in child.communicate(timeout=60)[0].splitlines()]
    assert [child.returncode for child in children] == [0, 0]
    with Record.open(path, now_ms=1, device="x") as record:
        me = record.person().person_id
        assert sorted(each.id for each in record.history(me).twitches) == sorted(typed)
        assert len(typed) == 80
        assert len(rows_of(record, me)) == 2 * 4 * 500
        assert len(record.runs(me)) == 8
        assert record.integrity() == []


def test_closing_lets_go_of_the_file(path: Path) -> None:
    path.parent.mkdir()
    database = Database.open(path)
    database.close()
    path.unlink()
    assert not path.exists()


def test_a_writer_takes_its_turn_in_a_short_gap(record: Record, me: str, path: Path) -> None:
    """Another one writes again and again with gaps of a few milliseconds: nobody starves beside it."""
    stop = threading.Event()

    def writes_on() -> None:
        other = sqlite3.connect(path, isolation_level=None, timeout=5)
        while not stop.is_set():
            other.execute("BEGIN IMMEDIATE")
            time.sleep(0.02)
            other.execute("COMMIT")
            time.sleep(0.004)
        other.close()

    thread = threading.Thread(target=writes_on)
    thread.start()
    try:
        for number in range(10):
            record.add(me, [twitch(number)])
    finally:
        stop.set()
        thread.join()
    assert len(record.entries(me, "twitch")) == 10
