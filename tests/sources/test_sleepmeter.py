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

from untwitch.sources.sleepmeter import SOURCE

SAMPLE = SAMPLES / "sleepmeter.csv"
HEADER = "wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes\n"


def night(*, wake: str = "07:00", holes: str = "", words: str = "NONE,NONE,NONE") -> str:
    moment = '"2026-03-0{}+0100"'
    begin = f"{moment.format(f'3 {wake}')},{moment.format('2 23:00')},{moment.format('2 22:50')}"
    return f'{HEADER}{begin},{holes},NIGHT_SLEEP,NONE,{words},5,""\n'


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "sleep_h") == [7.25, 0, 7.5, 7.75, 7]
    assert values(items, "nap_h") == [0.5]
    assert [each.where for each in problems(items)] == ["line 14", "line 16"]


def test_quotes_and_lines_in_a_note_hide_no_night() -> None:
    items = read(SOURCE, SAMPLE)
    assert spans(items, "nap_h") == ["2026-03-03 14:00 to 2026-03-03 14:30"]
    assert "a quote" not in str(items)


def test_holes_are_minutes_awake(tmp_path: Path) -> None:
    assert values(read_text(SOURCE, tmp_path, night(holes="0-60")), "sleep_h") == [7]
    assert values(read_text(SOURCE, tmp_path, night(holes="0-480")), "sleep_h") == [0]


@pytest.mark.parametrize("holes", ["60-30", "10-20|15-30", "1", "-5", "0-482", "0-" + "9" * 5000])
def test_holes_that_cannot_be_leave_the_night_out(tmp_path: Path, holes: str) -> None:
    items = read_text(SOURCE, tmp_path, night(holes=holes))
    assert values(items, "sleep_h") == []
    assert [each.where for each in problems(items)] == ["line 2"]


def test_a_night_without_sleep_is_zero_and_not_unknown() -> None:
    assert spans(read(SOURCE, SAMPLE), "sleep_h")[1] == "2026-03-04 04:00"


def test_a_night_over_the_change_of_the_clock_has_the_hours_that_passed() -> None:
    (row,) = (each for each in rows(read(SOURCE, SAMPLE), "sleep_h") if each.value == 7)
    assert (row.end_ms - row.start_ms) / 3_600_000 == 7
    assert (row.zone, row.zone_known_by) == ("+01:00", "source")


def test_quality_is_kept_apart_because_the_app_sets_it_by_itself() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "sleep_quality_1_5") == []
    assert quarantined(items)["quality"] == 6


def test_a_persons_own_words_stand_for_their_numbers() -> None:
    assert quarantined(read(SOURCE, SAMPLE)) == {
        "activity:stress": 1, 'activity:late "shift", again': 1, "activity:at mother's": 1,
        "activity:exercise": 1, "quality": 6,
    }  # fmt: skip
    assert dict(plans(SOURCE, SAMPLE)[0].suggestions) == {"activity:stress": "stress_0_10:7"}
    said = read(SOURCE, SAMPLE, mapping={"activity:stress": "stress_0_10:7"})
    assert spans(said, "stress_0_10") == ["2026-03-02 23:00"]


def test_a_line_that_is_no_word_and_a_night_without_quality_change_nothing(tmp_path: Path) -> None:
    text = "custom_tag_id,name\nbroken\n\n" + night().replace(",5,", ",,")
    items = read_text(SOURCE, tmp_path, text)
    assert values(items, "sleep_h") == [8]
    assert quarantined(items) == {}


def test_what_only_begins_like_a_night_is_a_problem(tmp_path: Path) -> None:
    items = read_text(SOURCE, tmp_path, night() + '"2026-03-04 07:00+0100",broken\n')
    assert values(items, "sleep_h") == [8]
    assert [each.where for each in problems(items)] == ["line 3"]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (HEADER, 0.95),
        ("custom_aid_id,class,name\n", 0.95),
        ("custom_hindrance_id,class,name\n", 0.95),
        ("custom_tag_id,name\n", 0.95),
        ("wake,sleep\n", 0),
    ],
)
def test_it_is_known_by_its_begin(tmp_path: Path, text: str, score: float) -> None:
    assert claims(SOURCE, tmp_path, text) == score


@pytest.mark.real_data
def test_the_real_exports_give_every_row_that_begins_with_a_time(real_data: Path) -> None:
    files = sorted((real_data / "import" / "sleepmeter").glob("*.csv"))
    assert len(files) == 17
    nights = 0
    for file in files:
        items = read(SOURCE, file)
        begins = sum(line.startswith(('"20', '"19')) for line in file.read_text(encoding="utf-8").split("\n"))
        taken = len(values(items, "sleep_h")) + len(values(items, "nap_h"))
        assert taken + len(problems(items)) == begins
        nights += taken
    assert nights == 71
