import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.attachment import ENDINGS
from untwitch.facts.refused import Refused
from untwitch.intake.media_type import media_type

SAMPLES = {
    "image/jpeg": b"\xff\xd8\xff\xe1\x00\x10Exif",
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "image/heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    "video/mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00",
    "video/quicktime": b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00",
    "video/webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm",
    "video/3gpp": b"\x00\x00\x00\x18ftyp3gp5\x00\x00\x00\x00",
}


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_kind_is_known_by_its_first_bytes(kind: str) -> None:
    assert media_type(SAMPLES[kind]) == kind


@pytest.mark.parametrize(
    "first",
    [
        b"", b"<html><script>", b"<svg xmlns=", b"GIF89a", b"%PDF-1.7", b"PK\x03\x04", b"MZ\x90",
        b"RIFF\x24\x00\x00\x00WAVEfmt ", b"\x00\x00\x00\x18ftypavif", b"\x1aE\xdf\xa3matroska", b"\x89PNG",
    ],
)  # fmt: skip
def test_anything_else_is_refused(first: bytes) -> None:
    with pytest.raises(Refused, match="no photo or clip that can be kept"):
        media_type(first)


@given(st.binary(max_size=64))
def test_any_bytes_give_a_kept_kind_or_a_refusal(first: bytes) -> None:
    with contextlib.suppress(Refused):
        assert media_type(first) in ENDINGS
