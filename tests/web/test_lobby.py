import dataclasses
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from untwitch.web import safety
from untwitch.web.hosting import Hosting
from untwitch.web.lan import Lan
from untwitch.web.lobby import create_lobby, in_groups


@pytest.fixture
def lobby(at_home: Hosting, lan: Lan) -> Iterator[TestClient]:
    place = dataclasses.replace(at_home, hosts=lan, port=lan.lobby_port, is_near_only=True)
    with TestClient(
        create_lobby(place, lan), base_url="http://192.168.1.5:8779", client=("192.168.1.20", 50_000)
    ) as client:
        yield client


def test_it_hands_out_the_certificate_to_trust(lobby: TestClient, lan: Lan) -> None:
    answer = lobby.get("/untwitch.crt")
    assert answer.content == lan.certificates.authority
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert b"PRIVATE" not in answer.content


@pytest.mark.parametrize("path", ["/", "/ca/{}"])
def test_it_shows_the_steps_and_the_fingerprint(lobby: TestClient, lan: Lan, path: str) -> None:
    answer = lobby.get(path.format(lan.certificates.fingerprint))
    for words in (
        in_groups(lan.certificates.fingerprint),
        "Certificate Trust Settings",
        "Install a certificate",
    ):
        assert words in answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-security-policy"] == safety.POLICY


def test_the_code_of_another_home_is_told_so(lobby: TestClient) -> None:
    answer = lobby.get(f"/ca/{'0' * 64}")
    assert answer.status_code == 404
    assert "scan the first" in answer.text


@pytest.mark.parametrize("path", ["/evening", "/devices", "/api/openapi.json", "/open", "/docs"])
def test_nothing_of_the_app_is_there(lobby: TestClient, path: str) -> None:
    assert lobby.get(path).status_code == 404


def test_foreign_names_and_networks_are_refused(lobby: TestClient, at_home: Hosting, lan: Lan) -> None:
    assert lobby.get("/", headers={"host": "evil.example"}).status_code == 421
    place = dataclasses.replace(at_home, hosts=lan, is_near_only=True)
    far = TestClient(create_lobby(place, lan), base_url="http://192.168.1.5", client=("203.0.113.9", 1))
    answer = far.get("/")
    assert answer.status_code == 403
    assert "its own network" in answer.text


def test_fingerprints_are_shown_as_phones_show_them() -> None:
    assert in_groups("0aff") == "0A FF"
