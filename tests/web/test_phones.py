import ssl
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2
import pytest
from tests.web.serving import served

from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.web import phones
from untwitch.web.announce import Announcement
from untwitch.web.lan import Lan

LAN = ("--lan", "--lan-port", "0", "--address", "127.0.0.1")


def test_a_phone_comes_in_by_its_code_over_https(tmp_path: Path) -> None:
    with served(tmp_path, *LAN) as running:
        found = running.said["phones"]
        lobby = f"http://127.0.0.1:{found['certificate_port']}"
        certificate = httpx2.get(f"{lobby}/untwitch.crt").content
        assert httpx2.get(f"{lobby}/ca/{found['certificate_sha256']}").status_code == 200
        trusting = ssl.create_default_context(cadata=certificate)
        app = f"https://127.0.0.1:{found['port']}"
        with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx2.get(app)
        with httpx2.Client(base_url=running.address) as computer, httpx2.Client(verify=trusting) as phone:
            computer.get(running.opening)
            codes = computer.post("/devices/phone")
            typed = codes.text.rpartition('class="fingerprint">')[2].partition("<")[0]
            assert phone.get(f"{app}/").status_code == 401
            phone.headers["origin"] = app
            assert phone.post(f"{app}/pair", data={"code": typed}).headers["location"] == "/phone"
            assert phone.get(f"{app}/devices").status_code == 200
            assert "Paired" in computer.get("/devices").text


class Told(Announcement):
    """Keeps what the network would be told."""

    said: list[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__()
        type(self).said = []

    def say(self, addresses: Sequence[str], *, port: int) -> bool:
        assert port == 1
        self.said.append(tuple(addresses))
        return True


def test_the_name_follows_the_address(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "Announcement", Told)
    monkeypatch.setattr(phones, "LOOKED_EVERY_S", 0.01)
    here = ["192.168.1.5"]
    lan = Lan(lambda: session, port=1, lobby_port=2, addresses=lambda: tuple(here))
    with phones._followed(lan):
        _until(lambda: lan.is_announced)
        here[:] = ["10.0.0.7"]
        _until(lambda: len(Told.said) == 2)
    assert Told.said == [("192.168.1.5",), ("10.0.0.7",)]
    assert not lan.is_announced


def test_a_fault_is_told_and_does_not_end_the_following(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(phones, "Announcement", Told)
    monkeypatch.setattr(phones, "LOOKED_EVERY_S", 0.01)
    lan = Lan(lambda: session, port=1, lobby_port=2, addresses=lambda: ("192.168.1.5",))
    faults = [Refused("the key cannot be read"), OSError("no disk")]
    looked = threading.Event()

    def look_again() -> bool:
        if faults:
            raise faults.pop(0)
        looked.set()
        return False

    monkeypatch.setattr(lan, "look_again", look_again)
    with phones._followed(lan):
        assert looked.wait(30)
    assert "the key cannot be read" in caplog.text
    assert "no disk" in caplog.text


def _until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)
