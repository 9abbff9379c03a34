"""What is wrong with a page as a person meets it: access, size of targets, contrast, movement, strangers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Error, Page, Request

LEAST_TARGET_PX = 44
MOST_STOPS = 120
_ENHANCED = {"color-contrast-enhanced": {"enabled": True}}
_SMALL_TARGETS = """(least) => {
  const found = [];
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], "
    + "[tabindex]:not([tabindex='-1'])";
  for (const each of document.querySelectorAll(all)) {
    if (each.closest(".skip") || each.checkVisibility?.({ visibilityProperty: true }) === false) continue;
    // A link in a sentence may be as tall as its line; a tick is as large as its label.
    const isInSentence = each.matches("p a, li:not(.doors li) a, td a, dd a, summary a, figcaption a")
      && each.parentElement.textContent.trim() !== each.textContent.trim();
    if (isInSentence) continue;
    const held = each.closest("label") ?? document.querySelector(`label[for="${CSS.escape(each.id)}"]`);
    const parts = held && each.matches("input") ? [each, held] : [each];
    const boxes = parts.map((one) => one.getBoundingClientRect());
    if (boxes[0].width === 0 && boxes[0].height === 0) continue;
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    if (width < least - 0.5 || height < least - 0.5) {
      const words = (each.textContent || each.name || each.id).trim().slice(0, 30);
      const size = `${Math.round(width)} x ${Math.round(height)} px`;
      found.push(`${each.tagName.toLowerCase()} "${words}" is ${size}`);
    }
  }
  return found;
}"""
_SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
_MOVING = "() => document.getAnimations().filter((each) => each.playState === 'running').length"
_FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const words = (at.textContent || at.name || at.id || "").trim().slice(0, 30);
  return { name: `${at.tagName.toLowerCase()} "${words}"`,
    path: [...document.querySelectorAll("*")].indexOf(at), ring: ring || style.boxShadow !== "none",
    seen: box.bottom > 0 && box.top < innerHeight };
}"""


def faults(page: "Page", *, is_high_contrast: bool = False) -> list[str]:
    """Gives what is wrong with the page as it stands now; one sentence each.

    Args:
        page: An open page.
        is_high_contrast: Whether text must stand out 7:1 instead of 4.5:1.
    """
    found = [
        *violations(page, is_high_contrast=is_high_contrast),
        *page.evaluate(_SMALL_TARGETS, LEAST_TARGET_PX),
    ]
    if page.evaluate(_SIDEWAYS) > 0:
        found.append(f"the page is {page.evaluate(_SIDEWAYS)} px wider than the screen")
    if page.locator("h1").count() != 1:
        found.append(f"the page has {page.locator('h1').count()} main headings")
    if page.evaluate(_MOVING):
        found.append("something moves")
    return found


def violations(page: "Page", *, is_high_contrast: bool = False) -> list[str]:
    """Gives what axe finds.

    Args:
        page: An open page.
        is_high_contrast: Whether text must stand out 7:1 instead of 4.5:1.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"], "rules": _ENHANCED if is_high_contrast else {}}
    answer = Axe().run(page, options=options).response
    return [
        f"axe {each['id']}: {node['html'][:160]}" for each in answer["violations"] for node in each["nodes"]
    ]


def unseen_focus(page: "Page") -> list[str]:
    """Walks a page by the Tab key and gives the stops at which nobody sees where they are.

    Args:
        page: An open page.
    """
    found, stops = [], set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        if at is None or at["path"] in stops:
            break
        stops.add(at["path"])
        if not at["ring"]:
            found.append(f"{at['name']} has no ring")
        if not at["seen"]:
            found.append(f"{at['name']} has the focus and is not on the screen")
    return found if stops else ["nothing can be reached by the Tab key"]


@contextmanager
def watched(page: "Page", origin: str) -> Iterator[list[str]]:
    """Gathers what a page complains of, and whom else it asks, while the block runs.

    Args:
        page: An open page.
        origin: The only address it may ask.

    Yields:
        The list, filled as it happens.
    """
    found: list[str] = []

    def said(message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"}:
            found.append(f"console: {message.text}")

    def failed(error: "Error") -> None:
        found.append(f"script: {error.message}")

    def asked(request: "Request") -> None:
        if not request.url.startswith((f"{origin}/", "data:", "blob:")):
            found.append(f"asked {request.url}")

    page.on("console", said)
    page.on("pageerror", failed)
    page.on("request", asked)
    yield found
    page.remove_listener("console", said)
    page.remove_listener("pageerror", failed)
    page.remove_listener("request", asked)
