from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.words import words_of

from untwitch.actions.first_steps import choose_evenings
from untwitch.actions.kept_check import keep_check
from untwitch.actions.log import log
from untwitch.actions.session import Session


def test_somebody_new_is_led_to_a_check_one_line_and_a_file(client: TestClient) -> None:
    page = client.get("/").text
    order = [page.index(f'href="{path}"') for path in ("/check", "/understand", "/evening", "/bring-in")]
    assert order == sorted(order)
    assert "<svg" not in page
    assert "/why" not in page[page.index("<main") : page.index("</main")]


def test_a_person_with_a_diary_is_led_to_the_evening(client: TestClient, session: Session) -> None:
    log(session, ["coffee"])
    page = client.get("/").text
    assert page.index('href="/evening"') < page.index('href="/check"')
    assert "Twenty seconds, also on a day without a twitch." in page
    log(session, ["evening", "none"])
    assert "Today is written down" in client.get("/").text


def test_the_day_of_the_last_check_is_said(client: TestClient, session: Session) -> None:
    keep_check(session, facts={}, answer={})
    assert "You checked on 2026-03-10." in client.get("/").text


def test_the_evenings_that_were_chosen_are_said_without_a_count_of_what_is_missed(
    client: TestClient, session: Session
) -> None:
    log(session, ["evening", "few"])
    assert "to go" not in client.get("/").text
    choose_evenings(session)
    assert "28 to go, the last one on 2026-04-06" in client.get("/").text


def test_the_page_reads_at_grade_8(client: TestClient, session: Session) -> None:
    assert grade(words_of(client.get("/").text)) <= 8
    log(session, ["evening", "few"])
    assert grade(words_of(client.get("/").text)) <= 8
