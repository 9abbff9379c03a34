from pathlib import Path

import pytest
from tests.sources.file_exports import SAMPLES, STAY, read, read_path
from tests.sources.health_connect_exports import ms
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.facts.problem import Incomplete
from untwitch.intake.members import open_path
from untwitch.sources.samsung_health import SOURCE, utc_ms
from untwitch.sources.source import Item

WEIGHT = "com.samsung.health.weight,6305010,2\nweight,body_fat,start_time,time_offset\n"
EXERCISE = (
    "com.samsung.shealth.exercise,6000007,15\n"
    "com.samsung.health.exercise.start_time,com.samsung.health.exercise.end_time,"
    "com.samsung.health.exercise.time_offset,com.samsung.health.exercise.duration,"
    "com.samsung.health.exercise.calorie,duration\n"
)
STEPS = (
    "com.samsung.health.step_count,6305010,4\nstart_time,end_time,time_offset,count\n"
    "2026-09-04 23:00:00.000,2026-09-04 23:10:00.000,UTC+0200,500\n"
    "2026-09-04 23:10:00.000,2026-09-04 23:20:00.000,UTC+0200,\n"
)
DAYS = "com.samsung.shealth.step_daily_trend,6305010,3\nsource_type,count,day_time,\n"


def spans(items: list[Item], measure: str) -> list[tuple[int, int, float]]:
    return [(each.start_ms, each.end_ms, each.value) for each in rows(items, measure)]


def test_the_sample_gives_the_facts_worked_out_by_hand() -> None:
    items = read_path(SAMPLES / "samsung_health")
    # 63 + 159 + 112 minutes asleep; the second night has no stages
    assert spans(items, "sleep_h") == [
        (ms("2026-09-04 02:53"), ms("2026-09-04 08:27"), pytest.approx(334 / 60)),
        (ms("2026-09-05 03:10"), ms("2026-09-05 08:40"), 5.5),
    ]
    assert [each.estimate for each in rows(items, "sleep_h")] == [False, True]
    # two devices count one walk; of the days, one has shorter rows
    assert [(each.value, each.app) for each in rows(items, "steps")] == [
        (800, "Samsung Health (aaaaaaaa)"), (760, "Samsung Health (bbbbbbbb)"),
        (6500, "Samsung Health (day totals)"),
    ]  # fmt: skip
    assert skipped(items, "steps") == {"the part of one device": 1, "given by shorter rows": 1}
    # 30 of the 32 minutes were exercise, at 10 kcal a minute
    assert spans(items, "exertion_au") == [(ms("2026-09-04 22:00"), ms("2026-09-04 22:32"), 210)]
    assert spans(items, "water_ml") == [(ms("2026-09-04 15:00"), ms("2026-09-04 15:00"), 250)]
    assert spans(items, "caffeine_mg") == [(ms("2026-09-04 12:30"), ms("2026-09-04 12:30"), 95)]
    assert [each.value for each in rows(items, "hrv_rmssd_ms")] == [55]
    assert [each.value for each in rows(items, "hrv_sdnn_ms")] == [92]
    assert skipped(items, "hrv_rmssd_ms") == {"its file of readings is not there": 1}
    assert {each.zone for each in rows(items, "sleep_h")} == {"-04:00"}
    assert quarantined(items) == {"com.samsung.shealth.stress files": 1}
    assert [each.where for each in problems(items)] == ["com.samsung.shealth.sleep.20261006090000.csv, row 5"]


@pytest.mark.parametrize(
    ("offset", "zone", "known_by"),
    [
        ("UTC-0400", "-04:00", "source"), ("UTC+05:30", "+05:30", "source"), ("", "Asia/Tokyo", "stay"),
        ("UTC+9900", "Asia/Tokyo", "stay"),
    ],
)  # fmt: skip
def test_times_are_utc_and_the_offset_says_the_place(
    tmp_path: Path, offset: str, zone: str, known_by: str
) -> None:
    table = f"{WEIGHT}70.5,18,2026-09-04 05:30:00.000,{offset}\n"
    (row,) = rows(read(tmp_path, {"a.csv": table}, stays=(STAY,)), "body_mass_kg")
    assert (row.start_ms, row.zone, row.zone_known_by) == (ms("2026-09-04 05:30"), zone, known_by)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("heavy,18,2026-09-04 05:30:00.000,UTC+0100", "not a number"),
        ("7000,18,2026-09-04 05:30:00.000,UTC+0100", "not believable"),
        ("70,18,soon,UTC+0100", "time cannot be read"),
        ("70,18,1001-01-01 00:00:00,UTC+0100", "time cannot be read"),
        ("70,18,99999999999999,UTC+0100", "not believable"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_hides_no_other(tmp_path: Path, row: str, reason: str) -> None:
    good = "70.5,18,2026-09-04 05:30:00.000,UTC+0100"
    items = read(tmp_path, {"a.csv": f"{WEIGHT}{row}\n,,,\n{good}\n"})
    assert [each.value for each in rows(items, "body_mass_kg")] == [70.5]
    counted = "time cannot be read" if "99999" in row else reason
    assert skipped(items, "body_mass_kg") == {counted: 1}
    assert [each.where for each in problems(items)] == ["a.csv, row 3"]


def test_a_column_with_a_prefix_goes_before_one_of_the_same_name_without(tmp_path: Path) -> None:
    table = f"{EXERCISE}2026-09-04 22:00:00.000,,UTC-0400,1800000,150,99\n"
    (row,) = rows(read(tmp_path, {"a.csv": table}), "exertion_au")
    assert (row.start_ms, row.end_ms) == (ms("2026-09-04 22:00"), ms("2026-09-04 22:30"))
    assert row.value == pytest.approx(30 * 3.5)


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ("2026-09-04 22:00:00.000,2026-09-04 22:30:00.000,UTC-0400,,,", 120),
        ("2026-09-04 22:00:00.000,,UTC-0400,,,", 0),
        ("2026-09-04 22:00:00.000,2026-09-04 22:30:00.000,UTC-0400,-1,,", None),
    ],
)
def test_the_length_of_a_workout_is_its_own_else_the_time_between(
    tmp_path: Path, cells: str, amount: float | None
) -> None:
    items = read(tmp_path, {"a.csv": f"{EXERCISE}{cells}\n"})
    assert [each.value for each in rows(items, "exertion_au")] == ([] if amount is None else [amount])
    assert len(problems(items)) == (1 if amount is None else 0)


def test_a_day_total_yields_to_shorter_rows_of_its_local_day(tmp_path: Path) -> None:
    # 23:00 UTC on the 4th is the 5th at the place of the row
    table = f"{DAYS}-2,600,2026-09-05 00:00:00.000\n,700,1788480000000\n-2,5,\n-2,5,-5\n"
    items = read(tmp_path, {"steps.csv": STEPS, "days.csv": table})
    assert [each.value for each in rows(items, "steps")] == [500, 700]
    assert skipped(items, "steps") == {"given by shorter rows": 1, "time cannot be read": 2}


def test_a_list_of_readings_that_is_cut_off_gives_its_good_part(tmp_path: Path) -> None:
    table = (
        "com.samsung.health.hrv,7006003,1\nstart_time,end_time,binning_data,time_offset\n"
        "2026-09-04 03:00:00.000,2026-09-04 04:00:00.000,a.json,UTC-0400\n"
    )
    bins = (
        '[{"start_time": 1788490800000, "rmssd": 50.0}, {"start_time": 1788490800000, "rmssd": null}, 3, {"st'
    )
    items = read(tmp_path, {"hrv.csv": table, "jsons/a.json": bins})
    assert [each.value for each in rows(items, "hrv_rmssd_ms")] == [50]
    assert rows(items, "hrv_sdnn_ms") == []
    assert any(isinstance(each, Incomplete) for each in items)


def test_other_tables_and_lists_are_known_and_counted(tmp_path: Path) -> None:
    files = {
        "a.csv": f"{WEIGHT}70.5,18,2026-09-04 05:30:00.000,UTC+0100\n",
        "b.csv": "com.samsung.health.nutrition,6305010,2\npotassium\n300\n",
        "c.json": '[{"start_time": 1788490800000, "heart_rate": 60}]',
    }
    assert quarantined(read(tmp_path, files)) == {
        "com.samsung.health.nutrition files": 1, "files of readings": 1,
    }  # fmt: skip


@pytest.mark.parametrize("content", ["com.samsung.health", "{}", "[]", '[{"start_time": 5}]', "a,b\n1,2\n"])
def test_a_stranger_is_not_claimed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content)
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0


def test_a_time_is_utc_or_milliseconds() -> None:
    assert utc_ms("2026-09-04 02:53:00.000") == utc_ms("1788490380000") == ms("2026-09-04 02:53")
    assert utc_ms("") is None
