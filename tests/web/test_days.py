import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.looks import faults, unseen_focus, watched
from tests.web.serving import Served
from tests.web.test_evening import form_of
from tests.web.words import words_of

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

DAY = "/days/2026-03-10"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(3000)


@pytest.fixture
def twitch(session: Session) -> str:
    (entry,) = log(session, ["twitch"], Details(site="calf_left", at="18:30")).entries
    return entry.id


def test_the_calendar_leads_to_the_day_and_the_day_back(client: TestClient, twitch: str) -> None:
    page = client.get("/days").text
    assert 'aria-label="2026-03-10: 1 entered at the time" aria-current="date"' in page
    assert 'aria-label="2026-03-09: nothing"' in page
    assert f'href="{DAY}"' in page
    assert "/days/2026-03-11" not in page
    assert "Later" not in page
    assert "Nothing is written down in this month" in client.get("/days?month_of=2026-01").text
    assert "Later" in client.get("/days?month_of=2026-01").text
    assert client.get(f"/days/entry/{twitch}").headers["location"] == f"{DAY}#e-{twitch}"
    assert client.get(f"/days/entry/{new_id()}").headers["location"] == "/days"


def test_an_entry_is_changed_and_the_change_undone_by_plain_forms(client: TestClient, twitch: str) -> None:
    address = f"{DAY}/twitch/{twitch}"
    page = client.get(address).text
    assert 'value="2026-03-10T18:30"' in page
    assert '<option value="calf_left" selected>left calf</option>' in page
    form = {**form_of(page, address), "start": "2026-03-09T18:30", "site": "calf_right", "note": "sofa"}
    moved = client.post(address, data=form).headers["location"]
    assert moved == f"/days/2026-03-09?kept={form['id']}"
    page = client.get(moved).text
    assert "a twitch, right calf" in page
    assert "“sofa”" in page
    client.post("/undo", data=form_of(page, "/undo"))
    assert "a twitch, left calf" in client.get(DAY).text


def test_nothing_changed_is_nothing_kept(client: TestClient, twitch: str) -> None:
    address = f"{DAY}/twitch/{twitch}"
    assert client.post(address, data={"id": new_id(), "site": "calf_left"}).headers["location"] == DAY


def test_an_entry_is_removed_and_brought_back(client: TestClient, twitch: str) -> None:
    form = form_of(client.get(DAY).text, f"{DAY}/twitch/{twitch}/remove")
    after = client.get(client.post(f"{DAY}/twitch/{twitch}/remove", data=form).headers["location"]).text
    assert "Nothing was typed for this day" in after
    client.post("/undo", data=form_of(after, "/undo"))
    assert "a twitch, left calf" in client.get(DAY).text


def test_a_photo_is_added_shown_and_removed_by_plain_forms(client: TestClient, twitch: str) -> None:
    form = form_of(client.get(DAY).text, "/evening/file")
    assert (form["entity"], form["of"]) == ("twitch", twitch)
    answer = client.post("/evening/file", data=form, files={"file": ("../../x.html", PNG, "text/html")})
    assert answer.headers["location"] == f"{DAY}?kept={form['id']}"
    page = client.get(DAY).text
    assert f'src="/api/attachments/{form["id"]}"' in page
    remove = f"{DAY}/attachment/{form['id']}/remove"
    gone = client.get(client.post(remove, data=form_of(page, remove)).headers["location"]).text
    assert "/api/attachments/" not in gone
    client.post("/undo", data=form_of(gone, "/undo"))
    assert "/api/attachments/" in client.get(DAY).text


@pytest.mark.parametrize(
    ("content", "told"), [(b"<html>", "no photo or clip that can be kept"), (b"", "was chosen")]
)
def test_another_kind_of_file_is_one_sentence(
    client: TestClient, twitch: str, content: bytes, told: str
) -> None:
    form = {"id": new_id(), "entity": "twitch", "of": twitch}
    answer = client.post("/evening/file", data=form, files={"file": ("a.png", content, "image/png")})
    assert answer.status_code == 422
    assert told in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/days/today",
        "/days/2026-02-30",
        "/days/2026-03-10/medicine/x",
        f"{DAY}/twitch/925eb88a-66bb-45e0-9de3-5c07afa0de19",
    ],
)
def test_what_is_not_there_is_one_sentence(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert "That did not work" in answer.text


def test_a_stranger_sees_no_day(stranger: TestClient) -> None:
    for path in ("/days", DAY, f"/days/entry/{new_id()}", f"{DAY}/twitch/{new_id()}"):
        assert stranger.get(path).status_code == 401


def test_the_pages_read_at_grade_8(client: TestClient, twitch: str) -> None:
    for path in ("/days", DAY, f"{DAY}/twitch/{twitch}"):
        page = re.sub(r"<select.*?</select>", "", client.get(path).text, flags=re.DOTALL)
        assert grade(words_of(page)) <= 8, path


def test_a_clip_goes_in_parts_and_the_pages_have_no_fault(
    paired: "Page", server: Served, tmp_path: "Path"
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser

    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00" + bytes(3 << 20))
    paired.goto(f"{server.address}/evening")
    paired.get_by_label("Few, 1 to 3").check()
    paired.get_by_role("button", name="Save", exact=True).click()
    paired.get_by_role("link", name="Change it, or add a photo or a short clip").click()
    paired.get_by_text("Add a photo or a short clip").click()
    paired.locator("input[type=file]").set_input_files(clip)
    parts: list[str] = []
    paired.on("request", lambda each: parts.append(each.url) if each.method == "PUT" else None)
    paired.get_by_role("button", name="Add it").click()
    expect(paired.locator("video")).to_have_attribute("aria-label", "The clip beside few, 1 to 3 twitches")
    expect(paired.get_by_text("A clip, 3.1 MB")).to_be_visible()
    assert len(parts) == 4
    assert faults(paired) == []
    with watched(paired, server.address) as found:
        paired.goto(f"{server.address}/days")
        assert faults(paired) == []
        assert unseen_focus(paired) == []
    assert found == []
