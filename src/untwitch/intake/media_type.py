"""What kind of photo or clip a file is, by its first bytes; what it is called says nothing.

Reference:
    ISO/IEC 14496-12 (file type box), RFC 9649 (WebP), Matroska RFC 9559 (EBML header), PNG third edition,
    JPEG ITU-T T.81.
"""

from untwitch.facts.refused import Refused

FIRST_BYTES = 64
"""As many are looked at."""
_BRANDS = {
    b"qt  ": "video/quicktime", b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic",
    b"isom": "video/mp4", b"iso2": "video/mp4", b"iso5": "video/mp4", b"iso6": "video/mp4",
    b"mp41": "video/mp4", b"mp42": "video/mp4", b"avc1": "video/mp4", b"M4V ": "video/mp4",
    b"MSNV": "video/mp4",
    b"3gp4": "video/3gpp", b"3gp5": "video/3gpp", b"3gp6": "video/3gpp", b"3gp7": "video/3gpp",
}  # fmt: skip


def media_type(first: bytes) -> str:
    """Gives the media type of a photo or clip.

    Args:
        first: The first bytes of the file.

    Raises:
        Refused: It is none that is kept.
    """
    if first.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if first.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return "image/webp"
    if first[4:8] == b"ftyp" and first[8:12] in _BRANDS:
        return _BRANDS[first[8:12]]
    if first.startswith(b"\x1aE\xdf\xa3") and b"webm" in first[:FIRST_BYTES]:
        return "video/webm"
    raise Refused(
        "this is no photo or clip that can be kept; JPEG, PNG, WebP, HEIC, MP4, MOV, WebM and 3GP can"
    )
