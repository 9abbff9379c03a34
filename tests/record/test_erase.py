import sqlite3
from pathlib import Path

import pytest
from tests.record.making import at, batch, exposure, importing, one_of_each, twitch

from untwitch.facts.exposure import Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.problem import Problem, Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.twitch import Twitch
from untwitch.record import erase, lock
from untwitch.record.record import Record

SECRETS = (
    "geheim-notiz",
    "Annas Telefon",
    "salbutamol-geheim",
    "quittung-geheim",
    "Geraet-7",
    "Berta-geheim",
)


def traces(folder: Path) -> dict[str, list[str]]:
    """Which secrets any file of a folder still holds; backups are forgotten by their own call."""
    return {
        path.name: found
        for path in folder.glob("*")
        if path.is_file()
        for found in [[each for each in SECRETS if each.encode() in path.read_bytes()]]
        if found
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "untwitch.sqlite"


def filled(path: Path, *, name: str = "Berta-geheim") -> str:
    with Record.open(path, now_ms=1, device="Geraet-7") as record:
        me = record.add_person(name).person_id
        record.add(me, one_of_each())
        record.add(
            me, [Twitch(new_id(), at(number), note="geheim-notiz" + "x" * 300) for number in range(40)]
        )
        entry = record.entries(me, "twitch")[0]
        record.edit(me, "twitch", entry.id, field="note", value="geheim-notiz anders")
        record.undo_last(me)
        record.remove(me, "medicine", record.entries(me, "medicine")[0].id)
        record.set_setting(me, "check", {"said": "geheim-notiz"})
        with importing(record, me) as run:
            run.take(batch(range(500), app="Annas Telefon"))
            run.take(Problem("line 1", "quittung-geheim"))
            run.take(
                Quarantined(
                    "x", "quittung-geheim", kind="quittung-geheim", count=1, examples=("geheim-notiz",)
                )
            )
            run.finish(complete=True)
        first = next(record.held_samples(me)).sample_id
        record.edit(me, "sample", first, field="value", value=3)
    return me


def test_a_person_is_gone_to_the_last_byte_and_others_stay(path: Path) -> None:
    berta = filled(path)
    with Record.open(path, now_ms=1, device="other") as record:
        anna = record.add_person("Anna").person_id
        record.add(anna, [twitch(), exposure()])
        with importing(record, anna) as run:
            run.take(batch(range(5), app="phone"))
            run.finish(complete=True)
        before = record.history(anna)
        assert record.erase_person(berta) > 500
        assert traces(path.parent) == {}
        assert record.history(anna) == before
        assert [each.name for each in record.persons()] == ["Anna"]
        assert record.integrity() == []
        with pytest.raises(Refused, match="no person has the id"):
            record.erase_person(berta)
    assert not erase.mark_of(path).exists()


def test_the_last_person_takes_the_names_of_columns_along(path: Path) -> None:
    berta = filled(path)
    with Record.open(path, now_ms=1, device="x") as record:
        record.remember_mapping("hash", {"geheim-notiz": "ignore"})
        record.erase_person(berta)
        assert record.mapping_for("hash") is None
    assert traces(path.parent) == {}


def test_one_kind_is_gone_with_what_was_done_to_it(path: Path) -> None:
    me = filled(path)
    with Record.open(path, now_ms=1, device="x") as record:
        kept = len(record.entries(me, "watch"))
        assert record.erase_kind(me, "twitch") == 41
        assert record.entries(me, "twitch") == ()
        assert len(record.entries(me, "watch")) == kept
        assert sum(map(len, record.history(me).batches)) > 500
        record.undo_last(me)
    left = traces(path.parent)["untwitch.sqlite"]
    assert "quittung-geheim" not in left
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM operation WHERE entity='twitch'").fetchone() == (0,)


def test_one_measure_is_gone_typed_or_imported(path: Path) -> None:
    me = filled(path)
    with Record.open(path, now_ms=1, device="x") as record:
        record.add(me, [Exposure(new_id(), "steps", 900.0, at(1), at(2), name="geheim-notiz")])
        with importing(record, me) as run:
            run.take(batch(range(3), measure="water_ml", app="cup"))
            run.take(Exposure(new_id(), "steps", 90.0, at(3), at(4)))
            run.finish(complete=True)
        assert record.erase_kind(me, "steps") == 502
        assert {each.measure for each in record.history(me).batches} == {"water_ml", "caffeine_mg"}
        assert all(
            each["measures"].keys() <= {"water_ml"} for each in [run.to_json() for run in record.runs(me)]
        )
    assert "Annas Telefon" not in traces(path.parent)["untwitch.sqlite"]
    with (
        Record.open(path, now_ms=1, device="x") as record,
        pytest.raises(Refused, match="there is no kind 'step'"),
    ):
        record.erase_kind(me, "step")


def test_a_server_or_import_is_not_cut_off(path: Path) -> None:
    me = filled(path)
    for held, who in ((lock.server_lock(path), "a server"), (lock.import_lock(path), "an import")):
        with (
            lock.shared(held),
            Record.open(path, now_ms=1, device="x") as record,
            pytest.raises(Refused, match=f"{who} is using"),
        ):
            record.erase_person(me)
        with lock.shared(held), pytest.raises(Refused, match=f"{who} is using"):
            erase.erase_all(path)


def test_what_was_cut_off_is_finished_by_the_next_opening(path: Path) -> None:
    me = filled(path)
    with (
        Record.open(path, now_ms=1, device="x") as record,
        Record.open(path, now_ms=1, device="y") as reader,
        reader._database.read() as connection,
    ):
        connection.exec_driver_sql("SELECT * FROM person").fetchall()
        with pytest.raises(Refused, match="another program is reading"):
            record.erase_person(me)
        assert record.persons() == ()
        # whoever opens it meanwhile cannot finish it either, and says nothing
        with Record.open(path, now_ms=1, device="z"):
            assert erase.mark_of(path).exists()
    with lock.shared(lock.import_lock(path)), Record.open(path, now_ms=1, device="z"):
        assert erase.mark_of(path).exists()
    Record.open(path, now_ms=1, device="z").close()
    assert not erase.mark_of(path).exists()
    assert traces(path.parent) == {}


def test_everything_is_gone_with_its_copies(path: Path) -> None:
    me = filled(path)
    with Record.open(path, now_ms=1, device="x") as record:
        record.back_up()
        record.add(me, [twitch()])
        assert traces(path.parent)
    (path.parent / "untwitch-2026-damaged.sqlite").write_bytes(b"geheim-notiz")
    (path.parent / "mine.txt").write_text("mine")
    assert erase.erase_all(path) >= 4
    assert [each.name for each in path.parent.iterdir()] == ["mine.txt"]
    assert erase.erase_all(path) == 0 or not path.exists()


def test_copies_may_be_kept(path: Path) -> None:
    filled(path)
    with Record.open(path, now_ms=1, device="x") as record:
        copy = record.back_up()
    erase.erase_all(path, keep_backups=True)
    assert copy.exists()
    assert erase.forget_backups(path) == 2
    assert not copy.exists()


def test_a_file_is_zeros_before_it_is_gone(tmp_path: Path) -> None:
    large = tmp_path / "a"
    large.write_bytes(b"secret" * 500_000)
    erase.overwrite(large)
    assert set(large.read_bytes()) == {0}
    assert large.stat().st_size == 3_000_000
