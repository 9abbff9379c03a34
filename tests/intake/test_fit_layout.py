import struct

import numpy as np
import pytest

from untwitch.intake.fit_layout import Field, Layout, numbers_of, places_of


def layout(*, size: int = 5, order: str = "<", kept: bool = True) -> Layout:
    return Layout(20, order, (Field(3, 1, 4, 0x86),), (), size, is_kept=kept)


def test_a_field_is_found_by_its_number() -> None:
    assert layout().field_of(3) == Field(3, 1, 4, 0x86)
    assert layout().field_of(4) is None


def test_runs_give_the_place_of_every_message() -> None:
    made = layout()
    for start, length in ((10, 3), (100, 1), (200, 2)):
        made.add(start, length)
    assert made.count == 6
    assert places_of(made).tolist() == [10, 15, 20, 100, 200, 205]


def test_single_messages_are_their_own_places() -> None:
    made = layout()
    made.add(10, 1)
    made.add(30, 1)
    assert places_of(made).tolist() == [10, 30]


def test_messages_that_nobody_asks_for_are_counted_only() -> None:
    made = layout(kept=False)
    made.add(10, 4)
    assert made.count == 4
    assert places_of(made).tolist() == []


@pytest.mark.parametrize(
    ("code", "letter", "values", "unknown"),
    [
        (0x00, "B", [0, 7], 0xFF),
        (0x01, "b", [-5, 5], 0x7F),
        (0x02, "B", [0, 254], 0xFF),
        (0x83, "h", [-300, 300], 0x7FFF),
        (0x84, "H", [0, 65534], 0xFFFF),
        (0x85, "i", [-70000, 3], 0x7FFFFFFF),
        (0x86, "I", [0, 4294967294], 0xFFFFFFFF),
        (0x88, "f", [1.5, -2.25], float("nan")),
        (0x89, "d", [1.1, -2.25], float("inf")),
        (0x0A, "B", [1, 255], 0),
        (0x8B, "H", [1, 65535], 0),
        (0x8C, "I", [1, 4294967295], 0),
        (0x0D, "B", [0, 254], 0xFF),
        (0x8E, "q", [-5, 1 << 40], 0x7FFFFFFFFFFFFFFF),
        (0x8F, "Q", [0, 1 << 40], 0xFFFFFFFFFFFFFFFF),
        (0x90, "Q", [1, 1 << 40], 0),
    ],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_type_is_read_in_both_orders_and_its_unknown_is_unknown(
    code: int, letter: str, values: list[float], unknown: float, order: str
) -> None:
    size = struct.calcsize(letter)
    data = b"".join(b"\x00" + struct.pack(order + letter, each) for each in [*values, unknown])
    places = np.arange(3, dtype=np.int64) * (size + 1)
    field = Field(0, 1, size, code)
    found = numbers_of(data, layout(order=order), field, places)
    assert found[:2].tolist() == values
    assert np.isnan(found[2])


def test_of_a_list_the_first_number_is_given() -> None:
    data = b"\x00" + struct.pack("<HHH", 7, 8, 9)
    assert numbers_of(data, layout(), Field(0, 1, 6, 0x84), np.zeros(1, dtype=np.int64)).tolist() == [7]


@pytest.mark.parametrize(
    "field", [Field(0, 1, 3, 0x84), Field(0, 1, 1, 0x86), Field(0, 1, 4, 0x07), Field(0, 1, 4, 0x1F)]
)
def test_a_size_that_does_not_fit_the_type_and_text_are_unknown(field: Field) -> None:
    assert np.isnan(numbers_of(bytes(9), layout(), field, np.zeros(2, dtype=np.int64))).all()


def test_no_messages_give_no_numbers() -> None:
    assert len(numbers_of(b"", layout(), Field(0, 1, 4, 0x86), np.zeros(0, dtype=np.int64))) == 0
