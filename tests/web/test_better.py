import time

from starlette.testclient import TestClient

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session


def shown(client: TestClient) -> str:
    for _ in range(400):
        answer = client.get("/better")
        if "refresh" not in answer.headers:
            return answer.text
        time.sleep(0.02)
    raise AssertionError("it never came")


def test_it_says_how_many_weeks_are_missing_and_then_shows_them(client: TestClient, session: Session) -> None:
    assert "0 of the first 6 weeks" in shown(client)
    for month, days in ((1, range(19, 32)), (2, range(1, 29)), (3, range(1, 9))):
        for day in days:
            word = "many" if month == 3 else "few"
            log(session, ["evening", word], Details(at=f"2026-{month:02}-{day:02}"))
    page = shown(client)
    assert "chart weeks" in page
    assert "Higher than usual." in page
    assert "one of the signs worth a check" in page
    assert "streak" not in page
