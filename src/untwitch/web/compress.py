"""Pages, scripts and styles sent small; what holds a secret word, and files, as they are."""

from starlette.middleware.gzip import GZipMiddleware

from untwitch.web.safety import Application, Receive, Scope, Send

SMALLEST_BYTES = 500
LEVEL = 6
AS_THEY_ARE = (
    "/open",
    "/pair",
    "/phone",
    "/devices",
    "/api/attachments",
    "/api/recordings",
    "/api/uploads",
)
"""Paths whose answers hold a one-time word, which the size of a compressed page could give away, or are files
that are small already or are asked for in ranges."""


class Compressed:
    """ASGI middleware around the doors, inside of `Safety`."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._compressing = GZipMiddleware(app, minimum_size=SMALLEST_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compresses an answer where the browser takes that, unless its path is one of those left alone."""
        is_left_alone = scope["type"] == "http" and scope["path"].startswith(AS_THEY_ARE)
        await (self._app if is_left_alone else self._compressing)(scope, receive, send)
