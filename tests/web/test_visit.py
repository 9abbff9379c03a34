import pytest
from starlette.testclient import TestClient

from untwitch.web import visit


@pytest.mark.parametrize("path", ["/", "/more"])
def test_a_browser_that_is_not_paired_sees_how_to_come_in(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "This browser is not paired yet" in answer.text
    stranger.cookies.set("untwitch", "a" * 43)
    assert stranger.get(path).status_code == 401


def test_a_paired_browser_sees_the_page_it_is_on(client: TestClient) -> None:
    page = client.get("/more").text
    assert '<a href="/more" aria-current="page">More</a>' in page
    assert page.count("aria-current") == 1
    assert "<title>More · untwitch</title>" in page


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("contrast", "contrast"), ('"><b>', "calm")])
def test_a_theme_is_one_of_three(client: TestClient, cookie: str, theme: str) -> None:
    client.cookies.set("theme", cookie)
    assert f'data-theme="{theme}"' in client.get("/").text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/days", "/days"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("days", "/"),
        ("/\\evil", "/"),
    ],
)
def test_a_browser_is_sent_only_to_its_own_app(asked: str, given: str) -> None:
    answer = visit.go(asked)
    assert answer.status_code == 303
    assert answer.headers["location"] == given


def test_what_is_shown_is_escaped() -> None:
    template = visit.environment().from_string("{{ word }} {{ drawn | drawn_here }}")
    assert template.render(word="<script>", drawn="<svg>") == "&lt;script&gt; <svg>"
    assert len(visit.environment().from_string("{{ new_id() }}").render()) == 36
