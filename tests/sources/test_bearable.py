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
    spans,
    values,
)

from untwitch.facts.symptom import Symptom
from untwitch.sources.bearable import SOURCE

SAMPLE = SAMPLES / "bearable.csv"
HEADER = "date,weekday,time of day,category,rating/amount,detail,notes\n"


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE)
    assert values(items, "sleep_h") == [7.5]
    assert spans(items, "sleep_h") == ["2026-03-02 00:00 to 2026-03-03 00:00"]
    assert values(items, "steps") == [8421]
    assert values(items, "resting_hr_bpm") == [58]
    assert spans(items, "resting_hr_bpm") == ["2026-03-02 08:10"]
    assert values(items, "caffeine_mg") == [95, 95]
    assert values(items, "body_mass_kg") == [70]
    assert [each.where for each in problems(items)] == ["row 11, Magnesium (mg)", "row 14"]


def test_a_word_for_the_time_of_day_is_a_span_and_no_moment() -> None:
    items = read(SOURCE, SAMPLE)
    assert spans(items, "caffeine_mg") == [
        "2026-03-03 06:00 to 2026-03-03 12:00",
        "2026-03-03 18:00 to 2026-03-04 00:00",
    ]
    assert spans(items, "steps") == ["2026-03-02 04:00 to 2026-03-02 23:00"]


def test_a_symptom_keeps_its_words_because_the_scale_stands_nowhere() -> None:
    (found,) = (each for each in read(SOURCE, SAMPLE) if isinstance(each, Symptom))
    assert (found.kind, found.severity_0_10, found.note) == ("pain", None, "Neck pain (Moderate), rated 2")
    assert found.start.local().isoformat() == "2026-03-02T09:00:00+01:00"


def test_a_symptom_rated_zero_was_not_there_and_one_without_a_rating_is_kept_apart(tmp_path: Path) -> None:
    items = read_text(
        SOURCE,
        tmp_path,
        f"{HEADER}2nd Mar 2026,Mon,am,Symptom,0,Fatigue,\n2nd Mar 2026,Mon,am,Symptom,,Fatigue,\n",
    )
    assert [each for each in items if isinstance(each, Symptom)] == []
    assert quarantined(items) == {"activity:fatigue": 1}


def test_a_rating_is_taken_only_for_what_a_person_says() -> None:
    assert quarantined(read(SOURCE, SAMPLE)) == {
        "activity:eyelid twitching": 1, "activity:mood": 1, "activity:stressed": 1, "magnesium_mg": 1,
    }  # fmt: skip
    assert dict(plans(SOURCE, SAMPLE)[0].suggestions) == {"activity:stressed": "stress_0_10:7"}
    said = read(
        SOURCE, SAMPLE, mapping={"activity:mood": "stress_0_10", "activity:stressed": "stress_0_10:7"}
    )
    assert values(said, "stress_0_10") == [6, 7]
    assert spans(said, "stress_0_10")[0] == "2026-03-02 12:00 to 2026-03-02 18:00"


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("Muscle cramps", "cramp"),
        ("Weakness", "weakness_noticed"),
        ("Numbness (Mild)", "numbness_or_tingling"),
        ("Stiffness", "stiffness"),
        ("Headache", None),
    ],
)
def test_a_symptom_is_known_by_its_last_word(tmp_path: Path, detail: str, kind: str | None) -> None:
    items = read_text(SOURCE, tmp_path, f"{HEADER}2nd Mar 2026,Mon,am,Symptom,2,{detail},\n")
    assert [each.kind for each in items if isinstance(each, Symptom)] == ([kind] if kind else [])


@pytest.mark.parametrize("day", ["22nd Jan 2026", "1st March 2026", "3rd Sep 2026", "2026-01-22"])
def test_days_are_ordinals_or_plain(tmp_path: Path, day: str) -> None:
    items = read_text(SOURCE, tmp_path, f"{HEADER}{day},x,am,Sleep,7:30,Sleep,\n")
    assert values(items, "sleep_h") == [7.5]


def test_a_weight_without_a_unit_is_kept_apart(tmp_path: Path) -> None:
    items = read_text(SOURCE, tmp_path, f"{HEADER}2nd Mar 2026,Mon,am,Measurement,70,Weight,\n")
    assert values(items, "body_mass_kg") == []
    assert quarantined(items) == {"activity:weight": 1}


@pytest.mark.parametrize("missing", ["date", "time of day", "category", "rating/amount", "detail"])
def test_it_is_known_by_its_header(tmp_path: Path, missing: str) -> None:
    header = "date,time of day,category,rating/amount,detail,notes\n"
    assert claims(SOURCE, tmp_path, header) == 0.95
    assert claims(SOURCE, tmp_path, header.replace(missing, "x", 1)) == 0
