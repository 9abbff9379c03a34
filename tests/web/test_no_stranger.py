"""A browser that walks through every page asks nobody but the server it was opened from."""

from typing import TYPE_CHECKING

import pytest
from tests.house.test_no_connection import pages
from tests.web.looks import watched

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.serving import Served

NO_PAGES = {"/open", "/pair", "/manifest.webmanifest", "/service-worker.js"}


@pytest.mark.slow
def test_every_page_asks_its_own_server_only(paired: "Page", server: "Served") -> None:
    walked = [each for each in pages() if each not in NO_PAGES and not each.startswith("/api/")]
    assert len(walked) > 10
    with watched(paired, server.address) as complaints:
        for each in walked:
            answer = paired.goto(f"{server.address}{each}")
            assert answer is not None
            assert answer.status == 200, each
    assert complaints == []
