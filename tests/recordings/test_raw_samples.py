from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.recordings.reading import given, written

from untwitch.facts.refused import Refused
from untwitch.recordings import raw_samples as module
from untwitch.recordings.raw_samples import (
    RawLayout,
    Taken,
    numbers_of,
    pieces_in_memory,
    pieces_on_disk,
)

ROWS: npt.NDArray[np.int16] = np.arange(60, dtype="<i2").reshape(20, 3)


def taken(*columns: int, gain: float = 1.0, offset: float = 0.0) -> Taken:
    return Taken(columns, np.array([gain]), np.array([offset]))


@for_all(st.integers(1, 25), st.booleans())
def test_rows_and_columns_come_the_same_from_disk_in_pieces_of_any_length(
    tmp_path_factory: pytest.TempPathFactory,
    length: int,
    planar: bool,  # noqa: FBT001
) -> None:
    data = b"head" + (ROWS.T if planar else ROWS).tobytes()
    one = given(written(tmp_path_factory.mktemp("raw"), "a.raw", data))
    layout = RawLayout(4, 20, 3, "<i2", is_planar=planar)
    pieces = list(pieces_on_disk(one, layout, taken(2, 0), length=length))
    assert [each.first_index for each in pieces] == list(range(0, 20, length))
    np.testing.assert_array_equal(
        np.concatenate([each.channels for each in pieces], axis=1), ROWS[:, [2, 0]].T
    )


@for_all(st.integers(1, 25))
def test_numbers_in_memory_come_in_pieces_of_any_length(length: int) -> None:
    pieces = list(pieces_in_memory(ROWS.T, taken(0, 1), length=length))
    np.testing.assert_array_equal(np.concatenate([each.channels for each in pieces], axis=1), ROWS[:, :2].T)


def test_a_long_block_is_read_in_pieces_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SAMPLES_AT_ONCE", 12)
    assert [each.channels.shape[1] for each in pieces_in_memory(ROWS.T, taken(0), length=20)] == [4] * 5
    assert [each.channels.shape[1] for each in pieces_in_memory(ROWS.T, taken(0), length=8)] == [8, 8, 4]


def test_numbers_are_scaled_and_shifted() -> None:
    found = taken(0, gain=0.5, offset=-3).of(np.array([[10, 20]]))
    np.testing.assert_array_equal(found, [[2, 7]])
    each = Taken((0, 1), np.array([1.0, 10.0]), np.array([0.0, 1.0]))
    np.testing.assert_array_equal(each.of(np.array([[1], [2]])), [[1], [21]])


def test_endless_numbers_are_missing() -> None:
    found = taken(0).of(np.array([[np.inf, 1e300, np.nan, 5.0]]))
    np.testing.assert_array_equal(found, [[np.nan, np.nan, np.nan, 5]])


def test_24_bits_keep_their_sign() -> None:
    data = b"".join(each.to_bytes(3, "little", signed=True) for each in (-(1 << 23), -1, 0, (1 << 23) - 1))
    assert numbers_of(data, "<i3").tolist() == [-(1 << 23), -1, 0, (1 << 23) - 1]
    assert numbers_of(b"\x01\x00\x02\x00", "<i2").tolist() == [1, 2]


@pytest.mark.parametrize("planar", [True, False])
def test_a_file_that_was_cut_meanwhile_is_refused(tmp_path: Path, *, planar: bool) -> None:
    one = given(written(tmp_path, "a.raw", ROWS.tobytes()[:-1]))
    with pytest.raises(Refused, match=r"a\.raw was changed while it was read"):
        list(pieces_on_disk(one, RawLayout(0, 20, 3, "<i2", is_planar=planar), taken(0), length=7))
