import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.weighing import too_heavy

from untwitch.actions.demo import demo
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.web.app import create_app
from untwitch.web.hosting import Hosting


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A paired browser of a made person."""
    home = tmp_path_factory.mktemp("made") / "home"
    session = Session(home=home, now=Instant(1_773_171_000_000, "Europe/Berlin", "guess"))
    demo(Session(home=home.parent / "other", now=session.now), days=60, keep=home)
    hosting = Hosting(session=lambda: session, hosts=frozenset({"127.0.0.1"}), port=8777)
    client = TestClient(create_app(hosting), base_url="http://127.0.0.1:8777", follow_redirects=False)
    client.get(f"/open?token={hosting.tokens.new()}")
    return client


def shown(client: TestClient, address: str) -> str:
    for _ in range(400):
        answer = client.get(address)
        if "refresh" not in answer.headers:
            return answer.text
        time.sleep(0.02)
    raise AssertionError("it never came")


def test_the_six_stand_with_a_sentence_and_a_band_each(lived: TestClient) -> None:
    page = shown(lived, "/why")
    assert page.count("<h2>") >= 6
    assert 'href="/why/caffeine"' in page
    assert page.count("band-chart") == 6
    assert "What would teach most" in page
    assert "No clinician has reviewed this" in page


def test_one_cause_has_its_figures_and_the_numbers_behind(lived: TestClient) -> None:
    page = shown(lived, "/why/caffeine")
    assert "chart doses" in page
    assert '<th scope="col">Level</th>' in page
    assert "style=" not in page


def test_a_cause_that_is_none_is_one_sentence(lived: TestClient) -> None:
    assert "there is no reason called &#39;moon&#39;" in shown(lived, "/why/moon")


def test_all_figures_can_be_read_by_day(lived: TestClient) -> None:
    page = shown(lived, "/why/figures")
    assert "data-first=" in page
    assert "/static/chart.js" in page


def test_an_empty_record_says_what_to_do_first(client: TestClient, tmp_path: Path) -> None:
    page = shown(client, "/why")
    assert "0 of the first 14 days" in page
    assert 'href="/evening"' in page
    assert "nothing to draw yet" in shown(client, "/why/figures")
    assert "cannot be worked out" in shown(client, "/why/more-days")


def test_pages_full_of_figures_are_light_too(lived: TestClient) -> None:
    pages = ("/why", "/why/figures", "/why/caffeine", "/report")
    for each in pages:
        shown(lived, each)
    assert too_heavy(lived, pages) == []
