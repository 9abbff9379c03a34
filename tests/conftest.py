"""Fixtures that every room's tests may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is; nothing in a test hangs on it.
settings.register_profile("patient", settings(deadline=None))
settings.load_profile("patient")
PROJECT = Path(__file__).resolve().parent.parent

# As the command does, and before any test imports numpy: on small matrices more threads wait longer than they
# compute, on two busy cores nine times as long.
for each in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(each, "1")


@pytest.fixture(scope="session", autouse=True)
def no_test_writes_to_a_real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Names a home for every test, and for what it starts, that forgets to name one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNTWITCH_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Gives the folder of real files, or skips with one line where there is none."""
    folder = Path(os.environ.get("UNTWITCH_REAL_DATA") or PROJECT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("no real data here: set UNTWITCH_REAL_DATA to run this test")
    return folder
