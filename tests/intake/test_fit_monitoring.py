from typing import Any

import pytest
from tests.intake.fit_files import ENUM, SINT16, UINT8, UINT16, UINT32, definition, fit_file, message, told

from untwitch.intake.fit_monitoring import Days, days_of
from untwitch.intake.fit_scan import scans

MIDNIGHT_S = 1_700_006_400 - 3600  # 2023-11-15 00:00 in a place one hour ahead of UTC
HOUR_S, DAY_S = 3600, 86_400
BERLIN = Days(offset_s=3600, begin_s=MIDNIGHT_S)
WALKING, RUNNING, CYCLING = 6, 1, 2
COUNTERS = definition(0, 55, [(253, UINT32), (5, ENUM), (3, UINT32), (19, UINT16)])


def rows(*pieces: bytes, days: Days = BERLIN) -> list[list[Any]]:
    (scan,) = scans(fit_file(*pieces))
    return list(days_of(scan, days))


def reading(after_s: float, steps: int | None, *, kind: int = WALKING, energy: int | None = None) -> bytes:
    return message(
        0,
        ("I", told(MIDNIGHT_S + after_s)),
        ("B", kind),
        ("I", 0xFFFFFFFF if steps is None else steps),
        ("H", 0xFFFF if energy is None else energy),
    )


def values(found: list[list[Any]], measure: str) -> list[tuple[float, float, float]]:
    return [
        ((said["start_s"] - MIDNIGHT_S) / HOUR_S, (said["end_s"] - MIDNIGHT_S) / HOUR_S, said["value"])
        for kind, said in found
        if kind == "value" and said["measure"] == measure
    ]


def skipped(found: list[list[Any]]) -> list[tuple[str, str, int]]:
    return [(said["measure"], said["reason"], said["count"]) for kind, said in found if kind == "skipped"]


def test_a_counter_gives_what_it_grew_by_between_its_readings() -> None:
    found = rows(COUNTERS, reading(9 * HOUR_S, 100), reading(10 * HOUR_S, 315), reading(11 * HOUR_S, 315))
    assert values(found, "steps") == [(0, 9, 100), (9, 10, 215), (10, 11, 0)]


def test_walking_and_running_have_counters_of_their_own_and_strokes_are_no_steps() -> None:
    found = rows(
        COUNTERS,
        reading(9 * HOUR_S, 100),
        reading(10 * HOUR_S, 40, kind=RUNNING),
        reading(11 * HOUR_S, 700, kind=CYCLING),
        reading(12 * HOUR_S, 150),
    )
    assert values(found, "steps") == [(0, 9, 100), (0, 10, 40), (9, 12, 50)]


def test_counters_begin_anew_at_midnight_and_a_reading_at_midnight_ends_the_day() -> None:
    found = rows(
        COUNTERS,
        reading(20 * HOUR_S, 3000, energy=60),
        reading(24 * HOUR_S, 3142, energy=68),
        reading(33 * HOUR_S, 50),
        reading(57 * HOUR_S, 80),
    )
    assert values(found, "steps") == [(0, 20, 3000), (20, 24, 142), (24, 33, 50), (48, 57, 80)]
    assert values(found, "active_energy_kcal") == [(0, 20, 60), (20, 24, 8)]


def test_a_file_that_begins_in_the_day_says_nothing_about_its_first_reading() -> None:
    late = Days(offset_s=3600, begin_s=MIDNIGHT_S + 12 * HOUR_S)
    found = rows(
        COUNTERS, reading(13 * HOUR_S, 5000), reading(14 * HOUR_S, 5100), reading(30 * HOUR_S, 40), days=late
    )
    assert values(found, "steps") == [(13, 14, 100), (24, 30, 40)]
    assert skipped(found) == [("steps", "counted since an earlier file", 1)]


@pytest.mark.parametrize("days", [Days(None, MIDNIGHT_S), Days(3600, None)])
def test_without_a_zone_or_a_begin_only_growth_within_the_file_counts(days: Days) -> None:
    found = rows(COUNTERS, reading(9 * HOUR_S, 100), reading(10 * HOUR_S, 120), days=days)
    assert values(found, "steps") == [(9, 10, 20)]


def test_a_counter_that_fell_within_a_day_was_set_back_and_says_nothing_about_before() -> None:
    found = rows(COUNTERS, reading(9 * HOUR_S, 100), reading(10 * HOUR_S, 30), reading(11 * HOUR_S, 35))
    assert values(found, "steps") == [(0, 9, 100), (10, 11, 5)]
    assert skipped(found) == [("steps", "counted since an earlier file", 1)]


def test_a_reading_without_a_time_is_counted_and_left_out() -> None:
    found = rows(definition(0, 55, [(5, ENUM), (3, UINT32)]), message(0, ("B", WALKING), ("I", 100)))
    assert skipped(found) == [("steps", "no date", 1)]


def test_steps_of_sixteen_bits_are_read_where_there_are_no_others() -> None:
    found = rows(
        definition(0, 55, [(253, UINT32), (5, ENUM), (9, UINT16)]),
        message(0, ("I", told(MIDNIGHT_S + HOUR_S)), ("B", WALKING), ("H", 77)),
    )
    assert values(found, "steps") == [(0, 1, 77)]


def test_energy_without_a_kind_of_activity_has_a_counter_too() -> None:
    found = rows(
        definition(0, 55, [(253, UINT32), (19, UINT16)]),
        message(0, ("I", told(MIDNIGHT_S + HOUR_S)), ("H", 12)),
        message(0, ("I", told(MIDNIGHT_S + 2 * HOUR_S)), ("H", 20)),
    )
    assert values(found, "active_energy_kcal") == [(0, 1, 12), (1, 2, 8)]


def test_minutes_of_intensity_are_kept_apart_and_heart_rates_of_the_day_are_counted() -> None:
    found = rows(
        definition(0, 55, [(253, UINT32), (33, UINT16), (34, UINT16), (27, UINT8)]),
        message(0, ("I", told(MIDNIGHT_S + 1)), ("H", 5), ("H", 0xFFFF), ("B", 70)),
        message(0, ("I", told(MIDNIGHT_S + 2)), ("H", 0), ("H", 3), ("B", 255)),
        message(0, ("I", 0xFFFFFFFF), ("H", 0), ("H", 0), ("B", 0)),
    )
    assert found == [
        [
            "apart",
            {
                "kind": "minutes of intensity, which overlap with workouts",
                "count": 2,
                "first_s": MIDNIGHT_S + 1,
                "last_s": MIDNIGHT_S + 2,
            },
        ],
        ["skipped", {"measure": "heart_rate_bpm", "reason": "outside workouts", "count": 1}],
    ]


def test_kinds_without_any_time_are_kept_apart_too() -> None:
    (found,) = rows(definition(0, 55, [(33, UINT16)]), message(0, ("H", 5)))
    assert (found[1]["first_s"], found[1]["last_s"]) == (None, None)


def test_the_resting_heart_rate_of_the_day_is_taken_and_not_the_mean_of_a_week() -> None:
    found = rows(
        definition(0, 211, [(253, UINT32), (0, UINT8), (1, UINT8)]),
        message(0, ("I", told(MIDNIGHT_S)), ("B", 58), ("B", 55)),
        message(0, ("I", told(MIDNIGHT_S + HOUR_S)), ("B", 58), ("B", 255)),
        message(0, ("I", 0xFFFFFFFF), ("B", 58), ("B", 54)),
    )
    assert values(found, "resting_hr_bpm") == [(0, 0, 55)]
    assert skipped(found) == [("resting_hr_bpm", "no date", 1)]


def test_the_variability_of_the_last_night_is_taken_in_milliseconds() -> None:
    found = rows(
        definition(0, 370, [(253, UINT32), (0, UINT16), (1, UINT16)]),
        message(0, ("I", told(MIDNIGHT_S)), ("H", 60 * 128), ("H", 48 * 128 + 64)),
    )
    assert values(found, "hrv_rmssd_ms") == [(0, 0, 48.5)]


def night(*stages: tuple[float, int]) -> list[tuple[float, float, float]]:
    pieces = [message(0, ("I", told(MIDNIGHT_S + HOUR_S * at)), ("B", stage)) for at, stage in stages]
    return values(rows(definition(0, 275, [(253, UINT32), (0, ENUM)]), *pieces), "sleep_h")


def test_stages_asleep_that_touch_are_one_stretch_and_time_awake_parts_them() -> None:
    assert night((0, 1), (0.5, 2), (2, 3), (3, 4), (3.5, 1), (4, 2), (7, 1)) == [(0.5, 3.5, 3), (4, 7, 3)]


def test_the_last_stage_ends_nothing_and_an_unmeasured_one_is_no_sleep() -> None:
    assert night((0, 2), (2, 0), (3, 4)) == [(0, 2, 2)]
    assert night((0, 2)) == []


def test_a_gap_of_many_hours_is_not_slept_through() -> None:
    assert night((0, 2), (2, 3), (12, 2), (13, 1)) == [(0, 2, 2), (12, 13, 1)]


def test_stages_without_time_or_kind_are_left_out() -> None:
    stages = definition(0, 275, [(253, UINT32), (0, ENUM)])
    found = rows(
        stages, message(0, ("I", 0xFFFFFFFF), ("B", 2)), message(0, ("I", told(MIDNIGHT_S)), ("B", 255))
    )
    assert found == []


def test_naps_are_naps_unless_they_were_deleted() -> None:
    found = rows(
        definition(0, 412, [(0, UINT32), (1, SINT16), (2, UINT32), (5, ENUM)]),
        *(
            message(
                0, ("I", told(MIDNIGHT_S + start)), ("h", 60), ("I", told(MIDNIGHT_S + end)), ("B", deleted)
            )
            for start, end, deleted in (
                (3600, 5400, 0),
                (7200, 9000, 1),
                (9000, 9000, 0),
                (10800, 12600, 255),
            )
        ),
    )
    assert values(found, "nap_h") == [(1, 1.5, 0.5), (3, 3.5, 0.5)]
    assert skipped(found) == [("nap_h", "deleted on the watch", 1), ("nap_h", "no date", 1)]


def scale(*weights: tuple[int, int]) -> list[list[Any]]:
    return rows(
        definition(0, 30, [(253, UINT32), (0, UINT16), (12, UINT16)]),
        *(message(0, ("I", told(MIDNIGHT_S)), ("H", raw), ("H", person)) for raw, person in weights),
    )


def test_weights_are_kilograms() -> None:
    assert values(scale((7580, 0), (7590, 0), (0xFFFF, 0)), "body_mass_kg") == [(0, 0, 75.8), (0, 0, 75.9)]


def test_a_scale_of_several_people_does_not_say_who_is_who() -> None:
    found = scale((7580, 0), (5820, 1))
    assert [kind for kind, _ in found] == ["problem", "apart"]
    assert found[1][1]["count"] == 2
