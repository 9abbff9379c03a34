from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake.text_file import decode, read_text


def test_a_text_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("größer".encode())
    assert read_text(path, 8) == "größer"
    with pytest.raises(Refused, match="larger than 7 bytes"):
        read_text(path, 7)


def test_text_comes_without_its_mark() -> None:
    assert decode(b"\xef\xbb\xbfabc", name="a") == "abc"
    assert decode("abc".encode("utf-16"), name="a") == "abc"


@pytest.mark.parametrize("data", [b"\x00\x00ab", b"\xff\xfea", b"\xef\xbb\xbf\xff", b"\x81\x8d"])
def test_what_no_encoding_explains_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="is not text"):
        decode(data, name="a.txt")
