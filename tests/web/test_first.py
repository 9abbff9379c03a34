import pytest
from starlette.testclient import TestClient
from tests.check.cases import calm
from tests.reading import grade
from tests.web.words import words_of

from untwitch.actions.first_steps import beginning
from untwitch.actions.kept_check import keep_check
from untwitch.actions.session import Session
from untwitch.check.verdict import verdict


def test_one_thing_is_shown_and_another_to_who_asks(client: TestClient) -> None:
    seen = set()
    path = "/first/now"
    for _ in range(6):
        page = client.get(path).text
        assert page.count('<div class="note">') == 1
        assert 'href="/first/sheet"' in page
        seen.add(page[page.index('<div class="note">') :][:200])
        path = page[page.index("/first/now?n=") :].partition('"')[0]
    assert len(seen) >= 4
    assert client.get("/first/now?n=x").text == client.get("/first/now").text
    assert client.get(f"/first/now?n={'9' * 5000}").status_code == 200


def test_breathing_leads_to_the_page_that_guides_it(client: TestClient) -> None:
    pages = [client.get(f"/first/now?n={place}").text for place in range(5)]
    assert len([page for page in pages if "Breathe with the app" in page]) == 1


def test_while_something_is_urgent_the_sheet_comes_first(client: TestClient, session: Session) -> None:
    facts = calm(fainted=True)
    keep_check(session, facts=facts, answer=verdict(facts))
    assert client.get("/first/now").headers["location"] == "/first/sheet"


def test_the_evenings_are_kept_only_where_they_are_wanted(client: TestClient, session: Session) -> None:
    assert client.post("/first/evenings", data={"evenings": "no"}).headers["location"] == "/first/done"
    assert beginning(session).evenings is None
    assert "There is nothing more to do." in client.get("/first/done").text
    client.post("/first/evenings", data={"evenings": "yes"})
    assert beginning(session).evenings is not None
    assert "go until 2026-04-06" in client.get("/first/done").text
    assert "You chose this on 2026-03-10" in client.get("/first/evenings").text


def test_the_sheet_is_named_for_who_has_answered_a_check(client: TestClient, session: Session) -> None:
    assert "After a check" in client.get("/first/sheet").text
    keep_check(session, facts=calm(), answer=verdict(calm()))
    page = client.get("/first/sheet").text
    assert 'href="/report"' in page
    assert "in one minute what you answered" in page


@pytest.mark.parametrize("path", ["/first/now", "/first/sheet", "/first/evenings", "/first/done"])
def test_the_first_minutes_read_at_grade_8(client: TestClient, path: str) -> None:
    assert grade(words_of(client.get(path).text)) <= 8
