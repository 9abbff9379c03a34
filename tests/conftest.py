"""Fixtures that every room's tests may use."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Gives the folder of real files, or skips with one line where there is none."""
    folder = Path(os.environ.get("UNTWITCH_REAL_DATA") or PROJECT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("no real data here: set UNTWITCH_REAL_DATA to run this test")
    return folder
