"""The app put together: its doors, what guards them, and the server that runs it."""

import dataclasses
import importlib
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from untwitch import __version__
from untwitch.actions.devices import serving
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.web.addresses import lan_addresses
from untwitch.web.answers import Answers
from untwitch.web.compress import Compressed
from untwitch.web.hosting import Hosting
from untwitch.web.lan import Lan
from untwitch.web.listening import EVERYWHERE, LOOPBACK, listening, server_of
from untwitch.web.pairing import stranger
from untwitch.web.phones import phones_let_in
from untwitch.web.safety import HEADERS, Safety, TooLarge
from untwitch.web.visit import Stranger, rendered

LOOPBACK_NAMES = frozenset({LOOPBACK, "localhost", "::1"})
API = "/api/"
DOORS: tuple[str, ...] = (
    "pairing",
    "devices",
    "phone",
    "offline",
    "start",
    "example",
    "understand",
    "check",
    "first",
    "plan",
    "breathe",
    "settings",
    "table",
    "measure",
    "recording_files",
    "why",
    "better",
    "report",
    "evening",
    "quick",
    "now",
    "live",
    "recordings",
    "entries",
    "bring_in",
    "uploads",
    "days",
    "attachments",
    "more",
)
"""One module of this room each; a module has a `router`."""


def create_app(hosting: Hosting) -> FastAPI:
    """Gives the whole app.

    Args:
        hosting: Where it runs.
    """
    app = FastAPI(
        title="untwitch",
        version=__version__,
        summary="The app's own interface, on this machine only.",
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}openapi.json",
    )
    app.state.hosting = hosting
    app.state.answers = Answers()
    for door in DOORS:
        app.include_router(importlib.import_module(f"untwitch.web.{door}").router)
    with resources.as_file(resources.files("untwitch.web") / "static") as folder:
        app.mount("/static", StaticFiles(directory=folder))
    answers: Mapping[Any, Callable[[Request, Any], Awaitable[Response]]] = {
        Stranger: _on_stranger,
        Refused: _on_refused,
        TooLarge: _on_too_large,
        HTTPException: _on_http,
        RequestValidationError: _on_wrong_shape,
        Exception: _on_fault,
    }
    for kind, answer in answers.items():
        app.add_exception_handler(kind, answer)
    app.add_middleware(Compressed)
    app.add_middleware(Safety, hosting=hosting)
    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where the app is open.

    Attributes:
        opening: The address that lets the first browser in.
        lan: Where phones find it; None without `--lan`.
    """

    opening: str
    lan: Lan | None = None


def run(
    session: Callable[[], Session],
    *,
    port: int,
    started: Callable[[Running], None],
    lan_port: int | None = None,
    addresses: tuple[str, ...] = (),
) -> None:
    """Runs the app on this machine until it is stopped.

    Args:
        session: Gives the session of this moment.
        port: The port; 0 for any that is free.
        started: Is told where it is open.
        lan_port: Port for phones of the same network, the next one being for the certificate; 0 for any
            that are free, None to let no other device in.
        addresses: Addresses of this machine in its network; none to find them, and follow them.

    Raises:
        Refused: A port is taken, or the record or the certificates cannot be opened.
    """
    with ExitStack() as stack:
        main = stack.enter_context(listening(LOOPBACK, port))
        hosting = Hosting(session=session, hosts=LOOPBACK_NAMES, port=main.getsockname()[1])
        stack.enter_context(serving(session()))
        if lan_port is not None:
            after = lan_port + 1 if lan_port else 0
            doors = (
                stack.enter_context(listening(EVERYWHERE, lan_port, option="--lan-port")),
                stack.enter_context(listening(EVERYWHERE, after, option="--lan-port")),
            )
            lan = Lan(
                session,
                port=doors[0].getsockname()[1],
                lobby_port=doors[1].getsockname()[1],
                addresses=(lambda: addresses) if addresses else lan_addresses,
            )
            hosting = dataclasses.replace(hosting, lan=lan)
        app = create_app(hosting)
        if hosting.lan is not None:
            stack.enter_context(phones_let_in(hosting, hosting.lan, create_app=_beside(app), sockets=doors))
        started(Running(opening=hosting.address(f"/open?token={hosting.tokens.new()}"), lan=hosting.lan))
        server_of(app).run(sockets=[main])


def _beside(app: FastAPI) -> Callable[[Hosting], FastAPI]:
    """Gives what makes the same app for another place; what was worked out is shared."""

    def made(hosting: Hosting) -> FastAPI:
        other = create_app(hosting)
        other.state.answers = app.state.answers
        return other

    return made


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(API)


async def _on_stranger(request: Request, _: Exception) -> Response:
    return await stranger(request)


async def _on_refused(request: Request, refusal: Exception) -> Response:
    return _sentence(request, str(refusal), status=422)


async def _on_too_large(request: Request, _: Exception) -> Response:
    return _sentence(request, "That is too large for this page.", status=413)


async def _on_http(request: Request, error: HTTPException) -> Response:
    words = {404: "There is no such page here.", 405: "This page cannot be used like that."}
    answer = _sentence(request, words.get(error.status_code, str(error.detail)), status=error.status_code)
    answer.headers.update(error.headers or {})  # such as `Allow`
    return answer


async def _on_fault(request: Request, _: Exception) -> Response:
    """Answers a fault of ours calmly; what guards every other answer stands outside of this one."""
    words = "Something went wrong in the app itself. What was saved before is safe. Please try once more."
    answer = _sentence(request, words, status=500)
    answer.headers.update(HEADERS)
    return answer


async def _on_wrong_shape(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    place = ".".join(str(each) for each in first["loc"] if each not in {"body", "query", "path"})
    return _sentence(request, f"{place or 'what was sent'}: {first['msg']}", status=422)


def _sentence(request: Request, sentence: str, *, status: int) -> Response:
    if _is_api(request):
        return JSONResponse({"error": sentence}, status_code=status)
    return rendered(request, "refused.html", title="That did not work", status=status, sentence=sentence)
