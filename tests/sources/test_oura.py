import json
from pathlib import Path

import pytest
from tests.sources.file_exports import SAMPLES, STAY, read, read_path
from tests.sources.health_connect_exports import ms
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.intake.members import open_path
from untwitch.sources.oura import SOURCE, tags_of
from untwitch.sources.source import Item

SLEEP = {
    "bedtime_start": "2026-10-04T22:40:00+02:00", "bedtime_end": "2026-10-05T06:40:00+02:00",
    "total_sleep_duration": 25_200,
}  # fmt: skip


def spans(items: list[Item], measure: str) -> list[tuple[int, int, float]]:
    return [(each.start_ms, each.end_ms, each.value) for each in rows(items, measure)]


def nights(tmp_path: Path, *records: object) -> list[Item]:
    return read(tmp_path, {"oura.json": json.dumps({"sleep": [SLEEP, *records]})})


def test_the_sample_gives_the_facts_worked_out_by_hand() -> None:
    items = read_path(SAMPLES / "oura")
    assert spans(items, "sleep_h") == [
        (ms("2020-01-09 21:10"), ms("2020-01-10 05:10"), 7.5),  # 27,000 seconds
        (ms("2026-10-04 20:40"), ms("2026-10-05 04:40"), 7.0),
        (ms("2026-10-05 12:00"), ms("2026-10-05 12:40"), 0.5),
    ]
    # at waking, of long sleeps only
    assert [(each.start_ms, each.value) for each in rows(items, "hrv_rmssd_ms")] == [
        (ms("2020-01-10 05:10"), 61), (ms("2026-10-05 04:40"), 44),
    ]  # fmt: skip
    assert [each.value for each in rows(items, "resting_hr_bpm")] == [49, 52]
    # the older json says two hours ahead of UTC; the newer csv does not say, so the day is Berlin's
    assert spans(items, "steps") == [
        (ms("2020-01-08 22:00"), ms("2020-01-09 22:00"), 4321),
        (ms("2026-10-04 22:00"), ms("2026-10-05 22:00"), 9000),
    ]
    assert [each.value for each in rows(items, "active_energy_kcal")] == [210, 420]
    assert spans(items, "exertion_au") == [(ms("2026-10-05 16:00"), ms("2026-10-05 16:30"), 210)]
    assert quarantined(items) == {
        "activity:stress": 1, "activity:late dinner": 1, "dailysleep records": 1, "readiness records": 1,
    }  # fmt: skip
    assert skipped(items, "sleep_h") == {"rest, or deleted in the app": 1, "time cannot be read": 1}
    assert [each.where for each in problems(items)] == ["sleepmodel.csv, row 5"]


def test_a_tag_is_taken_for_what_a_person_said_that_it_means() -> None:
    items = read_path(
        SAMPLES / "oura", mapping={"activity:stress": "stress_0_10:7", "activity:late dinner": "ignore"}
    )
    assert spans(items, "stress_0_10") == [(ms("2026-10-05 07:00"), ms("2026-10-05 07:00"), 7)]
    with open_path(SAMPLES / "oura") as members:
        (plan,) = SOURCE.plan(members, mapping=None)
        assert (plan.name, dict(plan.suggestions)) == (
            "enhancedtag.csv",
            {"activity:stress": "stress_0_10:7"},
        )


def test_a_time_without_an_offset_takes_the_one_beside_it_else_that_of_the_place(tmp_path: Path) -> None:
    plain = {**SLEEP, "bedtime_start": "2026-10-04T22:40:00", "bedtime_end": "2026-10-05T06:40:00"}
    both = [{**plain, "timezone": -330}, plain]
    items = read(tmp_path, {"oura.json": json.dumps({"sleep": both})}, stays=(STAY,))
    assert [(each.start_ms, each.zone, each.zone_known_by) for each in rows(items, "sleep_h")] == [
        (ms("2026-10-05 04:10"), "-05:30", "source"), (ms("2026-10-04 13:40"), "Asia/Tokyo", "stay"),
    ]  # fmt: skip


def test_an_offset_in_the_time_goes_before_the_one_beside_it(tmp_path: Path) -> None:
    items = nights(tmp_path, {**SLEEP, "timezone": 540})
    assert {each.zone for each in rows(items, "sleep_h")} == {"+02:00"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"bedtime_end": None}, "time cannot be read"),
        ({"bedtime_end": "later"}, "time cannot be read"),
        ({"bedtime_end": "0001-01-01T00:00:00"}, "time cannot be read"),
        ({"total_sleep_duration": None}, "length not known"),
        ({"total_sleep_duration": 500_000}, "not believable"),
        ({"type": "deleted"}, "rest, or deleted in the app"),
    ],
)
def test_a_night_that_cannot_be_used_is_counted(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    items = nights(tmp_path, {**SLEEP, **change})
    assert len(rows(items, "sleep_h")) == 1
    assert skipped(items, "sleep_h") == {reason: 1}


def test_a_reading_of_zero_is_none(tmp_path: Path) -> None:
    items = nights(tmp_path, {**SLEEP, "average_hrv": 0, "lowest_heart_rate": 51})
    assert skipped(items, "hrv_rmssd_ms") == {"no reading": 1}
    assert [each.value for each in rows(items, "resting_hr_bpm")] == [51]


def test_the_table_of_trends_has_night_and_day_in_one_row(tmp_path: Path) -> None:
    table = (
        "date,Total Sleep Duration,Bedtime Start,Bedtime End,Average HRV,Lowest Resting Heart Rate,Steps\n"
        "2026-08-22,26100,2026-08-21T23:12:00-07:00,2026-08-22T07:07:00-07:00,48,54,8231\n"
        "someday,26100,2026-08-22T23:12:00-07:00,2026-08-23T07:07:00-07:00,,,5\n"
        "0001-01-01,26100,2026-08-23T23:12:00-07:00,2026-08-24T07:07:00-07:00,,,5\n"
    )
    items = read(tmp_path, {"oura_trends.csv": table}, zone="America/Los_Angeles")
    assert spans(items, "sleep_h")[0] == (ms("2026-08-22 06:12"), ms("2026-08-22 14:07"), 7.25)
    assert spans(items, "steps") == [(ms("2026-08-22 07:00"), ms("2026-08-23 07:00"), 8231)]
    assert [each.value for each in rows(items, "hrv_rmssd_ms")] == [48]
    assert [each.where for each in problems(items)] == ["oura_trends.csv, row 3", "oura_trends.csv, row 4"]


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        (("soon", "2026-10-05T18:30:00+02:00"), "time cannot be read"),
        (("2026-10-05T18:00:00+02:00", "2026-10-07T18:30:00+02:00"), "not believable"),
    ],
)
def test_a_workout_that_cannot_be_used_is_named(tmp_path: Path, times: tuple[str, str], reason: str) -> None:
    table = f"activity;calories;start_datetime;end_datetime\nrunning;300;{times[0]};{times[1]}\n"
    items = read(tmp_path, {"workout.csv": table})
    assert skipped(items, "exertion_au") == {reason: 1}
    assert len(problems(items)) == 1


def test_a_tag_without_a_day_is_named(tmp_path: Path) -> None:
    items = read(tmp_path, {"tag.csv": "tag_type_code;start_time;start_day\ntag_generic_nap;;\n"})
    assert [each.what for each in problems(items)] == ["the tag has no day; left out"]


@pytest.mark.parametrize(
    ("record", "tags"),
    [
        ({"tag_type_code": "tag_generic_alcohol"}, ["alcohol"]),
        ({"tag_type_code": "custom", "custom_name": "late dinner"}, ["late dinner"]),
        ({"tags": ["tag_generic_stress", "tag_sauna"]}, ["stress", "sauna"]),
        ({"tags": '["tag_generic_stress","tag_sauna"]'}, ["stress", "sauna"]),
        ({"tags": ""}, []),
        ({}, []),
    ],
)
def test_tags_are_told_in_words(record: dict[str, object], tags: list[str]) -> None:
    assert tags_of(record) == tags


def test_a_bare_list_of_nights_and_values_that_are_no_lists_are_read(tmp_path: Path) -> None:
    items = read(tmp_path, {"sleep.json": json.dumps([SLEEP, 3])})
    assert len(rows(items, "sleep_h")) == 1
    odd = {"sleep": [SLEEP], "profile": {"age": 3}, "version": 2}
    assert len(rows(read(tmp_path, {"a.json": json.dumps(odd)}), "sleep_h")) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"{}", b"[]", b'{"data": [{"x": 1}]}', b'{"active_calories": 1}', b"a;b\n", b"words", b"a,b\0c\n",
        b",,,\n", b"\xff\xfe;\n",
    ],
)  # fmt: skip
def test_a_stranger_is_not_claimed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0
