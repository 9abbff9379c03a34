import datetime as dt
from pathlib import Path

import pytest

from untwitch.actions.bring_in import bring_in, runs, runs_json, undo
from untwitch.actions.session import Session
from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.record.record import Record

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
NOW = Instant(1_795_341_600_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def open_record(session: Session) -> Record:
    return Record.open(session.record_path, now_ms=NOW.utc_ms, device="test")


def history(session: Session) -> History:
    with open_record(session) as record:
        return record.history(record.person().person_id)


def values(session: Session, measure: str) -> list[float]:
    return [row.value for each in history(session).batches if each.measure == measure for row in each.rows()]


def test_a_file_becomes_facts_of_the_record(session: Session) -> None:
    answer = bring_in(session, [SAMPLES / "apple_health.xml"])
    (run,) = answer.to_json()["runs"]
    assert run["format"] == "apple_health"
    assert run["app"] == "Apple Health"
    assert run["complete"] is True
    assert run["measures"]["steps"] == {"seen": 3, "taken": 3, "already_known": 0, "skipped": {}}
    assert (run["first_day"], run["last_day"]) == ("2026-03-01", "2026-03-03")
    assert run["bytes"] == (SAMPLES / "apple_health.xml").stat().st_size
    assert len(run["sha256"]) == 64
    assert sorted(values(session, "steps")) == [640, 790, 812]


def test_importing_twice_changes_nothing(session: Session) -> None:
    bring_in(session, [SAMPLES / "apple_health.xml", SAMPLES / "csv_table.csv"])
    before = history(session)
    again = bring_in(session, [SAMPLES / "apple_health.xml", SAMPLES / "csv_table.csv"])
    for each in again.files:
        for count in (*each.run.measures.values(), *each.run.entries.values()):
            assert count.taken == 0
    assert history(session) == before


def test_a_dry_run_counts_the_same_and_keeps_nothing(session: Session) -> None:
    dry = bring_in(session, [SAMPLES / "csv_table.csv"], dry_run=True)
    assert dry.to_json()["dry_run"] is True
    assert history(session).batches == ()
    assert runs(session) == ()
    real = bring_in(session, [SAMPLES / "csv_table.csv"])
    assert dry.files[0].run.measures == real.files[0].run.measures


def test_a_dry_run_remembers_no_mapping(session: Session) -> None:
    bring_in(session, [SAMPLES / "csv_table.csv"], dry_run=True, mapping={"Mood": "ignore"})
    assert bring_in(session, [SAMPLES / "csv_table.csv"]).files[0].plans[0].columns["Mood"] == ""


def test_what_a_column_means_is_remembered_by_the_header(session: Session, tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("date,water\n2026-03-01,2\n")
    other.write_text("date,water\n2026-03-02,3\n")
    bring_in(session, [one], mapping={"water": "water_ml:l"})
    answer = bring_in(session, [other])
    assert answer.files[0].plans[0].columns["water"] == "water_ml:l"
    assert sorted(values(session, "water_ml")) == [2000, 3000]
    bring_in(session, [other], mapping={"water": "water_ml:ml"}, dry_run=False)
    assert bring_in(session, [one], dry_run=True).files[0].plans[0].columns["water"] == "water_ml:ml"


def test_a_folder_of_anything_is_taken_file_by_file(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "things"
    folder.mkdir()
    for name in ("apple_health.xml", "csv_table.csv"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    (folder / "letter.txt").write_text("hello")
    answer = bring_in(session, [folder], mapping={"Mood": "ignore", "No such column": "ignore"})
    assert [each.run.format for each in answer.files] == ["apple_health", "csv_table"]
    assert answer.unrecognised == (str(folder / "letter.txt"),)
    assert answer.files[1].plans[0].columns["Mood"] == "ignore"


def test_a_file_that_is_refused_hides_no_other(session: Session, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("date,sleep\n13/04/2026,7\n04/13/2026,7\n")
    answer = bring_in(session, [bad, SAMPLES / "nights.csv"])
    assert [each.where for each in answer.refused] == [str(bad)]
    assert len(answer.files) == 1
    assert answer.has_problems
    assert answer.to_json()["problems"][0]["where"] == str(bad)
    assert len(runs(session)) == 1


def test_a_column_that_is_not_there_is_refused_before_anything_is_kept(session: Session) -> None:
    answer = bring_in(session, [SAMPLES / "csv_table.csv"], mapping={"Stres": "stress_0_10"})
    assert "there is no column 'Stres'" in answer.refused[0].what
    assert runs(session) == ()


def test_what_ended_before_a_day_is_left_out(session: Session) -> None:
    answer = bring_in(session, [SAMPLES / "csv_table.csv"], since=dt.date(2026, 3, 3))
    counts = answer.files[0].run.measures["caffeine_mg"]
    assert (counts.seen, counts.taken) == (4, 2)
    assert counts.skipped["before 2026-03-03"] == 1
    assert [each.twitches_low for each in history(session).watches] == [3]
    assert history(session).symptoms == ()


def test_a_day_may_be_said_in_words(session: Session) -> None:
    assert (
        not bring_in(session, [SAMPLES / "timeline.csv"], since="yesterday")
        .files[0]
        .run.measures["caffeine_mg"]
        .taken
    )
    with pytest.raises(Refused, match="is not a day"):
        bring_in(session, [SAMPLES / "timeline.csv"], since="someday")


def test_days_without_a_zone_are_lived_where_the_person_stayed(session: Session) -> None:
    with open_record(session) as record:
        person = record.person()
        record.add(person.person_id, [Stay(new_id(), "Asia/Tokyo")])
    bring_in(session, [SAMPLES / "nights.csv"])
    (batch,) = (each for each in history(session).batches if each.measure == "sleep_h")
    assert batch.zones == (("Asia/Tokyo", "stay"),)


def test_an_import_can_be_taken_back(session: Session) -> None:
    bring_in(session, [SAMPLES / "apple_health.xml"])
    bring_in(session, [SAMPLES / "csv_table.csv"])
    first, second = runs(session)
    assert undo(session, first.run.id) > 0
    assert values(session, "steps") == []
    assert [each.run.id for each in runs(session)] == [second.run.id]
    assert runs_json(runs(session))["contract"] == "imports/1"
    with pytest.raises(Refused):
        undo(session, "99")


def test_a_cut_off_file_is_kept_and_said_to_be_incomplete(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes((SAMPLES / "apple_health.xml").read_bytes()[:-200])
    answer = bring_in(session, [path])
    assert answer.has_problems
    assert answer.files[0].run.complete is False


def test_nothing_named_is_refused(session: Session) -> None:
    with pytest.raises(Refused, match="name at least one file"):
        bring_in(session, [])


def test_progress_is_told(session: Session) -> None:
    told: list[tuple[int, int]] = []
    bring_in(
        session,
        [SAMPLES / "apple_health.xml"],
        progress=lambda done, _, kinds: told.append((done, kinds.get("steps", 0))),
    )
    assert told[-1][0] > 1000
    assert told[-1][1] == 3
