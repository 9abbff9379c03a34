import html

import pytest
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.words import words_of

from untwitch.facts.identity import new_id


def test_an_amount_is_saved_by_a_plain_form_and_is_the_last_value_from_then_on(client: TestClient) -> None:
    assert client.get("/quick").text.count("Nothing typed lately.") == 6
    form = {"id": new_id(), "what": "coffee", "amount": "2", "unit": "", "when": "2026-03-10T08:30"}
    said = client.post("/quick", data=form)
    page = client.get(said.headers["location"]).text
    assert "<strong>Kept:</strong> coffee: magnesium 14 mg, potassium 232 mg" in page
    assert "Last: caffeine 190 mg, coffee, 2026-03-10 at 08:30" in page
    client.post("/undo", data={"id": new_id(), "of": form["id"], "back": "/quick"})
    assert client.get("/quick").text.count("Nothing typed lately.") == 6


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"what": "stress", "amount": "11"}, "goes from 0 to 10"),
        ({"what": "", "amount": "1"}, "which amount"),
        ({"what": "person new Ben"}, "cannot be logged on this page"),
        ({"what": "coffee", "when": "2099-01-01T10:00"}, "still to come"),
    ],
)
def test_a_wrong_amount_is_one_sentence(client: TestClient, form: dict[str, str], told: str) -> None:
    answer = client.post("/quick", data={"id": new_id(), **form})
    assert answer.status_code == 422
    assert told in html.unescape(answer.text)


def test_the_page_reads_at_grade_8(client: TestClient) -> None:
    assert grade(words_of(client.get("/quick").text)) <= 8
