import pytest
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.words import words_of

from untwitch.actions.example import close_example, open_example
from untwitch.actions.session import Session
from untwitch.actions.timeline import table_of_record


@pytest.fixture
def lived_table(session: Session) -> str:
    csv = table_of_record(open_example(session)).csv
    close_example(session)
    return csv


def test_a_table_is_explained_and_not_kept(client: TestClient, session: Session, lived_table: str) -> None:
    sent = client.post("/table/file", files={"file": ("days.csv", lived_table)})
    assert sent.status_code == 200
    assert "What days.csv says" in sent.text
    assert "No clinician has reviewed this." in sent.text
    assert "untwitch log" not in sent.text
    assert not any((session.home / "uploads").iterdir())


def test_what_is_no_table_is_refused_and_not_kept(client: TestClient, session: Session) -> None:
    sent = client.post("/table/file", files={"file": ("days.csv", "a,b\n1,2\n")})
    assert sent.status_code == 422
    assert not any((session.home / "uploads").iterdir())
    assert client.post("/table/file", data={"file": "x"}).status_code == 422


def test_the_page_reads_at_grade_8(client: TestClient) -> None:
    assert grade(words_of(client.get("/table").text)) <= 8
