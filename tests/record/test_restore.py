import random
import sqlite3
from pathlib import Path

import pytest
from tests.record.making import batch, importing, one_of_each, twitch, watch

from untwitch.facts.refused import Refused
from untwitch.record import lock, restore
from untwitch.record.backup import _manifest, back_up, backups
from untwitch.record.record import Record


def filled(path: Path) -> tuple[str, Path]:
    """A record with something of everything; gives the person and a backup of it."""
    with Record.open(path, now_ms=1, device="test") as record:
        me = record.person().person_id
        record.add(me, one_of_each())
        with importing(record, me) as run:
            run.take(batch(range(200)))
            run.finish(complete=True)
        return me, record.back_up()


def test_a_backup_comes_back_with_every_row_compared(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    me, copy = filled(path)
    with Record.open(path, now_ms=1, device="test") as record:
        before = record.history(me)
        record.add(me, [watch(5), twitch(6)])
        changed = record.history(me)
    done = restore.restore(path, copy, now_ms=2)
    assert done.rows["sample"] == 200
    assert done.rows["twitch"] == 1
    assert done.before is not None
    with Record.open(path, now_ms=1, device="test") as record:
        assert record.history(me) == before
        assert record.integrity() == []
    with Record.open(done.before, now_ms=1, device="test") as record:
        assert record.history(me) == changed
    assert path.stat().st_mode & 0o077 == 0


def test_a_record_that_is_gone_or_damaged_comes_back_too(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    me, copy = filled(path)
    for name in ("", "-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    assert restore.restore(path, copy, now_ms=2).before is None
    path.write_bytes(b"not a database at all, but long enough to be one" * 100)
    done = restore.restore(path, copy, now_ms=1_700_000_000_000)
    assert done.before == tmp_path / "untwitch-20231114T221320-damaged.sqlite"
    assert done.before.read_bytes().startswith(b"not a database")
    data = bytearray(copy.read_bytes())
    data[4096 * 3 : 4096 * 4] = bytes(4096)
    path.write_bytes(data)
    assert restore.restore(path, copy, now_ms=3).rows["sample"] == 200
    with Record.open(path, now_ms=1, device="test") as record:
        assert len(record.history(me).twitches) == 1


def test_every_flipped_bit_is_seen_and_nothing_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    _, copy = filled(path)
    written, now = copy.read_bytes(), path.read_bytes()
    chance = random.Random(100)
    for _ in range(100):
        bit = chance.randrange(8 * len(written))
        data = bytearray(written)
        data[bit // 8] ^= 1 << bit % 8
        copy.write_bytes(data)
        with pytest.raises(Refused, match="is not what was written"):
            restore.restore(path, copy, now_ms=2)
    copy.write_bytes(written)
    assert path.read_bytes() == now
    assert restore.restore(path, copy, now_ms=2).rows["sample"] == 200


def test_what_is_no_record_or_newer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    _, copy = filled(path)
    with pytest.raises(Refused, match="there is no backup"):
        restore.restore(path, tmp_path / "none.sqlite", now_ms=2)

    def rewritten(words: str) -> None:
        connection = sqlite3.connect(copy)
        connection.executescript(words)
        connection.close()
        copy.with_name(copy.name + ".sha256").write_bytes(_manifest(copy.name, copy))

    rewritten("PRAGMA user_version=99")
    with pytest.raises(Refused, match="newer untwitch"):
        restore.restore(path, copy, now_ms=2)
    rewritten("PRAGMA user_version=0")
    with pytest.raises(Refused, match="is not a record of untwitch"):
        restore.restore(path, copy, now_ms=2)


def test_a_copy_whose_hash_is_right_but_whose_pages_are_not_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    _, copy = filled(path)
    data = bytearray(copy.read_bytes())
    data[-4096:] = b"\xff" * 4096
    copy.write_bytes(data)
    copy.with_name(copy.name + ".sha256").write_bytes(_manifest(copy.name, copy))
    with pytest.raises(Refused, match="damaged"):
        restore.restore(path, copy, now_ms=2)


def test_a_record_in_use_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    _, copy = filled(path)
    for held, who in ((lock.import_lock(path), "an import"), (lock.server_lock(path), "a server")):
        with lock.shared(held), pytest.raises(Refused, match=f"{who} is using"):
            restore.restore(path, copy, now_ms=2)


def test_a_row_that_differs_after_all_is_told(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    me, copy = filled(path)
    with Record.open(path, now_ms=1, device="test") as record:
        record.add(me, [watch(9)])
    with pytest.raises(Refused, match=r"1 rows of \w+ differ from"):
        restore._compare(path, copy)


def test_a_restore_counts_among_the_copies_that_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    _, copy = filled(path)
    for day in range(1, 6):
        restore.restore(path, copy, now_ms=day * 86_400_000)
    reasons = [each.stem.rpartition("-")[2] for each in backups(path)]
    assert reasons.count("restore") == 3
    with Record.open(path, now_ms=1, device="test") as record:
        back_up(record._database, reason="hand", now_ms=9)
