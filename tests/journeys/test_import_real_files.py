"""Files that exist in the world, through the command: counts by hand, or by the truth beside them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from untwitch.cli.main import build
from untwitch.facts.history import History
from untwitch.record.record import Record

pytestmark = pytest.mark.real_data
Run = Callable[..., tuple[int, dict[str, Any]]]

HOSTILE = (
    "good.zip",
    "ios16_broken_dtd.zip",
    "x0b_char.zip",
    "crlf.zip",
    "bom.zip",
    "wrapped_attributes.zip",
    "raw_gt_in_value.zip",
    "entity_bomb.zip",
    "Export 2 (localised names).zip",
)
KINDS = {
    "steps": "HKQuantityTypeIdentifierStepCount",
    "active_energy_kcal": "HKQuantityTypeIdentifierActiveEnergyBurned",
    "hrv_sdnn_ms": "HKQuantityTypeIdentifierHeartRateVariabilitySDNN",
    "magnesium_mg": "HKQuantityTypeIdentifierDietaryMagnesium",
    "potassium_mg": "HKQuantityTypeIdentifierDietaryPotassium",
    "calcium_mg": "HKQuantityTypeIdentifierDietaryCalcium",
    "caffeine_mg": "HKQuantityTypeIdentifierDietaryCaffeine",
    "water_ml": "HKQuantityTypeIdentifierDietaryWater",
}
FL_OZ_US_ML = 29.5735295625


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return tmp_path


@pytest.fixture
def run(home: Path) -> Run:
    def import_json(*words: object) -> tuple[int, dict[str, Any]]:
        result = CliRunner().invoke(build(), ["import", *map(str, words), "--json"])
        return result.exit_code, json.loads(result.stdout)

    return import_json


def history(home: Path) -> History:
    with Record.open(home / "untwitch.sqlite", now_ms=1_795_341_600_000, device="test") as record:
        return record.history(record.person().person_id)


def values(home: Path, measure: str) -> list[float]:
    return [row.value for each in history(home).batches if each.measure == measure for row in each.rows()]


def counts(document: dict[str, Any], number: int = 0) -> dict[str, int]:
    return {name: each["taken"] for name, each in document["runs"][number]["measures"].items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_export_gives_the_counts_and_sums_of_its_truth(
    run: Run, home: Path, real_data: Path, name: str
) -> None:
    folder = real_data / "import" / "hostile_apple"
    truth = json.loads((folder / "truth.json").read_text())
    code, document = run(folder / name)
    assert code == 0
    assert document["runs"][0]["complete"] is True
    assert document["runs"][0]["problems"] == []
    taken = counts(document)
    for measure, kind in KINDS.items():
        expected = sum(
            total * (FL_OZ_US_ML if unit == "fl_oz_us" else 1)
            for key, total in truth["sum"].items()
            for name_of, _, unit in [key.partition("|")]
            if name_of == kind
        )
        assert taken[measure] == truth["n"][kind]
        assert sum(values(home, measure)) == pytest.approx(expected, abs=1e-3)
    # 19 stretches: 17 asleep, 1 awake, 1 in bed beside them
    assert (
        document["runs"][0]["measures"]["sleep_h"]["seen"]
        == truth["n"]["HKCategoryTypeIdentifierSleepAnalysis"]
    )
    assert taken["sleep_h"] == 17
    assert taken["heart_rate_bpm"] == 0
    assert (
        document["runs"][0]["measures"]["heart_rate_bpm"]["seen"]
        == truth["n"]["HKQuantityTypeIdentifierHeartRate"]
    )
    # 41 min at 373.1 kcal and no resting heart rate: 0.7 x 373.1
    assert values(home, "exertion_au") == [pytest.approx(261.17)]
    repeated = [
        count
        for each in document["runs"][0]["measures"].values()
        for reason, count in each["skipped"].items()
        if "inside a meal" in reason
    ]
    assert sum(repeated) == truth["in_correlation"] - 6  # sodium and energy are no measures here
    apart = {each["kind"]: each["count"] for each in document["runs"][0]["quarantined"]}
    assert apart == {"birth year": 1, "sex": 1} | {
        f"HKQuantityTypeIdentifier{kind}": truth["n"][f"HKQuantityTypeIdentifier{kind}"]
        for kind in ("BasalEnergyBurned", "DistanceWalkingRunning", "DietarySodium", "DietaryEnergyConsumed")
    }


def test_a_truncated_export_is_marked_and_keeps_what_came_before(
    run: Run, home: Path, real_data: Path
) -> None:
    code, document = run(real_data / "import" / "hostile_apple" / "truncated.zip")
    assert code == 1
    assert document["runs"][0]["complete"] is False
    assert "ends before its end tag" in document["runs"][0]["problems"][0]["what"]
    assert counts(document) == {"active_energy_kcal": 574, "heart_rate_bpm": 0}
    assert sum(values(home, "active_energy_kcal")) == pytest.approx(1681.049)


def test_all_hostile_exports_after_each_other_bring_nothing_twice(
    run: Run, home: Path, real_data: Path
) -> None:
    folder = real_data / "import" / "hostile_apple"
    run(folder / "good.zip")
    before = history(home)
    code, document = run(*(folder / name for name in HOSTILE), folder / "truncated.zip")
    assert code == 1
    new = {
        each["path"].rpartition("/")[2]: sum(counts(document, n).values())
        for n, each in enumerate(document["runs"])
    }
    # two files carry another name of an app, so theirs are other samples: 12 meals' nutrients, 3 drinks
    assert {name: count for name, count in new.items() if count} == {
        "raw_gt_in_value.zip": 12,
        "x0b_char.zip": 3,
    }
    assert sum(len(each) for each in history(home).batches) == sum(len(each) for each in before.batches) + 15


@pytest.mark.parametrize("name", ["alxdrcirilo_export_wrapped.xml", "alxdrcirilo_export.zip"])
def test_an_export_with_wrapped_lines_and_a_summer_offset_in_winter(
    run: Run, home: Path, real_data: Path, name: str
) -> None:
    code, document = run(real_data / "import" / "apple" / name)
    assert code == 0
    assert counts(document) == {"active_energy_kcal": 2, "heart_rate_bpm": 0, "sleep_h": 1}
    assert values(home, "active_energy_kcal") == [0.12, 0.08]
    (sleep,) = (each for each in history(home).batches if each.measure == "sleep_h")
    assert list(sleep.value) == [pytest.approx(12.5 / 60)]
    assert sleep.zones == (("Europe/Amsterdam", "source"),)
    assert sleep.apps == ("Alexandre's Apple Watch",)
    apart = {
        each["kind"].removeprefix("HKQuantityTypeIdentifier") for each in document["runs"][0]["quarantined"]
    }
    assert apart - {"birth year", "sex"} == {"AppleExerciseTime", "AppleStandTime"}


@pytest.mark.parametrize("name", ["dogsheep_export.xml", "dogsheep_zip_export.xml"])
def test_an_old_export_has_its_energy_on_the_workout(
    run: Run, home: Path, real_data: Path, name: str
) -> None:
    code, document = run(real_data / "import" / "apple" / name)
    assert code == 0
    assert counts(document) == {"exertion_au": 1, "heart_rate_bpm": 0}
    (workout,) = (each for each in history(home).batches if each.measure == "exertion_au")
    (row,) = workout.rows()
    assert row.value == pytest.approx(0.7 * 48.745)
    assert (row.zone, row.estimate) == ("America/Los_Angeles", True)


def test_the_folder_of_exports_is_taken_as_a_whole(run: Run, home: Path, real_data: Path) -> None:
    code, document = run(real_data / "import" / "apple")
    assert code == 0
    assert [each["path"].rpartition("/")[2] for each in document["runs"]] == [
        "alxdrcirilo_export_wrapped.xml",
        "dogsheep_export.xml",
        "dogsheep_zip_export.xml",
        "alxdrcirilo_export.zip",
    ]
    assert [each.rpartition("/")[2] for each in document["unrecognised"]] == [
        "LICENSE.alxdrcirilo",
        "LICENSE.dogsheep",
        "dogsheep_route.gpx",
    ]
    # the second of each pair says what the first said
    assert [sum(counts(document, number).values()) for number in range(4)] == [3, 1, 0, 0]
    assert sum(len(each) for each in history(home).batches) == 4


def test_a_diary_of_moods_is_kept_apart_until_it_has_a_meaning(run: Run, home: Path, real_data: Path) -> None:
    path = real_data / "import" / "daylio" / "sample.csv"
    code, document = run(path)
    assert code == 1
    assert document["runs"][0]["app"] == "Daylio"
    apart = {each["kind"]: each["count"] for each in document["runs"][0]["quarantined"]}
    assert apart["mood"] == 3
    assert apart["activity:bad sleep"] == 3
    assert apart["activity:stressed / frustrated"] == apart["activity:alcohol"] == 1
    assert sum(apart.values()) == 3 + 7 + 12 + 5
    assert history(home).batches == ()
    said = ("--map", "activity:stressed / frustrated=stress_0_10:7", "--map", "activity:tired=tiredness")
    code, document = run(path, *said)
    assert counts(document) == {"stress_0_10": 1}
    assert document["runs"][0]["entries"]["symptom"]["taken"] == 2
    (stress,) = (each for each in history(home).batches if each.measure == "stress_0_10")
    (row,) = stress.rows()
    assert (row.value, row.start_ms) == (7, 1_632_776_400_000)  # 2021-09-27 23:00 in Berlin


def test_a_mood_can_be_any_word_at_any_hour(run: Run, real_data: Path) -> None:
    code, document = run(real_data / "import" / "daylio" / "sample_multiple_moods.csv", "--dry-run")
    apart = {each["kind"]: each["count"] for each in document["runs"][0]["quarantined"]}
    assert code == 1
    assert apart == {
        "mood": 7, "activity:work": 3, "activity:sleeping": 2, "activity:movies": 1, "activity:good meal": 1,
    }  # fmt: skip


def test_a_spreadsheet_of_nights_is_read_and_a_diary_in_colours_is_refused_by_name(
    run: Run, home: Path, real_data: Path
) -> None:
    code, document = run(real_data / "import" / "spreadsheet_diary")
    assert code == 1
    assert [each["path"].rpartition("/")[2] for each in document["runs"]] == ["example.xlsx"]
    assert counts(document) == {"sleep_h": 14}
    assert values(home, "sleep_h") == [8.0] * 14
    (refused,) = document["problems"]
    assert refused["where"].endswith("Excel 365 sleep diary.xlsx")
    assert "Excel 365 sleep diary.xlsx has no column of days" in refused["what"]
    assert "in colours cannot be read" in refused["what"]


def test_nine_exports_of_one_sleep_diary_give_its_nights_once_in_any_order(
    run: Run, home: Path, real_data: Path
) -> None:
    exports = sorted((real_data / "import" / "sleep_as_android").glob("sleep-export*.zip"))
    code, document = run(*exports)
    assert code == 0
    assert sum(counts(document, number)["sleep_h"] for number in range(9)) == len(values(home, "sleep_h"))
    nights = sorted(values(home, "sleep_h"))
    assert len(nights) == 13
    assert nights[-1] == 11.0
    assert sum(nights) == pytest.approx(40.22)
    code, document = run(*reversed(exports))
    assert all(counts(document, number)["sleep_h"] == 0 for number in range(9))
    assert sorted(values(home, "sleep_h")) == nights


def test_every_other_file_people_may_have_is_listed_or_read_and_never_a_crash(
    run: Run, real_data: Path
) -> None:
    code, document = run(real_data / "import", "--dry-run")
    assert code in {0, 1}
    known = {each["format"] for each in document["runs"]}
    found = {
        "apple_health",
        "csv_table",
        "fitbit",
        "health_connect",
        "plees",
        "sleep_as_android",
        "sleepmeter",
    }
    assert known >= found
    assert len(document["unrecognised"]) > 500
