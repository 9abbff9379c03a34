import pytest
from tests.intake.fit_files import fit_file

from untwitch.intake.fit_header import Header, header_of, is_fit


def test_the_head_of_a_file_is_known_and_read() -> None:
    data = fit_file(b"\x40")
    assert is_fit(data)
    assert header_of(data[:14]) == Header(size=14, declared=1, has_checksum=True)


def test_an_old_header_of_twelve_bytes_has_no_checksum() -> None:
    assert header_of(bytes((12,)) + fit_file()[1:12]) == Header(size=12, declared=0, has_checksum=False)


def test_a_header_whose_checksum_is_left_blank_has_none() -> None:
    assert not header_of(fit_file(header_checksum=False)[:14]).has_checksum


@pytest.mark.parametrize("data", [b"", b"\x0e" * 11, b"\x0e" * 20, b"\x05" + fit_file()[1:], fit_file()[:11]])
def test_other_bytes_are_not_a_fit_file(data: bytes) -> None:
    assert not is_fit(data)
