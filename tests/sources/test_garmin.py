import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.file_exports import SAMPLES, read, read_path
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.facts.problem import Incomplete
from untwitch.sources.garmin import instant_ms
from untwitch.sources.source import Item

SAMPLE = SAMPLES / "garmin"
MIDNIGHT_MS = 1_772_406_000_000  # 2026-03-02 00:00 in Berlin
HOUR_MS = 3_600_000


def night(**said: Any) -> dict[str, Any]:
    return {
        "sleepStartTimestampGMT": "2026-03-01T22:00:00.0",
        "sleepEndTimestampGMT": "2026-03-02T06:00:00.0",
        "deepSleepSeconds": 3600,
        **said,
    }


def day(**said: Any) -> dict[str, Any]:
    return {"wellnessStartTimeGmt": None, "calendarDate": "2026-03-02", "totalSteps": 100, **said}


def workout(**said: Any) -> dict[str, Any]:
    return {"beginTimestamp": 1_772_472_600_000, "duration": 1_800_000.0, **said}


def drink(**said: Any) -> dict[str, Any]:
    return {
        "hydrationSource": "GARMIN_CONNECT",
        "calendarDate": "2026-03-02",
        "timestampLocal": "2026-03-02T09:00:00.0",
        "valueInML": 250,
        **said,
    }


def read_records(tmp_path: Path, *records: Any) -> list[Item]:
    return read(tmp_path, {"a.json": json.dumps(list(records))})


def read_workouts(tmp_path: Path, *records: Any) -> list[Item]:
    return read_records(tmp_path, {"summarizedActivitiesExport": list(records)})


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    nights = [
        ((row.start_ms - MIDNIGHT_MS) / HOUR_MS, row.value, row.estimate) for row in rows(items, "sleep_h")
    ]
    assert nights == [(pytest.approx(-5 / 6), 7, False), (24, 7, True)]
    steps = rows(items, "steps")
    assert [(row.value, row.start_ms - MIDNIGHT_MS, row.end_ms - row.start_ms) for row in steps] == [
        (8123, 0, 24 * HOUR_MS),
        (6000, 48 * HOUR_MS, 24 * HOUR_MS),
    ]
    assert [(row.zone, row.zone_known_by) for row in steps] == [
        ("+01:00", "source"),
        ("Europe/Berlin", "guess"),
    ]
    assert [row.value for row in rows(items, "active_energy_kcal")] == [512]
    assert [row.value for row in rows(items, "resting_hr_bpm")] == [57, 56]
    drinks = [((row.start_ms - MIDNIGHT_MS) / HOUR_MS, row.value) for row in rows(items, "water_ml")]
    assert drinks == [(9, 250), (12.5, 500), (24, 500)]
    run, walk = rows(items, "exertion_au")
    assert (run.value, run.estimate, run.end_ms - run.start_ms) == (
        180,
        False,
        1_920_000,
    )  # 30 minutes of effort 6
    assert (walk.value, walk.estimate) == (80, True)
    assert (run.zone, run.zone_known_by) == ("+01:00", "source")
    assert [row.value for row in rows(items, "heart_rate_bpm")] == [148]
    assert {row.app for row in steps} == {"Garmin Connect"}


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "sleep_h") == {"the watch was not worn": 1, "time cannot be read": 1}
    assert skipped(items, "steps") == {"no step in a whole day, as where it was not worn": 1}
    assert skipped(items, "water_ml") == {"sweat lost in a workout, no drink": 1}
    (problem,) = problems(items)
    assert (
        problem.where == "DI_CONNECT/DI-Connect-Wellness/2026-02-01_2026-05-12_123_sleepData.json, record 4"
    )
    assert quarantined(items) == {"Garmin TrainingReadinessDTO": 1, "Garmin stress of the day": 1}


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        (1_772_472_600_000, 1_772_472_600_000),
        (1_772_472_600_000.0, 1_772_472_600_000),
        ("2026-03-02T17:30:00.0", 1_772_472_600_000),
        ({"date": "2026-03-02T17:30:00.0"}, 1_772_472_600_000),
        ("2026-03-02T18:30:00+01:00", 1_772_472_600_000),
        ("2026-03-02", 1_772_409_600_000),
        (None, None),
        (True, None),
        ("soon", None),
        ({}, None),
        (1e300, None),
    ],
)
def test_an_instant_is_read_however_it_is_written(written: object, ms: int | None) -> None:
    assert instant_ms(written) == ms


def test_a_night_without_any_stage_is_whole_and_an_estimate_and_one_of_zeros_is_unknown(
    tmp_path: Path,
) -> None:
    items = read_records(
        tmp_path, night(deepSleepSeconds=None), night(deepSleepSeconds=0, lightSleepSeconds=0)
    )
    assert [(row.value, row.estimate) for row in rows(items, "sleep_h")] == [(8, True)]
    assert skipped(items, "sleep_h") == {"no stage of sleep was measured": 1}


def test_the_day_is_that_of_the_calendar_where_its_times_cannot_be(tmp_path: Path) -> None:
    far = {"wellnessStartTimeGmt": "2026-03-02T00:00:00.0", "wellnessEndTimeGmt": "2026-06-02T00:00:00.0"}
    for said in ({}, far):
        (row,) = rows(read_records(tmp_path, day(**said)), "steps")
        assert (row.start_ms, row.end_ms) == (MIDNIGHT_MS, MIDNIGHT_MS + 24 * HOUR_MS)


@pytest.mark.parametrize("date", [None, "x", 1e13, True])
def test_a_day_that_cannot_be_read_is_a_problem(tmp_path: Path, date: object) -> None:
    items = read_records(tmp_path, day(calendarDate=date))
    assert skipped(items, "steps") == {"time cannot be read": 1}


def test_a_local_clock_that_no_place_has_says_no_zone(tmp_path: Path) -> None:
    said = {"wellnessStartTimeGmt": "2026-03-01T23:00:00.0", "wellnessEndTimeGmt": "2026-03-02T23:00:00.0"}
    items = read_records(tmp_path, day(**said, wellnessStartTimeLocal="2026-03-02T00:07:00.0"))
    (row,) = rows(items, "steps")
    assert row.zone_known_by == "guess"


def test_energy_without_steps_is_kept_and_a_zero_beside_it_too(tmp_path: Path) -> None:
    items = read_records(tmp_path, day(totalSteps=0, activeKilocalories=300))
    assert [row.value for row in rows(items, "steps")] == [0]
    assert [row.value for row in rows(items, "active_energy_kcal")] == [300]


def test_drinks_are_at_their_clock_or_of_their_day(tmp_path: Path) -> None:
    items = read_records(
        tmp_path,
        drink(),
        drink(timestampLocal=None),
        drink(timestampLocal=1e13, calendarDate="2026-03-03"),
        drink(calendarDate=None, timestampLocal="2026-03-04T10:00:00.0"),
        drink(calendarDate=None, timestampLocal=None),
        drink(calendarDate="2026-03-29", timestampLocal="2026-03-29T02:30:00.0"),
    )
    found = [
        ((row.start_ms - MIDNIGHT_MS) / HOUR_MS, (row.end_ms - row.start_ms) / HOUR_MS)
        for row in rows(items, "water_ml")
    ]
    assert found == [(9, 0), (0, 24), (24, 24), (58, 0), (650.5, 0)]
    assert skipped(items, "water_ml") == {"time cannot be read": 1}
    assert any("never was" in each.what for each in problems(items))


def test_the_parts_of_a_workout_count_and_not_the_whole_again(tmp_path: Path) -> None:
    items = read_workouts(tmp_path, workout(parent=True), workout(parent=False))
    assert len(rows(items, "exertion_au")) == 1
    assert skipped(items, "exertion_au") == {"its parts follow": 1}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"beginTimestamp": None}, "time cannot be read"),
        ({"duration": None}, "time cannot be read"),
        ({"duration": 1e12}, "not believable"),
        ({"duration": -5}, "not believable"),
    ],
)
def test_a_workout_that_cannot_be_is_a_problem(tmp_path: Path, said: dict[str, Any], reason: str) -> None:
    items = read_workouts(tmp_path, workout(**said))
    assert skipped(items, "exertion_au") == {reason: 1}
    assert problems(items)[0].where == "a.json, record 1"


def test_an_item_that_is_no_record_hides_no_other(tmp_path: Path) -> None:
    assert (
        len(rows(read_records(tmp_path, night(), 5, None, [night()], night(calendarDate=1)), "sleep_h")) == 2
    )


def test_a_file_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    text = json.dumps([night(), night(deepSleepSeconds=7200)])
    items = read(tmp_path, {"a.json": text[:-30]})
    assert [row.value for row in rows(items, "sleep_h")] == [1]
    assert any(isinstance(each, Incomplete) for each in items)


def test_many_records_come_in_pieces(tmp_path: Path) -> None:
    many = [
        day(calendarDate=f"20{year:02}-{month:02}-{date:02}")
        for year in range(10, 16)
        for month in range(1, 13)
        for date in range(1, 29)
    ]
    assert len(rows(read_records(tmp_path, *many), "steps")) == len(many)


def test_other_files_of_the_account_are_counted_and_strangers_are_not_claimed(tmp_path: Path) -> None:
    items = read(tmp_path, {"1.json": json.dumps([night()]), "x/2026_123.json": '{"userProfileId": 5}'})
    assert quarantined(items) == {"Garmin file": 1}
