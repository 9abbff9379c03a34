from pathlib import Path

import pytest
from tests.sources.reading import (
    SAMPLES,
    claims,
    problems,
    quarantined,
    read,
    read_text,
    rows,
    skipped,
    spans,
    values,
)

from untwitch.facts.identity import new_id
from untwitch.facts.stay import Stay
from untwitch.sources.plees import SOURCE

SAMPLE = SAMPLES / "plees.csv"


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "sleep_h") == [8, 6.5, 0.5, 7.5]
    assert spans(items, "sleep_h")[0] == "2026-03-02 23:00 to 2026-03-03 07:00"
    assert [each.where for each in problems(items)] == ["row 5"]
    assert skipped(items, "sleep_h") == {"time cannot be read": 1}


def test_a_rating_of_zero_is_one_that_nobody_gave() -> None:
    assert values(read(SOURCE, SAMPLE), "sleep_quality_1_5") == [4, 5, 2]


def test_the_zone_is_that_of_the_stay(tmp_path: Path) -> None:
    stay = Stay(id=new_id(), zone="Asia/Tokyo")
    assert {row.zone for row in rows(read(SOURCE, SAMPLE, stays=[stay]), "sleep_h")} == {"Asia/Tokyo"}
    assert {row.zone_known_by for row in rows(read(SOURCE, SAMPLE), "sleep_h")} == {"guess"}


def test_a_rating_off_the_scale_is_told_and_a_new_column_kept_apart(tmp_path: Path) -> None:
    text = "sid,start,stop,rating,comment,wakes\n1,1772488800000,1772517600000,6,private,2\n"
    items = read_text(SOURCE, tmp_path, text)
    assert [each.where for each in problems(items)] == ["row 2, column rating"]
    assert quarantined(items) == {"wakes": 1, "sleep_quality_1_5": 1}
    assert "private" not in str(items)


@pytest.mark.parametrize(
    ("header", "score"),
    [("sid,start,stop,rating", 0.95), ("sid,start,stop,rating,wakes", 0.95), ("start,stop,rating", 0)],
)
def test_it_is_known_by_its_header(tmp_path: Path, header: str, score: float) -> None:
    assert claims(SOURCE, tmp_path, f"{header}\n") == score


@pytest.mark.real_data
def test_the_real_export_gives_its_three_stretches_of_seconds(real_data: Path) -> None:
    items = read(SOURCE, real_data / "import" / "plees_tracker" / "plees-tracker.csv")
    assert [round(each * 3_600_000) for each in values(items, "sleep_h")] == [28_161, 1_522, 1_407]
    assert values(items, "sleep_quality_1_5") == [5, 3]
    assert problems(items) == []
