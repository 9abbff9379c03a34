"""How a browser is let in: by the one-time link of `untwitch serve`, and for good from then on."""

import re

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from untwitch.actions import devices
from untwitch.web.hosting import Hosting
from untwitch.web.safety import TOO_MANY, address_of, refused
from untwitch.web.visit import go, rendered, sets_cookie

router = APIRouter(include_in_schema=False)
_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


@router.get("/open")
async def open_app(request: Request, token: str = "") -> Response:
    """Lets a browser in that has the link, and keeps it paired."""
    hosting: Hosting = request.app.state.hosting
    wait_s = hosting.opening.wait_s(address_of(request.scope))
    if wait_s:
        return refused(request.scope, 429, TOO_MANY, wait_s=wait_s)
    if not hosting.tokens.spend(token):
        return stranger(request)
    name = name_of(request.headers.get("user-agent", ""))
    _, secret = await run_in_threadpool(devices.pair, hosting.session(), name)
    answer = go("/")
    sets_cookie(answer, request, hosting.cookie, secret)
    return answer


def stranger(request: Request) -> Response:
    """Gives the page for a browser that is not paired: how to come in."""
    return rendered(request, "stranger.html", title="Not paired yet", status=401)


def name_of(agent: str) -> str:
    """Gives what a browser is called in the list, from what it says of itself.

    Args:
        agent: Its `User-Agent`.
    """
    system = next((each for each in _SYSTEMS if each in agent), "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    words = {"Macintosh": "Mac"}.get(system, system)
    told = ", ".join(filter(None, (words, browser)))
    return told or re.sub(r"[^ -~]", "", agent)[:40] or "a browser"
