"""Sockets and servers: what the app listens on, and how it runs beside its main thread."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from untwitch.facts.refused import Refused

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 - with --lan only; who may ask is checked by address
MOST_CONNECTIONS = 128


def listening(address: str, port: int, *, option: str = "--port") -> socket.socket:
    """Gives a socket that listens.

    Args:
        address: This machine only, or every network it is in.
        port: The port; 0 for any that is free.
        option: What to change where the port is taken.

    Raises:
        Refused: The port cannot be used.
    """
    # Named, because asyncio sends at once only where it knows the protocol; else each answer waits 40 ms.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((address, port))
    except OSError as error:
        made.close()
        raise Refused(
            f"port {port} cannot be used ({error.strerror}); try {option} 0 for any that is free"
        ) from None
    made.listen(MOST_CONNECTIONS)
    return made


def server_of(app: Any, *, context: ssl.SSLContext | None = None) -> uvicorn.Server:
    """Gives a server of an app that is not running yet.

    Args:
        app: The app.
        context: What it speaks; None for plain HTTP.
    """
    settings = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
        limit_concurrency=MOST_CONNECTIONS,
        lifespan="off",
        ws="none",
        ssl_context_factory=None if context is None else lambda *_: context,
    )
    return uvicorn.Server(settings)


@contextmanager
def beside(server: uvicorn.Server, listener: socket.socket) -> Iterator[None]:
    """Runs a server in a thread of its own until the end of the context.

    Args:
        server: Not running yet.
        listener: What it listens on.
    """
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=5)
