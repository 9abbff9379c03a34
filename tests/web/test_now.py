import html

import pytest
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.words import words_of

from untwitch.actions.session import Session
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.identity import new_id
from untwitch.facts.twitch import Twitch
from untwitch.record.record import Record


def test_a_place_is_chosen_by_a_link_without_a_script(client: TestClient) -> None:
    page = client.get("/now").text
    assert "aria-current" not in page[page.index("<main") : page.index("</main")]
    assert 'href="/now?site=calf_left#how"' in page
    chosen = client.get("/now?site=calf_left").text
    assert 'value="calf_left" checked' in chosen
    assert "Place: left calf" in chosen
    assert chosen.count('aria-current="true"') == 1
    assert "checked" not in client.get("/now?site=knee").text


def test_every_place_is_in_the_list(client: TestClient) -> None:
    page = client.get("/now").text
    for site in BODY_SITES:
        assert f'<input type="radio" name="site" value="{site}">' in page


def test_a_twitch_is_saved_with_its_moment_and_undone(client: TestClient, session: Session) -> None:
    form = {
        "id": new_id(), "site": "eyelid_lower_left", "duration_s": "60", "strength_0_10": "2",
        "bother_0_10": "5", "when": "2026-03-10T18:05", "note": "at the screen",
    }  # fmt: skip
    said = client.post("/now", data=form)
    page = client.get(said.headers["location"]).text
    assert "a twitch, left lower eyelid, 1 min, strength 2 of 10, bothered 5 of 10" in page
    with Record.open(session.record_path, now_ms=1, device="test") as record:
        (twitch,) = record.entries(record.person().person_id, "twitch")
    assert isinstance(twitch, Twitch)
    assert (f"{twitch.start.local():%H:%M}", twitch.note) == ("18:05", "at the screen")
    client.post("/undo", data={"id": new_id(), "of": form["id"], "back": "/now"})
    assert "Taken back." in client.get(said.headers["location"]).text


def test_pain_is_kept_and_the_check_is_named(client: TestClient) -> None:
    form = {"id": new_id(), "what": "pain", "amount": "4", "site": "calf_left", "note": ""}
    said = client.post("/now", data=form)
    page = client.get(said.headers["location"]).text
    assert "pain, left calf, 4 of 10" in page
    assert 'is worth a <a href="/check">check</a>' in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"site": "knee"}, "body site 'knee' is not known"),
        ({"duration_s": "long"}, "duration s is 'long'"),
        ({"what": "coffee"}, "cannot be logged on this page"),
        ({"strength_0_10": "12"}, "it goes from 0 to 10"),
    ],
)
def test_what_is_wrong_is_one_sentence(client: TestClient, form: dict[str, str], told: str) -> None:
    answer = client.post("/now", data={"id": new_id(), **form})
    assert answer.status_code == 422
    assert told in html.unescape(answer.text)


def test_the_page_reads_at_grade_8(client: TestClient) -> None:
    assert grade(words_of(client.get("/now").text)) <= 8
