"""The eyes themselves: each sees a fault that was made on purpose, and none in a page without one."""

from typing import TYPE_CHECKING

import pytest
from tests.web import looks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOOD = """<!doctype html><html lang="en"><head><title>Good</title><style>
a, button { display: inline-block; min-height: 44px; min-width: 44px }
:focus-visible { outline: 3px solid #000 }
</style></head><body><main><h1>Good</h1>
<p>Words, and <a href="/x" style="min-height:0">a link</a> in them.</p>
<button>Do</button></main></body></html>"""


@pytest.fixture
def page(browser: "Browser") -> "Page":
    return browser.new_context(viewport={"width": 360, "height": 740}).new_page()


def test_a_good_page_has_no_faults(page: "Page") -> None:
    page.set_content(GOOD)
    assert looks.faults(page, is_high_contrast=True) == []
    assert looks.unseen_focus(page) == []
    page.context.close()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("<button>Do</button>", '<button style="min-height:30px">Do</button>', "is 44 x 30 px"),
        ("<p>Words", '<p style="width:500px">Words', "wider than the screen"),
        ("<h1>Good</h1>", "<h1>Good</h1><h1>Again</h1>", "2 main headings"),
        ("<p>Words", '<p style="color:#666">Words', "color-contrast-enhanced"),
        ("<p>Words", '<p><img src="data:,">Words', "axe image-alt"),
        ("<p>Words", '<p style="color:#888">Words', "axe color-contrast:"),
        ("</style>", "@keyframes a{to{opacity:.5}} p{animation:a 9s infinite}</style>", "something moves"),
    ],
)
def test_a_fault_is_seen(page: "Page", before: str, after: str, fault: str) -> None:
    page.set_content(GOOD.replace(before, after))
    assert any(fault in each for each in looks.faults(page, is_high_contrast=True))
    page.context.close()


def test_a_stop_without_a_ring_is_seen(page: "Page") -> None:
    page.set_content(GOOD.replace("outline: 3px solid #000", "outline: none"))
    assert 'button "Do" has no ring' in looks.unseen_focus(page)
    page.set_content("<p>Nothing</p>")
    assert looks.unseen_focus(page) == ["nothing can be reached by the Tab key"]
    page.context.close()


def test_complaints_and_strangers_are_gathered(page: "Page") -> None:
    page.route("**/*", lambda route: route.fulfill(body="<p>x</p>", content_type="text/html"))
    with looks.watched(page, "http://127.0.0.1:1") as found:
        page.goto("http://127.0.0.1:1/")
        assert found == []
        page.evaluate("console.error('oh')")
        page.evaluate("fetch('http://127.0.0.1:2/x', {mode: 'no-cors'})")
    assert found == ["console: oh", "asked http://127.0.0.1:2/x"]
    page.context.close()
