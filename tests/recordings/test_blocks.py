import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.recordings.blocks import Piece, in_blocks


def piece(first: int, n: int) -> Piece:
    return Piece(first, np.arange(first, first + n, dtype=np.float32)[np.newaxis].repeat(2, axis=0))


@st.composite
def pieces_with_gaps(draw: st.DrawFn) -> tuple[list[Piece], int, npt.NDArray[np.float32]]:
    at, found = 0, []
    for _ in range(draw(st.integers(0, 8))):
        at += draw(st.integers(0, 9))
        n = draw(st.integers(0, 12))
        found.append(piece(at, n))
        at += n
    n_samples = max(1, at + draw(st.integers(0, 9)))
    whole = np.full((n_samples, 2), np.nan, dtype=np.float32)
    for each in found:
        whole[each.first_index : each.first_index + each.channels.shape[1]] = each.channels.T
    return found, n_samples, whole


@given(pieces_with_gaps(), st.integers(1, 30))
def test_blocks_are_the_pieces_with_nothing_between_them(
    made: tuple[list[Piece], int, npt.NDArray[np.float32]], length: int
) -> None:
    pieces, n_samples, whole = made
    blocks = list(in_blocks(iter(pieces), length=length, n_samples=n_samples, n_channels=2, name="x"))
    assert [each.first_index for each in blocks] == list(range(0, n_samples, length))
    assert all(len(each.samples) == length for each in blocks[:-1])
    np.testing.assert_array_equal(np.concatenate([each.samples for each in blocks]), whole)


def test_a_block_within_a_piece_is_no_copy() -> None:
    one = piece(0, 20)
    blocks = list(in_blocks([one], length=10, n_samples=20, n_channels=2, name="x"))
    assert all(np.shares_memory(each.samples, one.channels) for each in blocks)
    assert blocks[0].samples[:, 0].flags.c_contiguous


@pytest.mark.parametrize("pieces", [[piece(0, 11)], [piece(0, 5), piece(4, 2)]])
def test_pieces_beyond_the_end_or_over_each_other_are_refused(pieces: list[Piece]) -> None:
    with pytest.raises(Refused, match="x was changed while it was read"):
        list(in_blocks(pieces, length=3, n_samples=10, n_channels=2, name="x"))
