from pathlib import Path

import numpy as np
import pytest
from tests.intake.fit_files import ENUM, UINT8, UINT16, definition, fit_file, message

from untwitch.intake.fit_app_fields import numbers_by_apps, written_by_apps
from untwitch.intake.fit_layout import places_of
from untwitch.intake.fit_profile import FIELD_DESCRIPTION, RECORD, SESSION
from untwitch.intake.fit_scan import scans
from untwitch.intake.fit_table import Table, table_of

DESCRIPTION = definition(
    5, FIELD_DESCRIPTION, [(0, UINT8), (1, UINT8), (2, UINT8), (14, UINT16), (15, UINT8)]
)


def described(number: int, base_type: int, *, own: int, of: int = RECORD, app: int = 0) -> bytes:
    return message(5, ("B", app), ("B", number), ("B", base_type), ("H", of), ("B", own))


def table(*pieces: bytes, of: int = RECORD) -> Table:
    (scan,) = scans(fit_file(DESCRIPTION, *pieces))
    return table_of(scan, of)


def test_an_app_s_heart_rate_stands_for_the_one_that_a_record_does_not_have() -> None:
    found = table(
        described(6, UINT8, own=3),
        definition(1, RECORD, [(7, UINT16)], app_fields=[(9, 2), (6, 1)]),
        message(1, ("H", 200), b"ab", ("B", 131)),
        message(1, ("H", 210), b"ab", ("B", 255)),
    )
    assert np.array_equal(found.column("heart_rate"), [131, np.nan], equal_nan=True)
    assert found.column("power").tolist() == [200, 210]


def test_its_own_heart_rate_goes_before_that_of_an_app() -> None:
    found = table(
        described(6, UINT8, own=3),
        definition(1, RECORD, [(3, UINT8)], app_fields=[(6, 1)]),
        message(1, ("B", 100), ("B", 131)),
        message(1, ("B", 255), ("B", 132)),
        definition(2, RECORD, [(3, UINT8)]),
        message(2, ("B", 101)),
    )
    assert found.column("heart_rate").tolist() == [100, 132, 101]


def test_a_session_takes_mean_heart_rate_and_energy_from_an_app() -> None:
    found = table(
        described(1, UINT8, own=16, of=SESSION),
        described(2, UINT16, own=11, of=SESSION),
        definition(1, SESSION, [(5, ENUM)], app_fields=[(1, 1), (2, 2)]),
        message(1, ("B", 1), ("B", 140), ("H", 320)),
        of=SESSION,
    )
    assert (found.first("avg_heart_rate"), found.first("total_calories")) == (140, 320)


@pytest.mark.parametrize(
    ("number", "app", "own"),
    [(7, 0, 3), (6, 1, 3), (6, 0, 4)],
)
def test_a_field_of_another_app_number_or_place_is_not_taken(number: int, app: int, own: int) -> None:
    found = table(
        described(number, UINT8, own=own, app=app),
        definition(1, RECORD, [(7, UINT16)], app_fields=[(6, 1)]),
        message(1, ("H", 200), ("B", 131)),
    )
    assert "heart_rate" not in found.columns


def test_a_description_without_an_own_field_and_a_file_without_descriptions_give_nothing() -> None:
    assert written_by_apps({}) == {}
    columns = {each: np.array([0.0]) for each in ("native_message", "app", "number", "base_type")}
    assert written_by_apps(columns | {"native_field": np.array([np.nan])}) == {}
    assert written_by_apps(columns | {"native_field": np.array([3.0])}) == {(0, 3): (0, 0, 0)}


@pytest.mark.real_data
def test_the_app_of_a_rowing_machine_says_the_same_heart_rate_as_the_watch(real_data: Path) -> None:
    (scan,) = scans((real_data / "import" / "fit" / "20170518-191602-1740899583.fit").read_bytes())
    records = table_of(scan, RECORD)
    written = written_by_apps(table_of(scan, FIELD_DESCRIPTION).columns)
    assert written[RECORD, 3] == (0, 6, 2)
    assert len(written) == 27
    parts = [
        (numbers_by_apps(scan, each, 3, places_of(each), written=written), each)
        for each in scan.layouts
        if each.message == RECORD
    ]
    by_app = np.concatenate([part for part, _ in parts if part is not None])
    assert np.nanmax(by_app) < 200
    assert abs(np.nanmean(by_app) - np.nanmean(records.column("heart_rate"))) < 1
