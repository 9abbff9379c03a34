import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.fit_files import BYTE, UINT8, UINT16, UINT32, definition, fit_file, message, told

from untwitch.intake.fit_header import is_fit
from untwitch.intake.fit_profile import MONITORING, RECORD, SESSION
from untwitch.intake.fit_scan import scans
from untwitch.intake.fit_table import Table, table_of
from untwitch.intake.fit_time import header_times

START_S = 1_700_000_000


def table(*pieces: bytes, message_number: int = RECORD) -> Table:
    (scan,) = scans(fit_file(*pieces))
    return table_of(scan, message_number)


def test_numbers_are_in_their_units_and_instants_since_1970() -> None:
    found = table(
        definition(0, RECORD, [(253, UINT32), (5, UINT32), (7, UINT16)]),
        message(0, ("I", told(START_S)), ("I", 12_345), ("H", 250)),
    )
    assert found.column("timestamp").tolist() == [START_S]
    assert found.column("distance").tolist() == [123.45]
    assert found.column("power").tolist() == [250]


def test_messages_of_two_shapes_keep_the_order_of_the_file_and_lack_what_they_lack() -> None:
    found = table(
        definition(0, RECORD, [(3, UINT8)]),
        definition(1, RECORD, [(3, UINT8), (7, UINT16)]),
        message(0, ("B", 60)),
        message(1, ("B", 61), ("H", 100)),
        message(0, ("B", 62)),
    )
    assert found.column("heart_rate").tolist() == [60, 61, 62]
    assert np.array_equal(found.column("power"), [np.nan, 100, np.nan], equal_nan=True)


def test_a_field_that_no_definition_has_is_unknown_throughout() -> None:
    found = table(definition(0, RECORD, [(3, UINT8)]), message(0, ("B", 60)))
    assert "power" not in found.columns
    assert np.isnan(found.column("power")).all()
    assert found.first("power") is None
    assert found.first("heart_rate") == 60


def test_the_first_known_number_is_given() -> None:
    found = table(definition(0, RECORD, [(3, UINT8)]), message(0, ("B", 255)), message(0, ("B", 60)))
    assert found.first("heart_rate") == 60


def test_a_file_without_such_messages_gives_an_empty_table() -> None:
    found = table(definition(0, RECORD, [(3, UINT8)]), message(0, ("B", 60)), message_number=SESSION)
    assert len(found) == 0
    assert found.first("start_time") is None


def test_a_time_since_switching_on_is_no_date() -> None:
    found = table(
        definition(0, RECORD, [(253, UINT32)]), message(0, ("I", 0x0FFFFFFF)), message(0, ("I", 0x10000000))
    )
    assert np.isnan(found.column("timestamp")[0])
    assert found.column("timestamp")[1] == 0x10000000 + 631_065_600


def packed(speed: int, distance: int) -> bytes:
    return (distance << 12 | speed).to_bytes(3, "little")


def test_a_packed_distance_goes_round_after_256_metres_and_unknown_ones_stand_between() -> None:
    found = table(
        definition(0, RECORD, [(8, BYTE, 3)]),
        *(message(0, packed(100, each)) for each in (4000, 4090, 10)),
        message(0, b"\xff\xff\xff"),
        message(0, packed(100, 20)),
    )
    expected = [4000 / 16, 4090 / 16, 4106 / 16, np.nan, 4116 / 16]
    assert np.array_equal(found.column("distance"), expected, equal_nan=True)


def test_a_distance_of_its_own_goes_before_the_packed_one() -> None:
    found = table(
        definition(0, RECORD, [(8, BYTE, 3), (5, UINT32)]),
        message(0, packed(0, 16), ("I", 777)),
        message(0, packed(0, 32), ("I", 0xFFFFFFFF)),
    )
    assert found.column("distance").tolist() == [7.77, 2]


def test_packed_distances_that_are_all_unknown_or_too_short_give_none() -> None:
    assert "distance" not in table(definition(0, RECORD, [(8, BYTE, 3)]), message(0, b"\xff" * 3)).columns
    assert "distance" not in table(definition(0, RECORD, [(8, BYTE, 2)]), message(0, b"\x01\x02")).columns


@given(st.lists(st.integers(0, 4095), min_size=1, max_size=30))
def test_packed_distances_add_up_to_what_was_walked(steps: list[int]) -> None:
    walked = np.cumsum(steps)
    found = table(
        definition(0, RECORD, [(8, BYTE, 3)]),
        *(message(0, packed(5, int(each) % 4096)) for each in walked),
    )
    assert found.column("distance").tolist() == ((walked - walked[0] + walked[0] % 4096) / 16).tolist()


def test_monitoring_times_of_sixteen_bits_follow_the_last_full_one() -> None:
    begin = told(START_S)
    found = table(
        definition(0, 103, [(253, UINT32)]),
        message(0, ("I", begin)),
        definition(1, MONITORING, [(26, UINT16), (24, BYTE)]),
        message(1, ("H", (begin + 60) & 0xFFFF), ("B", 3 << 5 | 6)),
        message(1, ("H", (begin + 65_530) & 0xFFFF), ("B", 255)),
        message(1, ("H", (begin + 65_540) & 0xFFFF), ("B", 8)),
        definition(2, MONITORING, [(253, UINT32), (5, UINT8)]),
        message(2, ("I", begin + 90_000), ("B", 1)),
        message(1, ("H", (begin + 90_007) & 0xFFFF), ("B", 0)),
        message_number=MONITORING,
    )
    assert (found.column("timestamp") - START_S).tolist() == [60, 65_530, 65_540, 90_000, 90_007]
    assert np.array_equal(found.column("activity_type"), [6, np.nan, 8, 1, 0], equal_nan=True)
    assert np.array_equal(found.column("intensity"), [3, np.nan, 0, np.nan, 0], equal_nan=True)


def test_a_monitoring_time_before_any_full_one_is_unknown() -> None:
    found = table(definition(1, MONITORING, [(26, UINT16)]), message(1, ("H", 5)), message_number=MONITORING)
    assert np.isnan(found.column("timestamp")).all()


@pytest.mark.real_data
@pytest.mark.parametrize(
    "name",
    [
        "garmin-edge-500-activity",
        "garmin-edge-820-bike",
        "garmin-fenix-5-bike",
        "garmin-fenix-5-run",
        "garmin-fenix-5-walk",
    ],
)
def test_records_equal_the_reference_tables_that_lie_beside_the_files(real_data: Path, name: str) -> None:
    folder = real_data / "import" / "fit"
    (scan,) = scans((folder / f"{name}.fit").read_bytes())
    found = table_of(scan, RECORD)
    with (folder / f"{name}-records.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(found) == len(rows)
    for nth, row in enumerate(rows):
        written = row["timestamp"].replace("PDT", "-0700")
        clock = dt.datetime.strptime(written, "%a %b %d %H:%M:%S %z %Y")
        assert found.column("timestamp")[nth] == clock.timestamp()
        for field in ("heart_rate", "distance"):
            value = found.column(field)[nth]
            assert (
                np.isnan(value) if row[field] == "" else value == pytest.approx(float(row[field]), abs=0.005)
            )


@pytest.mark.real_data
def test_short_times_and_packed_distances_equal_the_reference_table(real_data: Path) -> None:
    folder = real_data / "import" / "fit"
    (scan,) = scans((folder / "compressed-speed-distance.fit").read_bytes())
    found = table_of(scan, RECORD)
    with (folder / "compressed-speed-distance-records.csv").open(encoding="utf-8") as file:
        rows = [[each.strip() for each in row] for row in csv.reader(file)][1:]
    times = header_times(scan, found.places)
    assert len(rows) == len(found)
    for nth, (time, beats, _, distance, _) in enumerate(rows):
        assert times[nth] == int(time)
        bpm = found.column("heart_rate")[nth]
        assert np.isnan(bpm) if beats == "null" else bpm == int(beats)
        assert found.column("distance")[nth] == pytest.approx(float(distance), abs=0.005)


@pytest.mark.real_data
def test_every_real_file_is_read_and_numbers_are_what_a_body_can_do(real_data: Path) -> None:
    files = [path for path in (real_data / "import" / "fit").iterdir() if path.suffix.lower() == ".fit"]
    assert len(files) == 42
    messages = 0
    for path in files:
        data = path.read_bytes()
        assert is_fit(data)
        for scan in scans(data):
            messages += sum(each.count for each in scan.layouts)
            beats = table_of(scan, RECORD).column("heart_rate")
            assert np.nanmax(beats, initial=100) < 240
    assert messages > 100_000
