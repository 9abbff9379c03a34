"""Nothing phones home: a whole session makes no outbound connection and looks up no name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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
