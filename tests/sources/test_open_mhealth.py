import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.file_exports import SAMPLES, read, read_path
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.members import open_path
from untwitch.sources import allot
from untwitch.sources.open_mhealth import moment, quantity
from untwitch.sources.source import Item

SAMPLE = SAMPLES / "open_mhealth.json"
FRAME = {
    "time_interval": {"start_date_time": "2026-03-02T06:25:00Z", "end_date_time": "2026-03-02T07:25:00Z"}
}
MAPPED = (
    "step-count", "sleep-duration", "total-sleep-time", "sleep-episode", "physical-activity",
    "calories-burned", "heart-rate", "body-weight", "body-temperature",
)  # fmt: skip


def read_points(tmp_path: Path, *points: Any) -> list[Item]:
    return read(tmp_path, {"a.json": json.dumps(list(points))})


def values(items: list[Item]) -> list[tuple[str, float]]:
    return [
        (each.measure, round(row.value, 6))
        for each in items
        if isinstance(each, SampleBatch)
        for row in each.rows()
    ]


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    assert dict(values(items)) == {
        "steps": 812,
        "sleep_h": 7.75,
        "nap_h": 0.4,
        "exertion_au": 210,  # 30 minutes of 10 kcal each are effort 7
        "body_mass_kg": pytest.approx(72.574779),
        "body_temperature_c": 36.5,
        "resting_hr_bpm": 58,
        "active_energy_kcal": 160,
    }
    (steps,), (sleep,), (nap,) = (rows(items, each) for each in ("steps", "sleep_h", "nap_h"))
    assert (steps.zone, steps.zone_known_by, steps.app) == ("+01:00", "source", "RunKeeper")
    assert (sleep.zone, sleep.app, sleep.end_ms - sleep.start_ms) == ("-08:00", "Oura", 9 * 3_600_000)
    assert (nap.zone, nap.zone_known_by, nap.end_ms - nap.start_ms) == ("Europe/Berlin", "guess", 1_800_000)


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "steps") == {"not of the schema": 1, "a statistic over many measurements": 1}
    assert skipped(items, "heart_rate_bpm") == {"outside workouts": 1}
    assert [(each.where, each.what) for each in problems(items)] == [
        ("open_mhealth.json, record 9", "steps: '812' is not a number; left out")
    ]
    assert quarantined(items) == {"Open mHealth blood-glucose": 1}


@pytest.mark.parametrize(
    "written",
    [
        None,
        5,
        {},
        {"value": 5},
        {"value": True, "unit": "h"},
        {"value": "5", "unit": "h"},
        {"unit": "h"},
        {"value": 5, "unit": "H"},
    ],
)
def test_a_quantity_needs_a_number_and_a_unit_of_the_schema(written: object) -> None:
    with pytest.raises(Refused):
        quantity(written, {"h": 1})


def test_a_quantity_is_worth_what_its_unit_is() -> None:
    assert quantity({"value": 30, "unit": "min"}, {"min": 0.5}) == 15


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2026-03-02T06:25:00Z", (1_772_432_700_000, None)),
        ("2026-03-02T06:25:00", (1_772_432_700_000, None)),
        ("2026-03-02T06:25:00.500+00:00", (1_772_432_700_500, None)),
        ("2026-03-02T07:25:00+01:00", (1_772_432_700_000, "+01:00")),
    ],
)
def test_a_moment_without_an_offset_is_in_utc(written: str, found: tuple[int, str | None]) -> None:
    assert moment(written) == found


@pytest.mark.parametrize("written", [None, 5, "noon", "2026-13-01T00:00:00Z"])
def test_what_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(Refused, match="is not a time such as"):
        moment(written)


@pytest.mark.parametrize(
    ("interval", "minutes"),
    [
        ({"start_date_time": "2026-03-02T06:00:00Z", "duration": {"value": 1.5, "unit": "h"}}, 90),
        ({"end_date_time": "2026-03-02T06:00:00Z", "duration": {"value": 600, "unit": "sec"}}, 10),
        ({"start_date_time": "2026-03-02T06:00:00Z", "end_date_time": "2026-03-02T06:05:00Z"}, 5),
    ],
)
def test_an_interval_is_told_in_three_ways(tmp_path: Path, interval: dict[str, Any], minutes: float) -> None:
    (row,) = rows(
        read_points(tmp_path, {"step_count": 5, "effective_time_frame": {"time_interval": interval}}), "steps"
    )
    assert (row.end_ms - row.start_ms) / 60_000 == minutes
    begin, end = interval.get("start_date_time"), interval.get("end_date_time")
    assert row.start_ms == moment(begin)[0] if begin else row.end_ms == moment(end)[0]


@pytest.mark.parametrize(
    "frame",
    [
        None,
        {},
        {"date_time": "2026-03-02T06:00:00Z"},
        {"time_interval": {"date": "2026-03-02", "part_of_day": "morning"}},
        {"time_interval": {"start_date_time": "2026-03-02T06:00:00Z"}},
        {
            "time_interval": {
                "start_date_time": "2026-03-02T06:00:00Z",
                "duration": {"value": 9, "unit": "yr"},
            }
        },
        {
            "time_interval": {
                "start_date_time": "2026-03-02T06:00:00Z",
                "duration": {"value": 90, "unit": "wk"},
            }
        },
        {"time_interval": {"start_date_time": "x", "end_date_time": "y"}},
    ],
)
def test_steps_without_an_interval_have_no_time(tmp_path: Path, frame: object) -> None:
    items = read_points(tmp_path, {"step_count": 5, "effective_time_frame": frame})
    assert rows(items, "steps") == []
    assert skipped(items, "steps") == {"no time that can be used": 1}


def test_the_length_of_an_activity_and_its_steps_may_be_said_beside_it(tmp_path: Path) -> None:
    body = {
        "activity_name": "walking",
        "duration": {"value": 1800, "unit": "sec"},
        "base_movement_quantity": {"value": 3000, "unit": "steps"},
        "effective_time_frame": FRAME,
    }
    assert dict(values(read_points(tmp_path, body))) == {"steps": 3000, "exertion_au": 120}


@pytest.mark.parametrize(
    "said",
    [
        {"kcal_burned": {"value": 5, "unit": "kJ"}},
        {"distance": {"value": 3, "unit": "miles"}},
        {"duration": {"value": 3, "unit": "minutes"}},
        {"duration": {"value": 3, "unit": "d"}},
        {"effective_time_frame": None},
    ],
)
def test_an_activity_that_is_not_of_the_schema_is_a_problem(tmp_path: Path, said: dict[str, Any]) -> None:
    items = read_points(tmp_path, {"activity_name": "walking", "effective_time_frame": FRAME, **said})
    assert rows(items, "exertion_au") == []
    assert len(problems(items)) == 1


def test_a_temperature_is_read_in_three_units(tmp_path: Path) -> None:
    points = [
        {
            "body_temperature": {"value": value, "unit": unit},
            "effective_time_frame": {"date_time": "2026-03-02T06:00:00Z"},
        }
        for value, unit in ((36.5, "C"), (97.7, "F"), (309.65, "K"))
    ]
    found = [row.value for row in rows(read_points(tmp_path, *points), "body_temperature_c")]
    assert found == [pytest.approx(36.5)] * 3


def test_energy_of_an_activity_is_told_from_an_activity_with_energy_by_the_schema_or_the_order(
    tmp_path: Path,
) -> None:
    energy = {"kcal_burned": {"value": 160, "unit": "kcal"}}
    name, header = (
        {"activity_name": "walking"},
        {"header": {"schema_id": {"name": "calories-burned"}, "acquisition_provenance": {}}},
    )
    frame = {"effective_time_frame": FRAME}
    assert [each for each, _ in values(read_points(tmp_path, energy | name | frame))] == [
        "active_energy_kcal"
    ]
    assert [each for each, _ in values(read_points(tmp_path, name | energy | frame))] == ["exertion_au"]
    point = header | {"body": name | energy | frame}
    assert [each for each, _ in values(read_points(tmp_path, point))] == ["active_energy_kcal"]


def test_points_may_be_one_a_line_or_one_alone(tmp_path: Path) -> None:
    point = {"step_count": 5, "effective_time_frame": FRAME}
    text = json.dumps(point)
    assert values(read(tmp_path, {"a.json": text})) == [("steps", 5)]
    assert values(read(tmp_path, {"a.ndjson": f"{text}\n{text}\n"})) == [("steps", 5)] * 2


@pytest.mark.parametrize(
    "point", [5, [], {"header": {"acquisition_provenance": {}}}, {"header": {}, "body": {}}]
)
def test_a_point_without_a_body_is_a_problem_and_hides_no_other(tmp_path: Path, point: object) -> None:
    items = read_points(tmp_path, {"step_count": 5, "effective_time_frame": FRAME}, point)
    assert values(items) == [("steps", 5)]
    assert [each.where for each in problems(items)] == ["a.json, record 2"]


def test_a_file_that_is_cut_off_gives_the_points_before_and_many_come_in_pieces(tmp_path: Path) -> None:
    text = json.dumps([{"step_count": each, "effective_time_frame": FRAME} for each in range(1500)])
    items = read(tmp_path, {"a.json": text[:-20]})
    assert len(rows(items, "steps")) == 1499
    assert any(isinstance(each, Incomplete) for each in items)


NO_TIME, STATISTIC, BEATS = (
    "no time that can be used",
    "a statistic over many measurements",
    "outside workouts",
)
SHOULD_PASS: dict[str, tuple[str, float] | str] = {
    "step-count/1.0/step-count-only": NO_TIME,
    "step-count/1.0/with-time-frame": ("steps", 6000),
    "step-count/2.0/valid-step-count": ("steps", 6000),
    "step-count/2.0/with-average": STATISTIC,
    "step-count/2.0/with-maximum": STATISTIC,
    "step-count/2.0/with-session": STATISTIC,
    "step-count/3.0/valid-step-count": ("steps", 10600),
    "step-count/3.0/with-average": STATISTIC,
    "step-count/3.0/with-maximum": STATISTIC,
    "step-count/3.0/with-session": STATISTIC,
    "sleep-duration/1.0/duration-longer-than-time-frame": ("sleep_h", 16),
    "sleep-duration/1.0/duration-shorter-than-time-frame": ("sleep_h", 6),
    "sleep-duration/1.0/with-user-notes": ("sleep_h", 6),
    "sleep-duration/2.0/valid-sleep-duration": ("sleep_h", 7.5),
    "sleep-duration/2.0/with-descriptive-statistic": STATISTIC,
    "total-sleep-time/1.0/valid-total-sleep-time": ("sleep_h", 7.75),
    "total-sleep-time/1.0/with-descriptive-statistic": STATISTIC,
    "sleep-episode/1.0/valid-sleep-episode": ("sleep_h", 8.5),
    "sleep-episode/1.1/valid-sleep-episode": ("sleep_h", 8.5),
    "physical-activity/1.0/activity-name-only": NO_TIME,
    "physical-activity/1.0/with-distance": NO_TIME,
    "physical-activity/1.0/with-reported-intensity": NO_TIME,
    "physical-activity/1.0/with-time-frame": ("exertion_au", 240),
    "physical-activity/1.1/with-met-value": ("exertion_au", 240),
    "physical-activity/1.2/with-calories-burned": ("exertion_au", 0.7 * 160),
    "calories-burned/1.0/calories-burned-only": NO_TIME,
    "calories-burned/1.0/with-activity": NO_TIME,
    "calories-burned/1.0/with-time-frame": ("active_energy_kcal", 160),
    "calories-burned/2.0/valid-calories-burned": ("active_energy_kcal", 1600),
    "calories-burned/2.0/with-descriptive-statistic": STATISTIC,
    "heart-rate/1.0/heart-rate-only": "not of the schema",
    "heart-rate/1.0/with-everything": ("resting_hr_bpm", 50),
    "heart-rate/1.0/with-temporal-relationship-to-physical-activity": ("resting_hr_bpm", 50),
    "heart-rate/1.0/with-time-frame": BEATS,
    "heart-rate/1.0/with-user-notes": BEATS,
    "heart-rate/1.1/with-temporal-relationship-to-sleep": BEATS,
    "heart-rate/2.0/with-descriptive-statistic": BEATS,
    "heart-rate/2.0/with-temporal-relationship-to-sleep": BEATS,
    "body-weight/1.0/body-weight-only": NO_TIME,
    "body-weight/1.0/date-time-time-frame": ("body_mass_kg", 50),
    "body-weight/1.0/time-interval-time-frame": "not believable",
    "body-weight/1.0/with-descriptive-statistic": STATISTIC,
    "body-weight/2.0/body-weight-only": ("body_mass_kg", 50),
    "body-weight/2.0/with-descriptive-statistic": STATISTIC,
    "body-weight/3.0/body-weight-only": ("body_mass_kg", 50),
    "body-weight/3.0/with-descriptive-statistic": STATISTIC,
    "body-temperature/1.0/valid-temperature-with-statistic": STATISTIC,
    "body-temperature/1.0/valid-temperature": ("body_temperature_c", 36.111111),
    "body-temperature/2.0/basal-temperature": ("body_temperature_c", 35.833333),
    "body-temperature/2.0/valid-temperature-with-statistic": STATISTIC,
    "body-temperature/2.0/valid-temperature": ("body_temperature_c", 36.111111),
    "body-temperature/3.0/basal-temperature": ("body_temperature_c", 35.833333),
    "body-temperature/3.0/valid-temperature-with-statistic": STATISTIC,
    "body-temperature/3.0/valid-temperature": ("body_temperature_c", 36.111111),
    "body-temperature/4.0/basal-temperature": ("body_temperature_c", 35.833333),
    "body-temperature/4.0/valid-temperature-with-statistic": STATISTIC,
    "body-temperature/4.0/valid-temperature": ("body_temperature_c", 36.111111),
}
"""Every point of the mapped kinds that should pass: what it says, or why no day can have it."""


def points_of(real_data: Path, verdict: str) -> dict[str, Path]:
    folder = real_data / "import" / "openmhealth" / "test-data" / "omh"
    return {
        f"{kind}/{path.parent.parent.name}/{path.stem}": path
        for kind in MAPPED
        for path in sorted((folder / kind).glob(f"*/{verdict}/*.json"))
    }


@pytest.mark.real_data
def test_every_real_point_that_should_pass_says_what_it_says(real_data: Path) -> None:
    found = points_of(real_data, "shouldPass")
    assert found.keys() == SHOULD_PASS.keys()
    for name, path in found.items():
        items = read_path(path)
        expected = SHOULD_PASS[name]
        if isinstance(expected, tuple):
            ((measure, value),) = values(items)
            assert measure == expected[0], name
            assert value == pytest.approx(expected[1], abs=1e-5), name
        else:
            assert values(items) == [], name
            reasons = {reason for each in items if isinstance(each, SampleBatch) for reason in each.skipped}
            assert reasons == {expected}, name


@pytest.mark.real_data
def test_every_real_point_that_should_fail_is_refused(real_data: Path) -> None:
    found = points_of(real_data, "shouldFail")
    assert len(found) == 67
    for name, path in found.items():
        with open_path(path) as members:
            is_claimed = bool(allot(members)[0])
        if not is_claimed:
            assert json.loads(path.read_text()) == {}
            continue
        items = read_path(path)
        assert values(items) == [], name
        assert problems(items), name
