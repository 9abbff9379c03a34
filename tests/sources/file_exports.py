"""Exports of many small files, written for one test each and read through the door that imports use."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from untwitch.facts.stay import Stay
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources import allot
from untwitch.sources.source import Item

STAY = Stay("b8f5c2a4-6f0e-4d57-9d1b-3c1f5f7a2e10", "Asia/Tokyo")
SAMPLES = Path(__file__).parent / "samples"


def read_path(
    path: Path,
    *,
    zone: str = "Europe/Berlin",
    stays: tuple[Stay, ...] = (),
    mapping: Mapping[str, str] | None = None,
) -> list[Item]:
    """Reads a path by the one source that knows its files."""
    with open_path(path) as members:
        ((share), *others), _ = allot(members)
        assert others == []
        reading = share.source.read(share.members, mapping=mapping, zone=zone, progress=silent, stays=stays)
        return list(reading)


def read(
    tmp_path: Path,
    files: Mapping[str, str | bytes],
    *,
    zone: str = "Europe/Berlin",
    stays: tuple[Stay, ...] = (),
    mapping: Mapping[str, str] | None = None,
) -> list[Item]:
    """Reads files that lie in one zip."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return read_path(path, zone=zone, stays=stays, mapping=mapping)
