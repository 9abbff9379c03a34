"""Explaining a record and explaining its own table give one answer; a bad table never hides a good one."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.explain.diaries import changed, diary

from untwitch import __version__
from untwitch.actions.explain import (
    Asked,
    draw_figures,
    explain_record,
    explain_table,
    explain_tables,
    in_words,
    priors_of,
    tables_of,
)
from untwitch.actions.session import Session
from untwitch.actions.timeline import table_of_record, write_csv
from untwitch.facts.exposure import Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.person import Person, PersonFact, Physiology
from untwitch.facts.refused import Refused
from untwitch.facts.watch import Watch
from untwitch.record.record import Record
from untwitch.timeline.timeline import to_csv

DAY_MS = 86_400_000
FIRST_MS = 1_767_600_000_000  # 2026-01-05 08:00 UTC
NOW = Instant(FIRST_MS + 60 * DAY_MS, "UTC", "stay")


def at(day: int, hour: float = 0.0) -> Instant:
    return Instant(round(FIRST_MS + day * DAY_MS + hour * 3_600_000), "UTC", "stay")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A record of 50 days: stress and caffeine are typed, twitches counted each evening."""
    made = Session(home=tmp_path, now=NOW)
    table = diary(50, stress=0.7)
    with Record.open(made.record_path, now_ms=NOW.utc_ms, device="test") as record:
        person: Person = record.person(None)
        entries: list[Exposure | Watch | PersonFact] = [PersonFact(new_id(), "smoking", "yes")]
        for day in range(50):
            count = int(table.columns["twitches"][day])
            entries.append(Watch(new_id(), at(day), at(day, 12), twitches_low=count, twitches_high=count))
            for name in ("stress_0_10", "caffeine_mg"):
                value = float(table.columns[name][day])
                entries.append(Exposure(new_id(), name, value, at(day, 1), at(day, 1)))
        record.add(person.person_id, entries)
    return made


def test_a_record_is_explained(session: Session) -> None:
    made = explain_record(session)
    assert made.document["rows_used"] == 50
    assert made.document["causes"][0]["verdict"] == "likely"
    assert made.document["seconds"] > 0
    assert made.document["version"] == __version__
    assert not made.bad_input


def test_a_record_and_its_own_table_give_one_answer(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    write_csv(table_of_record(session), path)
    from_record = dict(explain_record(session).document)
    from_table = dict(explain_table(path, Asked(physiology=Physiology(smoking=True))).document)
    assert from_record.pop("seconds") != from_table.pop("seconds")
    assert from_record == from_table


def test_what_is_said_of_the_body_goes_before_what_the_record_knows(session: Session) -> None:
    def caffeine(physiology: Physiology | None) -> float:
        cause = explain_record(session, Asked(physiology=physiology or Physiology())).document["causes"][4]
        return float(cause["rate_ratio"]["median"])

    assert caffeine(None) == caffeine(Physiology(smoking=True))
    assert caffeine(None) != caffeine(Physiology(smoking=False))


def test_the_outcome_can_be_chosen(session: Session, tmp_path: Path) -> None:
    assert explain_record(session, Asked(outcome="twitch_min")).document["outcome"] == "twitch_min"
    path = tmp_path / "t.csv"
    path.write_text(to_csv(diary(20)))
    assert explain_table(path, Asked(outcome="bother_0_10")).document["outcome"] == "bother_0_10"
    with pytest.raises(Refused, match="'pain' is not known"):
        explain_table(path, Asked(outcome="pain"))


def test_a_bad_cell_is_said_and_the_good_rows_are_used(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = to_csv(diary(30)).splitlines()
    text[3] = text[3].rpartition(",")[0] + ",-4"
    path.write_text("\n".join(text))
    made = explain_table(path)
    assert made.bad_input
    assert any("row 4" in each["where"] for each in made.document["problems"])
    assert made.document["rows_used"] >= 29


def test_a_folder_stands_for_its_tables_in_order(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "notes.txt"):
        (tmp_path / name).write_text("start\n")
    assert [each.name for each in tables_of([tmp_path, tmp_path / "b.csv"])] == ["a.csv", "b.csv", "b.csv"]
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(Refused, match="without csv files"):
        tables_of([empty])


def test_a_table_that_fails_answers_its_line_and_never_hides_the_others(tmp_path: Path) -> None:
    good, bad, gone = (tmp_path / name for name in ("good.csv", "bad.csv", "gone.csv"))
    good.write_text(to_csv(changed(diary(20), twitches=np.zeros(20))))
    bad.write_text("start,coffee\n2026-01-01,3\n")
    made = list(explain_tables([bad, gone, good], Asked(outcome="twitches")))
    assert [explained for _, explained in made] == [False, False, True]
    assert made[0][0].keys() == made[1][0].keys() == {"path", "error"}
    assert "coffee" in made[0][0]["error"]
    assert made[1][0]["error"] == "No such file or directory"
    assert made[2][0]["path"] == str(good)
    assert made[2][0]["rows"] == 20
    json.dumps([each for each, _ in made], allow_nan=False)


def test_words_come_from_the_document(session: Session) -> None:
    said = in_words(explain_record(session).document)
    assert any("Stress" in line for line in said)


def test_figures_are_drawn_with_their_tables_and_only_where_something_was_fitted(
    session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "figures"
    drawn = draw_figures(explain_record(session, Asked(with_picture=True)), folder)
    names = {each.name for each in folder.iterdir()}
    assert [path.name for path, _ in drawn] == [
        "causes.svg",
        "rate.svg",
        "doses.svg",
        "shares.svg",
        "what_if.svg",
    ]
    assert names == {f"{path.stem}.{kind}" for path, _ in drawn for kind in ("svg", "csv")}
    assert (folder / "rate.csv").read_text(encoding="utf-8").count("\n") == 51
    assert all(sentence.endswith((".", "!")) and "?." not in sentence for _, sentence in drawn)
    short = explain_record(session, Asked(outcome="twitch_min", with_picture=True))
    assert draw_figures(short, tmp_path / "none") == ()


def test_a_folder_that_is_a_file_is_one_sentence(session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="is no folder that can be made"):
        draw_figures(explain_record(session), tmp_path / "file" / "figures")


def test_a_record_can_be_cut_into_shorter_rows(session: Session) -> None:
    made = explain_record(session, Asked(row_h=12)).document
    assert made["rows"] == 100


def test_what_more_days_would_tell_is_said_on_request_only(session: Session) -> None:
    assert "power" not in explain_record(session).document
    asked = explain_record(session, Asked(with_power=True)).document
    assert asked["power"]["days"] == [14, 28, 60, 90]
    said = in_words(asked)
    assert any("continued by chance" in line for line in said)
    assert said[-1] == "No clinician has reviewed this."
    short = explain_record(session, Asked(outcome="twitch_min", with_power=True)).document
    assert short["power"] is None


def priors_file(path: Path, **changes: float) -> Path:
    row = {"inclusion": 0.25, "mean": 0.4, "sd": 0.2, "source": "a made-up cohort", "people": 12} | changes
    path.write_text(json.dumps({"contract": "priors/1", "causes": {"caffeine": row}}))
    return path


@pytest.mark.parametrize("change", [{"inclusion": 0.6}, {"mean": 0.1}, {"sd": 0.5}])
def test_each_number_of_the_priors_changes_the_answer(tmp_path: Path, change: dict[str, float]) -> None:
    table = tmp_path / "table.csv"
    table.write_text(to_csv(diary(30, stress=0.3, caffeine=0.15)))

    def caffeine(path: Path) -> tuple[float, float]:
        found = explain_table(table, Asked(priors=priors_of(path))).document["causes"][4]
        return found["probability"], found["rate_ratio"]["median"]

    plain, changed_ = (
        caffeine(priors_file(tmp_path / "one.json")),
        caffeine(priors_file(tmp_path / "other.json", **change)),
    )
    if "inclusion" in change:
        assert changed_[0] > plain[0] + 0.05
        # how often it acts says nothing of its size where it does
        assert changed_[1] == pytest.approx(plain[1], rel=0.02)
    else:
        assert changed_[1] != pytest.approx(plain[1], rel=0.005)


def test_a_larger_chance_beforehand_is_a_larger_chance_after_and_the_source_is_told(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(to_csv(diary(10)))
    path = priors_file(tmp_path / "p.json", inclusion=0.9)
    document = explain_table(table, Asked(priors=priors_of(path))).document
    assert document["causes"][4]["probability"] == 0.9
    assert document["priors"]["caffeine"]["source"] == "a made-up cohort"
    assert document["priors"]["caffeine"]["people"] == 12
    assert "priors" not in explain_table(table).document
    with pytest.raises(Refused, match=r"p\.json: caffeine: inclusion is 2"):
        priors_of(priors_file(path, inclusion=2.0))


def test_priors_count_for_what_more_days_would_tell(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(to_csv(diary(30, stress=0.3, caffeine=0.15)))
    rare, usual = (
        explain_table(
            table,
            Asked(priors=priors_of(priors_file(tmp_path / "p.json", inclusion=chance)), with_power=True),
        ).document["power"]["causes"]
        for chance in (0.01, 0.7)
    )

    def told(causes: list[dict[str, Any]]) -> float:
        return float(sum(next(each["told"] for each in causes if each["cause"] == "caffeine")))

    assert told(rare) < told(usual)
