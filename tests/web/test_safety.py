import pytest
from starlette.testclient import TestClient

from untwitch.web import safety


@pytest.mark.parametrize("path", ["/", "/more", "/nowhere", "/static/app.css", "/manifest.webmanifest"])
def test_every_answer_carries_what_a_browser_must_hold_to(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in safety.HEADERS.items():
        assert headers[name] == value
    assert "unsafe" not in headers["content-security-policy"]


def test_a_personal_page_is_kept_nowhere(client: TestClient) -> None:
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/static/app.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8777", "", "[::2]:8777"])
def test_only_its_own_names_are_answered(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "answers only to its own names" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8777", "localhost", "localhost:1"])
def test_its_own_names_are_answered_on_any_port(client: TestClient, host: str) -> None:
    assert client.get("/static/app.css", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8777"},
    ],
)
def test_what_another_site_sends_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/more", headers=headers)
    assert answer.status_code == 403
    assert "came from another site" in answer.text


def test_what_its_own_pages_send_comes_through(client: TestClient) -> None:
    headers = {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8777"}
    assert client.post("/more", headers=headers).status_code == 405


@pytest.mark.parametrize("length", [str(safety.LARGEST_BODY_BYTES + 1), "9" * 30, "-1", "many", "²"])
def test_a_body_that_says_it_is_too_large_is_not_read(client: TestClient, length: str) -> None:
    answer = client.request("POST", "/more", headers=[(b"content-length", length.encode())])
    assert answer.status_code == 413
