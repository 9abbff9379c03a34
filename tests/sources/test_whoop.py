from pathlib import Path

import pytest
from tests.sources.file_exports import SAMPLES, read, read_path
from tests.sources.health_connect_exports import ms
from tests.sources.reading import problems, quarantined, rows, skipped
from tests.timeline.made import PERSON

from untwitch.facts.history import History
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.symptom import Symptom
from untwitch.intake.members import open_path
from untwitch.sources.source import Item
from untwitch.sources.whoop import SOURCE, suggested, zone_of
from untwitch.timeline.build import build

CYCLES = (
    "Cycle start time,Cycle timezone,Resting heart rate (bpm),Heart rate variability (ms),"
    "Sleep onset,Wake onset,Asleep duration (min)"
)
SLEEPS = "Cycle start time,Cycle timezone,Sleep onset,Wake onset,Asleep duration (min),Nap"
WORKOUTS = (
    "Cycle start time,Cycle timezone,Workout start time,Workout end time,Duration (min),Energy burned (cal)"
)
JOURNAL = "Cycle start time,Cycle end time,Cycle timezone,Question text,Answered yes,Notes"
SPANISH = (
    "Hora de inicio del ciclo,Hora de finalización del ciclo,Zona horaria del ciclo,Inicio del sueño,"
    "Inicio de la vigilia,Calificación del sueño (%),Duración del sueño (min),Siesta"
)
NIGHT = "2026-05-09 23:15:00,2026-05-10 07:00:00"


def spans(items: list[Item], measure: str) -> list[tuple[int, int, float]]:
    return [(each.start_ms, each.end_ms, each.value) for each in rows(items, measure)]


def test_the_sample_gives_the_facts_worked_out_by_hand() -> None:
    items = read_path(SAMPLES / "whoop")
    assert spans(items, "sleep_h") == [
        (ms("2026-05-09 21:15"), ms("2026-05-10 05:00"), 7.5),
        (ms("2026-05-10 21:45"), ms("2026-05-11 04:45"), pytest.approx(415 / 60)),
    ]
    assert spans(items, "nap_h") == [(ms("2026-05-11 11:05"), ms("2026-05-11 11:40"), 0.5)]
    # at waking, so on the day of waking
    assert spans(items, "resting_hr_bpm") == [
        (ms("2026-05-10 05:00"), ms("2026-05-10 05:00"), 52),
        (ms("2026-05-11 04:45"), ms("2026-05-11 04:45"), 55),
    ]
    assert [each.value for each in rows(items, "hrv_rmssd_ms")] == [58.5]  # a blank is unknown
    # 10 kcal a minute is effort 7; the workout has no zone, its cycle has
    assert spans(items, "exertion_au") == [(ms("2026-05-10 16:00"), ms("2026-05-10 17:00"), 420)]
    assert {each.zone for each in rows(items, "exertion_au")} == {"+02:00"}
    assert quarantined(items) == {"activity:felt stressed today?": 2, "activity:feeling sick or ill?": 1}
    assert [each.where for each in problems(items)] == ["sleeps.csv, row 5"]


def test_the_night_stands_on_the_day_of_waking_and_stress_is_never_made_of_heart_rates() -> None:
    items = read_path(SAMPLES / "whoop")
    history = History(PERSON, batches=tuple(each for each in items if isinstance(each, SampleBatch)))
    timeline, _ = build(history)
    assert [str(each) for each in timeline.starts] == ["2026-05-10", "2026-05-11"]
    assert list(timeline.columns["sleep_h"]) == pytest.approx([7.5, 415 / 60])
    assert list(timeline.columns["resting_hr_bpm"]) == [52, 55]
    assert "stress_0_10" not in timeline.columns


def test_an_answer_is_taken_for_what_a_person_said_that_it_means() -> None:
    said = {
        "activity:felt stressed today?": "stress_0_10:7",
        "activity:feeling sick or ill?": "illness_0_1:1",
    }
    items = read_path(SAMPLES / "whoop", mapping=said)
    # the cycle from the evening of the 9th is the day of the 10th, two hours before UTC
    assert spans(items, "stress_0_10") == [(ms("2026-05-09 22:00"), ms("2026-05-10 22:00"), 7)]
    assert skipped(items, "stress_0_10") == {"answered with no": 1}  # a no is no rating
    assert spans(items, "illness_0_1") == [(ms("2026-05-10 22:00"), ms("2026-05-11 22:00"), 0)]
    assert quarantined(items) == {}


def test_a_question_about_a_symptom_becomes_one(tmp_path: Path) -> None:
    table = (
        f"{JOURNAL}\n2026-05-09 23:00:00,,UTC+02:00,Any cramps?,yes,\n"
        "2026-05-10 23:00:00,,UTC+02:00,Any cramps?,no,\n2026-05-10 23:00:00,,UTC+02:00,Read a book?,yes,\n"
    )
    said = {"activity:any cramps?": "cramp", "activity:read a book?": "ignore"}
    items = read(tmp_path, {"journal_entries.csv": table}, mapping=said)
    (symptom,) = (each for each in items if isinstance(each, Symptom))
    assert (symptom.kind, symptom.start.utc_ms) == ("cramp", ms("2026-05-10 10:00"))
    assert quarantined(items) == {}


def test_a_plan_offers_what_a_question_may_mean_and_takes_nothing_unasked() -> None:
    with open_path(SAMPLES / "whoop") as members:
        (plan,) = SOURCE.plan(members, mapping=None)
        assert dict(plan.suggestions) == {
            "activity:felt stressed today?": "stress_0_10:7",
            "activity:feeling sick or ill?": "illness_0_1:1",
        }
        (plan,) = SOURCE.plan(members, mapping={"activity:Felt stressed today?": "stress_0_10:5"})
        assert list(plan.suggestions) == ["activity:feeling sick or ill?"]


def test_questions_without_a_meaning_to_offer_make_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "journal_entries.csv"
    path.write_text(f"{JOURNAL}\n2026-05-09 23:00:00,,UTC+02:00,Read a book?,yes,\n")
    with open_path(path) as members:
        assert SOURCE.plan(members, mapping=None) == ()
        assert len(SOURCE.plan(members, mapping={"activity:read a book?": "ignore"})) == 1
    assert suggested("¿te sentiste estresado?") == "stress_0_10:7"


def test_an_answer_of_another_language_is_named(tmp_path: Path) -> None:
    items = read(
        tmp_path,
        {"a.csv": f"{JOURNAL}\n2026-05-09 23:00:00,,UTC+02:00,Q?,oui,\nsoon,,,Q?,yes,\n,,UTC,Q?,yes,\n"},
    )
    assert ["is neither yes nor no" in each.what for each in problems(items)] == [True, False, False]


def test_an_amount_that_is_no_number_is_named(tmp_path: Path) -> None:
    table = f"{JOURNAL}\n2026-05-09 23:00:00,,UTC+02:00,Any caffeine?,yes,\n"
    items = read(tmp_path, {"a.csv": table}, mapping={"activity:any caffeine?": "caffeine_mg:two cups"})
    assert skipped(items, "caffeine_mg") == {"not a number": 1}


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("UTC+01:00", "+01:00"), ("UTCZ", "UTC"), ("-05:00", "-05:00"), ("GMT-5", "-05:00"), ("UTC", "UTC"),
        ("UTC-0330", "-03:30"), ("Z", "UTC"), ("", None), (" ", None),
    ],
)  # fmt: skip
def test_a_zone_is_read_however_it_is_written(written: str, zone: str | None) -> None:
    assert zone_of(written) == zone


@pytest.mark.parametrize("written", ["Berlin", "UTC+", "UTC+1:0", "5"])
def test_what_is_no_offset_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="is not an offset"):
        zone_of(written)


def test_an_export_in_spanish_is_read(tmp_path: Path) -> None:
    table = f"{SPANISH}\n2026-05-09 23:00:00,,UTC+02:00,{NIGHT},92,450,false\n"
    items = read(tmp_path, {"sueño.csv": table})
    assert spans(items, "sleep_h") == [(ms("2026-05-09 21:15"), ms("2026-05-10 05:00"), 7.5)]


def test_a_table_in_another_language_is_known_for_what_it_is_and_counted(tmp_path: Path) -> None:
    strange = "Zyklusbeginn,Zyklusende,Zeitzone,Schlafbeginn\n2026-05-09 23:00:00,,UTC+02:00,x\n"
    items = read(tmp_path, {"a.csv": strange, "b.csv": f"{SLEEPS}\n2026-05-09 23:00:00,UTCZ,{NIGHT},450,\n"})
    assert quarantined(items) == {"tables with a header in a language that is not known": 1}
    assert spans(items, "sleep_h") == [(ms("2026-05-09 23:15"), ms("2026-05-10 07:00"), 7.5)]


def test_nights_come_from_the_cycles_where_there_is_no_table_of_sleeps(tmp_path: Path) -> None:
    table = (
        f"{CYCLES}\n2026-05-09 23:00:00,UTC+02:00,52,58,{NIGHT},450\n2026-05-10 23:00:00,UTC+02:00,52,58,,,\n"
    )
    items = read(tmp_path, {"cycles.csv": table})
    assert len(rows(items, "sleep_h")) == 1
    assert (
        skipped(items, "resting_hr_bpm") == skipped(items, "hrv_rmssd_ms") == {"without a time of waking": 1}
    )


@pytest.mark.parametrize(
    ("table", "measure", "reason"),
    [
        (f"{CYCLES}\n2026-05-09 23:00:00,UTC,many,,{NIGHT},450\n", "resting_hr_bpm", "not a number"),
        (f"{CYCLES}\n2026-05-09 23:00:00,UTC,500,,{NIGHT},450\n", "resting_hr_bpm", "not believable"),
        (f"{CYCLES}\n2026-05-09 23:00:00,here,50,,{NIGHT},450\n", "resting_hr_bpm", "time cannot be read"),
        (f"{SLEEPS}\n2026-05-09 23:00:00,UTC,{NIGHT},,false\n", "sleep_h", "length not known"),
        (f"{SLEEPS}\n2026-05-09 23:00:00,UTC,soon,later,450,false\n", "sleep_h", "time cannot be read"),
        (f"{SLEEPS}\n2026-05-09 23:00:00,UTC+99,{NIGHT},450,false\n", "sleep_h", "time cannot be read"),
        (f"{WORKOUTS}\n2026-05-09 23:00:00,UTC,{NIGHT},-5,100\n", "exertion_au", "time cannot be read"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted(tmp_path: Path, table: str, measure: str, reason: str) -> None:
    items = read(tmp_path, {"a.csv": table})
    assert skipped(items, measure) == {reason: 1}


def test_a_workout_without_a_zone_or_length_is_read_where_the_person_was_from_begin_to_end(
    tmp_path: Path,
) -> None:
    table = f"{WORKOUTS}\n2026-05-09 23:00:00,,2026-05-10T18:00:00+07:00,2026-05-10 18:30:00,,\n"
    (row,) = rows(read(tmp_path, {"a.csv": table}), "exertion_au")
    assert (row.start_ms, row.zone, row.zone_known_by) == (ms("2026-05-10 16:00"), "Europe/Berlin", "guess")
    assert row.value == 30 * 4


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"{}", b"\0\0\0", b"words", b"a," + b"\xff\x00" * 50])
def test_a_stranger_is_not_claimed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0
