import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.file_exports import STAY, read, read_path
from tests.sources.reading import problems, quarantined, rows, seen, skipped

from untwitch.facts.problem import Incomplete
from untwitch.sources.source import Item

SAMPLE = Path(__file__).parent / "samples" / "activitywatch.json"
EIGHT_MS = 1_771_833_600_000  # 2026-02-23 08:00 UTC
HOUR_MS = 3_600_000


def bucket(kind: str, events: list[Any], *, host: str | None = "desk") -> dict[str, Any]:
    return {"id": "a_desk", "type": kind, "hostname": host, "events": events}


def presses(at: str, seconds: float, count: object) -> dict[str, Any]:
    return {"timestamp": at, "duration": seconds, "data": {"presses": count}}


def exported(tmp_path: Path, **buckets: Any) -> list[Item]:
    return read(tmp_path, {"aw-buckets-export.json": json.dumps({"buckets": buckets})})


def hours(items: list[Item], measure: str) -> list[tuple[float, float]]:
    return [((row.start_ms - EIGHT_MS) / HOUR_MS, row.value) for row in rows(items, measure)]


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    # 180 windows of 5 s with a press; ten watched minutes without; 20 s over two hours; the last left out
    assert hours(items, "repetitive_h") == [
        (0, pytest.approx(0.25)),
        (1, 0),
        (3, pytest.approx(10 / 3600)),
        (4, pytest.approx(10 / 3600)),
    ]
    # at the desk 08:00 to 10:15, away until 14:00
    assert hours(items, "screen_h") == [(0, 1), (1, 1), (2, 0.25), (3, 0), (4, 0), (5, 0)]
    first = rows(items, "repetitive_h")[0]
    assert (first.app, first.zone, first.zone_known_by, first.estimate) == (
        "ActivityWatch desk", "Europe/Berlin", "guess", True,
    )  # fmt: skip
    assert not rows(items, "screen_h")[0].estimate


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "repetitive_h") == {"time cannot be read": 1, "the last hour is not over": 1}
    assert skipped(items, "screen_h") == {"the last hour is not over": 1}
    (problem,) = problems(items)
    assert problem.where == "activitywatch.json, aw-watcher-input_desk, record 2"
    assert problem.what == "repetitive_h: it does not say how many presses there were; left out"
    assert quarantined(items) == {"ActivityWatch currentwindow": 3}


def test_a_watched_hour_without_a_press_is_a_zero_and_an_unwatched_one_is_unknown(tmp_path: Path) -> None:
    events = [presses("2026-02-23T08:00:00Z", 1800, 0), presses("2026-02-23T10:00:00Z", 5, 0)]
    items = exported(tmp_path, one=bucket("os.hid.input", [*events, presses("2026-02-23T11:00:00Z", 5, 1)]))
    assert hours(items, "repetitive_h") == [(0, 0), (2, 0)]


def test_a_watcher_that_had_stopped_is_missing_while_another_went_on(tmp_path: Path) -> None:
    items = exported(
        tmp_path,
        typed=bucket("os.hid.input", [presses(f"2026-02-23T{hour:02}:00:00Z", 60, 5) for hour in (8, 9)]),
        desk=bucket(
            "afkstatus",
            [
                {"timestamp": f"2026-02-23T{hour:02}:00:00Z", "duration": 60, "data": {"status": "not-afk"}}
                for hour in (8, 9, 10, 11)
            ],
        ),
    )
    assert [at for at, _ in hours(items, "repetitive_h")] == [0]
    assert [at for at, _ in hours(items, "screen_h")] == [0, 1, 2]


def test_of_one_hour_alone_nothing_is_left_out(tmp_path: Path) -> None:
    items = exported(tmp_path, one=bucket("os.hid.input", [presses("2026-02-23T08:00:00Z", 36, 5)]))
    assert hours(items, "repetitive_h") == [(0, 0.01)]


def test_a_longer_export_brings_the_hours_of_the_shorter_again_and_more(tmp_path: Path) -> None:
    events = [
        presses(f"2026-02-23T{hour:02}:{minute:02}:00Z", 60, minute % 3)
        for hour in (8, 9, 10)
        for minute in range(60)
    ]
    shorter = exported(tmp_path, one=bucket("os.hid.input", events[:150]))
    longer = exported(tmp_path, one=bucket("os.hid.input", events[::-1]))
    for items in (shorter, longer):
        found = hours(items, "repetitive_h")
        assert [at for at, _ in found] == [0, 1]
        assert [value for _, value in found] == pytest.approx([2 / 3, 2 / 3])


def test_computers_are_told_apart_and_one_without_a_name_is_called_by_its_bucket(tmp_path: Path) -> None:
    event = presses("2026-02-23T08:00:00Z", 36, 5)
    items = exported(
        tmp_path, one=bucket("os.hid.input", [event]), two_laptop=bucket("os.hid.input", [event], host="")
    )
    assert [row.app for row in rows(items, "repetitive_h")] == ["ActivityWatch desk", "ActivityWatch laptop"]


def test_an_hour_has_no_more_than_an_hour(tmp_path: Path) -> None:
    events = [presses("2026-02-23T08:00:00Z", 3000, 5), presses("2026-02-23T08:01:00Z", 3000, 5)]
    assert hours(exported(tmp_path, one=bucket("os.hid.input", events)), "repetitive_h") == [(0, 1)]


@pytest.mark.parametrize(
    "event",
    [
        None,
        {},
        presses("yesterday", 5, 1),
        presses("2026-02-23T08:00:00Z", -1, 1),
        presses("2026-02-23T08:00:00Z", 90_000, 1),
        presses("2026-02-23T08:00:00Z", float("nan"), 1),
        presses("2026-02-23T08:00:00Z", 5, None),
        presses("2026-02-23T08:00:00Z", 5, -2),
    ],
)
def test_an_event_that_cannot_be_read_is_a_problem_with_its_place(tmp_path: Path, event: object) -> None:
    items = exported(tmp_path, one=bucket("os.hid.input", [presses("2026-02-23T08:00:00", 36, 5), event]))
    assert hours(items, "repetitive_h") == [(0, 0.01)]
    assert [each.where for each in problems(items)] == ["aw-buckets-export.json, one, record 2"]


def test_a_status_that_is_not_known_is_a_problem(tmp_path: Path) -> None:
    event = {"timestamp": "2026-02-23T08:00:00Z", "duration": 5, "data": {"status": "maybe"}}
    (problem,) = problems(exported(tmp_path, one=bucket("afkstatus", [event])))
    assert "'maybe' is neither afk nor not-afk" in problem.what


def test_an_export_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    events = [presses(f"2026-02-23T{hour:02}:00:00Z", 36, 5) for hour in (8, 9, 10)]
    text = json.dumps({"version": [1], "buckets": {"one": bucket("os.hid.input", events)}})
    text = '{"buckets": {}, ' + text[1:]
    items = read(tmp_path, {"a.json": text[: text.rfind('{"timestamp"') + 20]})
    assert hours(items, "repetitive_h") == [(0, 0.01)]
    assert any(isinstance(each, Incomplete) for each in items)


def test_an_empty_bucket_and_one_without_events_give_nothing(tmp_path: Path) -> None:
    items = exported(tmp_path, one=bucket("os.hid.input", []), two={"type": "afkstatus"})
    assert seen(items, "repetitive_h") == seen(items, "screen_h") == 0


def test_the_hours_are_in_the_stay_where_there_is_one(tmp_path: Path) -> None:
    text = json.dumps({"buckets": {"one": bucket("os.hid.input", [presses("2026-02-23T08:00:00Z", 36, 5)])}})
    (row,) = rows(read(tmp_path, {"a.json": text}, stays=(STAY,)), "repetitive_h")
    assert (row.zone, row.zone_known_by) == ("Asia/Tokyo", "stay")


@pytest.mark.real_data
def test_the_made_export_that_lies_beside_gives_its_five_seconds_of_typing(real_data: Path) -> None:
    (path,) = (real_data / "import" / "activitywatch_synthetic").iterdir()
    items = read_path(path)
    assert [row.value for row in rows(items, "repetitive_h")] == [pytest.approx(5 / 3600)]
    assert [row.value for row in rows(items, "screen_h")] == [0.5]
