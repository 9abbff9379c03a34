import json
import re
import uuid
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.actions.test_live_recording import blocks
from tests.web import looks
from tests.web.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHAKES = """() => {
  const begin = performance.now();
  let place = 0;
  setInterval(() => {
    const second = (performance.now() - begin) / 1000;
    place += 1;
    const kick = place % 400 < 3 ? 0.8 * (place % 2 ? 1 : -1) : 0;
    const held = { x: 0.004 * Math.sin(place * 1.7), y: 0.004 * Math.cos(place * 2.3),
      z: 9.81 + 0.005 * Math.sin(place * 3.1) + kick };
    const told = { accelerationIncludingGravity: held, interval: 16 };
    dispatchEvent(new DeviceMotionEvent("devicemotion", told));
  }, 16);
}"""


def test_a_phone_sends_its_movement_and_gets_marks(client: TestClient) -> None:
    live_id = str(uuid.uuid4())
    assert client.post("/api/recordings", json={"id": live_id, "holds_gravity": True}).json() == {
        "id": live_id
    }
    for number, each in enumerate(blocks(34, kicks_s=(11.0, 21.0))):
        answer = client.post(f"/api/recordings/{live_id}/blocks", content=each)
        assert answer.json() == {"number": number}
    found = client.get(f"/api/recordings/{live_id}/so-far").json()
    assert found["recorded_s"] == pytest.approx(34, abs=0.1)
    assert len(found["marks_s"]) == 2
    made = client.post(f"/api/recordings/{live_id}/finish", json={"site": "calf_left"}).json()
    assert any("screening" in each for each in made["lines"])
    assert "calf left" in client.get("/recordings").text
    assert client.get(f"/recordings/{made['id']}").status_code == 200


def test_wrong_use_is_one_sentence(client: TestClient) -> None:
    live_id = str(uuid.uuid4())
    for answer in (
        client.post(f"/api/recordings/{live_id}/blocks", content=b"x"),
        client.get(f"/api/recordings/{live_id}/so-far"),
        client.post(f"/api/recordings/{live_id}/finish", json={"site": ""}),
        client.delete(f"/api/recordings/{live_id}"),
        client.post("/api/recordings", json={"id": "x", "holds_gravity": None}),
        client.post("/api/recordings", json={"id": live_id, "holds_gravity": 1}),
    ):
        assert answer.status_code == 422
        assert set(answer.json()) == {"error"}


def test_a_recording_can_be_thrown_away(client: TestClient) -> None:
    live_id = str(uuid.uuid4())
    client.post("/api/recordings", json={"id": live_id, "holds_gravity": None})
    assert client.delete(f"/api/recordings/{live_id}").json() == {"id": live_id}
    assert "Not finished yet" not in client.get("/recordings").text


@pytest.mark.slow
def test_a_browser_records_its_movement_for_half_a_minute(paired: "Page", server: Served) -> None:
    with looks.watched(paired, server.address) as complaints:
        paired.goto(f"{server.address}/recordings/live")
        paired.evaluate(SHAKES)
        paired.get_by_label("Where does the phone lie?").select_option("calf_left")
        paired.get_by_role("button", name="Start").click()
        paired.get_by_text(re.compile(r"^(3[2-9]|4\d) of 120 seconds recorded")).wait_for(timeout=90_000)
        assert looks.faults(paired) == []
        paired.get_by_role("button", name="Stop").click()
        paired.wait_for_url("**/recordings/*-*", timeout=60_000)
        assert "screening" in paired.locator("main").inner_text()
    assert complaints == []


def test_the_interface_says_what_a_block_is(client: TestClient) -> None:
    told = json.dumps(client.get("/api/openapi.json").json()["paths"]["/api/recordings/{live_id}/blocks"])
    assert "application/octet-stream" in told
