from pathlib import Path
from typing import Any

import pytest
from tests.sources.file_exports import SAMPLES, STAY, read, read_path
from tests.sources.reading import problems, rows, skipped

from untwitch.intake.members import open_path
from untwitch.sources.rescuetime import SOURCE
from untwitch.sources.source import Item

SAMPLE = SAMPLES / "rescuetime.csv"
EIGHT_MS = 1_772_463_600_000  # 2026-03-02 08:00 in a place seven hours behind UTC
HOUR_MS = 3_600_000
REPORT = "Date,Time Spent (seconds),Number of People,Activity,Category,Productivity"


def hours(items: list[Item]) -> list[tuple[float, float]]:
    return [((row.start_ms - EIGHT_MS) / HOUR_MS, row.value) for row in rows(items, "screen_h")]


def read_report(tmp_path: Path, *lines: str, **place: Any) -> list[Item]:
    return read(tmp_path, {"report.csv": "\n".join([REPORT, *lines])}, **place)


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    assert hours(items) == [
        (0, 0.5),
        (1, 1),
        (2, 0),
        (3, pytest.approx(1 / 12)),
        (5, 0.25),
        (6, pytest.approx(5 / 12)),
    ]
    first = rows(items, "screen_h")[0]
    assert (first.zone, first.zone_known_by, first.app, first.end_ms - first.start_ms) == (
        "-07:00", "source", "RescueTime", HOUR_MS,
    )  # fmt: skip


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "screen_h") == {"cannot be used": 1, "the last hour or day is not over": 1}
    assert [each.where for each in problems(items)] == ["row 4"]


def test_a_report_by_the_hour_is_in_the_place_where_the_person_was(tmp_path: Path) -> None:
    lines = [
        "2026-03-02T09:00:00,1200,1,editor,x,2",
        "2026-03-02T09:05:00,600,1,mail,x,0",
        "2026-03-02T10:00:00,60,1,a,b,0",
    ]
    (row,) = rows(read_report(tmp_path, *lines, stays=(STAY,)), "screen_h")
    assert (row.value, row.zone, row.zone_known_by) == (0.5, "Asia/Tokyo", "stay")
    assert row.start_ms == 1_772_409_600_000  # 09:00 in Tokyo


def test_a_report_by_the_day_gives_whole_days(tmp_path: Path) -> None:
    lines = [
        "2026-03-29T00:00:00,20000,1,editor,x,2",
        "2026-03-29T00:00:00,1600,1,mail,x,0",
        "2026-03-30T00:00:00,60,1,a,b,0",
    ]
    (row,) = rows(read_report(tmp_path, *lines), "screen_h")
    assert (row.value, row.end_ms - row.start_ms) == (6, 23 * HOUR_MS)


def test_an_hour_that_is_alone_is_kept(tmp_path: Path) -> None:
    assert [
        row.value for row in rows(read_report(tmp_path, "2026-03-02T09:00:00,60,1,a,b,0"), "screen_h")
    ] == [pytest.approx(1 / 60)]


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-02,60,1,a,b,0",
        "soon,60,1,a,b,0",
        "2026-03-02T09:00:00,-60,1,a,b,0",
        "2026-03-02T09:00:00,x,1,a,b,0",
    ],
)
def test_a_row_that_is_no_stretch_of_time_is_a_problem(tmp_path: Path, line: str) -> None:
    items = read_report(tmp_path, "2026-03-02T10:00:00,60,1,a,b,0", line)
    assert skipped(items, "screen_h") == {"cannot be used": 1}
    assert [each.where for each in problems(items)] == ["row 3"]


def test_an_hour_in_no_year_that_counts_is_a_problem(tmp_path: Path) -> None:
    items = read_report(tmp_path, "2026-03-02T10:00:00,60,1,a,b,0", "1826-03-02T10:00:00,60,1,a,b,0")
    assert skipped(items, "screen_h") == {"time cannot be read": 1}
    assert problems(items)[0].where == "1826-03-02 10:00:00"


def test_an_empty_report_gives_nothing(tmp_path: Path) -> None:
    assert rows(read_report(tmp_path), "screen_h") == []


@pytest.mark.parametrize(
    "line", ["2026-03-02 09:00:00,a,b,c,d,60", "2026-03-02 09:00:00 -0700,a,b,c,d,e", '"' * 1500]
)
def test_other_tables_are_not_claimed(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(line + "\n")
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0
