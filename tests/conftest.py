"""Fixtures that every room's tests may use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

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


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """What drives browsers: one for all tests of a process, which can hold no second."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - most tests need no browser

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: "Playwright") -> "Iterator[Browser]":
    """Debian's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("no chromium here; sh tests/browser.sh installs it")
    running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield running
    running.close()
