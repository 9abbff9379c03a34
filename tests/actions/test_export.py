import dataclasses
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.record.making import batch, importing, one_of_each, watch

from untwitch.actions.bring_in import bring_in
from untwitch.actions.export import document, export
from untwitch.actions.session import Session
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def open_record(session: Session) -> Record:
    return Record.open(session.record_path, now_ms=NOW.utc_ms, device="test")


def filled(session: Session) -> None:
    """A record with one of each kind, edits, something removed, overlapping and repeated samples."""
    bring_in(session, [SAMPLES / "apple_health.xml", SAMPLES / "csv_table.csv", SAMPLES / "timeline.csv"])
    with open_record(session) as record:
        me = record.person().person_id
        record.add(me, one_of_each())
        record.add(me, [watch(30), watch(60)])
        record.edit(me, "watch", record.entries(me, "watch")[0].id, field="note", value='a "quoted",\n line')
        record.remove(me, "watch", record.entries(me, "watch")[1].id)
        record.set_setting(me, "region", "NL")
        for minutes in ([1, 1, 2], [2, 3]):
            with importing(record, me) as run:
                run.take(batch(minutes, app="Ann\u00e4's \u231a"))
                run.finish(complete=True)
        samples = [each.sample_id for each in record.held_samples(me)]
        record.edit(me, "sample", samples[0], field="value", value=1.0)
        record.remove(me, "sample", samples[1])


def facts(session: Session) -> dict[str, Any]:
    """Everything kept, without who it is of; batches as a bag of rows."""
    with open_record(session) as record:
        history = record.history(record.person().person_id)
    found = {
        field.name: Counter(getattr(history, field.name))
        for field in dataclasses.fields(History)
        if field.name not in {"person", "batches"}
    }
    bag = Counter((each.measure, row) for each in history.batches for row in each.rows())
    return {**found, "samples": bag}


@pytest.mark.parametrize("name", ["folder", "all.zip"])
def test_an_export_read_into_an_empty_home_gives_equal_facts(
    session: Session, tmp_path: Path, name: str
) -> None:
    filled(session)
    made = export(session, tmp_path / name)
    other = dataclasses.replace(session, home=tmp_path / "other")
    answer = bring_in(other, [tmp_path / name])
    assert not answer.has_problems
    assert [each.run.format for each in answer.files] == ["untwitch_export"]
    assert answer.unrecognised == ()
    assert facts(other) == facts(session)
    assert sum(facts(session)["samples"].values()) > 20
    assert made.rows["samples.csv"] > 10
    # and again: nothing is new
    again = bring_in(other, [tmp_path / name])
    assert all(not each.taken for each in again.files[0].run.measures.values())
    assert facts(other) == facts(session)


def test_the_document_alone_gives_equal_facts_too(session: Session, tmp_path: Path) -> None:
    filled(session)
    path = tmp_path / "all.json"
    path.write_text("".join(document(session)), encoding="utf-8")
    other = dataclasses.replace(session, home=tmp_path / "other")
    assert not bring_in(other, [path]).has_problems
    assert facts(other) == facts(session)


def test_the_document_says_who_what_and_where_each_sample_is_from(session: Session) -> None:
    filled(session)
    made = json.loads("".join(document(session)))
    assert made["contract"] == "export/1"
    assert made["person"]["name"] == "me"
    assert made["settings"]["region"] == "NL"
    assert [each["format"] for each in made["runs"]][:2] == ["apple_health", "csv_table"]
    sample = next(each for each in made["samples"] if each["measure"] == "caffeine_mg")
    assert set(sample) == {
        "untwitch_sample_id", "measure", "value", "unit", "start", "end", "zone", "zone_known_by", "source",
        "estimate", "runs",
    }  # fmt: skip
    assert sample["unit"] == "mg"
    assert all(each["runs"] for each in made["samples"])
    twice = [each["runs"] for each in made["samples"] if each["source"] == "Ann\u00e4's \u231a"]
    assert ["4", "5"] in twice


def test_an_empty_record_gives_empty_tables(session: Session, tmp_path: Path) -> None:
    made = export(session, tmp_path / "x.zip")
    assert set(made.rows.values()) == {0}
    assert made.to_json()["rows"]["samples.csv"] == 0
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.read("watch.csv").startswith(b"untwitch_watch_id,")
        assert json.loads(archive.read("export.json"))["samples"] == []
    assert not list(tmp_path.glob("*.unfinished"))


def test_nothing_is_written_over(session: Session, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine").write_text("mine")
    for name in ("there", "folder"):
        with pytest.raises(Refused, match="is there already"):
            export(session, tmp_path / name)
    assert export(session, tmp_path / "new" / "folder").path.is_dir()


def test_a_zip_that_cannot_be_finished_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Record, "settings", failing)
    with pytest.raises(OSError, match="No space"):
        export(session, tmp_path / "x.zip")
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


def test_a_large_table_is_written_in_pieces(session: Session, tmp_path: Path) -> None:
    with open_record(session) as record:
        me = record.person().person_id
        with importing(record, me) as run:
            run.take(batch(range(2000)))
            run.finish(complete=True)
    assert export(session, tmp_path / "out").rows["samples.csv"] == 2000
    assert len((tmp_path / "out" / "samples.csv").read_text().splitlines()) == 2001
