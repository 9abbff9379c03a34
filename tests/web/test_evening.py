import re

import pytest
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.words import words_of

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id


def form_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form that goes to an address."""
    form = page[page.index(f'action="{action}"') :]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    return dict(found)


def test_a_line_is_saved_said_back_and_undone_by_plain_forms(client: TestClient) -> None:
    hidden = form_of(client.get("/evening").text, "/evening")
    said = client.post("/evening", data={**hidden, "what": "few", "bother_0_10": "3"})
    assert said.headers["location"] == f"/evening?kept={hidden['id']}"
    page = client.get(said.headers["location"]).text
    assert "few, 1 to 3 twitches, bothered 3 of 10" in page
    undo = form_of(page, "/undo")
    assert undo["of"] == hidden["id"]
    undone = client.post("/undo", data=undo)
    assert undone.headers["location"] == f"/evening?kept={hidden['id']}"
    page = client.get(undone.headers["location"]).text
    assert "Taken back." in page
    assert "few, 1 to 3" not in page


def test_a_form_sent_twice_is_kept_once(client: TestClient) -> None:
    form = {"id": new_id(), "what": "some"}
    for _ in range(2):
        assert client.post("/evening", data=form).status_code == 303
    assert client.get("/evening").text.count("some, 4 to 10 twitches") == 1


def test_seven_days_back_are_shown_and_an_open_one_can_be_added(client: TestClient, session: Session) -> None:
    log(session, ["none"], Details(at="yesterday"))
    page = client.get("/evening").text
    assert page.count("no line") == 7
    assert "no twitches" in page
    assert 'href="/evening?day=2026-03-08"' in page
    assert 'href="/evening?day=2026-03-10"' not in page
    assert 'name="when" value="2026-03-08"' in client.get("/evening?day=2026-03-08").text
    client.post("/evening", data={"id": new_id(), "what": "few", "when": "2026-03-08"})
    assert client.get("/evening").text.count("no line") == 6


@pytest.mark.parametrize(
    "form",
    [
        {"what": "few"},
        {"id": "x", "what": "few"},
        {"id": "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20"},
        {"id": "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20", "what": "lots"},
        {"id": "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20", "what": "few", "when": "2099-01-01"},
    ],
)
def test_a_wrong_form_is_one_sentence_and_keeps_nothing(client: TestClient, form: dict[str, str]) -> None:
    answer = client.post("/evening", data=form)
    assert answer.status_code == 422
    assert "That did not work" in answer.text
    assert client.get("/evening").text.count("no line") == 8


@pytest.mark.parametrize("kept", ["<b>", "32528c82-65e0-46b7-b99c-fb7d3e303750", "x" * 5000])
def test_an_address_with_a_strange_id_shows_the_page_alone(client: TestClient, kept: str) -> None:
    page = client.get("/evening", params={"kept": kept})
    assert page.status_code == 200
    assert "Kept:" not in page.text
    assert "<b>" not in page.text


def test_undo_goes_back_to_pages_of_the_app_only(client: TestClient) -> None:
    form = {"id": new_id(), "what": "few"}
    client.post("/evening", data=form)
    undo = {"id": new_id(), "of": form["id"], "back": "https://evil.example/"}
    assert client.post("/undo", data=undo).headers["location"] == "/"


def test_the_page_reads_at_grade_8(client: TestClient) -> None:
    assert grade(words_of(client.get("/evening").text)) <= 8


def test_a_stranger_sees_nothing(stranger: TestClient) -> None:
    assert stranger.get("/evening").status_code == 401
    assert stranger.post("/evening", data={"id": new_id(), "what": "few"}).status_code == 401
    assert stranger.post("/undo", data={"id": new_id(), "of": new_id()}).status_code == 401
