import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.sources.file_exports import SAMPLES, STAY, read, read_path
from tests.sources.health_connect_exports import ms
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.facts.refused import Refused
from untwitch.intake.members import open_path
from untwitch.sources.google_fit import SOURCE
from untwitch.sources.source import Item

QUARTERS = "Start time,End time,Move Minutes count,Step count"
DAYS = "Date,Move Minutes count,Step count"
RUN = {
    "fitnessActivity": "running", "startTime": "2026-03-29T18:00:00.000+02:00",
    "endTime": "2026-03-29T18:30:00.000+02:00",
}  # fmt: skip
SLEEP = {
    "fitnessActivity": "sleep", "startTime": "2026-03-29T23:00:00.000+02:00",
    "endTime": "2026-03-30T07:00:00.000+02:00",
}  # fmt: skip


def spans(items: list[Item], measure: str) -> list[tuple[int, int, float]]:
    return [(each.start_ms, each.end_ms, each.value) for each in rows(items, measure)]


def session(tmp_path: Path, record: Mapping[str, object]) -> list[Item]:
    return read(tmp_path, {"session.json": json.dumps(record)})


def test_the_sample_gives_the_facts_worked_out_by_hand() -> None:
    items = read_path(SAMPLES / "google_fit")
    # the clock goes forward within the day: 00:00 is an hour ahead of UTC, 03:00 two hours
    assert spans(items, "steps") == [
        (ms("2026-03-28 23:00"), ms("2026-03-28 23:15"), 11),
        (ms("2026-03-29 01:00"), ms("2026-03-29 01:15"), 400),
        (ms("2026-03-29 21:45"), ms("2026-03-29 22:00"), 5),
        (ms("2026-03-27 23:00"), ms("2026-03-28 23:00"), 7600),  # a day without quarter hours
    ]
    assert skipped(items, "steps") == {"given by the quarter hour": 1, "time cannot be read": 1}
    assert [each.value for each in rows(items, "body_mass_kg")] == [70.5]
    # 23:30 to 07:00 on the wall is 6.5 hours in that night
    assert spans(items, "sleep_h") == [(ms("2026-03-28 22:30"), ms("2026-03-29 05:00"), 6.5)]
    assert spans(items, "exertion_au") == [(ms("2026-03-29 16:00"), ms("2026-03-29 16:30"), 210)]
    assert quarantined(items) == {
        "calories (kcal)": 5, "distance (m)": 1, "heart points": 1, "move minutes count": 2,
    }  # fmt: skip
    assert [each.where for each in problems(items)] == [
        "Daily activity metrics/Daily activity metrics.csv, row 5"
    ]


def test_the_date_of_quarter_hours_stands_in_the_name_of_the_file(tmp_path: Path) -> None:
    table = f"{QUARTERS}\n07:15:00.000+05:30,07:30:00.000+05:30,5,400\n"
    (row,) = rows(read(tmp_path, {"Fit/2026-01-01 (1).csv": table}), "steps")
    assert (row.start_ms, row.zone, row.zone_known_by) == (ms("2026-01-01 01:45"), "+05:30", "source")


@pytest.mark.parametrize(
    "name", ["quarters.csv", "2026-13-01.csv", "2026-01-01/quarters.csv", "12026-01-01.csv"]
)
def test_quarter_hours_without_a_date_are_refused_by_name_and_hide_no_other_file(
    tmp_path: Path, name: str
) -> None:
    table = f"{QUARTERS}\n07:15:00.000+05:30,07:30:00.000+05:30,5,400\n"
    with pytest.raises(Refused, match="times without a date; the name that it was exported with has it"):
        read(tmp_path, {name: table})
    items = read(tmp_path, {name: table, "days.csv": f"{DAYS}\n2026-01-01,3,500\n"})
    assert [each.value for each in rows(items, "steps")] == [500]
    assert [each.where for each in problems(items)] == [name]


def test_times_without_an_offset_are_of_the_place_where_the_person_was(tmp_path: Path) -> None:
    table = f"{QUARTERS}\n07:15:00,07:30:00,,400\n07:30:00.000Z,07:45:00.000Z,,5\n"
    found = rows(read(tmp_path, {"2026-01-01.csv": table}, stays=(STAY,)), "steps")
    assert [(each.start_ms, each.zone, each.zone_known_by) for each in found] == [
        (ms("2025-12-31 22:15"), "Asia/Tokyo", "stay"), (ms("2026-01-01 07:30"), "Asia/Tokyo", "stay"),
    ]  # fmt: skip


@pytest.mark.parametrize("cells", ["soon,later,,5", "07:15:00,25:30:00,,5", "07:15,,,5"])
def test_a_quarter_hour_that_cannot_be_read_is_named(tmp_path: Path, cells: str) -> None:
    items = read(tmp_path, {"2026-01-01.csv": f"{QUARTERS}\n{cells}\n07:15:00,07:30:00,,400\n"})
    assert len(rows(items, "steps")) == 1
    assert [each.where for each in problems(items)] == ["2026-01-01.csv, row 2"]


@pytest.mark.parametrize(("cell", "reason"), [("many", "not a number"), ("-5", "not believable")])
def test_a_count_that_cannot_be_is_named(tmp_path: Path, cell: str, reason: str) -> None:
    items = read(tmp_path, {"days.csv": f"{DAYS}\n2026-01-01,3,{cell}\n0001-01-01,3,5\n"})
    assert skipped(items, "steps") == {reason: 1, "time cannot be read": 1}


def test_a_blank_is_unknown_so_that_the_total_of_the_day_counts(tmp_path: Path) -> None:
    files = {
        "2026-01-01.csv": f"{QUARTERS}\n07:15:00,07:30:00,5,\n",
        "days.csv": f"{DAYS}\n2026-01-01,3,500\n",
    }
    items = read(tmp_path, files)
    assert [(each.value, each.app) for each in rows(items, "steps")] == [(500, "Google Fit (day totals)")]


def test_a_sleep_without_stages_is_taken_whole_as_an_estimate(tmp_path: Path) -> None:
    (row,) = rows(session(tmp_path, SLEEP), "sleep_h")
    assert (row.value, row.estimate, row.zone) == (8, True, "+02:00")


def test_stages_count_once_within_their_sleep_and_one_without_times_is_named(tmp_path: Path) -> None:
    def stage(kind: str, start: str, end: str) -> dict[str, str]:
        return {"fitnessActivity": kind, "startTime": f"{start}:00+02:00", "endTime": f"{end}:00+02:00"}

    stages = [
        stage("sleep.light", "2026-03-29T22:00", "2026-03-30T01:00"),
        stage("sleep.rem", "2026-03-30T00:00", "2026-03-30T02:00"),
        stage("sleep.awake", "2026-03-30T02:00", "2026-03-30T06:00"),
        {"fitnessActivity": "sleep"},
        7,
    ]
    items = session(tmp_path, {**SLEEP, "segment": stages})
    (row,) = rows(items, "sleep_h")
    assert (row.value, row.estimate) == (3, False)
    assert len(problems(items)) == 2


def test_a_sleep_spent_awake_is_none(tmp_path: Path) -> None:
    awake = {"fitnessActivity": "sleep.awake", "startTime": SLEEP["startTime"], "endTime": SLEEP["endTime"]}
    assert rows(session(tmp_path, {**SLEEP, "segment": [awake]}), "sleep_h") == []


@pytest.mark.parametrize(
    ("change", "effort"),
    [
        ({}, 4),
        ({"aggregate": [{"metricName": "com.google.calories.expended", "floatValue": 150}]}, 3.5),
        ({"aggregate": [5, {"metricName": "com.google.step_count.delta", "intValue": 4100}]}, 4),
    ],
)
def test_a_workout_becomes_exertion(tmp_path: Path, change: dict[str, object], effort: float) -> None:
    (row,) = rows(session(tmp_path, {**RUN, **change}), "exertion_au")
    assert row.value == pytest.approx(30 * effort)
    assert row.estimate


def test_what_is_no_exercise_is_counted(tmp_path: Path) -> None:
    assert quarantined(session(tmp_path, {**RUN, "fitnessActivity": "in_vehicle"})) == {
        "session in_vehicle": 1
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"endTime": "2026-04-29T18:30:00+02:00"}, "not believable"),
        ({"endTime": "2026-03-29T18:30:00"}, "time cannot be read"),
        ({"endTime": "later"}, "time cannot be read"),
        ({"endTime": None}, "time cannot be read"),
        ({"endTime": "0001-01-01T00:00:00+02:00"}, "time cannot be read"),
    ],
)
def test_a_session_that_cannot_be_used_is_named(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    items = session(tmp_path, {**RUN, **change})
    assert skipped(items, "exertion_au") == {reason: 1}
    assert [each.where for each in problems(items)] == ["session.json"]


def test_raw_data_is_known_and_counted(tmp_path: Path) -> None:
    raw = '{"Data Source": "derived:com.google.step_count.delta", "Data Points": []}'
    files = {"raw.json": raw, "days.csv": f"{DAYS}\n2026-01-01,,500\n"}
    assert quarantined(read(tmp_path, files)) == {"raw data files": 1}


@pytest.mark.parametrize(
    "content", ["{}", "[]", "Date,Step\n", "Start,Step count\n", '{"fitnessActivity": "x"}', "words"]
)
def test_a_stranger_is_not_claimed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content)
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0
