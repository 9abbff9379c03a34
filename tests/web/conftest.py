"""Fixtures of the app: a client inside the process for doors, a real server and browser for journeys."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.web.homes import six_weeks
from tests.web.serving import Served, served

from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.web.app import create_app
from untwitch.web.hosting import Hosting
from untwitch.web.lan import Lan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

SMALL: "ViewportSize" = {"width": 360, "height": 740}
LARGE: "ViewportSize" = {"width": 1280, "height": 800}
EVENING = Instant(1_773_171_000_000, "Europe/Berlin", "guess")  # 2026-03-10, 20:30 there


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=EVENING)


@pytest.fixture
def hosting(session: Session) -> Hosting:
    return Hosting(session=lambda: session, hosts=frozenset({"127.0.0.1", "localhost"}), port=8777)


@pytest.fixture
def stranger(hosting: Hosting) -> Iterator[TestClient]:
    """A browser that is not paired."""
    with TestClient(create_app(hosting), base_url="http://127.0.0.1:8777", follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(stranger: TestClient, hosting: Hosting) -> TestClient:
    """A browser that is paired."""
    assert stranger.get(f"/open?token={hosting.tokens.new()}").status_code == 303
    return stranger


@pytest.fixture
def lan(session: Session) -> Lan:
    """Where phones would find a computer with one address."""
    return Lan(lambda: session, port=8778, lobby_port=8779, addresses=lambda: ("192.168.1.5",))


@pytest.fixture
def at_home(hosting: Hosting, lan: Lan) -> Hosting:
    """The computer itself, which lets phones in."""
    return dataclasses.replace(hosting, lan=lan)


@pytest.fixture
def computer(at_home: Hosting) -> Iterator[TestClient]:
    """The paired browser on the computer, which lets phones in."""
    with TestClient(create_app(at_home), base_url="http://127.0.0.1:8777", follow_redirects=False) as client:
        assert client.get(f"/open?token={at_home.tokens.new()}").status_code == 303
        yield client


@pytest.fixture
def phone(at_home: Hosting, lan: Lan) -> Iterator[TestClient]:
    """A phone in the same network that is not paired."""
    secure = dataclasses.replace(at_home, hosts=lan, port=lan.port, is_secure=True, is_near_only=True)
    with TestClient(
        create_app(secure),
        base_url="https://192.168.1.5:8778",
        client=("192.168.1.20", 50_000),
        follow_redirects=False,
    ) as client:
        yield client


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    """The real command over an empty home."""
    with served(tmp_path / "home") as running:
        yield running


@pytest.fixture(scope="session")
def six_weeks_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with six weeks of evening lines; to be read or copied, never written to."""
    home = tmp_path_factory.mktemp("six-weeks") / "home"
    six_weeks(home)
    return home


@pytest.fixture
def lived_in(tmp_path: Path, six_weeks_home: Path) -> Path:
    """A home of one's own with six weeks of evening lines."""
    return Path(shutil.copytree(six_weeks_home, tmp_path / "lived-in"))


@pytest.fixture
def context(browser: "Browser") -> "Iterator[BrowserContext]":
    """A browser as it comes from the shop, the size of a small phone."""
    made = browser.new_context(viewport=SMALL, has_touch=True, is_mobile=True)
    yield made
    made.close()


@pytest.fixture
def paired(context: "BrowserContext", server: Served) -> "Page":
    """A page of a browser that is paired with the real server, at Start."""
    page = context.new_page()
    page.goto(server.opening)
    return page
