import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.web.serving import served
from typer.testing import CliRunner

from untwitch.actions.session import Session
from untwitch.cli import serve
from untwitch.cli.main import build
from untwitch.facts.instant import Instant
from untwitch.web.app import Running
from untwitch.web.lan import Lan


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
        line = process.stdout.readline()
        assert line.startswith("untwitch is open at http://127.0.0.1:")
        assert "Stop with Ctrl-C" in process.stdout.readline()
        try:
            # Once it answers, it listens to Ctrl-C also where the shell that started it has that ignored.
            with urllib.request.urlopen(
                f"{line.split('/open?')[0].split()[-1]}/manifest.webmanifest", timeout=20
            ) as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) in {0, 130, -signal.SIGINT}
        finally:
            process.kill()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_one_json_line_says_where_it_is_open(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        assert running.opening.startswith(f"{running.address}/open?token=")


def test_with_lan_it_says_where_phones_find_it(tmp_path: Path) -> None:
    with served(tmp_path, "--lan", "--lan-port", "0", "--address", "127.0.0.1") as running:
        found = running.said["phones"]
        assert found["addresses"] == ["127.0.0.1"]
        assert len({found["port"], found["certificate_port"], int(running.address.rpartition(":")[2])}) == 3
        assert len(found["certificate_sha256"]) == 64


def test_in_words_it_says_where_phones_find_it_and_what_the_network_is_told(tmp_path: Path) -> None:
    session = Session(home=tmp_path, now=Instant(1_700_000_000_000, "UTC", "guess"))

    def told(*addresses: str) -> str:
        lan = Lan(lambda: session, port=8778, lobby_port=8779, addresses=lambda: addresses)
        return "\n".join(serve._words(Running(opening="http://127.0.0.1:8777/open?token=x", lan=lan)))

    assert "https://192.168.1.5:8778/ or https://10.0.0.2:8778/." in told("192.168.1.5", "10.0.0.2")
    assert "this network is told the name untwitch.local" in told("192.168.1.5")
    assert "in no home network now" in told()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--lan", "--address", "8.8.8.8"], "'8.8.8.8' is no address of a home network"),
        (["--address", "192.168.1.5"], "it goes with --lan"),
    ],
)
def test_an_address_that_does_not_fit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path))
    answer = CliRunner().invoke(build(), ["serve", "--port", "0", *words])
    assert answer.exit_code == 2
    assert sentence in answer.stderr
