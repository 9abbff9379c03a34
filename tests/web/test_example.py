from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from untwitch.actions.example import example_of
from untwitch.actions.session import Session

BANNER = "A made-up person."


def test_every_page_of_the_example_says_so_until_it_is_left(client: TestClient, session: Session) -> None:
    assert BANNER not in client.get("/").text
    assert client.post("/example/open").headers["location"] == "/"
    for path in ("/", "/more", "/understand"):
        page = client.get(path).text
        assert BANNER in page
        assert 'data-example="1"' in page
    assert "One line for today" in client.get("/").text
    assert "Open the example" not in client.get("/").text
    assert client.post("/example/leave").status_code == 303
    page = client.get("/").text
    assert BANNER not in page
    assert 'data-example="0"' in page
    assert "Start here." in page
    assert example_of(session) is None


def test_an_example_opened_in_the_example_is_the_same_one(client: TestClient, session: Session) -> None:
    client.post("/example/open")
    client.post("/example/open")
    example = example_of(session)
    assert example is not None
    assert example_of(example) is None


def test_a_browser_whose_example_is_gone_sees_its_own_diary(client: TestClient) -> None:
    client.cookies.set("example", "1")
    page = client.get("/").text
    assert BANNER not in page
    assert "Start here." in page


@pytest.mark.parametrize(
    ("headers", "is_example"),
    [({}, True), ({"x-untwitch-example": "1"}, True), ({"x-untwitch-example": "0"}, False)],
)
def test_a_script_says_whose_page_it_stood_on(
    client: TestClient, headers: Mapping[str, str], is_example: object
) -> None:
    client.post("/example/open")
    assert (BANNER in client.get("/", headers=headers).text) is is_example


def test_what_was_tried_on_a_closed_example_never_reaches_the_own_diary(client: TestClient) -> None:
    answer = client.get("/", headers={"x-untwitch-example": "1"})
    assert answer.status_code == 422
    assert "the example person is closed" in answer.text
