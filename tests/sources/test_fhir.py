import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.file_exports import SAMPLES, STAY, read, read_path
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.sources.fhir import APPLE, LOINC
from untwitch.sources.source import Item

SAMPLE = SAMPLES / "fhir.json"
AT = "2026-03-02T09:00:00+01:00"
AT_MS = 1_772_438_400_000
HOUR_MS = 3_600_000


def observation(
    code: str, value: float | str | None = 5, unit: str = "", *, system: str = LOINC, **said: Any
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": system, "code": code}]},
        "effectiveDateTime": AT,
        "valueQuantity": {"value": value, "code": unit},
    }
    return {each: content for each, content in (made | said).items() if content is not None}


def weight(**said: Any) -> dict[str, Any]:
    return observation("29463-7", 70, "kg", **said)


def read_resources(tmp_path: Path, *resources: Any, **place: Any) -> list[Item]:
    entries = [{"resource": each} for each in resources]
    return read(tmp_path, {"a.json": json.dumps({"resourceType": "Bundle", "entry": entries})}, **place)


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    found = {
        each.measure: row.value for each in items if isinstance(each, SampleBatch) for row in each.rows()
    }
    assert found == {
        "steps": 812,
        "resting_hr_bpm": 58,
        "body_mass_kg": pytest.approx(72.574779),
        "body_temperature_c": pytest.approx(36.5),
        "water_ml": 250,
        "caffeine_mg": 95,
        "exertion_au": 120,
        "sleep_h": 7.5,
    }
    (steps,), (resting,), (kilograms,) = (
        rows(items, each) for each in ("steps", "resting_hr_bpm", "body_mass_kg")
    )
    assert (steps.app, steps.zone, steps.zone_known_by, steps.end_ms - steps.start_ms) == (
        "Mia's Watch",
        "+01:00",
        "source",
        HOUR_MS,
    )
    assert resting.end_ms - resting.start_ms == 24 * HOUR_MS
    assert (kilograms.zone, kilograms.zone_known_by) == ("Europe/Berlin", "guess")


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "steps") == {"status entered-in-error": 1}
    assert skipped(items, "heart_rate_bpm") == {"outside workouts": 1}
    assert skipped(items, "sleep_h") == {"in bed or awake": 1}
    assert skipped(items, "body_mass_kg") == {"no value": 1, "not a value": 1}
    assert [each.where for each in problems(items)] == ["fhir.json, record 13"]
    assert quarantined(items) == {"FHIR Patient": 1, "FHIR 80453-4": 1}


@pytest.mark.parametrize(
    ("system", "code", "said", "measure", "found"),
    [
        (LOINC, "41950-7", (5000, "{steps}"), "steps", 5000),
        (LOINC, "55423-8", (5000, "1"), "steps", 5000),
        (LOINC, "41981-2", (418.4, "kJ"), "active_energy_kcal", 100),
        (LOINC, "41981-2", (100, "[Cal]"), "active_energy_kcal", 100),
        (LOINC, "41981-2", (100_000, "cal"), "active_energy_kcal", 100),
        (LOINC, "40443-4", (55, "{beats}/min"), "resting_hr_bpm", 55),
        (LOINC, "80404-7", (45, "ms"), "hrv_sdnn_ms", 45),
        (LOINC, "3141-9", (70_000, "g"), "body_mass_kg", 70),
        (LOINC, "93832-4", (7.5, "h"), "sleep_h", 7.5),
        (LOINC, "93832-4", (450, "min"), "sleep_h", 7.5),
        (APPLE, "HKQuantityTypeIdentifierDietaryMagnesium", (0.4, "g"), "magnesium_mg", 400),
        (APPLE, "HKQuantityTypeIdentifierDietaryWater", (8, "[foz_us]"), "water_ml", 236.588),
    ],
)
def test_codes_and_units_are_read(
    tmp_path: Path, system: str, code: str, said: tuple[float, str], measure: str, found: float
) -> None:
    (row,) = rows(read_resources(tmp_path, observation(code, *said, system=system)), measure)
    assert row.value == pytest.approx(found, abs=1e-3)
    assert (row.start_ms, row.end_ms, row.app) == (AT_MS, AT_MS, "FHIR")


@pytest.mark.parametrize(
    "quantity",
    [
        {"value": 70},
        {"value": "70", "code": "kg"},
        {"value": None, "code": "kg"},
        {"value": 70, "code": "kg", "comparator": "<"},
        {"value": 70, "code": "mg/dL"},
        {"value": float("inf"), "code": "kg"},
    ],
)
def test_what_is_no_value_is_a_problem(tmp_path: Path, quantity: dict[str, Any]) -> None:
    items = read_resources(tmp_path, weight(valueQuantity=quantity))
    assert skipped(items, "body_mass_kg") == {"not a value": 1}
    assert [each.where for each in problems(items)] == ["a.json, record 1"]


def test_the_name_of_a_unit_counts_where_it_has_no_code(tmp_path: Path) -> None:
    items = read_resources(tmp_path, weight(valueQuantity={"value": 154.32, "unit": "lbs"}))
    assert [row.value for row in rows(items, "body_mass_kg")] == [pytest.approx(70, abs=0.01)]


@pytest.mark.parametrize(
    "said",
    [
        {"effectiveDateTime": None},
        {"effectiveDateTime": "2026-03"},
        {"effectiveDateTime": "2026-02-30"},
        {"effectiveDateTime": "9999-12-31"},
        {"effectiveDateTime": "2026-03-02T09:00:00"},
        {"effectivePeriod": {"start": AT}},
        {"effectivePeriod": {"start": AT, "end": "later"}},
    ],
)
def test_an_observation_without_a_time_is_a_problem(tmp_path: Path, said: dict[str, Any]) -> None:
    items = read_resources(tmp_path, weight(**said))
    assert skipped(items, "body_mass_kg") == {"time cannot be read": 1}


def test_an_instant_and_a_day_are_times(tmp_path: Path) -> None:
    items = read_resources(
        tmp_path,
        weight(effectiveDateTime=None, effectiveInstant=AT),
        weight(effectiveDateTime="2026-03-29"),
        stays=(STAY,),
    )
    instant, day = rows(items, "body_mass_kg")
    assert instant.start_ms == AT_MS
    assert (day.end_ms - day.start_ms, day.zone, day.zone_known_by) == (24 * HOUR_MS, "Asia/Tokyo", "stay")


@pytest.mark.parametrize("status", ["preliminary", "registered", "cancelled", "entered-in-error", None])
def test_what_is_not_final_is_left_out(tmp_path: Path, status: str | None) -> None:
    items = read_resources(
        tmp_path, weight(status=status), weight(status="amended"), weight(status="corrected")
    )
    assert skipped(items, "body_mass_kg") == {f"status {status or 'unknown'}": 1}
    assert len(rows(items, "body_mass_kg")) == 2


def test_the_kind_of_sleep_is_in_words_or_a_code(tmp_path: Path) -> None:
    period = {"start": "2026-03-01T23:00:00Z", "end": "2026-03-02T01:00:00Z"}
    values: tuple[dict[str, Any], ...] = (
        {"valueString": "Asleep REM"},
        {"valueCodeableConcept": {"coding": [{"system": APPLE, "code": "asleepDeep"}]}},
        {"valueCodeableConcept": {"text": "asleep"}},
        {"valueCodeableConcept": {"text": "awake"}},
        {},
    )
    sleep = [
        observation(
            "HKCategoryTypeIdentifierSleepAnalysis",
            system=APPLE,
            effectivePeriod=period,
            valueQuantity=None,
            **each,
        )
        for each in values
    ]
    items = read_resources(tmp_path, *sleep)
    assert [row.value for row in rows(items, "sleep_h")] == [2, 2, 2]
    assert skipped(items, "sleep_h") == {"in bed or awake": 2}


def test_an_exercise_of_more_than_a_day_is_a_problem(tmp_path: Path) -> None:
    period = {"start": "2026-03-01T00:00:00Z", "end": "2026-03-03T00:00:00Z"}
    items = read_resources(tmp_path, observation("73985-4", effectivePeriod=period))
    assert skipped(items, "exertion_au") == {"not believable": 1}


def test_who_wrote_it_down_is_named_where_there_is_no_device(tmp_path: Path) -> None:
    items = read_resources(
        tmp_path,
        weight(device={"display": "Scale"}, performer=[{"display": "Mia"}]),
        weight(device={}, performer=[{"display": "Mia"}]),
        weight(performer=["x"]),
    )
    assert [row.app for row in rows(items, "body_mass_kg")] == ["Scale", "Mia", "FHIR"]


def test_a_file_about_several_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"a\.json is about 2 people"):
        read_resources(
            tmp_path, weight(subject={"reference": "Patient/1"}), weight(subject={"reference": "Patient/2"})
        )


def test_resources_may_be_one_a_line_a_list_or_one_alone(tmp_path: Path) -> None:
    text = json.dumps(weight())
    for data, count in ((text, 1), (f"{text}\n{text}\n", 2), (f"[{text},{text}]", 2)):
        assert len(rows(read(tmp_path, {"a.json": data}), "body_mass_kg")) == count


def test_what_is_no_resource_hides_no_other(tmp_path: Path) -> None:
    items = read_resources(
        tmp_path, weight(), None, 5, {"resourceType": "Observation"}, observation("x"), weight()
    )
    assert len(rows(items, "body_mass_kg")) == 2
    assert quarantined(items) == {"FHIR resource": 2, "FHIR observation without a code": 1, "FHIR x": 1}
    items = read(
        tmp_path,
        {"a.json": '{"resourceType": "Bundle", "entry": [7, {}]} 8 {"resourceType": "Bundle", "entry": 3}'},
    )
    assert quarantined(items) == {"FHIR resource": 3}


def test_a_file_that_is_cut_off_gives_what_came_before_and_many_come_in_pieces(tmp_path: Path) -> None:
    text = json.dumps({"resourceType": "Bundle", "entry": [{"resource": weight()}] * 1200})
    items = read(tmp_path, {"a.json": text[:-20]})
    assert len(rows(items, "body_mass_kg")) == 1199
    assert any(isinstance(each, Incomplete) for each in items)


@pytest.mark.real_data
def test_what_a_phone_writes_by_a_published_map_comes_back(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "import" / "healthkit_fhir_map" / "HKSampleMapping.json"
    kinds = json.loads(path.read_text(encoding="utf-8"))["HKQuantitySamples"]
    expected = {
        "StepCount": ("steps", 50, 50),
        "ActiveEnergyBurned": ("active_energy_kcal", 50, 50),
        "RestingHeartRate": ("resting_hr_bpm", 50, 50),
        "HeartRateVariabilitySDNN": ("hrv_sdnn_ms", 50, 50),
        "BodyMass": ("body_mass_kg", 150, 150 * 0.45359237),
        "BodyTemperature": ("body_temperature_c", 36.5, 36.5),
        "DietaryCaffeine": ("caffeine_mg", 50, 50),
        "DietaryMagnesium": ("magnesium_mg", 50, 50),
        "DietaryPotassium": ("potassium_mg", 50, 50),
        "DietaryCalcium": ("calcium_mg", 50, 50),
        "DietaryWater": ("water_ml", 0.5, 500),
    }
    for kind, (measure, value, found) in expected.items():
        said = kinds[f"HKQuantityTypeIdentifier{kind}"]
        unit = said["unit"]
        quantity = {"value": value, "unit": unit["unit"]} | ({"code": unit["code"]} if "code" in unit else {})
        written = weight() | {"code": {"coding": said["codings"]}, "valueQuantity": quantity}
        (row,) = rows(read_resources(tmp_path, written), measure)
        assert row.value == pytest.approx(found), kind
