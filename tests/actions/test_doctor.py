import json
from pathlib import Path

import pytest
from tests.record.making import NOON_MS, at, batch, exposure, importing, twitch

from untwitch.actions import doctor as room
from untwitch.actions.doctor import doctor
from untwitch.actions.session import Session
from untwitch.facts.problem import Quarantined
from untwitch.record.record import Record
from untwitch.record.schema import SCHEMA_VERSION

DAY_MS = 86_400_000


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=at(10 * 24))


@pytest.fixture
def kept(session: Session) -> Session:
    with Record.open(session.record_path, now_ms=NOON_MS, device="x") as record:
        me = record.person().person_id
        record.add(me, [twitch(), twitch(1), exposure(5 * 24)])
        with importing(record, me) as run:
            run.take(batch(range(5)))
            run.take(Quarantined("export.xml", "kind not known", kind="Odd", unit="g", count=4))
            run.take(Quarantined("export.xml", "unit not known", kind="Odd", unit="stone", count=2))
            run.finish(complete=False)
    return session


def test_without_a_record_all_is_well_and_none_is_made(session: Session) -> None:
    found = doctor(session)
    assert not found.exists
    assert found.problems == ()
    assert not session.home.exists()
    assert found.to_json()["persons"] == []


def test_versions_are_told_of_what_is_installed(session: Session) -> None:
    versions = doctor(session).versions
    assert {"untwitch", "python", "sqlite", "numpy", "sqlalchemy"} <= set(versions)
    assert all(each[0].isdigit() for each in versions.values())


def test_what_is_kept_and_how_fresh_it_is_stands_by_person_and_source(kept: Session) -> None:
    found = doctor(kept)
    assert found.problems == ()
    assert found.exists
    assert found.size_bytes > 10_000
    (me,) = found.persons
    assert me.name == "me"
    assert (me.entries["twitch"], me.entries["exposure"], me.entries["sample"]) == (2, 1, 5)
    assert {(each.app, each.measure): each.days_ago for each in me.sources} == {
        ("Watch", "steps"): 9, ("typed", "caffeine_mg"): 5,
    }  # fmt: skip
    (run,) = me.imports
    assert (run.id, run.format, run.complete, run.quarantined) == ("1", "apple_health", False, {"Odd": 6})
    assert run.day == "2023-11-14"


def test_the_document_is_the_contract(kept: Session) -> None:
    document = doctor(kept).to_json()
    json.dumps(document, allow_nan=False)
    assert document["contract"] == "doctor/1"
    assert document["schema"] == document["schema_known"]
    assert document["record"].endswith("untwitch.sqlite")
    assert document["leaves_this_machine"].startswith("nothing")
    assert document["persons"][0]["sources"][0] == {
        "app": "Watch", "measure": "steps", "newest": "2023-11-14T13:04+01:00", "days_ago": 9,
    }  # fmt: skip
    assert document["persons"][0]["imports"][0]["quarantined"] == {"Odd": 6}
    assert [each["whole"] for each in document["backups"]] == [True]


def test_a_damaged_file_is_one_clear_sentence_with_the_backups(kept: Session) -> None:
    kept.record_path.write_bytes(b"garbage" * 1000)
    found = doctor(kept)
    (problem,) = found.problems
    assert "is damaged (file is not a database)" in problem
    assert f"newest first: {next(iter(found.backups))}" in problem
    assert found.schema is None


def test_faults_inside_are_one_clear_sentence(kept: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Record, "integrity", lambda _: ["3 rows of a point at no row of b"])
    found = doctor(kept)
    (problem,) = found.problems
    assert "is damaged (3 rows of a point at no row of b)" in problem
    assert found.persons == ()


def test_a_spoilt_backup_is_a_problem(kept: Session) -> None:
    (name,) = doctor(kept).backups
    with (kept.home / "backups" / name).open("ab") as stream:
        stream.write(b"x")
    assert doctor(kept).problems == (f"backup {name} is not what was written any more",)


def test_an_old_schema_is_told_and_left_as_it_is(kept: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    here = SCHEMA_VERSION
    monkeypatch.setattr(room, "SCHEMA_VERSION", here + 1)
    (problem,) = doctor(kept).problems
    assert f"has schema {here}; the next use brings it to {here + 1}" in problem
    monkeypatch.undo()
    assert doctor(kept).schema == here


def test_a_home_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    (problem,) = doctor(Session(home=tmp_path / "home", now=at(0))).problems
    assert problem.endswith("is a file; untwitch needs a folder there")


def test_what_reads_recordings_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    document = doctor(session).to_json()
    assert {"format": "phone_csv", "missing": {}} in document["recordings"]
    assert document["recordings_compiled"] is True
    monkeypatch.setattr("untwitch.actions.doctor.is_compiled", lambda: False)
    assert doctor(session).recordings.endswith("; slower without numba")
