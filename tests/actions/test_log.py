"""Logging: one line, one durable step, said back; what is wrong is one sentence."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from untwitch.actions.log import CHECK_LINE, Details, Logged, log, undo
from untwitch.actions.session import Session
from untwitch.facts.exposure import Exposure
from untwitch.facts.history import History
from untwitch.facts.instant import from_local
from untwitch.facts.person import Condition, Medicine
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.record.record import Record
from untwitch.timeline.build import build

NOW = from_local(dt.datetime(2026, 10, 15, 21, 30), "Europe/Amsterdam", known_by="guess")[0]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=NOW)


def kept(session: Session) -> History:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        return record.history(record.person(session.person_name).person_id)


def amounts(session: Session) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for batch in kept(session).batches:
        found.setdefault(batch.measure, []).extend(batch.value)
    return found


def later(session: Session, hours: float) -> Session:
    moved = dataclasses.replace(NOW, utc_ms=NOW.utc_ms + round(hours * 3_600_000))
    return dataclasses.replace(session, now=moved)


def test_a_twitch_is_kept_with_all_that_was_said_of_it(session: Session) -> None:
    given = Details(
        site="left calf", at="18:30", note="reading", lasted="30s", strength_0_10=3, bother_0_10=4
    )
    logged = log(session, ["twitch"], given)
    (twitch,) = kept(session).twitches
    assert logged.entries == (twitch,)
    assert (twitch.site, twitch.duration_s, twitch.strength_0_10, twitch.bother_0_10, twitch.note) == (
        "calf_left", 30, 3, 4, "reading",
    )  # fmt: skip
    assert twitch.start.local().strftime("%H:%M") == "18:30"
    assert logged.said == ("logged: a twitch, calf_left, 2026-10-15 18:30",)


def test_a_twitch_without_more_is_one_word(session: Session) -> None:
    assert log(session, ["twitch"]).said == ("logged: a twitch, 2026-10-15 21:30",)


def test_an_evening_and_none_are_watches_from_waking_on(session: Session) -> None:
    logged = log(session, ["evening", "few"], Details(twitch_min=5, bother_0_10=2))
    assert logged.said == ("logged: 1 to 3 twitches, seen from 2026-10-15 06:00 to 2026-10-15 21:30",)
    log(session, ["none"], Details(at="yesterday"))
    log(session, ["evening", "7"], Details(at="2026-10-13"))
    watches = kept(session).watches
    assert [(each.twitches_low, each.twitches_high) for each in watches] == [(7, 7), (0, 0), (1, 3)]
    assert [each.observed_h for each in watches] == [16, 16, 15.5]
    assert (watches[-1].twitch_min, watches[-1].bother_0_10) == (5, 2)


@pytest.mark.parametrize(
    ("words", "told"),
    [(["none"], "no twitches"), (["evening", "5"], "5 twitches"), (["evening", "many"], "11 to 40")],
)
def test_what_an_evening_means_is_said_back(session: Session, words: list[str], told: str) -> None:
    assert told in log(session, words).said[0]


def test_a_second_line_of_one_evening_is_refused_and_can_be_corrected(session: Session) -> None:
    log(session, ["evening", "few"])
    with pytest.raises(Refused, match="take it back first: each untwitch log --undo takes back one line"):
        log(later(session, 1), ["evening", "some"])
    undo(session)
    log(later(session, 1), ["evening", "some"])
    assert [each.twitches_low for each in kept(session).watches] == [4]


def test_a_coffee_becomes_several_entries_in_one_step_that_is_undone_as_one(session: Session) -> None:
    logged = log(session, ["coffee"], Details(at="08:30"))
    assert amounts(session)["caffeine_mg"] == [94.8]
    assert amounts(session)["water_ml"] == amounts(session)["total_water_ml"] == [236]
    assert len(logged.entries) == 6
    undone = undo(session)
    assert undone.undone is not None
    assert "caffeine_mg 94.8" in undone.undone
    assert amounts(session) == {}


@pytest.mark.parametrize(
    ("words", "measure", "value"),
    [
        (["caffeine", "95mg"], "caffeine_mg", 95),
        (["sleep", "6.5h"], "sleep_h", 6.5),
        (["stress", "7"], "stress_0_10", 7),
        (["water_ml", "500"], "water_ml", 500),
        (["supplement", "magnesium", "200mg"], "magnesium_supplement_mg", 200),
        (["illness"], "illness_0_1", 1),
        (["two", "coffees"], "caffeine_mg", 189.6),
    ],
)
def test_numbers_names_and_supplements_are_kept(
    session: Session, words: list[str], measure: str, value: float
) -> None:
    log(session, words, Details(note="so"))
    assert amounts(session)[measure] == [pytest.approx(value)]


def test_a_workout_takes_its_effort(session: Session) -> None:
    log(session, ["workout", "45"], Details(effort_0_10=6))
    assert amounts(session)["exertion_au"] == [270]


def test_an_unknown_amount_is_said_and_listed(session: Session) -> None:
    logged = log(session, ["yerba", "mate"])
    assert "caffeine_mg" in logged.unknown
    assert "not known of yerba mate" in logged.said[1]


def test_the_food_check_leaves_days_with_foods_alone(session: Session) -> None:
    log(session, ["banana"], Details(at="yesterday"))
    logged = log(session, ["food-check", "3", "1", "2", "6", "6", "3"])
    assert len(logged.entries) == 18
    assert len(amounts(session)["magnesium_mg"]) == 7
    assert undo(session).said[0].endswith("; and 12 more")


def test_coffees_do_not_keep_the_food_check_away_and_their_minerals_count_once(session: Session) -> None:
    log(session, ["coffee"], Details(at="yesterday 09:00"))
    assert len(log(session, ["food-check", "3", "1", "2", "6", "6", "3"]).entries) == 21
    potassium = amounts(session)["potassium_mg"]
    assert len(potassium) == 8
    assert sum(potassium) == pytest.approx(7 * max(potassium), abs=0.5)


def test_imported_minerals_keep_the_food_check_off_their_days(session: Session) -> None:
    builder = BatchBuilder("magnesium_mg")
    start_ms = NOW.utc_ms - 2 * 86_400_000
    builder.add(SampleRow(start_ms, start_ms, 300, "Some App", NOW.zone, "source", estimate=False))
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        person_id = record.person().person_id
        with record.import_run(
            person_id,
            path="x",
            sha256="0" * 64,
            size_bytes=1,
            format="csv",
            app="Some App",
            importer_version="1",
        ) as run:
            run.take(builder.batch())
            run.finish(complete=True)
    assert len(log(session, ["food-check", "3", "1", "2", "6", "6", "3"]).entries) == 18


def test_pain_or_weakness_gives_one_calm_line_and_not_again_within_a_week(session: Session) -> None:
    first = log(session, ["weakness", "3"], Details(site="calf_left", note="stairs"))
    assert first.said == ("logged: weakness noticed, calf_left, 3 of 10, 2026-10-15 21:30", CHECK_LINE)
    assert log(later(session, 24), ["pain"]).said == ("logged: pain, 2026-10-16 21:30",)
    assert CHECK_LINE in log(later(session, 24 * 9), ["pain"]).said
    assert CHECK_LINE not in log(session, ["cramp"]).said
    kinds = {(each.kind, each.severity_0_10, each.note) for each in kept(session).symptoms}
    assert ("weakness_noticed", 3, "stairs") in kinds


def test_a_cramp_alone_does_not_keep_the_calm_line_away(session: Session) -> None:
    log(session, ["cramp"])
    assert CHECK_LINE in log(session, ["pain"]).said


def test_a_medicine_keeps_one_entry_with_its_dates(session: Session) -> None:
    log(session, ["medicine", "Salbutamol"], Details(days={"started": "2026-10-01"}))
    changed = log(
        session, ["medicine", "salbutamol"], Details(days={"changed": "2026-10-05", "stopped": "yesterday"})
    )
    (medicine,) = kept(session).medicines
    assert (medicine.name, medicine.started_day, medicine.dose_changed_day, medicine.stopped_day) == (
        "Salbutamol", dt.date(2026, 10, 1), dt.date(2026, 10, 5), dt.date(2026, 10, 14),
    )  # fmt: skip
    assert changed.said == ("logged: medicine salbutamol, dose changed 2026-10-05, stopped 2026-10-14",)


def test_conditions_facts_and_stays_are_kept_with_their_days(session: Session) -> None:
    log(session, ["condition", "Asthma"], Details(days={"from": "2020-01-01"}))
    log(session, ["person", "sex", "female"])
    log(session, ["person", "pregnant", "yes"], Details(days={"from": "2026-05-01", "to": "2026-10-10"}))
    logged = log(session, ["stay", "Asia/Tokyo"], Details(days={"from": "2026-10-01"}))
    history = kept(session)
    assert history.conditions[0].from_day == dt.date(2020, 1, 1)
    assert [(each.fact, each.value) for each in history.person_facts] == [
        ("sex", "female"),
        ("pregnant", "yes"),
    ]
    assert history.person_facts[1].to_day == dt.date(2026, 10, 10)
    assert history.stays[0].zone == "Asia/Tokyo"
    assert logged.said == ("logged: in Asia/Tokyo from 2026-10-01 to now",)


def test_undo_says_what_was_undone_or_that_there_is_nothing(session: Session) -> None:
    assert undo(session).said == ("there is nothing to take back",)
    log(session, ["stress", "7"])
    assert undo(session).said[0].startswith("taken back: stress_0_10 7")
    assert undo(session).undone is None


def test_each_person_has_their_own_log(session: Session) -> None:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        record.add_person("Ada")
        record.add_person("Ben")
    log(dataclasses.replace(session, person_name="Ada"), ["stress", "7"])
    assert amounts(dataclasses.replace(session, person_name="Ada")) == {"stress_0_10": [7]}
    assert amounts(dataclasses.replace(session, person_name="Ben")) == {}


def test_a_time_that_the_clock_showed_twice_is_noted(session: Session) -> None:
    moved = later(session, 24 * 20)
    logged = log(moved, ["coffee"], Details(at="2026-10-25 02:30"))
    assert "happened twice" in logged.said[-1]


@pytest.mark.parametrize(
    ("words", "given", "told"),
    [
        ([], Details(), "what should be logged"),
        (["cofee"], Details(), "nearest: coffee"),
        (["twitch"], Details(site="knee"), "body site 'knee' is not known"),
        (["twitch", "calf"], Details(), "its place goes behind --site"),
        (["caffeine", "95kilo"], Details(), "unit 'kilo' does not fit"),
        (["coffee"], Details(at="2026-12-31"), "still to come"),
        (["coffee"], Details(at="25:00"), "25:00"),
        (["evening"], Details(), "how many twitches"),
        (["evening", "lots"], Details(), "none, few, some, many"),
        (["pain", "11"], Details(), "severity_0_10 is 11; it goes from 0 to 10"),
        (["medicine", "X"], Details(days={"started": "2027-01-01"}), "started 2027-01-01 is still to come"),
        (["coffee"], Details(site="calf_left"), "--site does not go with food; it goes with evening, none"),
        (["coffee"], Details(lasted="2h"), "--for does not go with food"),
        (["coffee"], Details(strength_0_10=2), "--strength does not go with food; it goes with twitch"),
        (["none"], Details(bother_0_10=2), "--bother does not go with none"),
        (["twitch"], Details(twitch_min=2), "--minutes does not go with twitch; it goes with evening"),
        (["twitch"], Details(effort_0_10=2), "--effort does not go with twitch"),
        (["coffee"], Details(days={"started": "today", "from": None}), "--started does not go with food"),
        (["medicine", "X"], Details(days={"from": "today"}), "it goes with condition, person, stay"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_and_nothing_is_kept(
    session: Session, words: list[str], given: Details, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        log(session, words, given)
    history = kept(session)
    everything = (*history.twitches, *history.watches, *history.batches, *history.symptoms)
    assert (*everything, *history.medicines) == ()


def test_the_document_holds_every_entry_with_its_place_in_time(session: Session) -> None:
    document = log(session, ["coffee"], Details(at="08:30")).to_json()
    assert document["contract"] == "log/1"
    caffeine = next(each for each in document["entries"] if each["measure"] == "caffeine_mg")
    assert caffeine["entity"] == "exposure"
    assert caffeine["start"] == "2026-10-15T08:30:00+02:00"
    assert caffeine["zone"] == "Europe/Amsterdam"
    assert (document["undone"], document["unknown"]) == (None, [])


@pytest.mark.parametrize(
    ("words", "given", "entity", "field", "value"),
    [
        (["twitch"], Details(), "twitch", "instrument", "diary"),
        (["none"], Details(), "watch", "twitches_high", 0),
        (["pain", "2"], Details(), "symptom", "severity_0_10", 2),
        (["medicine", "X"], Details(days={"started": "2026-10-01"}), "medicine", "started_day", "2026-10-01"),
        (["condition", "X"], Details(), "condition", "name", "X"),
        (["person", "sex", "male"], Details(), "person_fact", "value", "male"),
        (["stay", "UTC"], Details(), "stay", "zone", "UTC"),
    ],
)
def test_every_kind_of_entry_has_its_name_in_the_document(
    session: Session, words: list[str], given: Details, entity: str, field: str, value: Any
) -> None:
    (entry,) = log(session, words, given).to_json()["entries"]
    assert entry["entity"] == entity
    assert entry[field] == value
    assert "note" not in entry


def test_an_empty_answer_is_a_document_too() -> None:
    assert Logged().to_json() == {
        "contract": "log/1",
        "entries": [],
        "said": [],
        "unknown": [],
        "undone": None,
    }


def test_the_types_of_entries_are_those_of_the_facts(session: Session) -> None:
    made = [
        log(session, ["twitch"]), log(session, ["none"]), log(session, ["stress", "3"]),
        log(session, ["pain"]),
        log(session, ["medicine", "X"]), log(session, ["condition", "Y"]),
    ]  # fmt: skip
    assert [type(each.entries[0]) for each in made] == [
        Twitch, Watch, Exposure, Symptom, Medicine, Condition,
    ]  # fmt: skip


def test_somebody_new_is_added_and_from_then_on_a_line_says_whose_it_is(session: Session) -> None:
    assert log(session, ["person", "new", "Ada"]).said == ("Ada is kept here now",)
    log(session, ["none"])
    added = log(session, ["person", "new", "Bo"]).said
    assert added[1] == "from now on say whose line it is, with --person: Ada, Bo"
    with pytest.raises(Refused, match="several people are kept here"):
        log(session, ["none"])
    log(dataclasses.replace(session, person_name="Bo"), ["none"])
    with pytest.raises(Refused, match="'Bo' already"):
        log(session, ["person", "new", "Bo"])
    with pytest.raises(Refused, match=r"nobody here is called 'Cy'.*untwitch log person new NAME"):
        log(dataclasses.replace(session, person_name="Cy"), ["none"])


def test_a_line_is_read_by_the_clock_of_the_stay(session: Session) -> None:
    log(session, ["stay", "Asia/Tokyo"], Details(days={"from": "2026-10-01"}))
    logged = log(session, ["evening", "few"], Details(at="yesterday"))
    assert logged.said == ("logged: 1 to 3 twitches, seen from 2026-10-15 06:00 to 2026-10-15 22:00",)
    assert kept(session).watches[0].end.zone == "Asia/Tokyo"


def test_what_is_new_about_a_medicine_is_one_step_and_taken_back_as_one(session: Session) -> None:
    log(session, ["medicine", "X"], Details(days={"started": "2026-01-01"}))
    before = kept(session).medicines
    log(session, ["medicine", "x"], Details(note="twice a day", days={"changed": "2026-02-01"}))
    undone = str(undo(session).undone)
    assert "change of dose changed to 2026-02-01" in undone
    assert "'twice a day'" in undone
    assert kept(session).medicines == before


def test_how_bad_a_symptom_is_has_no_unit(session: Session) -> None:
    with pytest.raises(Refused, match="pain goes from 0 to 10 and has no unit 'kg'"):
        log(session, ["pain", "4kg"])


def test_a_note_is_kept_with_its_lines_and_not_without_end(session: Session) -> None:
    log(session, ["twitch"], Details(note="one\r\ntwo"))
    assert kept(session).twitches[0].note == "one\ntwo"
    for note, told in (("a" * 4001, "at most 4000"), ("\x1b[2J", "cannot be shown"), ("\udcff", "cannot be")):
        with pytest.raises(Refused, match=f"the note .*{told}"):
            log(session, ["twitch"], Details(note=note))


def test_an_amount_of_a_whole_day_is_known_and_stands_once(session: Session) -> None:
    given = Details(at="yesterday")
    assert (
        log(session, ["magnesium", "300mg"], given).said[0].startswith("logged: magnesium 300 mg in all of")
    )
    log(session, ["none"], given)
    with pytest.raises(Refused, match="has an amount of magnesium_mg for all of the day already, 300"):
        log(session, ["magnesium", "200mg"], given)
    log(session, ["magnesium", "200mg"], Details(at="2026-10-13"))
    log(session, ["calcium", "900mg"], given)
    timeline = build(kept(session))[0]
    assert timeline.column("magnesium_mg").tolist() == [200, 300]
    assert timeline.column("calcium_mg").tolist()[-1] == 900


def test_caffeine_of_a_whole_day_has_no_clock_time(session: Session) -> None:
    log(session, ["caffeine", "300mg"], Details(at="yesterday"))
    log(session, ["none"], Details(at="yesterday"))
    timeline = build(kept(session))[0]
    assert timeline.column("caffeine_mg").tolist() == [300]
    assert np.isnan(timeline.column("caffeine_mean_hour")).all()
