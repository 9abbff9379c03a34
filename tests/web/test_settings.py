import io
import json
import zipfile

import pytest
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.forms import form_to
from tests.web.words import words_of

from untwitch.actions import keep
from untwitch.actions.about_you import about_you
from untwitch.actions.devices import serving
from untwitch.actions.first_steps import choose_evenings
from untwitch.actions.log import log
from untwitch.actions.session import Session

FOODS = "name,magnesium_mg\nSea kale salad,41\n"
PAGES = ("", "/you", "/data", "/state", "/formats", "/foods")


def test_a_look_is_kept_in_the_browser(client: TestClient) -> None:
    assert 'data-theme="calm"' in client.get("/settings").text
    client.post("/settings/theme", data={"theme": "dark"})
    page = client.get("/settings").text
    assert 'data-theme="dark"' in page
    assert 'value="dark" checked' in page
    assert client.post("/settings/theme", data={"theme": "<b>"}).status_code == 422


def test_country_and_the_way_a_check_answers_are_kept(client: TestClient, session: Session) -> None:
    client.post("/settings/check", data={"country": "NL", "mode": "list"})
    assert (about_you(session).country, about_you(session).mode) == ("NL", "list")
    page = client.get("/settings").text
    assert '<option value="NL" selected>' in page
    assert 'value="list" checked' in page
    assert client.post("/settings/check", data={"country": "NL"}).status_code == 422


def test_a_reminder_is_a_file_and_nothing_else(client: TestClient, session: Session) -> None:
    answer = client.get("/settings/reminder.ics?at=20:30&days=28")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "COUNT=28" in answer.text
    assert client.get("/settings/reminder.ics?at=99&days=28").status_code == 422
    assert "End it now" not in client.get("/settings").text
    choose_evenings(session)
    assert "End it now" in client.get("/settings").text


def test_what_is_told_stands_there_and_can_be_undone(client: TestClient) -> None:
    said = {"kind": "person", "fact": "sex", "words": "female"}
    assert client.post("/settings/you", data=said).headers["location"] == "/settings/you?said=kept"
    page = client.get("/settings/you?said=kept").text
    assert "Sex: female" in page
    assert "It is kept" in page
    client.post("/settings/you/undo")
    assert "Sex: female" not in client.get("/settings/you").text
    client.post("/settings/you", data={"kind": "medicine", "words": "sertraline", "started": "2025-02-01"})
    page = client.get("/settings/you").text
    assert "from 2025-02-01" in page
    out = form_to(page, "/settings/you/out").fields
    assert client.post("/settings/you/out", data=out).headers["location"] == "/settings/you?said=gone"
    assert "sertraline" not in client.get("/settings/you").text
    assert client.post("/settings/you", data={**said, "words": " "}).status_code == 422
    assert (
        client.post("/settings/you", data={"kind": "person", "fact": "new", "words": "Eve"}).status_code
        == 422
    )


def test_everything_can_be_taken_along(client: TestClient, session: Session) -> None:
    log(session, ["evening", "few"])
    log(session, ["coffee"])
    answer = client.get("/settings/export.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="untwitch-2026-03-10.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        document = json.loads(archive.read("export.json"))
        assert "caffeine_mg" in archive.read("exposure.csv").decode()
    assert document == json.loads(client.get("/settings/export.json").text)
    table = client.get("/settings/table.csv").text
    assert table.splitlines()[0].startswith("start,")
    assert "2026-03-10" in table


def test_a_copy_is_made_and_brought_back_while_the_app_runs(client: TestClient, session: Session) -> None:
    with serving(session):
        log(session, ["coffee"])
        client.post("/settings/backup")
        (copy,) = keep.backups(session)
        log(session, ["person", "sex female"])
        page = client.get("/settings/data?said=copied").text
        assert copy.path.name in page
        sent = {"copy": copy.path.name, "word": "no"}
        assert "type the word erase" in client.post("/settings/restore", data=sent).text
        assert client.post("/settings/restore", data={"copy": "../x", "word": "erase"}).status_code == 422
        assert about_you(session).lines["person_fact"]
        client.post("/settings/restore", data={**sent, "word": " Erase "})
        assert not about_you(session).lines["person_fact"]


def test_nothing_is_erased_before_the_word_is_typed(client: TestClient, session: Session) -> None:
    log(session, ["person", "sex female"])
    for word in ("", "yes"):
        answer = client.post("/settings/erase", data={"what": "person_fact", "word": word})
        assert answer.status_code == 422
        assert "nothing was changed" in answer.text
    assert client.post("/settings/erase", data={"what": "", "word": "erase"}).status_code == 422
    assert about_you(session).lines["person_fact"]


def test_one_kind_is_erased_with_or_without_the_copies(client: TestClient, session: Session) -> None:
    with serving(session):
        log(session, ["person", "sex female"])
        log(session, ["medicine", "sertraline"])
        client.post("/settings/backup")
        answer = client.post("/settings/erase", data={"what": "person_fact", "word": "erase"})
        assert "1 entries are gone" in answer.text
        assert "1 copies still hold it" in answer.text
        found = about_you(session).lines
        assert not found["person_fact"]
        assert found["medicine"]
        client.post("/settings/erase", data={"what": "medicine", "word": "erase", "copies": "on"})
        assert keep.backups(session) == ()


def test_a_person_is_erased_and_the_browser_stays_paired(client: TestClient, session: Session) -> None:
    log(session, ["person", "sex female"])
    answer = client.post("/settings/erase", data={"what": "person", "word": "erase", "copies": "on"})
    assert "gone and written over" in answer.text
    assert client.get("/settings").status_code == 200
    assert not about_you(session).lines["person_fact"]


def test_everything_erased_leaves_a_stranger(client: TestClient, session: Session) -> None:
    client.post("/example/open")
    client.post("/example/leave")
    with serving(session):
        log(session, ["coffee"])
        answer = client.post("/settings/erase", data={"what": "everything", "word": "erase", "copies": "on"})
        assert "Everything is gone" in answer.text
        assert client.get("/settings").status_code == 401


def test_a_table_of_foods_is_loaded_from_a_file_and_looked_into(client: TestClient) -> None:
    assert "no table of foods is loaded yet" in client.get("/settings/foods?name=kale").text
    sent = client.post("/settings/foods/file", files={"file": ("foods.csv", FOODS)})
    assert sent.headers["location"] == "/settings/foods?loaded=1"
    assert "1 foods are loaded" in client.get("/settings/foods?loaded=1").text
    assert "Sea kale salad" in client.get("/settings/foods?name=kale").text
    assert "No loaded food" in client.get("/settings/foods?name=zzz").text
    assert (
        client.post("/settings/foods/file", files={"file": ("x.csv", "no,thing\n1,2\n")}).status_code == 422
    )


def test_the_state_says_what_is_kept_and_that_nothing_leaves(client: TestClient, session: Session) -> None:
    log(session, ["coffee"])
    page = client.get("/settings/state").text
    assert "All is well." in page
    assert "untwitch opens no connection to anybody" in page
    assert "caffeine" in page
    assert str(session.record_path) in page


def test_every_format_is_named(client: TestClient) -> None:
    assert "apple health" in client.get("/settings/formats").text


@pytest.mark.parametrize("path", PAGES)
def test_settings_read_at_grade_8(client: TestClient, path: str) -> None:
    page = client.get(f"/settings{path}").text
    assert grade(words_of(page), exempt=["FoodData Central", "Europe/Amsterdam"]) <= 8.5
