import re

import pytest
from starlette.testclient import TestClient

from untwitch.actions import devices as action
from untwitch.actions.session import Session
from untwitch.web import devices
from untwitch.web.hosting import Hosting
from untwitch.web.lan import Lan


def test_browsers_are_listed_with_their_days(client: TestClient, session: Session) -> None:
    action.pair(session, "iPhone, Safari")
    page = client.get("/devices").text
    assert "iPhone, Safari" in page
    assert "(this browser)" in page
    assert "Paired 2026-03-10, last seen 2026-03-10" in page
    assert page.count('name="device"') == 2


def test_another_browser_is_taken_off(client: TestClient, session: Session) -> None:
    other, secret = action.pair(session, "iPhone, Safari")
    answer = client.post("/devices/revoke", data={"device": other.device_id})
    assert answer.headers["location"] == "/devices"
    assert "clear-site-data" not in answer.headers
    assert action.device_of(session, secret) is None
    again = client.post("/devices/revoke", data={"device": other.device_id})
    assert again.status_code == 422


def test_logging_out_forgets_what_the_browser_holds(client: TestClient, session: Session) -> None:
    (own,) = action.devices(session)
    answer = client.post("/devices/revoke", data={"device": own.device_id})
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert client.get("/").status_code == 401


def test_without_lan_it_says_how_to_start_it(client: TestClient) -> None:
    assert "untwitch serve --lan" in client.get("/devices").text
    assert client.post("/devices/phone").status_code == 422


def test_codes_are_shown_on_the_computer_and_open_once(
    computer: TestClient, phone: TestClient, at_home: Hosting
) -> None:
    page = computer.post("/devices/phone")
    assert page.headers["cache-control"] == "no-store"
    assert page.text.count("<svg") == 2
    assert "style=" not in page.text
    typed = re.findall(r'class="fingerprint">([a-z2-7 ]{32})<', page.text)
    assert phone.post("/pair", data={"code": typed[0]}).status_code == 303
    phone.cookies.clear()
    assert phone.post("/pair", data={"code": typed[0]}).status_code == 401


def test_codes_name_what_the_phone_finds(
    computer: TestClient, lan: Lan, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def kept(address: str, **_: str) -> str:
        said.append(address)
        return ""

    monkeypatch.setattr(devices, "drawn", kept)
    page = computer.post("/devices/phone").text
    fingerprint = lan.certificates.fingerprint
    assert said[0] == f"http://192.168.1.5:8779/ca/{fingerprint}"
    assert said[1].startswith("https://192.168.1.5:8778/open?token=")
    assert " ".join(re.findall("..", fingerprint.upper())) in page
    lan.is_announced = True
    computer.post("/devices/phone")
    assert said[2] == said[0]
    assert said[3].startswith("https://untwitch.local:8778/open?token=")
    computer.post("/devices/phone", data={"host": "192.168.1.5"})
    assert said[5].startswith("https://192.168.1.5:8778/open?token=")
    assert computer.post("/devices/phone", data={"host": "evil.example"}).status_code == 422


def test_a_phone_shows_no_codes(phone: TestClient, at_home: Hosting) -> None:
    assert phone.post("/devices/phone").status_code == 401
    phone.get(f"/open?token={at_home.tokens.new(is_phone=True)}")
    assert "on the computer where untwitch runs" in phone.get("/devices").text
    assert phone.post("/devices/phone").status_code == 422


def test_in_no_network_it_says_so(computer: TestClient, lan: Lan) -> None:
    lan._found = ()
    answer = computer.post("/devices/phone")
    assert answer.status_code == 422
    assert "no home network" in answer.text


def test_a_code_is_a_picture_with_words_and_without_a_style() -> None:
    picture = devices.drawn("https://192.168.1.5:8778/", title="Code 2")
    assert picture.startswith("<svg")
    assert "<title>Code 2</title>" in picture
    assert "style" not in picture
