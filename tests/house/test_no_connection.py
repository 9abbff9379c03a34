"""Nothing phones home: a whole session makes no outbound connection and looks up no name."""

import importlib
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import httpx2
import pytest

from untwitch.web.app import DOORS

GUARD = """
import json, sys
WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind",
           "urllib.Request", "http.client.connect")
def watch(event, arguments):
    if event in WATCHED:
        sys.stderr.write("CONNECTION " + event + " " + repr(arguments) + "\\n")
sys.addaudithook(watch)
sys.argv = ["untwitch", *json.loads(sys.argv[1])]
from untwitch.cli.main import run
run()
"""


def connections(arguments: list[str], home: Path) -> list[str]:
    """Gives the connections that one call tried to make."""
    run = subprocess.run(
        [sys.executable, "-c", GUARD, json.dumps(arguments)],
        env={**os.environ, "UNTWITCH_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in {0, 1}, run.stdout + run.stderr
    return [line for line in run.stderr.splitlines() if line.startswith("CONNECTION")]


def test_the_guard_would_see_a_connection(tmp_path: Path) -> None:
    script = GUARD.replace(
        "from untwitch.cli.main import run",
        "import socket\nrun = lambda: socket.getaddrinfo('localhost', 80)",
    )
    run = subprocess.run(
        [sys.executable, "-c", script, "[]"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "CONNECTION socket.getaddrinfo" in run.stderr


def test_a_whole_session_connects_to_nobody(tmp_path: Path) -> None:
    table = tmp_path / "diary.csv"
    table.write_text("start,twitches,caffeine_mg\n2026-01-01,3,95\n2026-01-02,0,\n", encoding="utf-8")
    for arguments in (
        ["log", "twitch", "--site", "calf_left"],
        ["log", "evening", "few"],
        ["log", "coffee"],
        ["import", str(table)],
        ["imports", "list"],
        ["timeline", "--json"],
        ["explain", "--json"],
        ["plan"],
        ["understand"],
        ["report", "--out", str(tmp_path / "report.html")],
        ["doctor"],
    ):
        assert connections(arguments, tmp_path / "home") == [], arguments


@pytest.mark.slow
def test_the_demo_connects_to_nobody(tmp_path: Path) -> None:
    assert connections(["demo"], tmp_path) == []


def pages() -> list[str]:
    """Gives every page of the app that needs no more than its address."""
    routes = [
        each for door in DOORS for each in importlib.import_module(f"untwitch.web.{door}").router.routes
    ]
    return sorted({each.path for each in routes if "GET" in each.methods and "{" not in each.path})


def test_the_app_connects_to_nobody(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", GUARD, json.dumps(["serve", "--port", "0", "--json"])],
        env={**os.environ, "UNTWITCH_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        opening = json.loads(process.stdout.readline())["url"]
        address = opening.partition("/open")[0]
        with httpx2.Client(base_url=address, follow_redirects=True, timeout=60) as browser:
            assert browser.get(opening).status_code == 200
            evening = {"id": str(uuid.uuid4()), "what": "few", "bother_0_10": "3"}
            assert browser.post("/evening", data=evening).status_code == 200
            table = b"date,caffeine_mg\n2026-01-01,95\n2026-01-02,0\n"
            brought = browser.post("/bring-in/file", files={"file": ("diary.csv", table)})
            assert brought.status_code == 200
            assert browser.post(brought.url.path).status_code == 200
            for page in pages():
                assert browser.get(page).status_code in {200, 401, 422}, page
        process.terminate()
        seen = [line for line in process.stderr.read().splitlines() if line.startswith("CONNECTION")]
    assert len(seen) == 1, seen
    assert "socket.bind" in seen[0]
    assert "'127.0.0.1'" in seen[0]
