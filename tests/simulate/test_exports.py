"""An export holds what its truth says, as an independent parser reads it."""

import datetime as dt
import io
import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.person import Person
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.simulate.exports import FOOD_SOURCE, PHONE_SOURCE, WATCH_SOURCE, ZONE, AppleExport, zipped
from untwitch.sources.apple_health import SOURCE
from untwitch.timeline.build import amounts, build

EXPORT = AppleExport(seed=3, days=9, heart_rates_a_day=4)
QUANTITY = "HKQuantityTypeIdentifier"


def tree() -> ET.Element:
    return ET.fromstring(b"".join(EXPORT.pieces()))


def sums(kind: str, *, attribute: str = "value") -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for record in tree().findall("Record"):
        if record.get("type") == kind:
            found[record.get("startDate", "")[:10]] += float(record.get(attribute, "nan"))
    return dict(found)


@pytest.mark.parametrize(
    ("kind", "truth"),
    [
        ("StepCount", "steps_if_summed"),
        ("DietaryMagnesium", "magnesium_mg"),
        ("DietaryPotassium", "potassium_mg"),
        ("DietaryCalcium", "calcium_mg"),
        ("DietaryCaffeine", "caffeine_mg"),
        ("DietaryWater", "water_ml"),
    ],
)
def test_top_level_records_add_up_to_the_truth(kind: str, truth: str) -> None:
    expected = {each.day.isoformat(): getattr(each, truth) for each in EXPORT.truth()}
    assert sums(QUANTITY + kind) == pytest.approx(expected)


def test_records_and_heart_rates_are_counted() -> None:
    records = tree().findall("Record")
    assert len(records) == sum(each.records for each in EXPORT.truth())
    hearts = [each for each in records if each.get("type") == QUANTITY + "HeartRate"]
    assert len(hearts) == sum(each.heart_rates for each in EXPORT.truth()) == 36


def test_correlations_repeat_every_record_of_food() -> None:
    kinds = {QUANTITY + each for each in ("DietaryMagnesium", "DietaryPotassium", "DietaryCalcium")}
    inside = [ET.tostring(each) for each in tree().findall("Correlation/Record")]
    top = [ET.tostring(each) for each in tree().findall("Record") if each.get("type") in kinds]
    assert sorted(each.strip() for each in inside) == sorted(each.strip() for each in top)
    assert len(inside) == 9 * 9


def test_the_phone_counts_the_walks_of_the_watch_again() -> None:
    steps = [each for each in tree().findall("Record") if each.get("type") == QUANTITY + "StepCount"]
    assert {each.get("sourceName") for each in steps} == {WATCH_SOURCE, PHONE_SOURCE}
    by_watch = sum(float(each.get("value", 0)) for each in steps if each.get("sourceName") == WATCH_SOURCE)
    alone = sum(float(e.get("value", 0)) for e in steps if e.get("startDate", "")[11:16] == "21:00")
    assert by_watch + alone == sum(each.steps for each in EXPORT.truth())


def test_only_stages_asleep_are_sleep() -> None:
    hours: dict[dt.date, float] = defaultdict(float)
    nights = [e for e in tree().findall("Record") if e.get("type") == "HKCategoryTypeIdentifierSleepAnalysis"]
    for each in nights:
        begin, end = (
            dt.datetime.strptime(each.get(name, ""), "%Y-%m-%d %H:%M:%S %z")
            for name in ("startDate", "endDate")
        )
        if "Asleep" in each.get("value", ""):
            assert each.get("sourceName") == WATCH_SOURCE
            night = end.date() if end.hour < 12 else end.date() + dt.timedelta(days=1)
            hours[night] += (end - begin).total_seconds() / 3600
    assert dict(hours) == pytest.approx({each.day: each.sleep_h for each in EXPORT.truth()})


def test_runs_have_their_minutes() -> None:
    minutes = {
        each.get("startDate", "")[:10]: float(each.get("duration", 0)) for each in tree().findall("Workout")
    }
    expected = {each.day.isoformat(): each.workout_minutes for each in EXPORT.truth() if each.workout_minutes}
    assert minutes == expected
    assert len(minutes) == 3


def test_the_same_numbers_give_the_same_bytes_and_others_do_not() -> None:
    assert list(EXPORT.pieces()) == list(AppleExport(seed=3, days=9, heart_rates_a_day=4).pieces())
    assert list(EXPORT.pieces()) != list(AppleExport(seed=4, days=9, heart_rates_a_day=4).pieces())
    other_day = AppleExport(seed=3, days=1, first_day=dt.date(2024, 7, 1))
    assert b'startDate="2024-07-01 08:00:00 +0200"' in b"".join(other_day.pieces())
    assert other_day.truth()[0].day == dt.date(2024, 7, 1)


def test_a_zip_holds_the_export_and_no_device_has_one_address() -> None:
    packed = zipped(EXPORT.pieces(), name="apple_health_export/Exportación.xml")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["apple_health_export/Exportación.xml"]
        assert archive.read(archive.namelist()[0]) == b"".join(EXPORT.pieces())
    devices = {
        each.get("device") for each in tree().findall("Record") if each.get("sourceName") != FOOD_SOURCE
    }
    assert len(devices) > 50


def test_through_its_source_and_the_timeline_an_export_gives_its_truth_day_by_day(tmp_path: Path) -> None:
    """Two devices, repeated food, stages of sleep and a change of the clock on the way."""
    export = AppleExport(seed=5, days=40)
    file = tmp_path / "export.zip"
    file.write_bytes(zipped(export.pieces()))
    with open_path(file) as members:
        items = list(SOURCE.read(members, mapping=None, zone="UTC", progress=silent))
    batches = tuple(each for each in items if isinstance(each, SampleBatch))
    history = History(Person(new_id(), "me"), stays=(Stay(new_id(), ZONE),), batches=batches)
    timeline, problems = build(history)
    truth = export.truth()
    assert problems == ()
    assert timeline.days() == tuple(each.day for each in truth)
    for name in ("sleep_h", "magnesium_mg", "potassium_mg", "calcium_mg", "caffeine_mg", "water_ml"):
        np.testing.assert_allclose(
            timeline.column(name), [getattr(each, name) for each in truth], err_msg=name
        )
    ran = timeline.column("exertion_au") > 0
    assert ran.tolist() == [each.workout_minutes > 0 for each in truth]
    steps = amounts(history, "steps", first_day=truth[0].day, last_day=truth[-1].day)
    assert steps == pytest.approx({each.day: each.steps for each in truth})
