import re

from starlette.testclient import TestClient
from tests.check.cases import calm
from tests.reading import grade
from tests.web.words import words_of

from untwitch.actions.kept_check import keep_check
from untwitch.actions.session import Session
from untwitch.check.verdict import verdict


def shown(client: TestClient) -> str:
    for _ in range(400):
        answer = client.get("/plan")
        if "refresh" not in answer.headers:
            return answer.text
    raise AssertionError("no plan comes")


def test_with_an_empty_record_the_check_comes_first_and_something_helps_already(client: TestClient) -> None:
    page = shown(client)
    main = page[page.index("<main") :]
    assert main.index('href="/check"') < main.index("For right now")
    assert 'href="/breathe"' in main
    assert "No clinician has reviewed this." in page


def test_no_command_of_a_terminal_stands_on_the_page(client: TestClient, session: Session) -> None:
    facts = calm(caffeine_24h_mg=900, sleep_mean_7d_h=4, water_24h_l=0.5)
    keep_check(session, facts=facts, answer=verdict(facts))
    page = shown(client)
    assert "What to change" in page
    assert not re.search(r"untwitch [a-z]", words_of(page))
    assert "Each coffee, tea, cola or energy drink with its time" in page
    assert 'href="/check"' not in page[page.index("<main") : page.index("</main")]


def test_while_something_is_urgent_nothing_else_is_planned(client: TestClient, session: Session) -> None:
    facts = calm(fainted=True)
    keep_check(session, facts=facts, answer=verdict(facts))
    page = shown(client)
    assert "Ambulance or emergency department" in page
    assert "For right now" not in page
    assert "/breathe" not in page


def test_the_plan_reads_at_grade_8(client: TestClient) -> None:
    assert grade(words_of(shown(client))) <= 8
