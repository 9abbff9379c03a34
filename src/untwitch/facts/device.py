"""A browser that may use the app of a home."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Device:
    """A paired browser.

    Attributes:
        device_id: Its UUID.
        name: What it is called in the list, such as "Android phone, Chrome".
        paired_ms: When it was paired, milliseconds since 1970 UTC.
        seen_ms: When it was last seen, at most an hour old.
    """

    device_id: str
    name: str
    paired_ms: int
    seen_ms: int
