import json
from pathlib import Path

import pytest
from tests.sources.file_exports import SAMPLES, STAY, read, read_path
from tests.sources.health_connect_exports import ms
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.facts.problem import Incomplete
from untwitch.intake.members import open_path
from untwitch.sources.fitbit import SOURCE, utc_ms
from untwitch.sources.source import Item

STEPS = "Takeout/Fitbit/Global Export Data/steps-2026-03-28.json"


def spans(items: list[Item], measure: str) -> list[tuple[int, int, float]]:
    return [(each.start_ms, each.end_ms, each.value) for each in rows(items, measure)]


def test_the_sample_gives_the_facts_worked_out_by_hand() -> None:
    items = read_path(SAMPLES / "fitbit")
    # 23:00 to 07:00 on the wall in Berlin is 22:00 to 05:00 UTC, seven hours: the clock went forward
    assert spans(items, "sleep_h") == [
        (ms("2026-03-27 22:30"), ms("2026-03-28 06:30"), 7.0),
        (ms("2026-03-28 22:00"), ms("2026-03-29 05:00"), 6.5),
        (ms("2026-03-29 12:00"), ms("2026-03-29 12:45"), pytest.approx(40 / 60)),
    ]
    assert [(each.value, each.app) for each in rows(items, "steps")] == [
        (51, "Phone Health Kit"), (84, "Pixel Watch"), (12, "Fitbit"), (88, "Fitbit"),
    ]  # fmt: skip
    assert skipped(items, "steps") == {"a minute without a step": 2, "repeats a row": 1}
    # the 28th of March is a whole day in Berlin, the 29th has 23 hours
    assert spans(items, "resting_hr_bpm") == [(ms("2026-03-27 23:00"), ms("2026-03-28 23:00"), 57.5)]
    assert skipped(items, "resting_hr_bpm") == {"no reading": 1}
    assert spans(items, "hrv_rmssd_ms") == [(ms("2026-03-28 23:00"), ms("2026-03-29 22:00"), 41.25)]
    # 30 minutes at 10 kcal a minute: effort 7
    assert [(each.value, each.estimate) for each in rows(items, "exertion_au")] == [(210, True)]
    assert quarantined(items) == {"heart_rate files": 1}
    (problem,) = problems(items)
    assert problem.where == "sleep-2026-03-28.json, record 3"


@pytest.mark.real_data
def test_the_real_files_give_what_stands_in_them(real_data: Path) -> None:
    items = read_path(real_data / "import" / "fitbit_takeout", zone="America/New_York")
    assert spans(items, "resting_hr_bpm") == [
        # 28 February to 2 March 2024 at midnight in New York, five hours behind UTC
        (ms("2024-02-28 05:00"), ms("2024-02-29 05:00"), 52.26781177520752),
        (ms("2024-02-29 05:00"), ms("2024-03-01 05:00"), 53.2727746963501),
        (ms("2024-03-01 05:00"), ms("2024-03-02 05:00"), 54.01231098175049),
        (ms("2024-03-02 05:00"), ms("2024-03-03 05:00"), 55.069952964782715),
    ]
    assert problems(items) == []


def test_steps_on_a_day_that_a_table_has_too_are_taken_once(tmp_path: Path) -> None:
    table = "timestamp,steps,data source\n2026-03-28T08:00:00Z,50,Watch\n"
    minutes = [
        {"dateTime": "03/28/26 08:00:00", "value": "50"},
        {"dateTime": "03/29/26 08:00:00", "value": "60"},
    ]
    items = read(tmp_path, {STEPS: json.dumps(minutes), "steps_2026-03-01.csv": table})
    assert [each.value for each in rows(items, "steps")] == [50, 60]
    assert skipped(items, "steps") == {"said again in a table": 1}


def test_a_series_is_steps_only_by_its_name(tmp_path: Path) -> None:
    series = '[{"dateTime": "03/28/26 08:00:00", "value": "50"}]'
    files = {
        STEPS: series,
        "Takeout/Fitbit/Global Export Data/calories-2026-03-28.json": series,
        "x.json": series,
    }
    items = read(tmp_path, files)
    assert len(rows(items, "steps")) == 1
    assert quarantined(items) == {"calories files": 1, "x files": 1}


def test_minutes_of_steps_are_read_in_utc_and_lie_on_the_day_of_the_place(tmp_path: Path) -> None:
    files = {STEPS: '[{"dateTime": "03/28/26 23:30:00", "value": "50"}]'}
    (row,) = rows(read(tmp_path, files, stays=(STAY,)), "steps")
    assert (row.start_ms, row.zone, row.zone_known_by) == (ms("2026-03-28 23:30"), "Asia/Tokyo", "stay")


@pytest.mark.parametrize(
    "record",
    ["3", "{}", '{"dateTime": "28.03.26", "value": "5"}', '{"dateTime": "13/28/26 08:00:00", "value": 5}'],
)
def test_a_minute_that_cannot_be_read_is_named(tmp_path: Path, record: str) -> None:
    good = '{"dateTime": "03/28/26 08:00:00", "value": "50"}'
    items = read(tmp_path, {STEPS: f"[{good}, {record}]"})
    assert len(rows(items, "steps")) == 1
    assert [each.where for each in problems(items)] == [f"{STEPS}, record 2"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [("2026-03-28T08:00:00Z,many,Watch", "cannot be read"), ("yesterday,5,Watch", "cannot be read"),
     ("2026-03-28T08:00:00Z,-5,", "not believable")],
)  # fmt: skip
def test_a_row_of_a_table_that_cannot_be_used_is_named(tmp_path: Path, row: str, reason: str) -> None:
    items = read(tmp_path, {"steps_2026-03-01.csv": f"timestamp,steps,data source\n{row}\n"})
    assert skipped(items, "steps") == {reason: 1}
    assert [each.where for each in problems(items)] == ["steps_2026-03-01.csv, row 2"]


def test_a_list_that_is_cut_off_gives_its_good_part(tmp_path: Path) -> None:
    good = '{"dateTime": "03/28/26 08:00:00", "value": "50"}'
    resting = '{"dateTime": "03/28/26 00:00:00", "value": {"date": "03/28/26", "value": 60, "error": 1}}'
    files = {
        STEPS: f"[{good}, {good[:20]}",
        "resting_heart_rate-2026-01-01.json": f"[{resting}, {resting[:9]}",
    }
    items = read(tmp_path, files)
    assert len(rows(items, "steps")) == len(rows(items, "resting_hr_bpm")) == 1
    assert len([each for each in items if isinstance(each, Incomplete)]) == 2


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ('{"date": "03/28/26", "value": 0.0}', "no reading"),
        ('{"date": null, "value": 55}', "no reading"),
        ('{"date": "2026-03-28", "value": 55}', "cannot be read"),
        ('{"date": "03/28/26", "value": "x"}', "cannot be read"),
        ('{"date": "03/28/26", "value": 555}', "not believable"),
    ],
)
def test_a_resting_heart_rate_that_is_none_is_never_taken(tmp_path: Path, value: str, reason: str) -> None:
    name = "resting_heart_rate-2026-01-01.json"
    items = read(tmp_path, {name: f'[{{"dateTime": "03/28/26 00:00:00", "value": {value}}}]'})
    assert rows(items, "resting_hr_bpm") == []
    assert skipped(items, "resting_hr_bpm") == {reason: 1}


def test_tables_of_one_value_a_row(tmp_path: Path) -> None:
    files = {
        "daily_resting_heart_rate.csv": (
            "timestamp,beats per minute,data source\n2026-03-28T00:00:00Z,57,W\n2026-03-29T00:00:00Z,0,W\n"
        ),
        "heart_rate_2026-03-28.csv": "timestamp,beats per minute,data source\n2026-03-28T00:00:00Z,57,W\n",
        "daily_heart_rate_variability.csv": (
            "timestamp,average heart rate variability milliseconds\n2026-03-28T00:00:00Z,42.5\nsoon,1\n"
        ),
        "weight.csv": "timestamp,weight grams,data source\n2026-03-28T05:00:00Z,70500,Scale\n",
    }
    items = read(tmp_path, files)
    assert [each.value for each in rows(items, "resting_hr_bpm")] == [57]
    assert skipped(items, "resting_hr_bpm") == {"no reading": 1}
    assert [each.value for each in rows(items, "hrv_rmssd_ms")] == [42.5]
    assert [each.where for each in problems(items)] == ["daily_heart_rate_variability.csv, row 3"]
    assert spans(items, "body_mass_kg") == [(ms("2026-03-28 05:00"), ms("2026-03-28 05:00"), 70.5)]
    assert quarantined(items) == {"heart_rate files": 1}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, [(30 * 7.0, True)]),
        ({"calories": None}, [(30 * 4.0, True)]),
        ({"activeDuration": None}, [(31 * 0.7 * 300 / 31, True)]),
        ({"duration": None}, [(30 * 7.0, True)]),
        ({"startTime": "soon"}, []),
        ({"duration": None, "activeDuration": None}, []),
        ({"activeDuration": -60_000}, []),
    ],
)
def test_an_exercise_becomes_exertion(
    tmp_path: Path, change: dict[str, object], expected: list[tuple[float, bool]]
) -> None:
    exercise = {
        "logId": 9, "activityName": "Run", "calories": 300, "duration": 1_860_000,
        "activeDuration": 1_800_000,
        "startTime": "03/29/26 16:00:00",
    }  # fmt: skip
    items = read(tmp_path, {"exercise-0.json": json.dumps([{**exercise, **change}])})
    found: object = [(each.value, each.estimate) for each in rows(items, "exertion_au")]
    assert found == [(pytest.approx(a), b) for a, b in expected]
    assert len(problems(items)) == 1 - len(expected)


def test_what_is_known_and_not_kept_is_counted_by_kind_of_file(tmp_path: Path) -> None:
    folder = "Takeout/Google Health/Physical Activity_GoogleData"
    files = {
        "sleep_score.csv": "sleep_log_entry_id,timestamp,overall_score\n1,2026-03-28T05:00:00Z,80\n",
        "Stress Score.csv": "DATE,UPDATED_AT,STRESS_SCORE\n2026-03-28,x,70\n",
        "weight-2026-03-01.json": '[{"logId": 1, "weight": 155.4, "bmi": 22}]',
        f"{folder}/altitude_2026-03-01.csv": "timestamp,gain\n2026-03-28T05:00:00Z,3\n",
        f"{folder}/altitude_2026-04-01.csv": "timestamp,gain\n2026-03-28T05:00:00Z,3\n",
        f"{folder}/readme.txt": "words",
        f"{folder}/settings.json": "{}",
        "steps_2026-03-01.csv": "timestamp,steps,data source\n2026-03-28T08:00:00Z,50,Watch\n",
    }
    assert quarantined(read(tmp_path, files)) == {
        "sleep score files": 1, "stress score files": 1, "weight files": 1, "altitude files": 2,
        "readme files": 1, "settings files": 1,
    }  # fmt: skip


@pytest.mark.parametrize("content", ["[]", "{}", "a,b\n1,2", "[1]", '[{"logId": 1'])
def test_a_stranger_is_not_claimed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content)
    with open_path(path) as members:
        assert SOURCE.claims(members) == (0.95 if "logId" in content else 0)


def test_a_time_with_the_month_first_is_read_so() -> None:
    assert utc_ms("04/03/26 01:02:03") == ms("2026-04-03 01:02") + 3000
    assert utc_ms("04/03/26") == ms("2026-04-03 00:00")
    assert utc_ms(None) is None
