"""The app put together: its doors, what guards them, and the server that runs it."""

import importlib
import socket
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from untwitch import __version__
from untwitch.actions.devices import serving
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.web.answers import Answers
from untwitch.web.hosting import Hosting
from untwitch.web.pairing import stranger
from untwitch.web.safety import Safety, TooLarge
from untwitch.web.visit import Stranger, rendered

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = frozenset({LOOPBACK, "localhost", "::1"})
API = "/api/"
DOORS: tuple[str, ...] = (
    "pairing",
    "offline",
    "start",
    "example",
    "understand",
    "why",
    "evening",
    "quick",
    "entries",
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
    }
    for kind, answer in answers.items():
        app.add_exception_handler(kind, answer)
    app.add_middleware(Safety, hosting=hosting)
    return app


def run(
    session: Callable[[], Session],
    *,
    port: int,
    started: Callable[[str], None],
) -> None:
    """Runs the app on this machine until it is stopped.

    Args:
        session: Gives the session of this moment.
        port: The port; 0 for any that is free.
        started: Is told the address that lets the first browser in.

    Raises:
        Refused: The port is taken, or the record cannot be opened.
    """
    listening = _listening(port)
    hosting = Hosting(session=session, hosts=LOOPBACK_NAMES, port=listening.getsockname()[1])
    with serving(session()):
        settings = uvicorn.Config(
            create_app(hosting),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            lifespan="off",
            ws="none",
        )
        started(hosting.address(f"/open?token={hosting.tokens.new()}"))
        uvicorn.Server(settings).run(sockets=[listening])


def _listening(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((LOOPBACK, port))
    except OSError as error:
        made.close()
        raise Refused(
            f"port {port} cannot be used ({error.strerror}); try --port 0 for any that is free"
        ) from None
    made.listen(128)
    return made


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(API)


async def _on_stranger(request: Request, _: Exception) -> Response:
    if _is_api(request):
        return JSONResponse({"error": "this browser is not paired"}, status_code=401)
    return stranger(request)


async def _on_refused(request: Request, refusal: Exception) -> Response:
    return _sentence(request, str(refusal), status=422)


async def _on_too_large(request: Request, _: Exception) -> Response:
    return _sentence(request, "That is too large for this page.", status=413)


async def _on_http(request: Request, error: HTTPException) -> Response:
    words = {404: "There is no such page here.", 405: "This page cannot be used like that."}
    return _sentence(request, words.get(error.status_code, str(error.detail)), status=error.status_code)


async def _on_wrong_shape(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    place = ".".join(str(each) for each in first["loc"] if each not in {"body", "query", "path"})
    return _sentence(request, f"{place or 'what was sent'}: {first['msg']}", status=422)


def _sentence(request: Request, sentence: str, *, status: int) -> Response:
    if _is_api(request):
        return JSONResponse({"error": sentence}, status_code=status)
    return rendered(request, "refused.html", title="That did not work", status=status, sentence=sentence)
