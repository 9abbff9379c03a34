import io
import zipfile
from pathlib import Path

import pytest
from tests.intake.workbooks import workbook
from tests.sources.reading import problems, quarantined, rows, seen, skipped

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.symptom import Symptom
from untwitch.facts.watch import Watch
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources.csv_table import SOURCE
from untwitch.sources.source import ColumnPlan, Item

SAMPLES = Path(__file__).parent / "samples"


def read(path: Path, *, mapping: dict[str, str] | None = None) -> list[Item]:
    with open_path(path) as members:
        return list(SOURCE.read(members, mapping=mapping, zone="Europe/Berlin", progress=silent))


def claims(path: Path) -> float:
    with open_path(path) as members:
        return SOURCE.claims(members)


def plans(path: Path, *, mapping: dict[str, str] | None = None) -> tuple[ColumnPlan, ...]:
    with open_path(path) as members:
        return SOURCE.plan(members, mapping=mapping)


def app(path: Path) -> str:
    with open_path(path) as members:
        return SOURCE.app(members)


def values(items: list[Item], measure: str) -> list[float]:
    return [row.value for row in rows(items, measure)]


def file(tmp_path: Path, text: str, *, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_the_sample_diary_gives_what_was_worked_out_by_hand() -> None:
    items = read(SAMPLES / "csv_table.csv")
    assert values(items, "sleep_h") == [7.5, 6.5]
    assert values(items, "caffeine_mg") == [190, 0, 95]
    assert values(items, "water_ml") == [1500, 2000, 1000]
    assert values(items, "stress_0_10") == [3, 6, 7]
    assert [each.twitches_low for each in items if isinstance(each, Watch)] == [0, 12, 3]
    assert [each.severity_0_10 for each in items if isinstance(each, Symptom)] == [4]
    assert quarantined(items) == {"Mood": 3}
    assert [each.where for each in problems(items)] == [
        "row 5, column Sleep (h)",
        "row 5, column Stress",
        "row 6",
    ]
    assert seen(items, "sleep_h") == 4
    assert skipped(items, "sleep_h") == {"cannot be used": 1, "time cannot be read": 1}


def test_the_sample_timeline_gives_its_outcomes_as_watches() -> None:
    items = read(SAMPLES / "timeline.csv")
    watches = [each for each in items if isinstance(each, Watch)]
    assert [
        (each.instrument, each.twitches_low, each.twitches_high, each.observed_h) for each in watches
    ] == [
        ("diary", 0, 0, 16),
        ("diary", 4, 10, 12),
        ("emg", 37, 37, 0.5),
    ]
    assert watches[1].site == "calf_left"
    assert values(items, "caffeine_mg") == [190, 0, 95]
    assert values(items, "sleep_h") == [7.5, 6.5, 8]
    assert values(items, "caffeine_mean_hour") == [10, 9]
    assert problems(items) == []
    assert app(SAMPLES / "timeline.csv") == "timeline table"


def test_the_sample_of_daylio_keeps_words_that_people_rename_apart() -> None:
    path = SAMPLES / "daylio.csv"
    assert app(path) == "Daylio"
    assert quarantined(read(path)) == {
        "mood": 2, "activity:work": 1, "activity:tired": 1, "activity:bad sleep": 1, "activity:walk": 1,
        "activity:alcohol": 1,
    }  # fmt: skip
    (plan,) = plans(path)
    assert dict(plan.suggestions) == {
        "activity:tired": "tiredness",
        "activity:bad sleep": "sleep_quality_1_5:2",
    }
    items = read(path, mapping={"activity:bad sleep": "sleep_quality_1_5:2"})
    (row,) = rows(items, "sleep_quality_1_5")
    assert row.app == "Daylio"
    assert plans(path, mapping={"activity:tired": "tiredness"})[0].suggestions.keys() == {
        "activity:bad sleep"
    }


def test_the_sample_of_nights_follows_the_clock() -> None:
    items = read(SAMPLES / "nights.csv")
    assert values(items, "sleep_h") == [8, 7, 6.75]
    assert values(items, "sleep_quality_1_5") == [4, 3, 5, 2]
    assert "is not possible" in problems(items)[0].what


def test_a_plan_says_what_the_columns_are_taken_for() -> None:
    (plan,) = plans(SAMPLES / "csv_table.csv")
    assert dict(plan.columns) == {
        "Date": "date", "Sleep (h)": "sleep_h", "Coffee": "caffeine_mg*95", "Water (l)": "water_ml:l",
        "Stress": "stress_0_10", "Twitches": "twitches", "Pain": "pain", "Mood": "", "Notes": "ignore",
    }  # fmt: skip
    said = plans(SAMPLES / "csv_table.csv", mapping={"mood": "ignore"})[0]
    assert said.columns["Mood"] == "ignore"
    assert said.header_hash == plan.header_hash


def test_a_plan_for_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="there is no column 'Stres'; nearest: stress"):
        plans(SAMPLES / "csv_table.csv", mapping={"Stres": "stress_0_10"})


def test_what_a_person_says_goes_before_a_guess(tmp_path: Path) -> None:
    path = file(tmp_path, "date,day,water\n2026-01-05,2026-03-01,2\n")
    assert values(read(path), "water_ml") == []
    (row,) = rows(read(path, mapping={"day": "date", "water": "water_ml:l"}), "water_ml")
    assert row.value == 2000
    assert row.start_ms > 1_770_000_000_000


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("start,twitches\n2026-01-01,3\n", 0.9),
        ("full_date,mood,activities\n", 0.9),
        ("date,sleep\n2026-01-01,7\n", 0.6),
        ("date,sleep\n01/02/2026,7\n", 0.6),
        ("date,sleep\n12/31/2026,7\n", 0.6),
        ("sleep,wake\n2026-01-01 23:00,2026-01-02 07:00\n", 0.6),
        ("date,mood\n1767222000,good\n", 0.3),
        ("date,sleep\nsoon,7\n", 0),
        ("date,sleep\n17217869,7\n", 0),
        ("mood,weather\ngood,fine\n", 0),
        ("date\n2026-01-01\n", 0),
        ("", 0),
    ],
)
def test_a_table_is_claimed_by_its_columns(tmp_path: Path, text: str, score: float) -> None:
    assert claims(file(tmp_path, text)) == score


def test_a_long_table_is_judged_by_its_first_rows(tmp_path: Path) -> None:
    path = file(tmp_path, "date,note\n" + "2026-01-01,a long day\n" * 5000)
    assert claims(path) == 0.3
    assert quarantined(read(path)) == {}


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"nights": [["date", "sleep (h)"], ["2026-01-02", 7.5]], "more": [["x"]]}))
    assert claims(path) == 0.25
    items = read(path)
    assert values(items, "sleep_h") == [7.5]
    assert "sheet 'more' is not read" in problems(items)[0].what


def test_a_workbook_without_a_column_of_days_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "Colours.xlsx"
    path.write_bytes(workbook({"one": [["midnight", "1am"]]}))
    with pytest.raises(Refused, match=r"Colours\.xlsx has no column of days.* in colours cannot be read"):
        read(path)
    path.write_bytes(workbook({"one": []}))
    with pytest.raises(Refused, match="is empty"):
        read(path)


def zipped(tmp_path: Path, files: dict[str, bytes]) -> Path:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    path = tmp_path / "a.zip"
    path.write_bytes(into.getvalue())
    return path


def test_a_zip_of_tables_gives_all_of_them(tmp_path: Path) -> None:
    day = b"date,steps\n2026-01-01,%d\n"
    path = zipped(tmp_path, {"a.csv": day % 1, "b.csv": day % 2, "c.txt": b"hello", "d.docx": b"PK\x03\x04"})
    assert values(read(path), "steps") == [1, 2]
    assert len(plans(path)) == 2


def test_a_zip_that_lost_its_end_is_incomplete(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.csv": b"date,steps\n2026-01-01,1\n"})
    path.write_bytes(path.read_bytes()[:-30])
    items = read(path)
    assert isinstance(items[0], Incomplete)
    assert values(items, "steps") == [1]


def test_files_without_any_table_are_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "a letter\n")
    with pytest.raises(Refused, match="holds no table"):
        read(path)
    assert app(path) == "table"
    assert plans(path) == ()
