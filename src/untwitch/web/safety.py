"""What every request passes (its host, who sent it, its size) and what every answer carries."""

import math
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response

from untwitch.actions.certificates import is_certifiable
from untwitch.web.hosting import Hosting

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with "no-referrer" a form of our own comes with `Origin: null`
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=(), camera=(self), accelerometer=(self)",
}
LARGEST_BODY_BYTES = 1 << 20
"""Of a form or a JSON document; files come through their own doors, in parts."""
LARGEST_PART_BYTES = 8 << 20
LARGEST_FILE_BYTES = 9 << 30
"""Of a form that takes a whole file and writes it to the disk as it comes."""
FILES = frozenset({"/bring-in/file", "/settings/foods/file", "/table/file", "/measure/file"})
PARTS = ("/api/uploads/", "/api/attachments/", "/api/recordings/", "/evening/file")
"""Paths of which the body may be a part of a file; what they add up to is counted where they are kept."""
TOO_MANY = "Too many requests from one place; wait a little and try again."
_READING = frozenset({"GET", "HEAD"})


class Safety:
    """ASGI middleware around the whole app."""

    def __init__(self, app: Application, *, hosting: Hosting) -> None:
        self._app = app
        self._hosting = hosting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses what must not come in, and adds to every answer what a browser must hold to."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        is_static = scope["path"].startswith("/static/") or scope["path"] in {
            "/service-worker.js",
            "/manifest.webmanifest",
        }

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-cache" if is_static else "no-store")
                message["headers"] = headers.raw
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, with_headers)
            return
        await self._app(scope, _bounded(receive, _most_bytes(scope)), with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        """Gives the answer to a request that must not come in; None for a good one."""
        wait_s = self._hosting.asking.wait_s(address_of(scope))
        if wait_s:
            return refused(scope, 429, TOO_MANY, wait_s=wait_s)
        wrong = self._wrong(scope)
        return None if wrong is None else refused(scope, *wrong)

    def _wrong(self, scope: Scope) -> tuple[int, str] | None:
        """Gives the status and sentence of a request that must not come in; None for a good one."""
        if self._hosting.is_near_only and not is_certifiable(address_of(scope)):
            return 403, "This app answers only to its own network."
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name.strip("[]") not in self._hosting.hosts:
            return 421, "This app answers only to its own names; open it as untwitch serve printed it."
        if scope["method"] not in _READING:
            site = headers.get("sec-fetch-site")
            origin = headers.get("origin")
            is_own = origin is None or origin == f"{scope['scheme']}://{host}"
            if site not in {None, "same-origin", "none"} or not is_own:
                return 403, "This came from another site, so nothing was done."
        length = headers.get("content-length")
        if length is not None and (
            not length.isascii() or not length.isdigit() or int(length[:20]) > _most_bytes(scope)
        ):
            return 413, "That is too large for this page."
        return None


class TooLarge(Exception):  # noqa: N818 - it is what happened, and no one's error
    """A body that went on past its limit."""


def address_of(scope: Scope) -> str:
    """Gives the address that a request came from, without its port."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def refused(scope: Scope, status: int, sentence: str, *, wait_s: float = 0.0) -> Response:
    """Gives a refusal in one sentence: JSON under /api, else text.

    Args:
        scope: The request.
        status: HTTP status.
        sentence: What to say.
        wait_s: When to try again, seconds; 0 where waiting does not help.
    """
    headers = {"retry-after": str(math.ceil(wait_s))} if wait_s else None
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": sentence}, status_code=status, headers=headers)
    return PlainTextResponse(sentence, status_code=status, headers=headers)


def _most_bytes(scope: Scope) -> int:
    if scope["path"] in FILES:
        return LARGEST_FILE_BYTES
    return LARGEST_PART_BYTES if scope["path"].startswith(PARTS) else LARGEST_BODY_BYTES


def _bounded(receive: Receive, at_most: int) -> Receive:
    """Counts a body as it comes, because a length need not be said and can be wrong."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > at_most:
            raise TooLarge
        return message

    return counted
