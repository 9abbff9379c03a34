from pathlib import Path
from typing import Any

import pytest
from tests.sources.file_exports import SAMPLES, STAY, read, read_path
from tests.sources.reading import problems, rows, skipped

from untwitch.sources.source import Item

SAMPLE = SAMPLES / "strava.csv"
HEADER = (
    "Activity ID,Activity Date,Activity Type,Elapsed Time,Distance,Elapsed Time,Moving Time,"
    "Average Heart Rate,Calories,Perceived Exertion"
)
SEVEN_MS = 1_777_532_400_000  # 2026-04-30 07:00 UTC


def row(
    date: str = "Apr 30, 2026, 7:00:00 AM",
    *,
    elapsed: str = "3600",
    exact: str = "",
    moving: str = "",
    more: str = ",,",
) -> str:
    return f'1,"{date}",Run,{elapsed},10.0,{exact},{moving},{more}'


def read_rows(tmp_path: Path, *lines: str, **place: Any) -> list[Item]:
    return read(tmp_path, {"activities.csv": "\n".join([HEADER, *lines])}, **place)


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    found = [
        (row.value, row.estimate, (row.end_ms - row.start_ms) // 1000) for row in rows(items, "exertion_au")
    ]
    # 50 minutes at 12 kcal are effort 8.4; 83 1/3 minutes of effort 6; the exact length of the fourth counts
    assert [value for value, _, _ in found] == pytest.approx([420, 500, 120, 90, 160])
    assert [estimate for _, estimate, _ in found] == [True, False, True, False, True]
    assert [seconds for _, _, seconds in found] == [3600, 5400, 1800, 1900, 2400]
    first = rows(items, "exertion_au")[0]
    assert (first.start_ms, first.zone, first.zone_known_by, first.app) == (
        SEVEN_MS, "Europe/Berlin", "guess", "Strava",
    )  # fmt: skip
    assert [row.value for row in rows(items, "heart_rate_bpm")] == [150, 140]


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "exertion_au") == {"time cannot be read": 1, "cannot be used": 1}
    assert [each.where for each in problems(items)] == ["row 5", "row 8"]


def test_the_place_is_the_stay(tmp_path: Path) -> None:
    (found,) = rows(read_rows(tmp_path, row(), stays=(STAY,)), "exertion_au")
    assert (found.zone, found.zone_known_by) == ("Asia/Tokyo", "stay")


def test_of_two_columns_of_one_name_the_last_that_is_not_blank_counts(tmp_path: Path) -> None:
    first, second = rows(read_rows(tmp_path, row(exact="3000.5"), row(elapsed="1800")), "exertion_au")
    assert [first.value, second.value] == pytest.approx([4 * 3000.5 / 60, 120])


@pytest.mark.parametrize(("rated", "value"), [("0", 240), ("11", 240), ("10", 600), ("1", 60)])
def test_an_effort_is_rated_from_one_to_ten(tmp_path: Path, rated: str, value: float) -> None:
    (found,) = rows(read_rows(tmp_path, row(more=f",,{rated}")), "exertion_au")
    assert found.value == value
    assert found.estimate is (value == 240)


def test_no_energy_is_no_effort_of_nothing(tmp_path: Path) -> None:
    (found,) = rows(read_rows(tmp_path, row(more=",0,")), "exertion_au")
    assert found.value == 240


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row("Apr 30, 2026"), "time cannot be read"),
        (row("Apr 30, 1826, 7:00:00 AM"), "time cannot be read"),
        (row(elapsed=""), "cannot be used"),
        (row(elapsed="90000"), "cannot be used"),
        (row(elapsed="900000", moving="3600"), "cannot be used"),
        (row(elapsed="86400", more=",,10"), "cannot be used"),
        (row(more="900,,"), "cannot be used"),
        (row(more="x,,"), "cannot be used"),
    ],
)
def test_a_row_that_cannot_be_used_is_a_problem_and_hides_no_other(
    tmp_path: Path, line: str, reason: str
) -> None:
    items = read_rows(tmp_path, row(), line)
    assert len(rows(items, "exertion_au")) == 1
    assert skipped(items, "exertion_au") == {reason: 1}
    assert [each.where for each in problems(items)] == ["row 3"]
