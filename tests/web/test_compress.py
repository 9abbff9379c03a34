import pytest
from starlette.testclient import TestClient
from tests.web.weighing import LARGEST_SCRIPTS_BYTES, SMALL, STATIC, too_heavy

from untwitch.web.compress import AS_THEY_ARE


@pytest.mark.parametrize("path", ["/understand", "/static/app.css"])
def test_a_page_and_a_style_come_small_where_the_browser_takes_that(client: TestClient, path: str) -> None:
    small = client.get(path, headers=SMALL)
    assert small.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in small.headers["vary"].lower()
    assert small.headers["content-security-policy"].startswith("default-src 'none'")
    whole = client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in whole.headers
    assert whole.text == small.text
    assert int(small.headers["content-length"]) < len(whole.content)


@pytest.mark.parametrize("path", ["/open?token=x", "/devices"])
def test_what_may_hold_a_secret_word_comes_as_it_is(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=SMALL)
    assert len(answer.content) > 500
    assert "content-encoding" not in answer.headers


def test_no_path_left_alone_takes_a_page_along() -> None:
    assert all(each.startswith("/") and len(each) > 4 for each in AS_THEY_ARE)


def test_every_page_is_light(client: TestClient) -> None:
    pages = (
        *("/", "/understand", "/check", "/evening", "/quick", "/now", "/why", "/better", "/plan", "/breathe"),
        *("/bring-in", "/days", "/settings", "/more"),
    )
    assert too_heavy(client, pages) == []


def test_all_scripts_together_are_light(client: TestClient) -> None:
    sizes = {
        path.name: len(client.get(f"/static/{path.name}", headers={"accept-encoding": "identity"}).content)
        for path in STATIC.glob("*.js")
    }
    small = sum(
        int(client.get(f"/static/{name}", headers=SMALL).headers.get("content-length", size))
        for name, size in sizes.items()
    )
    assert 0 < small <= LARGEST_SCRIPTS_BYTES
