import pytest
from starlette.testclient import TestClient

from untwitch.actions import devices
from untwitch.actions.session import Session
from untwitch.web import pairing
from untwitch.web.hosting import Hosting


def test_the_link_lets_one_browser_in_and_no_second(stranger: TestClient, hosting: Hosting) -> None:
    link = f"/open?token={hosting.tokens.new()}"
    answer = stranger.get(link)
    assert answer.headers["location"] == "/"
    said = answer.headers["set-cookie"].lower()
    for mark in ("httponly", "samesite=strict", "path=/", "max-age=34560000"):
        assert mark in said
    assert "secure" not in said
    assert stranger.get("/").status_code == 200
    stranger.cookies.clear()
    assert stranger.get(link).status_code == 401
    assert stranger.get("/open").status_code == 401


def test_a_paired_browser_stays_paired_until_it_is_taken_off(client: TestClient, session: Session) -> None:
    (device,) = devices.devices(session)
    assert client.get("/").status_code == 200
    devices.revoke(session, device.device_id)
    assert client.get("/").status_code == 401


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
            "Android, Chrome",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1", "iPhone, Safari"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Firefox/150.0", "Mac, Firefox"),
        ("Windows Edg/140 Chrome/140", "Windows, Edge"),
        ("curl/8\x00", "curl/8"),
        ("", "a browser"),
    ],
)
def test_a_browser_is_called_by_what_it_says_it_is(agent: str, name: str) -> None:
    assert pairing.name_of(agent) == name


def test_trying_to_be_let_in_again_and_again_has_to_wait(stranger: TestClient, hosting: Hosting) -> None:
    answers = [stranger.get("/open?token=guess") for _ in range(11)]
    assert [each.status_code for each in answers] == [401] * 10 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert stranger.get(f"/open?token={hosting.tokens.new()}").status_code == 429


def test_a_phone_is_let_in_by_its_own_word_only(
    phone: TestClient, computer: TestClient, at_home: Hosting, session: Session
) -> None:
    assert phone.get("/").status_code == 401
    assert phone.get(f"/open?token={at_home.tokens.new()}").status_code == 401
    word = at_home.tokens.new(is_phone=True)
    computer.cookies.clear()
    assert computer.get(f"/open?token={word}").status_code == 401
    answer = phone.get(f"/open?token={word}")
    assert answer.headers["location"] == "/phone"
    said = answer.headers["set-cookie"]
    assert said.startswith("__Host-untwitch=")
    assert "; Secure" in said
    assert phone.get("/phone").status_code == 200
    phone.cookies.clear()
    assert phone.get(f"/open?token={word}").status_code == 401


def test_the_word_can_be_typed(phone: TestClient, at_home: Hosting) -> None:
    assert 'name="code"' in phone.get("/pair").text
    wrong = phone.post("/pair", data={"code": "aaaa bbbb"})
    assert wrong.status_code == 401
    assert "That did not open." in wrong.text
    word = at_home.tokens.new(is_phone=True)
    assert phone.post("/pair", data={"code": f"{word[:4]} {word[4:].upper()}"}).status_code == 303
    assert phone.get("/").status_code == 200


def test_a_browser_that_was_taken_off_is_told_to_forget(
    client: TestClient, session: Session, hosting: Hosting
) -> None:
    secret = client.cookies[hosting.cookie]
    devices.revoke(session, devices.devices(session)[0].device_id)
    for path in ("/", "/api/nowhere", "/pair"):
        client.cookies.set(hosting.cookie, secret, domain="127.0.0.1")
        answer = client.get(path)
        if path != "/api/nowhere":  # there is no door, so nobody asks who it is
            assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'


def test_a_browser_of_another_home_keeps_what_it_has(stranger: TestClient, hosting: Hosting) -> None:
    stranger.cookies.set(hosting.cookie, "of another home", domain="127.0.0.1")
    answer = stranger.get("/")
    assert answer.status_code == 401
    assert "clear-site-data" not in answer.headers
