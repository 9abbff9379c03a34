import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from untwitch.web.compress import AS_THEY_ARE

SMALL = {"accept-encoding": "gzip"}
LARGEST_PAGE_BYTES = 120_000
LARGEST_SCRIPTS_BYTES = 30_000
STATIC = Path(__file__).resolve().parents[2] / "src" / "untwitch" / "web" / "static"


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


def weight(client: TestClient, path: str) -> tuple[int, int]:
    """Bytes of a page with all it loads, compressed, and of its scripts."""
    page = client.get(path, headers=SMALL)
    total, scripts, seen = int(page.headers.get("content-length", len(page.content))), 0, set()
    todo = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    while todo:
        each = todo.pop()
        if each in seen:
            continue
        seen.add(each)
        answer = client.get(each, headers=SMALL)
        assert answer.status_code == 200, each
        size = int(answer.headers.get("content-length", len(answer.content)))
        total += size
        if each.endswith(".js"):
            scripts += size
            found = re.findall(r'(?:from|import)\s*\(?\s*"(\./|/static/)([\w.-]+\.js)"', answer.text)
            todo += [f"/static/{name}" for _, name in found]
    return total, scripts


def test_every_page_is_light(client: TestClient) -> None:
    heavy = []
    for path in (
        "/",
        "/understand",
        "/check",
        "/evening",
        "/quick",
        "/now",
        "/why",
        "/better",
        "/bring-in",
        "/more",
    ):
        total, scripts = weight(client, path)
        if total > LARGEST_PAGE_BYTES or scripts > LARGEST_SCRIPTS_BYTES:
            heavy.append(f"{path}: {total} bytes, {scripts} of them scripts")
    assert heavy == []


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
