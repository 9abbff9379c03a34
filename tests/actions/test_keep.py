from pathlib import Path

import pytest

from untwitch.actions import keep
from untwitch.actions.bring_in import bring_in
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record import backup
from untwitch.record.record import Record
from untwitch.record.restore import Restored

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(home=tmp_path / "home", now=NOW)
    bring_in(made, [SAMPLES / "apple_health.xml"])
    return made


def rows(session: Session) -> int:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        return sum(map(len, record.history(record.person().person_id).batches))


def test_a_copy_is_made_listed_and_brought_back(session: Session) -> None:
    made = keep.backup(session)
    assert made.is_whole
    assert made.path.name == "untwitch-20261122T100000000-hand.sqlite"
    before = rows(session)
    bring_in(session, [SAMPLES / "csv_table.csv"])
    assert rows(session) > before
    assert [each.path.stem.rpartition("-")[2] for each in keep.backups(session)] == ["import", "hand"]
    assert keep.backups_json(keep.backups(session))["backups"][1]["whole"] is True
    done = keep.restore(session, made.path.name)
    assert rows(session) == before
    document = keep.restored_json(done)
    assert document["contract"] == "restore/1"
    assert document["before"].endswith("-restore.sqlite")
    keep.restore(session, str(made.path))
    assert keep.restored_json(Restored({}, None))["before"] is None


def test_a_further_copy_goes_elsewhere(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = keep.backup(session, folder=tmp_path / "disk")
    assert made.path.parent == tmp_path / "disk"
    assert made.is_whole
    keep.restore(session, str(made.path))
    monkeypatch.setattr(backup, "is_whole", lambda _: False)
    with pytest.raises(Refused, match="the disk may be faulty"):
        keep.backup(session, folder=tmp_path / "other")


def test_a_kind_a_person_or_everything_is_erased(session: Session) -> None:
    bring_in(session, [SAMPLES / "csv_table.csv"])
    keep.backup(session)
    done = keep.erase(session, kind="steps")
    assert (done.what, done.rows, done.backups, done.backups_left) == ("steps", 3, 2, ())
    keep.backup(session)
    done = keep.erase(session, keep_backups=True)
    assert (done.what, done.backups, len(done.backups_left)) == ("me", 0, 1)
    assert rows(session) == 0
    done = keep.erase(session, everything=True, keep_backups=True)
    assert (done.what, done.backups, len(done.backups_left)) == ("everything", 0, 1)
    assert not session.record_path.exists()
    assert done.to_json()["backups_left"] == [str(done.backups_left[0])]


def test_where_nothing_is_kept_there_is_nothing_to_do(tmp_path: Path) -> None:
    empty = Session(home=tmp_path / "home", now=NOW)
    with pytest.raises(Refused, match="there is no record"):
        keep.backup(empty)
    with pytest.raises(Refused, match="nothing is to be erased"):
        keep.erase(empty, everything=True)
    with pytest.raises(Refused, match="there is no backup"):
        keep.restore(empty, "x")
    assert keep.backups(empty) == ()
    assert "steps" in keep.erasable()
    assert keep.kept_per_reason()["hand"] == 10
