import base64
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.sources.reading import SAMPLES, plans, problems, quarantined, read, rows, spans, values

from untwitch.facts.refused import Refused
from untwitch.facts.symptom import Symptom
from untwitch.intake.members import open_path
from untwitch.sources import allot
from untwitch.sources.csv_table import SOURCE as CSV_TABLE
from untwitch.sources.daylio_backup import SOURCE

SAMPLE = SAMPLES / "daylio_backup.daylio"
ENTRY = {"minute": 0, "hour": 22, "day": 2, "month": 2, "year": 2026, "timeZoneOffset": 3_600_000, "mood": 1}
STRESS = {"activity:stress": "stress_0_10:7"}


def backup(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "backup.daylio"
    path.write_bytes(base64.b64encode(json.dumps(document).encode()))
    return path


def entries(*found: Any) -> dict[str, object]:
    return {"customMoods": [], "tags": [{"id": 1, "name": "stress"}], "dayEntries": list(found)}


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SOURCE, SAMPLE, mapping={**STRESS, "activity:espresso": "caffeine_mg:63"})
    assert values(items, "stress_0_10") == [7, 7]
    assert spans(items, "stress_0_10") == ["2026-03-02 22:00", "2026-02-28 09:15"]
    assert values(items, "caffeine_mg") == [63] * 5
    assert [(row.zone, row.zone_known_by) for row in rows(items, "caffeine_mg")][:2] == [
        ("+01:00", "source"),
        ("-05:00", "source"),
    ]
    assert [each.where for each in problems(items)] == ["row 3 of the entries"]


def test_months_count_from_zero(tmp_path: Path) -> None:
    path = backup(tmp_path, entries({**ENTRY, "month": 11, "day": 31, "tags": [1]}))
    assert spans(read(SOURCE, path, mapping=STRESS), "stress_0_10") == ["2026-12-31 22:00"]


def test_moods_are_words_and_activities_mean_nothing_unasked() -> None:
    assert quarantined(read(SOURCE, SAMPLE)) == {
        "mood": 5, "activity:stress": 2, "activity:bad sleep": 1, "activity:espresso": 5,
        "activity:activity 9": 1,
    }  # fmt: skip
    (plan,) = plans(SOURCE, SAMPLE)
    assert dict(plan.suggestions) == {**STRESS, "activity:bad sleep": "sleep_quality_1_5:2"}
    assert dict(plans(SOURCE, SAMPLE, mapping=STRESS)[0].suggestions) == {
        "activity:bad sleep": "sleep_quality_1_5:2"
    }


def test_an_activity_may_be_a_symptom() -> None:
    items = read(SOURCE, SAMPLE, mapping={"activity:bad sleep": "tiredness"})
    assert [each.kind for each in items if isinstance(each, Symptom)] == ["tiredness"]


def test_notes_are_not_kept() -> None:
    assert "private" not in str(read(SOURCE, SAMPLE))


def test_an_entry_of_the_csv_and_of_the_backup_is_the_same_one(tmp_path: Path) -> None:
    csv = tmp_path / "daylio.csv"
    csv.write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n"
        '2026-03-02,2 March,Monday,10:00 pm,wired,"stress | espresso","",""\n'
    )
    (ours,) = (
        each
        for each in rows(read(SOURCE, SAMPLE, mapping=STRESS), "stress_0_10")
        if each.start_ms > 1772400000000
    )
    (theirs,) = rows(read(CSV_TABLE, csv, mapping=STRESS), "stress_0_10")
    assert (ours.start_ms, ours.end_ms, ours.value, ours.app) == (
        theirs.start_ms,
        theirs.end_ms,
        theirs.value,
        theirs.app,
    )


def test_the_zip_that_the_app_writes_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("backup.daylio", SAMPLE.read_bytes())
        archive.writestr("assets/photos/2026/3/abc", b"\xff\xd8\xff")
    path = tmp_path / "backup_2026_03_03.daylio"
    path.write_bytes(packed.getvalue())
    with open_path(path) as members:
        shares, strangers = allot(members)
        assert [each.source.name for each in shares] == ["daylio_backup"]
        assert [each.name for each in strangers] == ["assets/photos/2026/3/abc"]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        7,
        "x",
        [],
        {},
        {**ENTRY, "month": 12},
        {**ENTRY, "year": 99999},
        {**ENTRY, "year": 1700},
        {**ENTRY, "day": "2"},
        {**ENTRY, "timeZoneOffset": 10**15},
        {**ENTRY, "timeZoneOffset": None},
        {**ENTRY, "timeZoneOffset": float("nan")},
    ],
)
def test_an_entry_without_a_time_is_a_problem_and_hides_no_other(tmp_path: Path, entry: object) -> None:
    path = backup(tmp_path, entries(entry, {**ENTRY, "tags": [1]}))
    items = read(SOURCE, path, mapping=STRESS)
    assert values(items, "stress_0_10") == [7]
    assert [each.where for each in problems(items)] == ["row 1 of the entries"]


@pytest.mark.parametrize(
    "document",
    [
        {"dayEntries": 5, "customMoods": None, "tags": "x"},
        {
            "dayEntries": [{**ENTRY, "tags": "x", "mood": "y"}],
            "customMoods": [5, {"id": "a"}],
            "tags": [None],
        },
        {"dayEntries": [{**ENTRY, "tags": [None, [], 1], "mood": []}], "customMoods": {}, "tags": {}},
        {"dayEntries": [], "customMoods": [{"id": 1, "custom_name": " "}], "tags": [{"id": 1, "name": 3}]},
    ],
)
def test_a_backup_of_odd_shape_is_read_as_far_as_it_goes(tmp_path: Path, document: object) -> None:
    path = backup(tmp_path, document)
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0.95
    assert problems(read(SOURCE, path)) == []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"eyJjdXN0b21Nb29kcyI6!", "is not a whole backup"),
        (base64.b64encode(b'{"dayEntries":'), "is not a whole backup"),
        (base64.b64encode(b"[" * 100_000), "is not a whole backup"),
        (base64.b64encode(b'{"dayEntries":' + b"[" * 100_000), "is not a whole backup"),
        (base64.b64encode(b'{"customMoods":[]}'), "it has no entries"),
        (base64.b64encode(b'["dayEntries"]'), "it has no entries"),
    ],
)
def test_what_is_no_whole_backup_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        list(SOURCE.tags_of(data, name="backup.daylio"))


def test_a_backup_larger_than_any_real_one_is_refused() -> None:
    with pytest.raises(Refused, match="larger than 32 MB"):
        list(SOURCE.tags_of(b"e" * ((32 << 20) + 1), name="backup.daylio"))


@pytest.mark.parametrize(
    "data", [b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIi", base64.b64encode(b'{"version":15}'), b"ey!!!!", b"{}"]
)
def test_other_base64_is_not_claimed(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0
