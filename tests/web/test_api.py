from typing import Annotated, Any

import pytest
from fastapi import FastAPI
from pydantic import Field
from starlette.testclient import TestClient

from untwitch.web.api import Document, Identity, api_router
from untwitch.web.hosting import Hosting
from untwitch.web.limits import Limit


class Note(Document):
    id: Identity
    count: Annotated[int, Field(ge=0, le=9)]
    sure: bool
    share: float


GOOD = {"id": "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20", "count": 3, "sure": True, "share": 0.5}


@pytest.fixture
def notes(client: TestClient) -> TestClient:
    """A door that takes notes, in the app."""
    app, router = client.app, api_router("/notes")
    assert isinstance(app, FastAPI)

    @router.post("")
    def keep(note: Note) -> Note:
        return note

    app.include_router(router)
    return client


def test_a_whole_document_is_taken(notes: TestClient) -> None:
    assert notes.post("/api/notes", json=GOOD).json() == GOOD


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 3.0},
        {"count": True},
        {"count": "3"},
        {"count": 10},
        {"sure": 1},
        {"sure": "yes"},
        {"share": "0.5"},
        {"more": 1},
        {"id": "4F2B9A34-52F1-4C39-8E0C-0F6A4C7A1D20"},
    ],
)
def test_nothing_is_taken_for_something_else(notes: TestClient, wrong: dict[str, Any]) -> None:
    assert notes.post("/api/notes", json=GOOD | wrong).status_code == 422


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_number_that_is_not_finite_is_refused(notes: TestClient, number: str) -> None:
    body = f'{{"id": "{GOOD["id"]}", "count": 1, "sure": true, "share": {number}}}'
    answer = notes.post("/api/notes", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422


def test_the_answers_that_any_door_may_give_are_documented(notes: TestClient) -> None:
    described = notes.get("/api/openapi.json").json()["paths"]["/api/notes"]["post"]
    assert {"401", "403", "404", "413", "421", "422", "429"} <= set(described["responses"])
    assert described["security"]


def test_refusals_under_api_are_json(client: TestClient, hosting: Hosting) -> None:
    assert set(client.get("/api/nowhere", headers={"host": "evil.example"}).json()) == {"error"}
    object.__setattr__(hosting, "asking", Limit(at_once=1, per_s=0.1))
    assert client.get("/api/nowhere").status_code == 404
    answer = client.get("/api/nowhere")
    assert answer.status_code == 429
    assert "wait a little" in answer.json()["error"]
    assert 1 <= int(answer.headers["retry-after"]) <= 10
    assert client.get("/more").text.startswith("Too many requests")
