import io
import itertools
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.apple_exports import AT, HEAD, TAIL, read, record
from tests.sources.reading import problems, quarantined, rows, seen, skipped

from untwitch.facts.problem import Incomplete, Quarantined
from untwitch.intake.clock import apple_ms
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources.apple_health import SOURCE
from untwitch.sources.source import Item

SAMPLE = Path(__file__).parent / "samples" / "apple_health.xml"


def read_path(path: Path) -> list[Item]:
    with open_path(path) as members:
        return list(SOURCE.read(members, mapping=None, zone="UTC", progress=silent))


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read_path(SAMPLE)
    steps = rows(items, "steps")
    assert [(row.app, row.value) for row in steps] == [
        ("Mia's Watch", 812),
        ("Mia's Watch", 640),
        ("Mia's Phone", 790),
    ]
    assert steps[0].start_ms == apple_ms(AT.encode())
    assert steps[0].end_ms - steps[0].start_ms == 600_000
    assert (steps[0].zone, steps[0].zone_known_by) == ("+01:00", "guess")
    assert [row.value for row in rows(items, "caffeine_mg")] == [95]
    assert [row.value for row in rows(items, "water_ml")] == [pytest.approx(295.735, abs=1e-3)]
    assert [row.value for row in rows(items, "magnesium_mg")] == [120]
    assert [row.value for row in rows(items, "resting_hr_bpm")] == [60]
    sleep = rows(items, "sleep_h")
    assert [(row.app, row.value, row.estimate) for row in sleep] == [
        ("Mia's Watch", 3.5, False),
        ("Mia's Watch", 3, False),
        ("Mia's Phone", 7, True),
    ]
    assert (sleep[0].zone, sleep[0].zone_known_by) == ("Europe/Madrid", "source")
    (workout,) = rows(items, "exertion_au")
    assert (workout.value, workout.estimate, workout.zone) == (150, True, "Europe/Madrid")


def test_the_sample_says_what_it_did_not_take() -> None:
    items = read_path(SAMPLE)
    assert skipped(items, "magnesium_mg") == {"not believable": 1, "repeats a record, inside a meal": 1}
    assert seen(items, "magnesium_mg") == 3
    assert skipped(items, "potassium_mg") == {"unit unknown": 1}
    assert skipped(items, "calcium_mg") == {"not a number": 1}
    assert skipped(items, "sleep_h") == {"in bed, in a night with stretches asleep": 1}
    assert skipped(items, "heart_rate_bpm") == {"used for workouts only, not kept": 3}
    assert rows(items, "heart_rate_bpm") == []
    assert [each.where for each in problems(items)] == ["line 14", "line 16", "line 17"]
    assert "DietaryMagnesium of '14000' mg: not believable; left out" in [
        each.what for each in problems(items)
    ]
    assert quarantined(items) == {
        "birth year": 1,
        "HKQuantityTypeIdentifierDietaryMagnesium": 1,
        "HKQuantityTypeIdentifierDietaryPotassium": 1,
        "HKQuantityTypeIdentifierDietarySodium": 1,
    }
    (sodium,) = (each for each in items if isinstance(each, Quarantined) and each.kind.endswith("Sodium"))
    assert sodium.examples == ("2026-03-02 19:00:00 +0100 900 mg Plates",)
    assert sodium.first_ms == apple_ms(b"2026-03-02 19:00:00 +0100")


def zipped(files: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return into.getvalue()


@pytest.mark.parametrize("name", ["apple_health_export/export.xml", "Exportación.xml", "x/導出.XML"])
def test_an_export_is_known_by_its_content_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "Export 2.zip"
    path.write_bytes(zipped({"export_cda.xml": b"<ClinicalDocument/>", name: SAMPLE.read_bytes()}))
    with open_path(path) as members:
        assert SOURCE.claims(members) == 1
    assert len(rows(read_path(path), "steps")) == 3


def test_the_second_root_of_the_clinical_document_is_not_an_export(tmp_path: Path) -> None:
    path = tmp_path / "export_cda.xml"
    path.write_bytes(b"<ClinicalDocument/><ClinicalDocument/>")
    with open_path(path) as members:
        assert SOURCE.claims(members) == 0


def test_an_export_is_known_behind_a_long_document_type(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<?xml version='1.0'?>\n<!-- " + b"x" * 2000 + b" -->\n<HealthData>\n</HealthData>")
    with open_path(path) as members:
        assert SOURCE.claims(members) == 1


def test_a_folder_of_an_export_is_read_like_its_zip(tmp_path: Path) -> None:
    (tmp_path / "apple_health_export" / "workout-routes").mkdir(parents=True)
    (tmp_path / "apple_health_export" / "export.xml").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "apple_health_export" / "workout-routes" / "a.gpx").write_bytes(b"<gpx/>")
    assert len(rows(read_path(tmp_path), "steps")) == 3


def test_a_damaged_zip_gives_what_came_before_the_damage_and_says_so(tmp_path: Path) -> None:
    body = HEAD + "".join(record("StepCount", number, unit="count") for number in range(20_000)) + TAIL
    data = zipped({"export.xml": body.encode()})
    path = tmp_path / "a.zip"
    path.write_bytes(data[: len(data) // 2])
    items = read_path(path)
    assert any(isinstance(each, Incomplete) for each in items)
    assert 5_000 < len(rows(items, "steps")) < 15_000


def test_an_encrypted_member_is_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("untwitch.sources.apple_health._is_export", lambda _: True)
    data = bytearray(zipped({"export.xml": SAMPLE.read_bytes()}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (only,) = read_path(path)
    assert isinstance(only, Incomplete)
    assert "encrypted" in only.what


def test_devices_with_other_memory_addresses_are_one(tmp_path: Path) -> None:
    body = "".join(
        record("StepCount", 5, unit="count", source="Watch").replace(
            ' unit="count"', f' device="&lt;&lt;HKDevice: 0x{number:x}&gt;&gt;" unit="count"'
        )
        for number in range(50)
    )
    found = rows(read(tmp_path, body), "steps")
    assert len(found) == 50
    assert {row.app for row in found} == {"Watch"}


def test_bad_rows_beyond_number_are_counted_and_do_not_fill_the_screen(tmp_path: Path) -> None:
    items = read(tmp_path, [record("DietaryCalcium", "x")] * 1000 + [record("DietaryCalcium", 5)])
    assert len(problems(items)) == 21
    assert problems(items)[-1].what == "980 more rows of the kind: not a number"
    assert len(rows(items, "calcium_mg")) == 1


def test_a_workout_that_cannot_be_read_is_named_by_its_time(tmp_path: Path) -> None:
    body = f' <Workout duration="1" durationUnit="min" startDate="{AT}" endDate="never"/>\n'
    (problem,) = problems(read(tmp_path, body))
    assert problem.where == f"workout of {AT}"


def test_a_record_with_an_unreadable_time_and_an_unknown_kind_has_no_span(tmp_path: Path) -> None:
    (only,) = (
        each for each in read(tmp_path, record("Nothing", 1, start="soon")) if isinstance(each, Quarantined)
    )
    assert (only.count, only.first_ms) == (1, None)


KINDS = st.sampled_from(
    [
        ("StepCount", "count", 60), ("DietaryCaffeine", "mg", 0), ("DietaryWater", "fl_oz_us", 0),
        ("ActiveEnergyBurned", "kJ", 30), ("BodyMass", "lb", 0),
    ]
)  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> str:
    kind, unit, seconds = draw(KINDS)
    minute = draw(st.integers(0, 59))
    start = f"2026-03-{draw(st.integers(1, 3)):02} 08:{minute:02}:00 +0100"
    end = f"{start[:17]}{min(seconds, 59):02}{start[19:]}"
    value = draw(st.integers(1, 100))
    return record(kind, value, unit=unit, start=start, end=end, source=draw(st.sampled_from("AB")))


def content(items: list[Item]) -> list[tuple[object, ...]]:
    names = ("steps", "caffeine_mg", "water_ml", "active_energy_kcal", "body_mass_kg")
    return sorted((name, *vars_of(row)) for name in names for row in rows(items, name))


def vars_of(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, each) for each in ("start_ms", "end_ms", "value", "app", "zone"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(records(), max_size=40), st.randoms())
def test_the_order_of_records_and_the_cut_into_two_exports_change_nothing(
    tmp_path: Path, body: list[str], chance: object
) -> None:
    whole = content(read(tmp_path, body))
    shuffled = list(body)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert content(read(tmp_path, shuffled)) == whole
    cut = len(body) // 2
    parts = [content(read(tmp_path, part)) for part in (shuffled[:cut], shuffled[cut:])]
    assert sorted(itertools.chain(*parts)) == whole


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ('DateOfBirth="1990-05-20" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"',
         {"birth year": "1990", "sex": "female"}),
        ('BiologicalSex="HKBiologicalSexNotSet"', {}),
        ('DateOfBirth="soon"', {}),
    ],
)  # fmt: skip
def test_what_an_export_knows_of_the_person_is_offered_and_not_kept(
    tmp_path: Path, said: str, offered: dict[str, str]
) -> None:
    path = tmp_path / "export.xml"
    path.write_text(f"<HealthData><Me HKCharacteristicTypeIdentifier{said}/></HealthData>")
    items = read_path(path)
    assert {each.kind: each.examples[0] for each in items if isinstance(each, Quarantined)} == offered
