"""A fresh record and small facts for the tests of the room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from untwitch.record.record import Record

NOW_MS = 1_700_000_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "untwitch.sqlite"


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with Record.open(path, now_ms=NOW_MS, device="test") as opened:
        yield opened


@pytest.fixture
def me(record: Record) -> str:
    return record.person().person_id
