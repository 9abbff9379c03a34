import sqlite3
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest
from tests.sources.health_connect_exports import APPS, SAMPLE, database, moment, ms, span, stage
from tests.sources.reading import problems, quarantined, rows, seen, skipped
from tests.timeline.made import PERSON

from untwitch.facts.history import History
from untwitch.facts.problem import Incomplete
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources.health_connect import SOURCE
from untwitch.sources.source import Item
from untwitch.timeline.build import amounts, build

SAMPLE_FILE = Path(__file__).parent / "samples" / "health_connect.sqlite"
STAY = Stay("b8f5c2a4-6f0e-4d57-9d1b-3c1f5f7a2e10", "Asia/Tokyo")


def read_path(path: Path, *, zone: str = "Europe/Berlin", stays: tuple[Stay, ...] = ()) -> list[Item]:
    with open_path(path) as members:
        return list(SOURCE.read(members, mapping=None, zone=zone, progress=silent, stays=stays))


def read(tmp_path: Path, data: bytes, *, stays: tuple[Stay, ...] = ()) -> list[Item]:
    path = tmp_path / "any name"
    path.write_bytes(data)
    return read_path(path, stays=stays)


def values(items: list[Item], measure: str) -> list[float]:
    return [each.value for each in rows(items, measure)]


def test_the_sample_is_what_its_rows_say() -> None:
    def dump(data: bytes) -> list[str]:
        opened = sqlite3.connect(":memory:")
        opened.deserialize(data)
        lines = list(opened.iterdump())
        opened.close()
        return lines

    assert dump(SAMPLE_FILE.read_bytes()) == dump(database(SAMPLE))


def test_the_sample_gives_the_facts_worked_out_by_hand() -> None:
    items = read_path(SAMPLE_FILE)
    assert [(each.app, each.value) for each in rows(items, "steps")] == [
        ("Fitbit", 120), ("Fitbit", 1000), ("Samsung Health", 930),
    ]  # fmt: skip
    assert values(items, "water_ml") == [330]  # 0.33 litres
    assert values(items, "magnesium_mg") == pytest.approx([120])  # 0.12 grams
    assert values(items, "caffeine_mg") == [0]  # written as zero, so zero
    assert values(items, "active_energy_kcal") == [300]  # 300,000 small calories
    assert values(items, "resting_hr_bpm") == [58]
    assert values(items, "hrv_rmssd_ms") == [41.5]
    assert values(items, "body_mass_kg") == [70.5]
    assert values(items, "body_temperature_c") == [36.6]
    # 22:30 to 02:00 light and deep, 02:15 to 05:00 REM; the second night has no stages
    asleep = [
        (each.start_ms, each.end_ms, each.value, each.app, each.estimate) for each in rows(items, "sleep_h")
    ]
    assert asleep == [
        (ms("2026-03-28 22:30"), ms("2026-03-29 05:00"), 6.25, "Fitbit", False),
        (ms("2026-03-29 22:00"), ms("2026-03-30 05:00"), 7.0, "Samsung Health", True),
    ]
    # 150 kcal in 30 minutes: 0.7 x 5 = 3.5 of effort; the second workout says 6
    exertion = [(each.value, each.estimate) for each in rows(items, "exertion_au")]
    assert exertion == [(pytest.approx(30 * 3.5), True), (180, False)]
    assert {each.zone for each in rows(items, "steps")} == {"+01:00", "+02:00"}
    assert {each.zone_known_by for each in rows(items, "steps")} == {"source"}
    assert quarantined(items) == {"heart_rate_record_table": 2}
    (problem,) = problems(items)
    assert problem.where == "steps_record_table, row 4"
    assert problem.what == "steps: ends before it begins; left out"


def test_an_amount_that_nobody_gave_is_unknown_and_never_zero() -> None:
    items = read_path(SAMPLE_FILE)
    assert rows(items, "calcium_mg") == []  # NULL
    assert rows(items, "potassium_mg") == []  # the smallest number there is
    assert skipped(items, "potassium_mg") == {"not given": 1}
    assert seen(items, "calcium_mg") == 0


def test_an_app_goes_by_its_name_else_its_package_and_a_device_is_told_apart() -> None:
    items = read_path(SAMPLE_FILE)
    assert {each.app for each in rows(items, "water_ml")} == {"com.example.food"}
    assert {each.app for each in rows(items, "body_mass_kg")} == {"Fitbit (Pixel Watch)"}


@pytest.mark.parametrize(
    ("device", "name"),
    [
        ({"device_type": 4}, "Fitbit (ring)"),
        ({"manufacturer": "Fitbit"}, "Fitbit"),
        ({"device_type": 99}, "Fitbit"),
        ({"model": "Scale\n\x1b[2J"}, "Fitbit (Scale \N{REPLACEMENT CHARACTER}[2J)"),
    ],
)
def test_a_device_is_named_by_what_is_known_of_it(
    tmp_path: Path, device: dict[str, object], name: str
) -> None:
    weight = moment("2026-03-29 06:00", weight=70_000.0, device_info_id=1)
    tables = {"application_info_table": APPS, "device_info_table": ({"row_id": 1, **device},)}
    (row,) = rows(read(tmp_path, database({**tables, "weight_record_table": (weight,)})), "body_mass_kg")
    assert row.app == name


def test_a_row_without_an_offset_is_read_where_the_person_was(tmp_path: Path) -> None:
    data = database({"weight_record_table": (moment("2026-03-29 06:00", offset=None, weight=70_000.0),)})
    (row,) = rows(read(tmp_path, data), "body_mass_kg")
    assert (row.zone, row.zone_known_by, row.app) == ("Europe/Berlin", "guess", "Health Connect")
    (row,) = rows(read(tmp_path, data, stays=(STAY,)), "body_mass_kg")
    assert (row.zone, row.zone_known_by) == ("Asia/Tokyo", "stay")


def test_an_offset_that_no_place_has_is_none(tmp_path: Path) -> None:
    # 7,200,000: milliseconds where seconds belong
    data = database({"weight_record_table": (moment("2026-03-29 06:00", offset=7_200_000, weight=7e4),)})
    (row,) = rows(read(tmp_path, data), "body_mass_kg")
    assert row.zone == "Europe/Berlin"


def test_a_table_without_a_column_or_a_database_without_a_table_is_read_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    dropped = "ALTER TABLE nutrition_record_table DROP COLUMN magnesium"
    meal = span("2026-03-29 10:00", "2026-03-29 10:01", potassium=1.5)
    data = database(
        {"nutrition_record_table": (meal,)},
        leave_out=("device_info_table", "exercise_session_record_table"),
        more=dropped,
    )
    items = read(tmp_path, data)
    assert values(items, "potassium_mg") == [1500]
    assert seen(items, "magnesium_mg") == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"start_time": "yesterday"}, "time cannot be read"),
        ({"start_time": 9 * 10**18, "end_time": 9 * 10**18}, "time cannot be read"),
        ({"count": "many"}, "not a number"),
        ({"count": 9e999}, "not a number"),
        ({"count": -5}, "not believable"),
        ({"count": 5_000_000}, "not believable"),
        ({"end_time": ms("2027-01-01 00:00")}, "not believable"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_hides_no_other(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    good = span("2026-03-29 08:00", "2026-03-29 08:30", count=100)
    items = read(tmp_path, database({"steps_record_table": ({**good, **change}, good)}))
    assert values(items, "steps") == [100]
    assert skipped(items, "steps") == {reason: 1}
    assert [each.where for each in problems(items)] == ["steps_record_table, row 1"]


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({"end_time": None}, "time cannot be read"),
        ({"end_time": ms("2026-03-31 08:00")}, "not believable"),
        ({"end_time": ms("2026-03-28 08:00")}, "not believable"),
    ],
)
def test_a_night_or_a_workout_of_impossible_length_is_named(
    tmp_path: Path, times: dict[str, object], reason: str
) -> None:
    row = {**span("2026-03-29 08:00", "2026-03-29 08:30"), **times}
    items = read(
        tmp_path, database({"sleep_session_record_table": (row,), "exercise_session_record_table": (row,)})
    )
    assert skipped(items, "sleep_h") == skipped(items, "exertion_au") == {reason: 1}
    assert len(problems(items)) == 2


def night(tmp_path: Path, session: dict[str, object], *stages: dict[str, object]) -> list[Item]:
    tables = {"sleep_session_record_table": (session,), "sleep_stages_table": stages}
    return read(tmp_path, database(tables))


def test_stages_that_overlap_count_once_and_not_beyond_their_session(tmp_path: Path) -> None:
    items = night(
        tmp_path,
        span("2026-03-29 01:00", "2026-03-29 05:00", row_id=1),
        stage("2026-03-29 00:30", "2026-03-29 02:00", 4),
        stage("2026-03-29 01:30", "2026-03-29 03:00", 5),
        stage("2026-03-29 04:00", "2026-03-29 06:00", 2),
        stage("2026-03-29 03:00", None, 4),
        stage("2026-03-29 03:00", "2026-03-29 04:00", 4, parent=99),
        stage("2026-03-29 03:00", "2026-03-29 04:00", 12),
    )
    (taken,) = rows(items, "sleep_h")
    assert (taken.start_ms, taken.end_ms) == (ms("2026-03-29 01:00"), ms("2026-03-29 05:00"))
    assert taken.value == 3
    assert skipped(items, "sleep_h") == {"stage without its session or time": 2, "stage unknown": 1}
    assert [each.what for each in problems(items)] == ["sleep_h: stage '12' is not known; left out"]


@pytest.mark.parametrize(("offset_at_end", "zone"), [(3600, "+01:00"), (None, "-05:00")])
def test_a_night_in_the_air_belongs_to_the_place_of_waking(
    tmp_path: Path, offset_at_end: int | None, zone: str
) -> None:
    session = {**span("2026-03-30 01:00", "2026-03-30 07:00", offset=-18_000, row_id=1)}
    (row,) = rows(night(tmp_path, {**session, "end_zone_offset": offset_at_end}), "sleep_h")
    assert (row.zone, row.zone_known_by) == (zone, "source")


def test_an_hour_awake_does_not_make_two_nights_of_one(tmp_path: Path) -> None:
    items = night(
        tmp_path,
        span("2026-03-30 00:00", "2026-03-30 08:00", row_id=1),
        stage("2026-03-30 00:00", "2026-03-30 03:00", 4),
        stage("2026-03-30 03:00", "2026-03-30 04:30", 1),
        stage("2026-03-30 04:30", "2026-03-30 08:00", 4),
    )
    history = History(PERSON, batches=tuple(each for each in items if isinstance(each, SampleBatch)))
    assert list(build(history)[0].columns["sleep_h"]) == [6.5]


def test_a_session_spent_awake_is_no_sleep(tmp_path: Path) -> None:
    awake = stage("2026-03-29 01:00", "2026-03-29 05:00", 1)
    items = night(tmp_path, span("2026-03-29 01:00", "2026-03-29 05:00", row_id=1), awake)
    assert rows(items, "sleep_h") == []


@pytest.mark.parametrize(
    ("energy", "effort"),
    [
        ((), 4),  # nothing is known of it
        ((("15:00", "15:10", 60.0),), 4),  # counted for a third of it only
        ((("14:30", "15:30", 300.0),), 0.7 * 5),  # half of that energy lies within
        ((("15:00", "15:15", 60.0), ("15:15", "15:30", 90.0)), 0.7 * 5),
    ],
)
def test_the_effort_of_a_workout_rests_on_energy_of_the_same_app_within_it(
    tmp_path: Path, energy: tuple[tuple[str, str, float], ...], effort: float
) -> None:
    counted = [span(f"2026-03-29 {a}", f"2026-03-29 {b}", energy=1000 * kcal) for a, b, kcal in energy]
    counted.append(span("2026-03-29 15:00", "2026-03-29 15:30", app=2, energy=9e5))
    items = read(
        tmp_path,
        database(
            {
                "application_info_table": APPS,
                "active_calories_burned_record_table": counted,
                "exercise_session_record_table": (span("2026-03-29 15:00", "2026-03-29 15:30"),),
            }
        ),
    )
    assert values(items, "exertion_au") == [pytest.approx(30 * effort)]


def test_a_rating_that_is_none_is_not_taken_for_one(tmp_path: Path) -> None:
    workout = span("2026-03-29 15:00", "2026-03-29 15:30", rate_of_perceived_exertion=14.0)
    (row,) = rows(read(tmp_path, database({"exercise_session_record_table": (workout,)})), "exertion_au")
    assert (row.value, row.estimate) == (120, True)


def test_the_database_is_found_by_content_in_zips_within_zips(tmp_path: Path) -> None:
    inner, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("health_connect_export.db", database(SAMPLE))
        archive.writestr("readme.txt", "words")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "Health Connect.zip")
    assert len(rows(read_path(outer), "steps")) == 3


def test_another_database_is_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "health_connect_export.db"
    path.write_bytes(database({}, leave_out=("application_info_table",)))
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0


def test_a_database_that_ends_too_early_gives_its_good_part(tmp_path: Path) -> None:
    many = [span("2026-03-29 08:00", "2026-03-29 08:30", count=n) for n in range(1, 4000)]
    data = database({"steps_record_table": many})
    items = read(tmp_path, data[: len(data) // 2 // 4096 * 4096])
    assert any(isinstance(each, Incomplete) for each in items)
    assert 100 < len(rows(items, "steps")) < 3999
    assert values(items, "steps") == list(range(1, len(rows(items, "steps")) + 1))


def test_a_zip_that_is_damaged_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("health_connect_export.db", database(SAMPLE))
    path.write_bytes(path.read_bytes()[:-40])
    items = read_path(path)
    assert any(isinstance(each, Incomplete) for each in items)
    assert len(rows(items, "steps")) == 3


def test_a_database_whose_bytes_are_nonsense_is_incomplete_and_no_crash(tmp_path: Path) -> None:
    data = bytearray(database(SAMPLE))
    data[100:4096] = b"application_info_table" + b"\xff" * (3996 - 22)
    items = read(tmp_path, bytes(data))
    assert [type(each) for each in items] == [Incomplete]


@pytest.mark.real_data
def test_the_weekend_of_the_clock_change_and_the_walk_of_two_apps_come_out_as_the_database_says(
    real_data: Path,
) -> None:
    folder = real_data / "import" / "health_connect_synthetic"
    items = read_path(folder / "Health Connect.zip")
    assert problems(items) == []
    history = History(PERSON, batches=tuple(each for each in items if isinstance(each, SampleBatch)))
    timeline, told = build(history)
    assert told == ()
    days = list(timeline.starts)
    assert [str(day) for day in (days[0], days[-1], len(days))] == ["2026-03-28", "2026-04-10", "14"]

    truth = sqlite3.connect(f"file:{folder / 'health_connect_export.db'}?mode=ro&immutable=1", uri=True)
    walked: defaultdict[int, int] = defaultdict(int)
    for start, offset, count in truth.execute(
        "SELECT start_time, start_zone_offset, count FROM steps_record_table WHERE app_info_id = 1"
    ):
        walked[(start + 1000 * offset) // 86_400_000] += count
    steps = amounts(history, "steps", first_day=days[0], last_day=days[-1])
    assert list(steps.values()) == list(walked.values())  # Fitbit's, whole, and not one step of the other app

    slept: defaultdict[int, float] = defaultdict(float)
    for end, offset, asleep_ms in truth.execute(
        "SELECT s.end_time, s.start_zone_offset, sum(t.stage_end_time - t.stage_start_time)"
        " FROM sleep_session_record_table s JOIN sleep_stages_table t ON t.parent_key = s.row_id"
        " WHERE t.stage_type IN (4, 5, 6) GROUP BY s.row_id"
    ):
        slept[(end + 1000 * offset) // 86_400_000] += asleep_ms / 3_600_000
    assert list(timeline.columns["sleep_h"]) == pytest.approx(list(slept.values()), abs=1e-9)

    for column, table, factor, measure in (
        ("volume", "hydration", 1000, "water_ml"),
        ("magnesium", "nutrition", 1000, "magnesium_mg"),
        ("potassium", "nutrition", 1000, "potassium_mg"),
        ("calcium", "nutrition", 1000, "calcium_mg"),
        ("caffeine", "nutrition", 1000, "caffeine_mg"),
    ):
        had: defaultdict[int, float] = defaultdict(float)
        for start, offset, amount in truth.execute(
            f"SELECT start_time, start_zone_offset, {column} FROM {table}_record_table"
        ):
            had[(start + 1000 * offset) // 86_400_000] += factor * amount
        assert list(timeline.columns[measure]) == pytest.approx(list(had.values()), abs=1e-9)
    truth.close()
