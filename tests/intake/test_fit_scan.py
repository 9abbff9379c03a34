import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.fit_files import (
    ENUM,
    UINT8,
    UINT32,
    definition,
    file_id,
    fit_file,
    message,
    records,
)

from untwitch.intake import fit_scan
from untwitch.intake.fit_layout import places_of
from untwitch.intake.fit_scan import Scan, scans
from untwitch.intake.fit_table import table_of

RECORD = 20
GOOD = fit_file(file_id(4), records(1_700_000_000, [(at, 100) for at in range(40)]))


def only(data: bytes) -> Scan:
    (scan,) = scans(data)
    return scan


def counts(scan: Scan) -> dict[int, int]:
    return {each.message: each.count for each in scan.layouts}


def test_a_whole_file_has_its_messages_and_no_complaint() -> None:
    scan = only(GOOD)
    assert counts(scan) == {0: 1, RECORD: 40}
    assert scan.is_complete
    assert scan.complaints == []


@pytest.mark.parametrize("count", [1, 2, 16, 17, 18, 80, 81, 82, 5000])
def test_runs_of_any_length_are_counted_to_the_last(count: int) -> None:
    scan = only(fit_file(records(1_700_000_000, [(at, 1) for at in range(count)])))
    (layout,) = scan.layouts
    assert layout.count == count
    assert len(layout.run_starts) == 1
    assert places_of(layout).tolist() == [14 + 12 + 6 * at for at in range(count)]


def test_kinds_that_take_turns_are_told_apart() -> None:
    pieces = [definition(0, RECORD, [(3, UINT8)]), definition(1, 21, [(253, UINT32)])]
    for number in range(50):
        pieces += [message(0, ("B", number)), message(1, ("I", 5)), message(0, ("B", number))]
    scan = only(fit_file(*pieces))
    assert counts(scan) == {RECORD: 100, 21: 50}
    assert table_of(scan, RECORD).column("heart_rate").tolist() == [at // 2 for at in range(100)]


def test_a_local_number_may_be_defined_anew_and_again_as_before() -> None:
    as_byte, as_long = definition(0, RECORD, [(3, UINT8)]), definition(0, RECORD, [(3, UINT32)], order=">")
    scan = only(
        fit_file(
            as_byte,
            message(0, ("B", 60)),
            as_long,
            message(0, ("I", 70), order=">"),
            as_byte,
            message(0, ("B", 80)),
        )
    )
    assert len(scan.layouts) == 2
    assert table_of(scan, RECORD).column("heart_rate").tolist() == [60, 70, 80]


def test_fields_of_an_app_are_stepped_over() -> None:
    scan = only(
        fit_file(
            definition(0, RECORD, [(3, UINT8)], app_fields=[(0, 4), (1, 1)]),
            message(0, ("B", 60), b"abcde"),
            message(0, ("B", 61), b"\xff" * 5),
        )
    )
    assert [each.size for each in scan.layouts[0].app_fields] == [4, 1]
    assert table_of(scan, RECORD).column("heart_rate").tolist() == [60, 61]


def test_files_behind_each_other_are_read_each() -> None:
    first, second = scans(GOOD + fit_file(file_id(9)))
    assert (counts(first)[RECORD], counts(second)) == (40, {0: 1})
    assert second.begin == len(GOOD)


def test_zeros_behind_a_file_are_nothing() -> None:
    assert len(list(scans(GOOD + bytes(30)))) == 1


def test_another_header_that_is_damaged_is_said() -> None:
    first, second = scans(GOOD + b"\x0e rubbish that goes on")
    assert first.is_complete
    assert second.complaints == ["the header of a FIT file is damaged"]
    assert not second.is_complete


def test_bytes_of_another_kind_are_said_to_be_none() -> None:
    assert only(b"hello, this is a letter").complaints == ["it is not a FIT file"]
    assert list(scans(b"")) == []


@pytest.mark.parametrize("at", [-1, -2, -3])
def test_a_wrong_checksum_is_said_and_hides_nothing(at: int) -> None:
    data = bytearray(GOOD)
    data[at] ^= 1
    scan = only(bytes(data))
    assert counts(scan)[RECORD] == 40
    assert scan.complaints == ["the checksum is wrong, so that a number in it may be; its messages were read"]
    assert scan.is_complete


def test_a_wrong_checksum_of_the_header_is_said_and_hides_nothing() -> None:
    data = bytearray(GOOD)
    data[12] ^= 1
    scan = only(bytes(data))
    assert counts(scan)[RECORD] == 40
    assert scan.complaints[0].startswith("the checksum of the header is wrong")


def test_every_cut_keeps_what_came_before() -> None:
    whole = table_of(only(GOOD), RECORD).column("timestamp").tolist()
    for cut in range(15, len(GOOD)):
        scan = only(GOOD[:cut])
        assert not scan.is_complete
        times = table_of(scan, RECORD).column("timestamp").tolist()
        assert times == whole[: len(times)]
        messages_end = 14 + len(file_id(4)) + 12
        assert len(times) == min(max(cut - messages_end, 0) // 6, 40)


def test_a_header_that_says_empty_after_a_dead_battery_is_read_to_the_end() -> None:
    data = fit_file(file_id(4), records(1_700_000_000, [(0, 90)] * 3), declared=0)
    scan = only(data)
    assert counts(scan)[RECORD] == 3
    assert scan.complaints == [
        "the header says that it is empty, as after a dead battery; it was read to the end"
    ]


def test_an_empty_file_is_empty_and_whole() -> None:
    scan = only(fit_file())
    assert (scan.is_complete, scan.layouts) == (True, [])


def test_a_message_without_a_definition_ends_the_reading() -> None:
    scan = only(fit_file(records(1_700_000_000, [(0, 90)]), message(5, b"xyz")))
    assert counts(scan) == {RECORD: 1}
    assert scan.complaints == ["a message at byte 32 has no definition; what follows cannot be read"]


@pytest.mark.parametrize(
    "piece",
    [
        b"\x40\x00\x00",
        b"\x40\x00\x00\x14\x00\x09\x03\x01\x02",
        b"\x60\x00\x00\x14\x00\x00",
        b"\x60\x00\x00\x14\x00\x00\x05\x01",
    ],
)
def test_a_definition_that_is_cut_off_ends_the_reading(piece: bytes) -> None:
    scan = only(fit_file(file_id(4), piece))
    assert counts(scan) == {0: 1}
    assert scan.complaints == [f"a definition is cut off at byte {14 + len(file_id(4))}"]


def test_definitions_without_number_end_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_scan, "MOST_DEFINITIONS", 3)
    several = [definition(0, 21, [(number, UINT8)]) for number in range(5)]
    again = [definition(0, 21, [(7, UINT8)])] * 5
    assert only(fit_file(*again)).is_complete
    assert only(fit_file(*several[:3])).is_complete
    assert only(fit_file(*several)).complaints == ["it has more than 3 definitions, as no real file has"]


def test_messages_without_fields_are_counted_and_take_no_place() -> None:
    scan = only(fit_file(definition(0, RECORD, []), bytes(10_000)))
    assert counts(scan) == {RECORD: 10_000}
    assert len(scan.layouts[0].run_starts) == 0


def test_a_checksum_that_is_cut_off_is_said() -> None:
    assert only(GOOD[:-1]).complaints == ["its checksum is cut off"]


def test_reserved_bits_of_a_header_byte_are_ignored() -> None:
    scan = only(fit_file(definition(1, RECORD, [(3, ENUM)]), message(1, ("B", 60), header=0x11)))
    assert counts(scan) == {RECORD: 1}


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_no_bytes_break_it(body: bytes) -> None:
    for scan in [*scans(fit_file(body)), *scans(body)]:
        assert sum(each.count for each in scan.layouts) <= len(body) + 20
