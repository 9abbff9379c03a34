import zipfile
from array import array
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from untwitch.actions.bring_in import bring_in
from untwitch.actions.importing import CONFIRMED, rows_between, rows_since
from untwitch.actions.session import Session
from untwitch.actions.understood import Unconfirmed
from untwitch.facts.instant import Instant
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow
from untwitch.intake.members import Members
from untwitch.record.record import Record
from untwitch.sources import GROUP, sources
from untwitch.sources.source import ColumnPlan, Item, NextFile

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")
MORNING_MS = 1_772_300_000_000


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


class Cups:
    """Reads files of the word `cups` and minutes; a made format for these tests."""

    name = "cups"
    version = "1"
    measures = frozenset({"caffeine_mg"})
    together = True
    unproven = True

    def app(self, members: Members) -> str:
        return f"Cups of {members.name}"

    def claims(self, members: Members) -> float:
        return 1.0 if all(each.head(4) == b"cups" for each in members.members) else 0.0

    def plan(self, *_: object, **__: object) -> tuple[ColumnPlan, ...]:
        return ()

    def read(self, members: Members, *, zone: str, **_: object) -> Iterator[Item]:
        for number, each in enumerate(members.members):
            if number:
                yield NextFile()
            builder = BatchBuilder("caffeine_mg")
            for word in each.whole(at_most_bytes=100_000).split()[1:]:
                at_ms = MORNING_MS + int(word) * 60_000
                builder.add(SampleRow(at_ms, at_ms, 95.0, "Cups", zone, "guess", estimate=False))
            yield builder.batch()


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    source = Cups()
    entry = metadata.EntryPoint("cups", f"{__name__}:Cups", GROUP)
    monkeypatch.setattr(metadata.EntryPoint, "load", lambda _: source)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [entry] if group == GROUP else [])
    sources.cache_clear()
    yield source
    sources.cache_clear()


def minutes(session: Session) -> list[int]:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        batches = record.history(record.person().person_id).batches
    return sorted((at - MORNING_MS) // 60_000 for each in batches for at in each.start_ms)


def folder_of(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def test_rows_that_reach_into_the_day_stay() -> None:
    batch = SampleBatch(
        "sleep_h", array("q", [0, 50]), array("q", [10, 60]), array("d", [1, 2]), ("a",), array("H", [0, 0]),
        (("UTC", "guess"),), array("H", [0, 0]), array("b", [0, 0]), seen=2,
    )  # fmt: skip
    kept = rows_since(batch, 55, reason="before")
    assert (list(kept.value), dict(kept.skipped), kept.seen) == ([2], {"before": 1}, 2)
    assert rows_since(batch, 5, reason="before") is batch


def test_a_row_that_was_never_lived_is_left_out_and_counted(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date,steps\n1979-12-30,2\n1980-01-02,3\n2026-11-23,4\n2026-11-25,5\n2099-11-24,6\n")
    (file,) = bring_in(session, [path]).files
    count = file.run.measures["steps"]
    assert (count.seen, count.taken, dict(count.skipped)) == (5, 2, {"in the future, or before 1980": 3})
    assert file.days.by_measure()["steps"].words() == "2 days (1980-01-02 to 2026-11-23)"


def test_rows_begin_between_two_moments() -> None:
    batch = SampleBatch(
        "sleep_h", array("q", [0, 50, 90]), array("q", [10, 60, 99]), array("d", [1, 2, 3]), ("a",),
        array("H", [0, 0, 0]), (("UTC", "guess"),), array("H", [0, 0, 0]), array("b", [0, 0, 0]), seen=4,
        skipped={"early": 1},
    )  # fmt: skip
    kept = rows_between(batch, 50, 50, reason="early")
    assert (list(kept.value), dict(kept.skipped), kept.seen) == ([2], {"early": 3}, 4)
    assert rows_between(batch, 0, 90, reason="early") is batch


def test_files_that_belong_together_are_one_import(session: Session, cups: Cups, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a="cups 1 2", b="cups 3", other="a letter")
    answer = bring_in(session, [folder], confirm=lambda _: True)
    (file,) = answer.files
    assert (file.run.path, file.run.app) == (str(folder), "Cups of folder")
    assert file.run.size_bytes == len("cups 1 2cups 3")
    assert answer.unrecognised == (f"{folder}/other",)
    assert minutes(session) == [1, 2, 3]


def test_files_that_stand_alone_are_imports_of_their_own(
    session: Session, cups: Cups, tmp_path: Path
) -> None:
    cups.together = False
    folder = folder_of(tmp_path, a="cups 1 2", b="cups 3")
    answer = bring_in(session, [folder], confirm=lambda _: True)
    assert [each.run.path for each in answer.files] == [f"{folder}/a", f"{folder}/b"]
    assert len({each.run.sha256 for each in answer.files}) == 2


def test_rows_that_overlapping_files_both_have_are_kept_once_and_counted(
    session: Session, cups: Cups, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, a="cups 1 1 2 3", b="cups 1 1 1 3 4", c="cups 4 5 2")
    (file,) = bring_in(session, [folder], confirm=lambda _: True).files
    # two cups in minute 1 of the first file, three of the second: the second saw one more
    assert minutes(session) == [1, 1, 1, 2, 3, 4, 5]
    count = file.run.measures["caffeine_mg"]
    assert (count.seen, count.taken, count.already_known) == (12, 7, 0)
    assert dict(count.skipped) == {"in another file too": 5}


def test_a_file_that_is_there_twice_is_read_once(session: Session, cups: Cups, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a="cups 1 2", b="cups 1 2", c="cups 2 1")
    packed = tmp_path / "same.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x", "cups 7")
    again = tmp_path / "again.zip"
    again.write_bytes(packed.read_bytes())
    answer = bring_in(session, [folder, packed, again], confirm=lambda _: True)
    assert [each.to_json() for each in answer.repeated] == [
        {"path": f"{folder}/b", "same_as": f"{folder}/a"},
        {"path": str(again), "same_as": str(packed)},
    ]
    assert len(answer.files) == 2
    assert answer.to_json()["repeated"] == [each.to_json() for each in answer.repeated]


def test_zips_in_a_folder_are_imports_of_their_own(session: Session, cups: Cups, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a="cups 1")
    for name in ("x.zip", "y.zip"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("in/1", f"cups 5 {ord(name[0])}")
            archive.writestr("letter", "hello")
    answer = bring_in(session, [folder], confirm=lambda _: True)
    assert [each.run.path for each in answer.files] == [str(folder), f"{folder}/x.zip", f"{folder}/y.zip"]
    assert answer.unrecognised == (f"{folder}/x.zip/letter", f"{folder}/y.zip/letter")
    assert answer.files[2].run.measures["caffeine_mg"].already_known == 1


def test_several_tables_in_a_zip_are_named_by_their_place(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "tables.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("nights.csv", "timeline.csv"):
            archive.write(SAMPLES / name, f"in/{name}")
    answer = bring_in(session, [path])
    assert [each.run.path for each in answer.files] == [f"{path}/in/nights.csv", f"{path}/in/timeline.csv"]
    again = bring_in(session, [SAMPLES / "timeline.csv"])
    assert again.files[0].run.sha256 == answer.files[1].run.sha256


def test_what_one_source_refuses_hides_nothing_of_the_others(session: Session, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, bad="date,sleep\n13/04/2026,7\n04/13/2026,7\n")
    (folder / "export.xml").write_bytes((SAMPLES / "apple_health.xml").read_bytes())
    answer = bring_in(session, [folder])
    assert [each.where for each in answer.refused] == [f"{folder}/bad"]
    assert [each.run.format for each in answer.files] == ["apple_health"]


def test_an_untried_reader_keeps_nothing_until_a_person_has_looked(
    session: Session, cups: Cups, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, a="cups 1 2 3 4")
    shown: list[Unconfirmed] = []

    def refuse(one: Unconfirmed) -> bool:
        shown.append(one)
        return False

    answer = bring_in(session, [folder], confirm=refuse)
    assert answer.files == ()
    assert answer.has_problems
    assert answer.unconfirmed == tuple(shown)
    assert [(each.kind, each.value, each.start) for each in shown[0].rows] == [
        ("caffeine_mg", 95.0, f"2026-02-28 18:3{minute}+01:00") for minute in (4, 5, 6)
    ]
    assert minutes(session) == []
    assert bring_in(session, [folder]).unconfirmed != ()
    assert bring_in(session, [folder], dry_run=True).files != ()
    assert bring_in(session, [folder], confirm=lambda _: True).files != ()
    # once is enough, until the reader changes
    assert bring_in(session, [folder]).files != ()
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        assert record.settings(record.person().person_id)[CONFIRMED] == {"cups": "1"}
    cups.version = "2"
    assert bring_in(session, [folder]).files == ()


def test_a_proven_reader_asks_nobody(session: Session, cups: Cups, tmp_path: Path) -> None:
    cups.unproven = False
    assert bring_in(session, [folder_of(tmp_path, a="cups 1")]).files != ()


def test_a_damaged_file_is_never_the_same_as_another(session: Session, cups: Cups, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a", "b"):
            archive.writestr(name, "cups" + " 1" * 4000, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6000] ^= 1  # within the first of both
    path.write_bytes(data)
    answer = bring_in(session, [path], confirm=lambda _: True)
    assert answer.repeated == ()
    assert "damaged" in answer.refused[0].what
