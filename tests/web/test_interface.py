"""Every operation under /api, as its description says it: no server error, no invalid input accepted."""

import dataclasses
import importlib
from collections import Counter
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from pydantic import BaseModel
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from untwitch.actions import devices, uploads
from untwitch.actions.session import Session
from untwitch.web.api import api_router
from untwitch.web.app import DOORS, create_app
from untwitch.web.hosting import Hosting
from untwitch.web.limits import Limit

NOT_ASKED = {
    # What is true to the description may still make no sense: an evening without a word, a file that is gone.
    "positive_data_acceptance": {"enabled": False},
    # Starlette names the methods of the first door of a path; others under the same path answer all the same.
    "allow_header_conformance": {"enabled": False},
}


@pytest.fixture
def app(hosting: Hosting, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The app, with room for many requests and many files."""
    monkeypatch.setattr(uploads, "MOST", 1_000_000)
    roomy = Limit(at_once=1_000_000_000, per_s=1.0)
    return create_app(dataclasses.replace(hosting, asking=roomy, opening=roomy))


def faults(app: FastAPI, secret: str, *, examples: int, phases: tuple[str, ...]) -> tuple[list[str], int]:
    """Gives what is wrong with any operation, and how many requests were made."""
    all_phases = ("examples", "coverage", "fuzzing", "stateful")
    config = SchemathesisConfig.from_dict(
        {
            "base-url": "http://127.0.0.1:8777",
            "auth": {"openapi": {"APIKeyCookie": {"api_key": secret}}},
            "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
            "phases": {name: {"enabled": name in phases} for name in all_phases},
            "checks": NOT_ASKED,
            "continue-on-failure": True,
        }
    )
    described = schemathesis.openapi.from_asgi(
        "/api/openapi.json", app, headers={"host": "127.0.0.1:8777"}, config=config
    )
    found: Counter[str] = Counter()
    requests = 0
    for event in from_schema(described).execute():
        if isinstance(event, events.ScenarioFinished):
            requests += len(event.recorder.cases)
            found.update(map(_words, [node for nodes in event.recorder.checks.values() for node in nodes]))
        elif isinstance(event, events.NonFatalError):
            found[f"{event.label}: {event.info.title}"] += 1
        elif isinstance(event, events.FatalError):
            raise event.exception
    del found[""]
    return sorted(found), requests


def _words(node: Any) -> str:
    """Gives a failed check in one line; nothing for one that passed."""
    if node.failure_info is None:
        return ""
    failure = node.failure_info.failure
    return f"{failure.operation}: {node.name}: {failure.message.splitlines()[0]}"


def test_every_operation_keeps_to_its_description(app: FastAPI, session: Session) -> None:
    _, secret = devices.pair(session, "a browser")
    found, requests = faults(app, secret, examples=3, phases=("fuzzing",))
    assert found == []
    assert requests > 20


@pytest.mark.slow
def test_every_operation_keeps_to_its_description_at_length(app: FastAPI, session: Session) -> None:
    _, secret = devices.pair(session, "a browser")
    found, requests = faults(app, secret, examples=50, phases=("coverage", "fuzzing", "stateful"))
    assert found == []
    assert requests > 1000


class Careless(BaseModel):
    """A document as pydantic takes it by itself: 1 for true, "3" for 3, unknown names."""

    sure: bool


def test_a_careless_door_is_found(app: FastAPI, session: Session) -> None:
    router = api_router("/planted")

    @router.post("/careless")
    def careless(sent: Careless) -> None:
        assert sent.sure in {True, False}

    @router.get("/broken")
    def broken(count: int) -> float:
        return 1 / (count - count)

    app.include_router(router)
    _, secret = devices.pair(session, "a browser")
    found, _ = faults(app, secret, examples=5, phases=("fuzzing",))
    assert {each.partition(": ")[0] for each in found} == {
        "POST /api/planted/careless",
        "GET /api/planted/broken",
    }
    for mark in ("negative_data_rejection", "ignored_auth", "broken: Runtime Error"):
        assert any(mark in each for each in found), found


@pytest.mark.parametrize("door", DOORS)
def test_every_json_door_is_described_and_no_page_is(door: str) -> None:
    routes = importlib.import_module(f"untwitch.web.{door}").router.routes
    for route in routes:
        assert route.include_in_schema == route.path.startswith("/api/"), route.path
