import time
from collections.abc import Callable
from pathlib import Path

import pytest

from untwitch.actions import bring_in, import_desk, uploads
from untwitch.actions.import_desk import ImportDesk, Work
from untwitch.actions.session import Session
from untwitch.actions.uploads import Incoming
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.intake.progress import Progress

SAMPLES = Path(__file__).parents[1] / "sources" / "samples"
TABLE = b"date,caffeine_mg,mood points\n2026-01-01,95,3\n2026-01-02,0,4\n2026-01-03,many,1\n"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=Instant(1_770_000_000_000, "Europe/Berlin", "guess"))


@pytest.fixture
def desk() -> ImportDesk:
    return ImportDesk()


def brought(session: Session, data: bytes = TABLE, name: str = "diary.csv") -> str:
    incoming = Incoming(session, name)
    incoming.write(data)
    return incoming.finish().id


def over(desk: ImportDesk, session: Session, upload_id: str) -> Work:
    until = time.monotonic() + 30
    while True:
        work = desk.work(session, upload_id)
        if work is not None and work.is_over:
            return work
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_file_is_looked_at_and_nothing_is_kept(desk: ImportDesk, session: Session) -> None:
    upload = brought(session)
    assert not desk.look(session, upload).is_kept
    work = over(desk, session, upload)
    assert work.answer is not None
    assert work.answer.dry_run
    assert work.answer.files[0].run.measures["caffeine_mg"].taken == 2
    assert work.answer.files[0].run.path == "diary.csv"
    assert bring_in.runs(session) == ()
    assert desk.look(session, upload) == work


def test_what_was_looked_at_is_kept_once_and_the_file_dropped(desk: ImportDesk, session: Session) -> None:
    upload = brought(session)
    desk.look(session, upload)
    over(desk, session, upload)
    desk.keep(session, upload)
    work = over(desk, session, upload)
    assert work.is_kept
    (run,) = bring_in.runs(session)
    assert run.run.path == "diary.csv"
    _until(lambda: uploads.uploads(session) == ())
    assert desk.keep(session, upload) == work
    assert desk.look(session, upload, mapping={"a": "b"}) == work
    assert len(bring_in.runs(session)) == 1


def test_what_a_person_says_of_a_column_is_taken_and_kept(desk: ImportDesk, session: Session) -> None:
    upload = brought(session)
    desk.look(session, upload)
    over(desk, session, upload)
    desk.look(session, upload, mapping={"mood points": "stress_0_10"})
    work = over(desk, session, upload)
    assert work.answer is not None
    assert work.answer.files[0].run.measures["stress_0_10"].taken == 3
    desk.keep(session, upload)
    over(desk, session, upload)
    assert bring_in.runs(session)[0].run.measures["stress_0_10"].taken == 3


def test_a_format_that_was_never_tried_is_kept_only_when_its_rows_are_right(
    desk: ImportDesk, session: Session
) -> None:
    upload = brought(session, (SAMPLES / "bearable.csv").read_bytes(), "bearable.csv")
    desk.keep(session, upload)
    work = over(desk, session, upload)
    assert not work.is_kept
    assert work.answer is not None
    assert work.answer.unconfirmed[0].rows
    desk.keep(session, upload, is_right=True)
    assert over(desk, session, upload).is_kept


def test_what_cannot_be_read_is_one_sentence_without_the_folder(desk: ImportDesk, session: Session) -> None:
    upload = brought(session, b"date,coffee\nno day at all,2\n", "odd.csv")
    desk.look(session, upload)
    work = over(desk, session, upload)
    assert work.answer is not None
    said = [*work.answer.unrecognised, *(each.where for each in work.answer.refused)]
    assert said == ["odd.csv"]


def test_a_file_that_is_not_here_or_not_whole_is_refused(desk: ImportDesk, session: Session) -> None:
    with pytest.raises(Refused, match="is not here"):
        desk.look(session, "00000000-0000-0000-0000-000000000000")
    with pytest.raises(Refused, match=r"only a part of half\.csv is here"):
        desk.look(session, uploads.begin(session, "half.csv", 10).id)


def test_a_refusal_is_told_on_the_page(
    desk: ImportDesk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Session, paths: list[Path], **__: object) -> None:
        raise Refused(f"{paths[0]} cannot be read")

    monkeypatch.setattr(import_desk, "bring_in", refused)
    upload = brought(session)
    desk.look(session, upload)
    work = over(desk, session, upload)
    assert (work.state, work.sentence) == ("refused", "diary.csv cannot be read")


def test_a_defect_is_called_one(
    desk: ImportDesk,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(import_desk, "bring_in", lambda *_, **__: 1 / 0)
    upload = brought(session)
    desk.look(session, upload)
    assert over(desk, session, upload).sentence == import_desk.DEFECT
    assert "division by zero" in caplog.text


def test_progress_is_told(desk: ImportDesk, session: Session) -> None:
    upload = brought(session)
    desk.look(session, upload)
    work = over(desk, session, upload)
    assert work.done_bytes == work.total_bytes == len(TABLE)


def test_rows_are_told_while_it_is_read(
    desk: ImportDesk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Work | None] = []

    def reading(_: Session, paths: list[Path], *, progress: Progress, **__: object) -> None:
        progress(5, 10, kinds={"steps": 3, "sleep_h": 1})
        seen.append(desk.work(session, upload))
        raise Refused("enough")

    monkeypatch.setattr(import_desk, "bring_in", reading)
    upload = brought(session)
    desk.look(session, upload)
    over(desk, session, upload)
    (work,) = seen
    assert work is not None
    assert (work.state, work.done_bytes, work.total_bytes, work.rows) == ("reading", 5, 10, 4)


def test_what_is_remembered_is_bounded(
    desk: ImportDesk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_desk, "MOST_REMEMBERED", 2)
    ids = [brought(session, name=f"{number}.csv") for number in range(3)]
    for each in ids:
        desk.look(session, each)
        over(desk, session, each)
    assert [desk.work(session, each) is None for each in ids] == [True, False, False]


def _until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)
