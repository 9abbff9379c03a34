"""What a page weighs: with all it loads, compressed, as a phone gets it for the first time."""

import re
from pathlib import Path

from starlette.testclient import TestClient

SMALL = {"accept-encoding": "gzip"}
LARGEST_PAGE_BYTES = 120_000
LARGEST_SCRIPTS_BYTES = 30_000
STATIC = Path(__file__).resolve().parents[2] / "src" / "untwitch" / "web" / "static"


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


def too_heavy(client: TestClient, paths: tuple[str, ...]) -> list[str]:
    """Gives the pages that weigh too much, one sentence each."""
    found = []
    for path in paths:
        total, scripts = weight(client, path)
        if total > LARGEST_PAGE_BYTES or scripts > LARGEST_SCRIPTS_BYTES:
            found.append(f"{path}: {total} bytes, {scripts} of them scripts")
    return found
