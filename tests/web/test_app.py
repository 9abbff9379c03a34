import re
import socket
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.web.serving import Served

from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.web import app
from untwitch.web.hosting import Hosting

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_page_that_is_not_there_says_so_in_the_app(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page here." in answer.text
    assert client.get("/api/nowhere").json() == {"error": "There is no such page here."}
    assert client.post("/more").status_code == 405


def test_the_interface_describes_itself(client: TestClient) -> None:
    assert client.get("/api/openapi.json").json()["info"]["title"] == "untwitch"
    assert client.get("/docs").status_code == 404


def test_a_port_that_is_taken_is_one_sentence(session: Session) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(Refused, match=rf"port {taken} cannot be used .*; try --port 0"):
            app.run(lambda: session, port=taken, started=print)


def test_the_command_serves_a_browser_that_has_the_link(paired: "Page", server: Served) -> None:
    assert paired.url == f"{server.address}/"
    assert paired.get_by_role("heading", level=1).inner_text() == "Muscle twitches, calmly"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", server.address)


def test_a_fault_of_ours_is_calm_and_still_guarded(hosting: Hosting, monkeypatch: pytest.MonkeyPatch) -> None:
    made = app.create_app(hosting)
    with TestClient(made, base_url="http://127.0.0.1:8777", raise_server_exceptions=False) as client:
        client.get(f"/open?token={hosting.tokens.new()}")
        monkeypatch.setattr("untwitch.web.more.PAGES", None)
        answer = client.get("/more")
    assert answer.status_code == 500
    assert "What was saved before is safe" in answer.text
    assert "NoneType" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
