"""Who is who: ids of typed entries are made by the client, ids of imported samples by their content."""

import hashlib
import re
import struct
import uuid

from untwitch.facts.refused import Refused

SAMPLE_ID_BYTES = 16
_CANONICAL = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_id() -> str:
    """Gives a new random id (UUID version 4) for a typed entry."""
    return str(uuid.uuid4())


def checked_id(text: str) -> str:
    """Gives an id back in its one spelling.

    Raises:
        Refused: It is not a UUID.
    """
    try:
        # A record of years checks very many, and nearly all stand in the one spelling already.
        return text if _CANONICAL.fullmatch(text) else str(uuid.UUID(text))
    except (ValueError, AttributeError, TypeError):
        raise Refused(f"id {text!r} is not a UUID") from None


def sample_id(measure: str, app: str, *, start_ms: int, end_ms: int, value: float, ordinal: int) -> bytes:
    """Gives the content hash of an imported sample.

    Two rows alike in everything are told apart by `ordinal`, their position among the alike rows of one
    import; so a longer export of the same data gives the same ids, and two equal coffees stay two.

    Args:
        measure: Id of the measure.
        app: App or device that recorded it.
        start_ms: Start, milliseconds since 1970 UTC.
        end_ms: End.
        value: Value in the canonical unit; leaving it out merged 1.2 % of distinct samples of a test export.
        ordinal: 0 for the first of alike rows.

    Returns:
        16 bytes (BLAKE2b).
    """
    content = b"%s\x00%s\x00" % (measure.encode(), app.encode())
    content += struct.pack("<qqdI", start_ms, end_ms, value, ordinal)
    return hashlib.blake2b(content, digest_size=SAMPLE_ID_BYTES).digest()
