import random
from pathlib import Path
from typing import Any

import pytest
from tests.intake.fit_files import (
    SESSION,
    UINT8,
    UINT16,
    UINT32,
    activity,
    definition,
    file_id,
    fit_file,
    message,
    session,
    told,
)
from tests.sources.fit_sample import HOUR_S, MIDNIGHT_S, MORNING_S, SAMPLE, sample
from tests.sources.reading import problems, quarantined, rows, seen, skipped

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.intake.fit_rows import rows_of_fit
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources import fit
from untwitch.sources.fit import SOURCE
from untwitch.sources.source import Item
from untwitch.sources.wall_place import WallPlace

START_S = 1_700_000_000


def read_path(path: Path, *, zone: str = "Europe/Berlin", stays: tuple[Stay, ...] = ()) -> list[Item]:
    with open_path(path) as members:
        return list(SOURCE.read(members, mapping=None, zone=zone, progress=silent, stays=stays))


def read(tmp_path: Path, *files: bytes, **place: Any) -> list[Item]:
    for number, data in enumerate(files):
        (tmp_path / f"{number}.bin").write_bytes(data)
    return read_path(tmp_path, **place)


def run(*, start_s: float = START_S, offset_s: int | None = None, **said: Any) -> bytes:
    end = b"" if offset_s is None else activity(start_s, offset_s=offset_s)
    return fit_file(file_id(4), SESSION, session(start_s, 30, **said), end)


def test_the_sample_is_what_its_script_makes() -> None:
    assert SAMPLE.read_bytes() == sample()


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    estimated, rated = rows(items, "exertion_au")
    # 135 bpm lies 0.6 of the way from 60 to 185: effort 6, for 30 minutes
    assert estimated.value == pytest.approx(180)
    assert estimated.estimate
    assert (estimated.start_ms, estimated.end_ms) == (1000 * MORNING_S, 1000 * (MORNING_S + 1800))
    assert (estimated.zone, estimated.zone_known_by, estimated.app) == ("+01:00", "source", "Garmin 2697")
    assert (rated.value, rated.estimate) == (140, False)  # 20 minutes of effort 7
    assert [row.value for row in rows(items, "heart_rate_bpm")] == [135]
    hours = [
        ((row.start_ms / 1000 - MIDNIGHT_S) / HOUR_S, (row.end_ms / 1000 - MIDNIGHT_S) / HOUR_S)
        for row in rows(items, "steps")
    ]
    assert hours == [(0, 8), (8, 12), (12, 24)]
    assert [row.value for row in rows(items, "steps")] == [412, 2600, 4000]
    assert [row.value for row in rows(items, "active_energy_kcal")] == [20, 290]
    assert [row.value for row in rows(items, "resting_hr_bpm")] == [58]
    assert [row.value for row in rows(items, "sleep_h")] == [3.5, 3.5]
    (weight,) = rows(items, "body_mass_kg")
    assert (weight.value, weight.app) == (75.8, "Tanita 3")
    assert (weight.zone, weight.zone_known_by) == ("Europe/Berlin", "guess")


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "heart_rate_bpm") == {"used for workouts only, not kept": 3}
    assert skipped(items, "body_mass_kg") == {"not believable": 1}
    assert problems(items) == [
        Problem(
            "fit.fit, record 2 of body_mass_kg",
            "body_mass_kg: 655.34 kg in 0 h is not believable; left out",
        )
    ]
    assert quarantined(items) == {"FIT stress level of the watch": 4}


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ({"rpe_times_ten": 50, "mean_hr": 150, "energy_kcal": 300}, 150),
        ({"energy_kcal": 300}, 210),  # 10 kcal a minute is effort 7
        ({"mean_hr": 150}, 120),  # without a resting rate a mean says nothing: effort 4
        ({}, 120),
    ],
)
def test_the_effort_rests_on_what_the_house_rule_takes_first(
    tmp_path: Path, said: dict[str, int], amount: float
) -> None:
    (row,) = rows(read(tmp_path, run(**said)), "exertion_au")
    assert row.value == pytest.approx(amount)
    assert row.estimate is ("rpe_times_ten" not in said)


@pytest.mark.parametrize(
    ("age", "resting", "max_hr", "effort"),
    [
        (40, 60, 255, 10 * 60 / 120),  # 208 - 0.7 x 40 is 180
        (40, 60, 160, 6),
        (255, 60, 255, 4),
        (3, 60, 255, 4),
        (40, 0, 255, 4),
    ],
)
def test_the_highest_heart_rate_is_the_device_s_or_that_of_the_age(
    tmp_path: Path, age: int, resting: int, max_hr: int, effort: float
) -> None:
    wearer = definition(4, 3, [(2, UINT8), (8, UINT8), (11, UINT8)])
    wearer += message(4, ("B", age), ("B", resting), ("B", max_hr))
    data = fit_file(file_id(4), wearer, SESSION, session(START_S, 30, mean_hr=120))
    (row,) = rows(read(tmp_path, data), "exertion_au")
    assert row.value == pytest.approx(30 * effort)


@pytest.mark.parametrize(("offset_s", "zone"), [(-12_600, "-03:30"), (0, "+00:00"), (45_900, "+12:45")])
def test_the_zone_is_what_the_local_clock_of_the_device_showed(
    tmp_path: Path, offset_s: int, zone: str
) -> None:
    (row,) = rows(read(tmp_path, run(offset_s=offset_s)), "exertion_au")
    assert (row.zone, row.zone_known_by) == (zone, "source")


def test_where_the_device_does_not_say_the_stay_counts_and_then_the_zone_to_assume(tmp_path: Path) -> None:
    stay = Stay(id="6d0a1c5e-0b8f-4a51-9d3e-0a4c7c2f1b11", zone="Asia/Tokyo")
    (row,) = rows(read(tmp_path, run(), stays=(stay,)), "exertion_au")
    assert (row.zone, row.zone_known_by) == ("Asia/Tokyo", "stay")
    (row,) = rows(read(tmp_path, run(), zone="America/Lima"), "exertion_au")
    assert (row.zone, row.zone_known_by) == ("America/Lima", "guess")


def test_a_workout_that_two_files_have_is_one(tmp_path: Path) -> None:
    items = read(tmp_path, run(mean_hr=120), run(mean_hr=120) + b"\0", run(start_s=START_S + 9000))
    assert len(rows(items, "exertion_au")) == 2
    assert skipped(items, "exertion_au") == {"the same again": 1}
    assert seen(items, "exertion_au") == 3
    assert len(rows(items, "heart_rate_bpm")) == 1


def test_a_workout_of_more_than_a_day_is_a_problem(tmp_path: Path) -> None:
    items = read(tmp_path, fit_file(SESSION, session(START_S, 1441)))
    assert skipped(items, "exertion_au") == {"not believable": 1}
    (problem,) = problems(items)
    assert problem.what == "exertion_au: a workout of 1441 minutes is not believable; left out"


def test_a_device_whose_clock_was_not_set_is_told_about(tmp_path: Path) -> None:
    data = fit_file(definition(2, 18, [(2, UINT32), (8, UINT32)]), message(2, ("I", 5000), ("I", 60_000)))
    items = read(tmp_path, data)
    assert [each.what for each in problems(items)] == [fit._NO_DATE]
    assert sum(skipped(items, "exertion_au").values()) == 1


def test_a_file_that_is_cut_off_gives_its_good_part_and_is_incomplete(tmp_path: Path) -> None:
    items = read(tmp_path, run(offset_s=0)[:-8])
    assert len(rows(items, "exertion_au")) == 1
    assert [type(each) for each in problems(items)] == [Incomplete]


def test_files_beside_it_are_read_where_one_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "LARGEST_BYTES", 1000)
    items = read(tmp_path, run() + bytes(1000), run())
    assert len(rows(items, "exertion_au")) == 1
    (problem,) = problems(items)
    assert isinstance(problem, Incomplete)
    assert problem.where == "0.bin"


def test_a_damaged_zip_is_said(tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415 - only here

    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.fit", run())
    path.write_bytes(path.read_bytes()[:-30])
    items = read_path(path)
    assert len(rows(items, "exertion_au")) == 1
    assert isinstance(problems(items)[0], Incomplete)


@pytest.mark.real_data
def test_all_real_files_are_read_and_every_good_part_is_kept(real_data: Path) -> None:
    items = read_path(real_data / "import" / "fit")
    # 43 sessions or workouts of records; 3 watches had no date, 7 stand in two files
    assert len(rows(items, "exertion_au")) == 33
    assert sorted(skipped(items, "exertion_au").values()) == [3, 7]
    assert seen(items, "heart_rate_bpm") == 93_115
    assert sum(row.value for row in rows(items, "steps")) == 3173
    assert [row.value for row in rows(items, "body_mass_kg")] == [75.8, 76.09]
    cut = {each.where for each in items if isinstance(each, Incomplete)}
    assert cut == {
        "activity-settings-corruptheader.fit",
        "activity-settings-nodata.fit",
        "activity-unexpected-eof.fit",
        "nick.fit",
        "strava-android-app-201.10-b1218918.fit",
    }
    by_start = {row.start_ms: row for row in rows(items, "exertion_au")}
    ride = by_start[1_497_283_762_000]  # fenix 5: one minute, mean 101, resting 48, highest 183
    assert ride.value == pytest.approx(60.363 / 60 * 10 * (101 - 48) / (183 - 48))
    assert ride.zone == "-07:00"
    trainer = by_start[1_320_238_459_000]  # Edge 800: 379 kcal in 2261.85 s
    assert trainer.value == pytest.approx(0.7 * 379)


def test_a_value_that_two_files_have_is_one(tmp_path: Path) -> None:
    scale = definition(1, 30, [(253, UINT32), (0, UINT16)])
    scale += message(1, ("I", told(START_S)), ("H", 7580))
    items = read(tmp_path, fit_file(file_id(9), scale), fit_file(file_id(9), scale, scale))
    assert [row.value for row in rows(items, "body_mass_kg")] == [75.8]
    assert skipped(items, "body_mass_kg") == {"the same again": 2}


def facts_of(*files: bytes) -> set[tuple[object, ...]]:
    """Gives what files say together, without the sandbox."""
    reader = fit._Reader(WallPlace("UTC"))
    items: list[Item] = []
    for data in files:
        for row in rows_of_fit(data):
            items += reader.take(row, where="a.fit")
    items += reader.shelf.finish(where="folder")
    batches = (each for each in items if isinstance(each, SampleBatch))
    return {
        (each.measure, row.start_ms, row.end_ms, row.value, row.app)
        for each in batches
        for row in each.rows()
    }


@pytest.mark.real_data
def test_what_a_file_says_does_not_depend_on_which_others_are_there(real_data: Path) -> None:
    paths = [each for each in (real_data / "import" / "fit").iterdir() if each.suffix.lower() == ".fit"]
    files = [path.read_bytes() for path in paths]
    together = facts_of(*files)
    assert len(together) == 33 + 28 + 81 + 2 + 2
    assert set().union(*(facts_of(each) for each in files)) == together
    draw = random.Random(3)
    for _ in range(3):
        draw.shuffle(files)
        half = len(files) // 2
        assert facts_of(*files[: half + 5]) | facts_of(*files[half - 5 :]) == together
