import datetime as dt
import json
import zipfile
from pathlib import Path

import pytest

from untwitch.actions.attach import (
    PART_BYTES,
    add_part,
    attach,
    attached,
    attachment,
    attachment_lines,
    content,
    finish,
    remove_attachment,
)
from untwitch.actions.entries import NewEntry, keep, told
from untwitch.actions.export import export
from untwitch.actions.report import report
from untwitch.actions.session import Session
from untwitch.facts.attachment import Attachment
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 5000


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


@pytest.fixture
def evening(session: Session) -> str:
    entry = NewEntry(id=new_id(), kind="evening", what="few")
    keep(session, entry)
    return entry.id


def added(session: Session, evening: str, whole: bytes = JPEG) -> Attachment:
    parts = (whole[at : at + PART_BYTES] for at in range(0, len(whole), PART_BYTES))
    return attach(session, new_id(), parts, beside=("watch", evening))


def test_a_photo_stands_beside_its_entry_and_comes_back_as_it_was(session: Session, evening: str) -> None:
    made = added(session, evening)
    assert (made.media_type, made.size_bytes) == ("image/jpeg", len(JPEG))
    assert attached(session, [evening]) == {evening: (made,)}
    assert attached(session, [new_id()]) == {}
    assert attachment(session, made.id) == made
    assert b"".join(content(session, made.id, start=0, end=len(JPEG))) == JPEG
    found = told(session, made.id)
    assert found is not None
    assert found.words == ("a photo or clip",)


def test_it_is_taken_away_and_brought_back_by_id(session: Session, evening: str) -> None:
    made, action = added(session, evening), new_id()
    remove_attachment(session, made.id, action_id=action)
    assert attached(session, [evening]) == {}
    with pytest.raises(Refused, match="no photo or clip has the id"):
        attachment(session, made.id)
    keep(session, NewEntry(id=new_id(), kind="undo", of=action))
    assert attached(session, [evening]) == {evening: (made,)}
    keep(session, NewEntry(id=new_id(), kind="undo", of=made.id))
    assert attached(session, [evening]) == {}


@pytest.mark.parametrize("whole", [b"<script>alert(1)</script>", b"GIF89a", b"%PDF-1.7"])
def test_a_file_of_another_kind_is_refused_by_its_content(
    session: Session, evening: str, whole: bytes
) -> None:
    with pytest.raises(Refused, match="no photo or clip that can be kept"):
        added(session, evening, whole)
    assert attached(session, [evening]) == {}


def test_it_stands_beside_entries_only(session: Session, evening: str) -> None:
    with pytest.raises(Refused, match="not 'medicine'"):
        add_part(session, new_id(), 0, JPEG[:100], beside=("medicine", evening))
    with pytest.raises(Refused, match="no twitch has the id"):
        add_part(session, new_id(), 0, JPEG[:100], beside=("twitch", evening))
    with pytest.raises(Refused, match="no photo or clip"):
        finish(session, new_id(), size_bytes=3)


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_an_export_holds_the_photo_as_it_came(
    session: Session, evening: str, tmp_path: Path, name: str
) -> None:
    made = added(session, evening)
    export(session, tmp_path / name)
    file = f"attachments/photo-{made.id}.jpg"
    if name.endswith("zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            assert archive.read(file) == JPEG
            document = json.loads(archive.read("export.json"))
    else:
        assert (tmp_path / name / file).read_bytes() == JPEG
        document = json.loads((tmp_path / name / "export.json").read_text(encoding="utf-8"))
    (said,) = document["attachments"]
    assert (said["file"], said["sha256"], said["entity_id"]) == (file, made.sha256, evening)


def test_the_report_names_the_photos_of_its_days_and_shows_none(
    session: Session, evening: str, tmp_path: Path
) -> None:
    added(session, evening)
    today = NOW.local_day()
    line = "10 March 2026: a photo beside “few, 1 to 3 twitches”"
    assert attachment_lines(session, first_day=today, last_day=today) == (line,)
    before = today - dt.timedelta(days=1)
    assert attachment_lines(session, first_day=before, last_day=before) == ()
    report(session, out=tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"<li><bdi>{line}</bdi></li>" in page
    assert "/api/attachments" not in page


def test_a_home_without_a_record_has_no_lines_and_gets_none(tmp_path: Path) -> None:
    nowhere = Session(home=tmp_path / "nothing", now=NOW)
    day = NOW.local_day()
    assert attachment_lines(nowhere, first_day=day, last_day=day) == ()
    assert not nowhere.record_path.exists()
