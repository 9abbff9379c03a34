"""Files whose way in breaks: a server that is killed between two parts, and one that is restarted."""

import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.web.serving import served

from untwitch.actions import bring_in, devices, uploads
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

TABLE = "date,caffeine_mg\n2026-01-01,95\n2026-01-02,0\n"
NOW = Instant(1_770_000_000_000, "UTC", "guess")


def packed(path: Path) -> Path:
    """Makes a zip of three parts: a table, and 20 MB that nobody knows."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("diary.csv", TABLE)
        archive.writestr("photo.bin", os.urandom(20_000_000))
    return path


@pytest.mark.slow
def test_a_file_goes_on_where_it_was_after_the_server_was_killed(
    context: "BrowserContext", tmp_path: Path
) -> None:
    home, file = tmp_path / "home", packed(tmp_path / "export.zip")
    offsets: list[int] = []
    page = context.new_page()
    with served(home) as first:
        port = int(first.address.rpartition(":")[2])
        page.goto(first.opening)
        page.goto(f"{first.address}/bring-in")

        def killing(route: "Route") -> None:
            offset = int(re.findall(r"offset=(\d+)", route.request.url)[0])
            offsets.append(offset)
            if len(offsets) == 2:
                os.kill(first.process.pid, signal.SIGKILL)
                route.abort()
            else:
                route.continue_()

        page.route("**/api/uploads/*?offset=*", killing)
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="Look at it").click()
        expect(page.locator("#sending")).to_contain_text("The way is broken. Trying again", timeout=60_000)
    with served(home, port=port):
        expect(page.get_by_role("button", name="Bring it in")).to_be_visible(timeout=60_000)
        assert offsets[:3] == [0, uploads.PART_BYTES, uploads.PART_BYTES]
        expect(page.get_by_text("Files that nobody here knows, left alone: 1")).to_be_visible()
        page.get_by_role("button", name="Bring it in").click()
        expect(page.get_by_text("It is brought in.")).to_be_visible(timeout=60_000)
    session = Session(home=home, now=NOW)
    (run,) = bring_in.runs(session)
    assert run.run.path == "export.zip"
    assert run.run.measures["caffeine_mg"].taken == 2
    assert uploads.uploads(session) == ()


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(context: "BrowserContext", tmp_path: Path) -> None:
    """Sends 160 MB by the plain form; the server may not grow by more than a quarter of it."""
    home = tmp_path / "home"
    with served(home) as running:
        page = context.new_page()
        page.goto(running.opening)
        cookie = next(each["value"] for each in context.cookies() if each["name"] == "untwitch")
        before = _memory_bytes(running.process.pid)
        script = (
            "import sys, urllib.request\n"
            'head = b\'--x\\r\\nContent-Disposition: form-data; name="file"; filename="a.bin"\\r\\n\\r\\n\'\n'
            "def body():\n"
            "    yield head\n"
            "    for _ in range(160): yield bytes(1_000_000)\n"
            "    yield b'\\r\\n--x--\\r\\n'\n"
            "length = len(head) + 160_000_000 + len(b'\\r\\n--x--\\r\\n')\n"
            "headers = {'content-type': 'multipart/form-data; boundary=x', 'content-length': str(length),\n"
            "    'cookie': 'untwitch=' + sys.argv[2]}\n"
            "address = sys.argv[1] + '/bring-in/file'\n"
            "request = urllib.request.Request(address, data=body(), method='POST', headers=headers)\n"
            "print(urllib.request.urlopen(request).status)\n"
        )
        command = [sys.executable, "-c", script, running.address, cookie]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "200", done.stderr
        assert _memory_bytes(running.process.pid) - before < 40_000_000


def _memory_bytes(pid: int) -> int:
    """Gives the most memory that a process ever had."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        pytest.skip("no /proc here")
    return 1024 * int(re.findall(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8"))[0])


@pytest.mark.slow
@pytest.mark.real_data
def test_a_real_apple_export_comes_in_as_by_the_command(
    paired: "Page", tmp_path: Path, real_data: Path
) -> None:
    export = real_data / "import" / "hostile_apple" / "good.zip"
    by_command = Session(home=tmp_path / "other", now=NOW)
    bring_in.bring_in(by_command, [export])
    paired.goto(paired.url.rstrip("/") + "/bring-in")
    paired.set_input_files("input[type=file]", export)
    paired.get_by_role("button", name="Look at it").click()
    paired.get_by_role("button", name="Bring it in").click(timeout=60_000)
    expect(paired.get_by_text("It is brought in.")).to_be_visible(timeout=60_000)
    by_browser = Session(home=tmp_path / "home", now=NOW)
    (one,), (other,) = bring_in.runs(by_command), bring_in.runs(by_browser)
    assert other.run.measures == one.run.measures
    assert (other.run.path, other.run.sha256) == ("good.zip", one.run.sha256)


@pytest.mark.slow
def test_a_browser_that_is_taken_off_forgets_what_it_holds(context: "BrowserContext", tmp_path: Path) -> None:
    with served(tmp_path / "home") as running:
        page = context.new_page()
        page.goto(running.opening)
        page.evaluate("localStorage.setItem('mine', '1')")
        session = Session(home=tmp_path / "home", now=NOW)
        devices.revoke(session, devices.devices(session)[0].device_id)
        page.goto(f"{running.address}/evening")
        expect(page.get_by_role("heading", level=1)).to_have_text("This browser is not paired yet")
        assert page.evaluate("localStorage.getItem('mine')") is None
        assert [each for each in context.cookies() if each["name"] == "untwitch"] == []
