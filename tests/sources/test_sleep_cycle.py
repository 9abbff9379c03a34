from pathlib import Path

import pytest
from tests.sources.reading import (
    SAMPLES,
    claims,
    plans,
    problems,
    quarantined,
    read,
    read_text,
    rows,
    spans,
    values,
)

from untwitch.sources.sleep_cycle import SOURCE

SAMPLE = SAMPLES / "sleep_cycle.csv"
OLD = "Start;End;Sleep quality;Time in bed;Wake up;Sleep Notes;Heart rate;Activity (steps)\n"


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "sleep_h") == pytest.approx(
        [27000.5 / 3600, 7, 29400 / 3600, 7.75, 28200 / 3600, 28500 / 3600]
    )
    assert spans(items, "sleep_h")[0] == "2026-03-01 23:10 to 2026-03-02 07:10"
    assert [each.where for each in problems(items)] == ["row 4, column time asleep", "row 6"]


def test_time_in_bed_stands_for_sleep_only_where_none_is_written_and_is_an_estimate() -> None:
    assert [row.estimate for row in rows(read(SOURCE, SAMPLE), "sleep_h")] == [False, True, *[False] * 4]


def test_the_score_of_the_app_is_no_rating_of_the_night() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "sleep_quality_1_5") == []
    assert quarantined(items)["sleep quality"] == 7


def test_a_file_of_2013_is_parted_by_semicolons_too(tmp_path: Path) -> None:
    items = read_text(
        SOURCE,
        tmp_path,
        f"{OLD}2013-09-30 01:11:48;2013-09-30 08:02:48;75%;6:50;:|;;0;0\n"
        "2019-01-30 22:01:55;2019-01-31 05:58:28;91%;7:56;:|;Stressful day:Worked out;0;0\n",
    )
    assert values(items, "sleep_h") == pytest.approx([6.85, 7 + 56 / 60 + 33 / 3600])
    assert quarantined(items)["activity:worked out"] == 1
    assert quarantined(items)["wake up"] == 2


def test_tags_mean_what_a_person_says() -> None:
    assert dict(plans(SOURCE, SAMPLE)[0].suggestions) == {"activity:stressful day": "stress_0_10:7"}
    said = read(SOURCE, SAMPLE, mapping={"activity:stressful day": "stress_0_10:7"})
    assert values(said, "stress_0_10") == [7]
    assert spans(said, "stress_0_10") == ["2026-03-01 23:10"]


def test_a_file_without_notes_has_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Start;End;Sleep Quality\n2026-03-01 23:00:00;2026-03-02 07:00:00;82%\n")
    assert plans(SOURCE, path) == ()


@pytest.mark.parametrize(
    ("header", "score"),
    [("Start;End;Sleep quality", 0.95), ("Start;End;Sleep Quality;Regularity", 0.95), ("Start;End;Mood", 0)],
)
def test_it_is_known_by_its_header(tmp_path: Path, header: str, score: float) -> None:
    assert claims(SOURCE, tmp_path, f"{header}\n") == score
