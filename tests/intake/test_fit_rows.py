import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.fit_files import (
    ENUM,
    SESSION,
    TEXT,
    UINT8,
    UINT16,
    UINT32,
    activity,
    definition,
    file_id,
    fit_file,
    message,
    records,
    session,
    told,
)

from untwitch.intake.fit_rows import rows_of_fit
from untwitch.intake.sandbox import parse_apart

START_S = 1_700_000_000
RUN = fit_file(file_id(4), activity(START_S, offset_s=-25_200), SESSION, session(START_S, 30))


def said_of_file(data: bytes) -> dict[str, Any]:
    said: dict[str, Any] = next(iter(rows_of_fit(data)))[1]
    return said


def test_a_file_says_its_kind_its_device_and_what_the_local_clock_showed() -> None:
    assert said_of_file(RUN) == {"type": "activity", "app": "Garmin 2697", "offset_min": -420}


@pytest.mark.parametrize(
    ("ahead_s", "offset_min"),
    [
        (20_700, 345),  # Kathmandu
        (3_590, 60),  # a clock ten seconds slow
        (3_000, None),  # no zone is fifty minutes off
        (18 * 3600, None),
        (0, 0),
    ],
)
def test_an_offset_is_one_that_a_place_can_have(ahead_s: int, offset_min: int | None) -> None:
    assert said_of_file(fit_file(file_id(4), activity(START_S, offset_s=ahead_s)))["offset_min"] == offset_min


def test_a_local_clock_of_zero_says_nothing() -> None:
    piece = definition(3, 34, [(253, UINT32), (5, UINT32)]) + message(3, ("I", told(START_S)), ("I", 0))
    assert said_of_file(fit_file(piece))["offset_min"] is None


def test_a_monitoring_file_says_its_offset_at_its_begin() -> None:
    piece = definition(3, 103, [(253, UINT32), (0, UINT32)])
    piece += message(3, ("I", told(START_S)), ("I", told(START_S + 7200)))
    assert said_of_file(fit_file(file_id(32), piece)) == {
        "type": "monitoring",
        "app": "Garmin 2697",
        "offset_min": 120,
    }


@pytest.mark.parametrize(
    ("maker", "name", "app"),
    [
        (294, b"COROS PACE 2", "COROS PACE 2"),
        (1, b"Edge 1040", "Garmin Edge 1040"),
        (1, b"", "Garmin 7"),
        (9999, b"", "maker 9999 7"),
        (1, b"\x07bad\xff\nname", "Garmin bad\ufffdname"),
        (1, b"x" * 100, "Garmin " + "x" * 60),
    ],
)
def test_a_device_is_called_by_its_name_where_it_has_one(maker: int, name: bytes, app: str) -> None:
    size = len(name) + 1
    piece = definition(0, 0, [(0, ENUM), (1, UINT16), (2, UINT16), (8, TEXT, size)])
    piece += message(0, ("B", 4), ("H", maker), ("H", 7), name + b"\0")
    assert said_of_file(fit_file(piece))["app"] == app


def test_a_file_that_says_nothing_of_itself_is_of_some_device() -> None:
    assert said_of_file(fit_file()) == {"type": "unknown", "app": "FIT device", "offset_min": None}
    piece = definition(0, 0, [(1, UINT16)]) + message(0, ("H", 1))
    assert said_of_file(fit_file(piece))["app"] == "Garmin"


def test_messages_that_no_measure_has_are_counted_by_name_and_settings_are_not() -> None:
    found = rows_of_fit(
        fit_file(
            definition(1, 227, [(0, UINT16)]) + message(1, ("H", 30)) * 3,
            definition(2, 9001, [(0, UINT8)]) + message(2, ("B", 1)) * 2,
            definition(2, 9001, [(0, UINT16)]) + message(2, ("H", 1)),
            definition(3, 19, [(0, UINT8)]) + message(3, ("B", 1)),
            definition(4, 20, [(3, UINT8)], app_fields=[(0, 1), (1, 2)]) + message(4, ("B", 255), b"abc") * 4,
        )
    )
    counts = {said["kind"]: said["count"] for kind, said in found if kind == "apart"}
    assert counts == {
        "stress level of the watch": 3,
        "messages whose meaning is not published": 3,
        "fields that an app added": 8,
    }


def test_two_files_in_one_are_two_and_the_first_is_whole_when_the_second_is_cut() -> None:
    found = list(rows_of_fit(RUN + RUN[:-20]))
    assert [kind for kind, _ in found] == ["file", "workout", "file", "incomplete"]
    assert found[3][1].startswith("a message is cut off at byte")


def test_a_file_with_a_wrong_checksum_says_so_and_one_cut_off_after_it_too() -> None:
    kinds = [kind for kind, _ in rows_of_fit(fit_file(file_id(4), checksum=False))]
    assert kinds == ["file", "problem"]
    bad_head = bytearray(fit_file(file_id(4))[:-2])
    bad_head[12] ^= 1
    assert [kind for kind, _ in rows_of_fit(bytes(bad_head))] == ["file", "problem", "incomplete"]


def test_rows_go_through_the_sandbox_unchanged() -> None:
    data = RUN + fit_file(file_id(4), records(START_S, [(at, 100 + at) for at in range(20)]))
    assert parse_apart("untwitch.intake.fit_rows:rows_of_fit", data, name="a.fit") == list(rows_of_fit(data))


@settings(max_examples=200)
@given(st.integers(0, len(RUN) - 1), st.integers(0, 255), st.integers(0, len(RUN)))
def test_no_changed_byte_and_no_cut_breaks_it(at: int, byte: int, cut: int) -> None:
    data = bytearray(RUN)
    data[at] = byte
    for kind, _ in rows_of_fit(bytes(data[:cut])):
        assert kind in {"file", "workout", "value", "skipped", "apart", "problem", "incomplete"}


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.sampled_from([0, 18, 20, 30, 34, 55, 103, 211, 275, 370, 412]), st.binary(max_size=120))
    )
)
def test_no_definition_or_message_breaks_it(pieces: list[tuple[int, bytes]]) -> None:
    body = b""
    for number, junk in pieces:
        fields = [(junk[at], (0, 2, 0x84, 0x86, 0x88)[junk[at] % 5]) for at in range(min(len(junk), 6))]
        body += definition(0, number, fields) + junk
    list(rows_of_fit(fit_file(body)))


@pytest.mark.real_data
def test_a_monitoring_file_gives_the_steps_that_its_watch_showed(real_data: Path) -> None:
    data = (real_data / "import" / "fit" / "MonitoringFile.fit").read_bytes()
    found = list(rows_of_fit(data))
    assert found[0][1]["offset_min"] == -360
    by_measure = {
        measure: [said for kind, said in found if kind == "value" and said["measure"] == measure]
        for measure in ("steps", "active_energy_kcal")
    }
    # its last messages, at local midnight, say 3142 steps walking and 31 running, 68 and 1 kcal
    assert sum(said["value"] for said in by_measure["steps"]) == 3142 + 31
    assert sum(said["value"] for said in by_measure["active_energy_kcal"]) == 68 + 1
    midnight_s = 1_419_660_000  # 2014-12-27 06:00 UTC
    assert min(said["start_s"] for said in by_measure["steps"]) == midnight_s
    assert max(said["end_s"] for said in by_measure["steps"]) == midnight_s + 86_400


@pytest.mark.slow
@pytest.mark.real_data
def test_no_change_of_a_real_file_breaks_it(real_data: Path) -> None:
    files = sorted((real_data / "import" / "fit").glob("*.[fF][iI][tT]"))
    draw = random.Random(5)
    for path in (each for each in files if each.stat().st_size < 100_000):
        whole = path.read_bytes()
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(draw.choice((1, 1, 3, 20))):
                at = draw.randrange(len(data))
                data[at] = draw.choice((0, 0x40, 0x60, 0x80, 0xFF, draw.randrange(256)))
            begin, end = sorted(draw.choices(range(len(data)), k=2))
            changed = draw.choice((bytes(data), bytes(data[:end]), bytes(data[:begin] + data[end:])))
            list(rows_of_fit(changed))
