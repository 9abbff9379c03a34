from hypothesis import example, given
from hypothesis import strategies as st
from tests.intake.fit_files import crc_bit_by_bit

from untwitch.intake.fit_crc import fit_crc


def test_the_checksum_is_the_published_one_of_the_check_string() -> None:
    assert fit_crc(b"123456789") == 0xBB3D  # CRC-16/ARC, catalogue of parametrised CRC algorithms


@given(st.binary(max_size=300))
@example(b"")
@example(b"\x01")
@example(bytes(7))
def test_by_halves_is_the_same_as_bit_by_bit(data: bytes) -> None:
    assert fit_crc(data) == crc_bit_by_bit(data)


@given(st.binary(min_size=1, max_size=200), st.integers(min_value=0))
def test_a_checksum_behind_its_bytes_checks_to_zero_and_one_changed_bit_does_not(
    data: bytes, bit: int
) -> None:
    whole = bytearray(data + fit_crc(data).to_bytes(2, "little"))
    assert fit_crc(bytes(whole)) == 0
    whole[bit // 8 % len(whole)] ^= 1 << bit % 8
    assert fit_crc(bytes(whole)) != 0
