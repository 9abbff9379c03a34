"""Exports of Apple Health written for one test each."""

from collections.abc import Iterable
from pathlib import Path

from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources.apple_health import SOURCE
from untwitch.sources.source import Item

HEAD = (
    '<?xml version="1.0"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData ANY>\n]>\n<HealthData locale="en">\n'
)
TAIL = "</HealthData>\n"
AT = "2026-03-02 08:00:00 +0100"


def record(
    kind: str, value: object, *, unit: str = "mg", start: str = AT, end: str = "", source: str = "App"
) -> str:
    """Gives a record in the order that phones write."""
    name = kind if kind.startswith("HK") else f"HKQuantityTypeIdentifier{kind}"
    return (
        f' <Record type="{name}" sourceName="{source}" unit="{unit}" startDate="{start}" '
        f'endDate="{end or start}" value="{value}"/>\n'
    )


def read(tmp_path: Path, body: str | bytes | Iterable[str], *, tail: str = TAIL) -> list[Item]:
    """Reads an export of these elements."""
    text = body if isinstance(body, (str, bytes)) else "".join(body)
    data = text if isinstance(text, bytes) else (HEAD + text + tail).encode()
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    with open_path(path) as members:
        return list(SOURCE.read(members, mapping=None, zone="UTC", progress=silent))
