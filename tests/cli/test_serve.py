import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.web.serving import served
from typer.testing import CliRunner

from untwitch.cli.main import build


def test_help_says_what_it_opens() -> None:
    assert (
        "Open the app in a browser on this machine" in CliRunner().invoke(build(), ["serve", "--help"]).stdout
    )


def test_it_says_where_it_is_open_and_stops_when_told(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "untwitch", "serve", "--port", "0"],
        env={**os.environ, "UNTWITCH_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("untwitch is open at http://127.0.0.1:")
        assert "Stop with Ctrl-C" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) in {0, 130, -signal.SIGINT}
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_one_json_line_says_where_it_is_open(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        assert running.opening.startswith(f"{running.address}/open?token=")
