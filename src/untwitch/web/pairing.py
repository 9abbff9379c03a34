"""How a browser is let in: by the one-time link of `untwitch serve`, and for good from then on."""

import re

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from untwitch.actions import devices
from untwitch.web.hosting import Hosting
from untwitch.web.safety import TOO_MANY, address_of, refused
from untwitch.web.visit import Form, go, rendered, sets_cookie

router = APIRouter(include_in_schema=False)
FORGET = '"cache", "cookies", "storage"'
"""What a browser is told that was taken off the list."""
_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


@router.get("/open")
async def open_app(request: Request, token: str = "") -> Response:
    """Lets a browser in that has the link, and keeps it paired."""
    return await _let_in(request, token)


@router.get("/pair")
async def pair(request: Request) -> Response:
    """Shows where the words under the code can be typed."""
    return await stranger(request, status=200)


@router.post("/pair")
async def paired(request: Request, form: Form) -> Response:
    """Lets a browser in whose person typed the words."""
    return await _let_in(request, form.get("code", ""))


async def _let_in(request: Request, word: str) -> Response:
    hosting: Hosting = request.app.state.hosting
    wait_s = hosting.opening.wait_s(address_of(request.scope))
    if wait_s:
        return refused(request.scope, 429, TOO_MANY, wait_s=wait_s)
    if not hosting.tokens.spend(word, is_phone=hosting.is_secure):
        return await stranger(request, tried=bool(word))
    name = name_of(request.headers.get("user-agent", ""))
    _, secret = await run_in_threadpool(devices.pair, hosting.session(), name)
    answer = go("/phone" if hosting.is_secure else "/")
    sets_cookie(answer, request, hosting.cookie, secret)
    return answer


async def stranger(request: Request, *, status: int = 401, tried: bool = False) -> Response:
    """Gives the page for a browser that is not paired: how to come in.

    One that was paired and taken off is told to forget what it holds; one that never was on the list may
    be paired with another home, and keeps what it has.

    Args:
        request: As it came.
        status: HTTP status.
        tried: Whether it came with a word that does not open.
    """
    hosting: Hosting = request.app.state.hosting
    secret = request.cookies.get(hosting.cookie, "")
    if request.url.path.startswith("/api/"):
        answer: Response = JSONResponse({"error": "this browser is not paired"}, status_code=401)
    else:
        answer = rendered(
            request,
            "stranger.html",
            title="Not paired yet",
            status=status,
            is_phone=hosting.is_secure,
            tried=tried,
        )
    was_revoked = secret != "" and await run_in_threadpool(devices.was_revoked, hosting.session(), secret)
    if was_revoked:
        answer.headers["clear-site-data"] = FORGET
    return answer


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
