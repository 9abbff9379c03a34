import uuid
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.actions.test_live_recording import blocks
from tests.web import looks
from tests.web.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def live_id(client: TestClient) -> str:
    made = str(uuid.uuid4())
    client.post("/api/recordings", json={"id": made, "holds_gravity": True})
    for each in blocks(34, kicks_s=(11.0, 21.0)):
        client.post(f"/api/recordings/{made}/blocks", content=each)
    return made


@pytest.fixture
def kept(client: TestClient, live_id: str) -> str:
    answer = client.post("/recordings/unfinished", data={"id": live_id, "site": "calf_left", "do": "finish"})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_nobody_is_told_to_record(client: TestClient) -> None:
    page = client.get("/recordings").text
    assert "There is no need for one" in page
    assert "not clinically validated" in page
    assert "Two recordings a week are enough" in page


def test_what_was_left_unfinished_is_finished_without_a_script(client: TestClient, kept: str) -> None:
    assert "Not finished yet" not in client.get("/recordings").text
    assert f'href="{kept}"' in client.get("/recordings").text


def test_what_was_left_unfinished_is_thrown_away(client: TestClient, live_id: str) -> None:
    assert "Not finished yet" in client.get("/recordings").text
    answer = client.post("/recordings/unfinished", data={"id": live_id, "do": "throw away"})
    assert answer.headers["location"] == "/recordings"
    assert "Not finished yet" not in client.get("/recordings").text


def test_one_recording_shows_its_words_its_figure_and_its_numbers(client: TestClient, kept: str) -> None:
    page = client.get(kept).text
    assert "screening" in page
    assert "<svg" in page
    assert "style=" not in page
    assert "<table>" in page


def test_a_mark_is_set_and_turned_round(client: TestClient, kept: str) -> None:
    assert client.post(f"{kept}/mark", data={"time_s": "5,25", "is": "twitch"}).headers["location"] == kept
    assert "5.25 s: a twitch" in client.get(kept).text
    client.post(f"{kept}/mark", data={"time_s": "5.25", "is": "none"})
    assert "5.25 s" not in client.get(kept).text
    assert "is no number of seconds" in client.post(f"{kept}/mark", data={"time_s": "soon"}).text
    assert client.post(f"{kept}/mark", data={"time_s": "999", "is": "twitch"}).status_code == 422


def test_a_recording_is_removed(client: TestClient, kept: str) -> None:
    assert client.post(f"{kept}/remove").headers["location"] == "/recordings"
    assert client.get(kept).status_code == 422


def test_the_page_of_one_recording_is_right_on_a_small_phone(paired: "Page", server: Served) -> None:
    ask = paired.request
    made = str(uuid.uuid4())
    ask.post(f"{server.address}/api/recordings", data={"id": made, "holds_gravity": True})
    for each in blocks(34, kicks_s=(11.0, 21.0)):
        kind = {"content-type": "application/octet-stream"}
        ask.post(f"{server.address}/api/recordings/{made}/blocks", data=each, headers=kind)
    kept = ask.post(f"{server.address}/api/recordings/{made}/finish", data={"site": "calf_left"}).json()
    paired.goto(f"{server.address}/recordings/{kept['id']}")
    assert paired.locator("figure svg").count() >= 1
    assert looks.faults(paired) == []
    assert looks.unseen_focus(paired) == []
