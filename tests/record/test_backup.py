import hashlib
import os
from pathlib import Path

import pytest
from tests.record.making import twitch

from untwitch.record import backup
from untwitch.record.record import Record


def test_a_backup_holds_what_the_record_holds_and_its_hash_lies_beside_it(record: Record, me: str) -> None:
    entry = twitch()
    record.add(me, [entry])
    copy = backup.back_up(record._database, reason="import", now_ms=1_700_000_000_123)
    assert copy.name == "untwitch-20231114T221320123-import.sqlite"
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    assert copy.with_name(copy.name + ".sha256").read_text() == f"{digest}  {copy.name}\n"
    assert backup.is_whole(copy)
    assert copy.stat().st_mode & 0o077 == 0
    with Record.open(copy, now_ms=1, device="x") as opened:
        assert opened.history(me).twitches == (entry,)


def test_a_backup_that_changed_or_lost_its_hash_is_not_whole(record: Record) -> None:
    copy = backup.back_up(record._database, reason="import", now_ms=0)
    with copy.open("ab") as stream:
        stream.write(b"x")
    assert not backup.is_whole(copy)
    backup.let_go(copy)
    assert not backup.is_whole(copy)
    assert list(backup.backup_folder(record.path).iterdir()) == []


def test_a_flipped_bit_of_the_hash_is_seen_too(record: Record) -> None:
    copy = backup.back_up(record._database, reason="hand", now_ms=0)
    manifest = copy.with_name(copy.name + ".sha256")
    written = manifest.read_bytes()
    for bit in range(8 * len(written)):
        data = bytearray(written)
        data[bit // 8] ^= 1 << bit % 8
        manifest.write_bytes(data)
        assert not backup.is_whole(copy)
    manifest.write_bytes(written)
    assert backup.is_whole(copy)


def test_of_each_reason_the_newest_few_are_kept(record: Record, path: Path) -> None:
    backup.back_up(record._database, reason="migration", now_ms=0)
    for day in range(5):
        backup.back_up(record._database, reason="import", now_ms=day * 86_400_000)
    names = [each.name for each in backup.backups(path)]
    days = [f"untwitch-1970010{day}T000000000-import.sqlite" for day in (5, 4, 3)]
    assert names == [*days, "untwitch-19700101T000000000-migration.sqlite"]
    assert len(list(backup.backup_folder(path).iterdir())) == 2 * len(names)


def test_a_backup_of_the_same_moment_replaces_the_former(record: Record, path: Path) -> None:
    for _ in range(2):
        backup.back_up(record._database, reason="import", now_ms=0)
    assert len(backup.backups(path)) == 1


def test_a_backup_that_fails_leaves_no_half_file(
    record: Record, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_write_durably", full)
    with pytest.raises(OSError, match="No space"):
        backup.back_up(record._database, reason="import", now_ms=0)
    assert list(backup.backup_folder(path).iterdir()) == []


def test_an_empty_record_holds_nothing_to_lose(record: Record, me: str) -> None:
    assert not backup.holds_anything(record._database)
    record.add(me, [twitch()])
    assert backup.holds_anything(record._database)


def test_what_a_killed_copy_left_goes_after_an_hour(record: Record, path: Path) -> None:
    folder = backup.backup_folder(path)
    backup.back_up(record._database, reason="hand", now_ms=0)
    old, new = folder / "untwitch-1.7.unfinished", folder / "untwitch-2.8.unfinished"
    for each, seconds in ((old, 1_000_000), (new, 1_009_000)):
        each.write_bytes(b"half")
        os.utime(each, (seconds, seconds))
    backup.back_up(record._database, reason="hand", now_ms=1_010_000_000)
    assert [old.exists(), new.exists()] == [False, True]
