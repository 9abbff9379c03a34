"""A photo or a short clip beside an entry: kept as it came, never analysed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.identity import checked_id
from untwitch.facts.refused import Refused

ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/webp": "webp",
        "image/heic": "heic",
        "video/mp4": "mp4",
        "video/quicktime": "mov",
        "video/webm": "webm",
        "video/3gpp": "3gp",
    }
)
"""What can be kept, and how the name of such a file ends."""
LARGEST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or clip.

    Attributes:
        id: UUID made by who added it.
        entity: Kind of the entry it stands beside.
        entity_id: Id of that entry.
        media_type: One of `ENDINGS`, by its content.
        size_bytes: How large it is.
        sha256: Hash of its content, hexadecimal.
        added_ms: When it was added, milliseconds since 1970 UTC.
    """

    id: str
    entity: str
    entity_id: str
    media_type: str
    size_bytes: int
    sha256: str
    added_ms: int

    def __post_init__(self) -> None:
        checked_id(self.id)
        checked_id(self.entity_id)
        if self.media_type not in ENDINGS:
            raise Refused(f"media type {self.media_type!r} is not kept; known: {', '.join(ENDINGS)}")
        if not 0 < self.size_bytes <= LARGEST_BYTES:
            raise Refused(f"a photo or clip of {self.size_bytes} bytes cannot be kept")

    @property
    def is_picture(self) -> bool:
        """Whether it stands still."""
        return self.media_type.startswith("image/")

    @property
    def what(self) -> str:
        """What it is in a word: a photo or a clip."""
        return "photo" if self.is_picture else "clip"

    @property
    def file_name(self) -> str:
        """Its name as a file; nothing of it comes from outside."""
        return f"{self.what}-{self.id}.{ENDINGS[self.media_type]}"

    @property
    def size_words(self) -> str:
        """How large it is in words: `3.2 MB`."""
        return f"{max(self.size_bytes / 1e6, 0.1):.1f} MB"
