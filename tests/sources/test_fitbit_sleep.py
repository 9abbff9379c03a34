import json
from pathlib import Path

import pytest
from tests.sources.file_exports import STAY, read
from tests.sources.health_connect_exports import ms
from tests.sources.reading import problems, rows, skipped

from untwitch.facts.sample_batch import SampleRow
from untwitch.sources.source import Item

HEADER = (
    "sleep_id,sleep_type,minutes_in_sleep_period,minutes_asleep,start_utc_offset,sleep_start,"
    "end_utc_offset,sleep_end"
)


def log(start: object, end: object, **values: object) -> dict[str, object]:
    return {"logId": 1, "dateOfSleep": "2026-03-29", "startTime": start, "endTime": end, **values}


def night(tmp_path: Path, record: dict[str, object], **setting: object) -> tuple[list[SampleRow], list[Item]]:
    stays = (STAY,) if setting.get("stays") else ()
    items = read(tmp_path, {"sleep-2026-03-01.json": json.dumps([record])}, stays=stays)
    return rows(items, "sleep_h"), items


@pytest.mark.parametrize(
    ("start", "end", "hours", "begin", "ended"),
    [
        # forward on 29 March 2026 at 01:00 UTC, back on 25 October at 01:00 UTC
        ("2026-03-28T23:00", "2026-03-29T07:00", 7, "2026-03-28 22:00", "2026-03-29 05:00"),
        ("2026-10-24T23:00", "2026-10-25T07:00", 9, "2026-10-24 21:00", "2026-10-25 06:00"),
        ("2026-06-10T23:00", "2026-06-11T07:00", 8, "2026-06-10 21:00", "2026-06-11 05:00"),
        # 02:30 on the wall was twice; the length says which
        ("2026-10-24T23:30", "2026-10-25T02:30", 3, "2026-10-24 21:30", "2026-10-25 00:30"),
        ("2026-10-24T23:30", "2026-10-25T02:30", 4, "2026-10-24 21:30", "2026-10-25 01:30"),
        ("2026-10-25T02:30", "2026-10-25T08:30", 7, "2026-10-25 00:30", "2026-10-25 07:30"),
        ("2026-10-25T02:30", "2026-10-25T08:30", 6, "2026-10-25 01:30", "2026-10-25 07:30"),
    ],
)
def test_each_end_of_a_night_is_read_by_its_own_offset(
    tmp_path: Path, start: str, end: str, hours: int, begin: str, ended: str
) -> None:
    record = log(f"{start}:00.000", f"{end}:00.000", minutesAsleep=100, duration=hours * 3_600_000)
    (row,), items = night(tmp_path, record)
    assert (row.start_ms, row.end_ms) == (ms(begin), ms(ended))
    assert row.value == pytest.approx(100 / 60)
    assert (row.zone, row.zone_known_by) == ("Europe/Berlin", "guess")
    assert problems(items) == []


def test_a_night_is_of_the_place_where_the_person_was(tmp_path: Path) -> None:
    record = log("2026-06-10T23:00:00.000", "2026-06-11T07:00:00.000", minutesAsleep=400)
    (row,), _ = night(tmp_path, record, stays=True)
    assert (row.start_ms, row.zone, row.zone_known_by) == (ms("2026-06-10 14:00"), "Asia/Tokyo", "stay")


def test_where_the_times_do_not_fit_the_length_the_end_and_the_length_count(tmp_path: Path) -> None:
    # a flight in the night: eleven hours on the wall, eight in truth
    record = log(
        "2026-06-10T20:00:00.000", "2026-06-11T07:00:00.000", minutesAsleep=400, duration=8 * 3_600_000
    )
    (row,), items = night(tmp_path, record)
    assert (row.start_ms, row.end_ms) == (ms("2026-06-10 21:00"), ms("2026-06-11 05:00"))
    assert ["do not fit its length" in each.what for each in problems(items)] == [True]


def test_times_that_carry_an_offset_are_as_they_say(tmp_path: Path) -> None:
    record = log("2026-06-10T23:00:00+09:00", "2026-06-11T07:00:00+09:00", minutesAsleep=400)
    (row,), _ = night(tmp_path, record)
    assert (row.start_ms, row.zone, row.zone_known_by) == (ms("2026-06-10 14:00"), "+09:00", "source")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (log(None, "2026-06-11T07:00:00", minutesAsleep=400), "time cannot be read"),
        (log("2026-06-10T23:00:00", "0001-06-11T07:00:00", minutesAsleep=400), "time cannot be read"),
        (log("2026-06-10T23:00:00", "2026-06-11T07:00:00"), "length unknown"),
        (log("2026-06-10T23:00:00", "2026-06-11T07:00:00", minutesAsleep=5000), "not believable"),
        (
            log("2026-06-10T23:00:00", "2026-06-11T07:00:00", minutesAsleep=400, duration=1e12),
            "not believable",
        ),
        (log("2026-06-11T23:00:00", "2026-06-11T07:00:00", minutesAsleep=400), "ends before it begins"),
    ],
)
def test_a_night_that_cannot_be_is_named(tmp_path: Path, record: dict[str, object], reason: str) -> None:
    found, items = night(tmp_path, record)
    assert found == []
    assert skipped(items, "sleep_h") == {reason: 1}
    assert [each.where for each in problems(items)] == ["sleep-2026-03-01.json, record 1"]


def test_a_night_that_stands_in_both_files_is_taken_once_as_the_one_with_its_offset_says(
    tmp_path: Path,
) -> None:
    files = {
        "sleep-2026-03-01.json": json.dumps(
            [
                log("2026-06-10T23:00:30.000", "2026-06-11T07:00:00.000", minutesAsleep=400),
                log("2026-06-12T23:00:30.000", "2026-06-13T07:00:00.000", minutesAsleep=300),
            ]
        ),
        # the same night, spent in Lisbon: 23:00 there is 22:00 UTC
        "UserSleeps_2026-03-01.csv": (
            f"{HEADER}\n1,STAGES,480,400,+01:00,2026-06-10 22:00:30+0000,+01:00,2026-06-11 06:00:00+0000\n"
        ),
    }
    items = read(tmp_path, files)
    found = [(each.start_ms, each.zone, each.zone_known_by) for each in rows(items, "sleep_h")]
    assert found == [
        (ms("2026-06-10 22:00") + 30_000, "+01:00", "source"),
        (ms("2026-06-12 21:00") + 30_000, "Europe/Berlin", "guess"),
    ]
    assert skipped(items, "sleep_h") == {"said again in UserSleeps": 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,S,480,400,+01:00,2026-06-10 22:00:30,+01:00,2026-06-11 06:00:00+0000", "time cannot be read"),
        ("1,S,480,400,+01:00,2026-06-10 22:00:30+0000,,2026-06-11 06:00:00+0000", "time cannot be read"),
        (
            "1,S,480,400,+01:00,2026-06-10 22:00:30+0000,+99:00,2026-06-11 06:00:00+0000",
            "time cannot be read",
        ),
        ("1,S,480,,+01:00,2026-06-10 22:00:30+0000,+01:00,2026-06-11 06:00:00+0000", "length unknown"),
        ("1,S,480,4000,,2026-06-10 22:00:30+0000,+01:00,2026-06-11 06:00:00+0000", "not believable"),
    ],
)
def test_a_row_of_the_newer_table_that_cannot_be_used_is_named(tmp_path: Path, row: str, reason: str) -> None:
    items = read(tmp_path, {"UserSleeps_2026-03-01.csv": f"{HEADER}\n{row}\n"})
    assert skipped(items, "sleep_h") == {reason: 1}
    assert [each.where for each in problems(items)] == ["UserSleeps_2026-03-01.csv, row 2"]


def test_a_newer_table_without_its_columns_is_left_out(tmp_path: Path) -> None:
    files = {
        "UserSleeps_2026-03-01.csv": "sleep_id,sleep_type,minutes_in_sleep_period\n1,S,480\n",
        "sleep-2026-03-01.json": json.dumps(
            [log("2026-06-10T23:00:00", "2026-06-11T07:00:00", minutesAsleep=400)]
        ),
    }
    items = read(tmp_path, files)
    assert len(rows(items, "sleep_h")) == 1
    assert ["lacks a column of sleep_start" in each.what for each in problems(items)] == [True]


def test_the_older_table_counts_back_from_the_end(tmp_path: Path) -> None:
    table = (
        "Sleep\nStart Time,End Time,Minutes Asleep,Minutes Awake,Number of Awakenings,Time in Bed\n"
        '"2026-06-10 11:12PM","2026-06-11 7:12AM","430","50","30","N/A"\n'
        '"10-06-2026 2:12 pm","10-06-2026 3:12 pm","50","10","3","60"\n'
        '"2026-06-12 11:12PM","2026-06-13 7:12AM","5,000","500","30","5,000"\n'
        '"2026-06-12","2026-06-13 7:12AM","400","50","30","450"\n'
        '"2026-06-12 11:12PM","2026-06-13 7:12AM","N/A","50","30","450"\n'
        '"soon","2026-06-13 7:12AM","400","50","30","450"\n\n'
    )
    items = read(tmp_path, {"fitbit_export.csv": table})
    found: object = [(each.start_ms, each.end_ms, each.value) for each in rows(items, "sleep_h")]
    assert found == [
        (ms("2026-06-10 21:12"), ms("2026-06-11 05:12"), pytest.approx(430 / 60)),
        (ms("2026-06-10 12:12"), ms("2026-06-10 13:12"), pytest.approx(50 / 60)),
    ]
    assert skipped(items, "sleep_h") == {"not believable": 1, "time cannot be read": 3}
    assert problems(items)[0].where == "fitbit_export.csv, row 5"
