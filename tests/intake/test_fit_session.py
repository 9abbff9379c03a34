from typing import Any

import pytest
from tests.intake.fit_files import (
    SESSION,
    UINT8,
    UINT16,
    UINT32,
    definition,
    fit_file,
    message,
    records,
    session,
    told,
)

from untwitch.intake.fit_scan import scans
from untwitch.intake.fit_session import workouts_of

START_S = 1_700_000_000


def rows(*pieces: bytes) -> list[list[Any]]:
    (scan,) = scans(fit_file(*pieces))
    return list(workouts_of(scan))


def workouts(*pieces: bytes) -> list[dict[str, Any]]:
    return [said for kind, said in rows(*pieces) if kind == "workout"]


def test_a_session_is_a_workout_with_all_that_it_says() -> None:
    (workout,) = workouts(
        SESSION, session(START_S, 30, elapsed_min=40, energy_kcal=300, mean_hr=140, rpe_times_ten=65)
    )
    assert workout == {
        "start_s": START_S,
        "end_s": START_S + 2400,
        "minutes": 30,
        "rpe_0_10": 6.5,
        "mean_hr_bpm": 140,
        "energy_kcal": 300,
        "resting_hr_bpm": None,
        "max_hr_bpm": None,
        "age_years": None,
    }


def test_what_the_device_knows_of_its_wearer_goes_with_the_workout() -> None:
    (workout,) = workouts(
        definition(0, 3, [(2, UINT8), (8, UINT8), (11, UINT8)]),
        message(0, ("B", 41), ("B", 55), ("B", 185)),
        SESSION,
        session(START_S, 30),
    )
    assert (workout["age_years"], workout["resting_hr_bpm"], workout["max_hr_bpm"]) == (41, 55, 185)


def test_the_zones_know_the_highest_heart_rate_better_than_the_default() -> None:
    (workout,) = workouts(
        definition(0, 3, [(11, UINT8)]),
        message(0, ("B", 185)),
        definition(0, 7, [(1, UINT8)]),
        message(0, ("B", 178)),
        SESSION,
        session(START_S, 30),
    )
    assert workout["max_hr_bpm"] == 178


def test_the_mean_heart_rate_is_that_of_the_records_within_where_the_session_has_none() -> None:
    found = rows(
        records(START_S, [(-5, 200), (0, 100), (60, 110), (120, 120), (180, 0), (240, 255), (1801, 200)]),
        SESSION,
        session(START_S, 30),
    )
    assert found[0] == ["skipped", {"measure": "heart_rate_bpm", "reason": "used", "count": 5}]
    assert found[1][1]["mean_hr_bpm"] == 110


@pytest.mark.parametrize("mean_hr", [0, 19, 0xFF])
def test_too_few_heart_rates_and_a_mean_of_none_are_unknown(mean_hr: int) -> None:
    (workout,) = workouts(
        records(START_S, [(0, 100), (60, 110)]), SESSION, session(START_S, 30, mean_hr=mean_hr)
    )
    assert workout["mean_hr_bpm"] is None


def test_energy_that_a_resting_body_uses_too_is_taken_off_and_none_is_unknown() -> None:
    fields = [(2, UINT32), (8, UINT32), (11, UINT16), (196, UINT16)]
    pieces = [definition(0, 18, fields)]
    for number, (total, at_rest) in enumerate([(300, 40), (300, 0xFFFF), (0, 0xFFFF), (40, 40)]):
        pieces.append(
            message(0, ("I", told(START_S + 4000 * number)), ("I", 600_000), ("H", total), ("H", at_rest))
        )
    assert [each["energy_kcal"] for each in workouts(*pieces)] == [260, 300, None, None]


def test_sessions_of_one_file_follow_each_other() -> None:
    found = rows(SESSION, session(START_S, 60), session(START_S + 1800, 10))
    assert found[0][0] == "problem"
    assert "runs into the next" in found[0][1]
    assert [
        (each["start_s"] - START_S, each["end_s"] - START_S, each["minutes"]) for _, each in found[1:]
    ] == [
        (0, 1800, 30),
        (1800, 2400, 10),
    ]


def test_a_few_seconds_of_overlap_are_cut_without_a_word() -> None:
    first, second = rows(SESSION, session(START_S + 600, 10), session(START_S, 10.5))
    assert (first[1]["end_s"] - START_S, first[1]["minutes"]) == (600, 10)
    assert second[1]["minutes"] == 10


def test_a_length_is_told_from_the_begin_and_the_time_of_writing_where_nothing_else_says() -> None:
    (workout,) = workouts(
        definition(0, 18, [(2, UINT32), (253, UINT32)]),
        message(0, ("I", told(START_S)), ("I", told(START_S + 1200))),
    )
    assert (workout["end_s"] - START_S, workout["minutes"]) == (1200, 20)


@pytest.mark.parametrize("start", [0xFFFFFFFF, 5000])
def test_a_session_without_a_date_is_counted_and_left_out(start: int) -> None:
    found = rows(definition(0, 18, [(2, UINT32), (8, UINT32)]), message(0, ("I", start), ("I", 60_000)))
    assert found == [["skipped", {"measure": "exertion_au", "reason": "no date", "count": 1}]]


def test_a_session_without_a_length_is_left_out() -> None:
    assert rows(definition(0, 18, [(2, UINT32)]), message(0, ("I", told(START_S)))) == [
        ["skipped", {"measure": "exertion_au", "reason": "no date", "count": 1}]
    ]


def test_a_file_without_a_session_gives_the_workout_of_its_records_without_pauses() -> None:
    at = [0, 10, 20, 320, 330, 340]
    found = rows(records(START_S, [(each, 120) for each in at]))
    assert found[1] == [
        "problem",
        "it ends before the summary of its workout; the workout is taken from its records",
    ]
    workout = found[2][1]
    assert (workout["start_s"], workout["end_s"], workout["minutes"]) == (START_S, START_S + 340, 40 / 60)
    assert workout["mean_hr_bpm"] == 120


def test_a_time_that_cannot_belong_to_the_workout_does_not_stretch_it() -> None:
    found = rows(records(START_S, [(0, 120), (10, 120), (40_000_000, 120), (20, 120)]))
    assert found[2][1]["end_s"] == START_S + 20


def test_records_without_a_date_are_counted_and_left_out() -> None:
    found = rows(definition(0, 20, [(3, UINT8)]), message(0, ("B", 90)))
    assert found[1] == ["skipped", {"measure": "exertion_au", "reason": "no date", "count": 1}]


def test_a_file_without_either_has_no_workout() -> None:
    assert rows(SESSION) == []
