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

from untwitch.facts.refused import Refused
from untwitch.sources.sleep_as_android import SOURCE

SAMPLE = SAMPLES / "sleep_as_android.csv"
HEADER = "Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,Snore,Noise,Cycles,DeepSleep,LenAdjust,Geo\n"


def night(
    *, id_ms: str = "1772488800000", zone: str = "Europe/London", hours: str = "8.0", adjust: str = "0"
) -> str:
    return f'{HEADER}"{id_ms}","{zone}","","","","{hours}","0.0","","","","","","","{adjust}",""\n'


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "sleep_h") == pytest.approx([8, 5.75, 0.5, 7.5 - 1 / 60])
    assert values(items, "sleep_quality_1_5") == [3.75, 5, 2]
    assert [each.where for each in problems(items)] == ["line 11"]


def test_a_night_lasts_from_its_id_for_its_hours_whatever_the_wall_clock_says() -> None:
    items = read(SOURCE, SAMPLE)
    assert spans(items, "sleep_h")[:2] == [
        "2026-03-02 22:00 to 2026-03-03 06:00",
        "2026-03-03 22:30 to 2026-03-04 05:00",
    ]


def test_a_night_over_the_change_of_the_clock_has_the_hours_that_passed(tmp_path: Path) -> None:
    items = read_text(SOURCE, tmp_path, night(id_ms="1603580400000", hours="8.0"))
    assert spans(items, "sleep_h") == ["2020-10-25 00:00 to 2020-10-25 07:00"]
    assert values(items, "sleep_h") == [8]


def test_minus_one_point_zero_says_typed_and_minus_one_takes_a_minute_off(tmp_path: Path) -> None:
    assert values(read_text(SOURCE, tmp_path, night(adjust="-1.0")), "sleep_h") == [8]
    assert values(read_text(SOURCE, tmp_path, night(adjust="-1")), "sleep_h") == [pytest.approx(8 - 1 / 60)]
    assert values(read_text(SOURCE, tmp_path, night(adjust="")), "sleep_h") == [8]


@pytest.mark.parametrize("adjust", ["-500", "30", "x"])
def test_minutes_awake_that_cannot_be_leave_the_night_out(tmp_path: Path, adjust: str) -> None:
    items = read_text(SOURCE, tmp_path, night(adjust=adjust))
    assert values(items, "sleep_h") == []
    assert [each.where for each in problems(items)] == ["line 2, column LenAdjust"]


@pytest.mark.parametrize(
    ("id_ms", "hours"), [("12", "8"), ("1772488800000", "0"), ("1772488800000", ""), ("x", "8")]
)
def test_a_night_without_a_time_or_a_length_is_left_out(tmp_path: Path, id_ms: str, hours: str) -> None:
    items = read_text(SOURCE, tmp_path, night(id_ms=id_ms, hours=hours))
    assert values(items, "sleep_h") == []
    assert len(problems(items)) == 1


def test_the_zone_is_that_of_the_night_where_it_names_one(tmp_path: Path) -> None:
    assert [(row.zone, row.zone_known_by) for row in rows(read(SOURCE, SAMPLE), "sleep_h")][1:3] == [
        ("Europe/London", "source"),
        ("Europe/Berlin", "guess"),
    ]
    (row,) = rows(read_text(SOURCE, tmp_path, night(zone="Middle/Earth")), "sleep_h")
    assert row.zone == "Europe/Berlin"


def test_hash_tags_are_suggested_and_their_number_is_no_part_of_them() -> None:
    assert quarantined(read(SOURCE, SAMPLE)) == {"activity:stress": 1, "activity:alcohol": 1}
    assert dict(plans(SOURCE, SAMPLE)[0].suggestions) == {"activity:stress": "stress_0_10:7"}
    said = read(SOURCE, SAMPLE, mapping={"activity:stress": "stress_0_10:7", "activity:alcohol": "ignore"})
    assert values(said, "stress_0_10") == [7]
    assert quarantined(said) == {}


def test_the_words_of_a_comment_are_not_kept() -> None:
    assert "a long day" not in str(read(SOURCE, SAMPLE))


def test_a_line_that_is_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is not a line of a table"):
        read_text(SOURCE, tmp_path, f'{HEADER}"{"9" * 200_000}"\n')


def test_it_is_known_by_the_begin_of_its_first_row(tmp_path: Path) -> None:
    assert claims(SOURCE, tmp_path, HEADER) == 0.95
    assert claims(SOURCE, tmp_path, "Id,Tz,Hours\n") == 0


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "nights", "longest_h"),
    [
        ("sleep-export.1.zip", 2, 11.0),
        ("sleep-export.2.zip", 4, 11.0),
        ("sleep-export.3.zip", 7, 11.0),
        ("sleep-export.4.zip", 8, 11.0),
        ("sleep-export.1606551886.zip", 8, 11.0),
        ("sleep-export.1606736472.zip", 9, 11.0),
        ("sleep-export.1606738409.zip", 10, 11.0),
        ("sleep-export.1606738537.zip", 11, 11.0),
        ("sleep-export.1606907034.zip", 12, 11.0),
    ],
)
def test_the_real_exports_give_all_their_nights(
    real_data: Path, name: str, nights: int, longest_h: float
) -> None:
    items = read(SOURCE, real_data / "import" / "sleep_as_android" / name)
    assert len(values(items, "sleep_h")) == nights
    assert max(values(items, "sleep_h")) == longest_h
    assert {row.zone for row in rows(items, "sleep_h")} == {"Europe/London"}
    assert problems(items) == []
