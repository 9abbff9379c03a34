"""The one page in plain HTTP: how a phone comes to trust this home, and the certificate to trust.

Nothing personal is here and no cookie is set. A phone cannot check HTTPS before it trusts the certificate,
so it is handed out in plain, and the person compares its fingerprint with the one on the computer.
"""

from importlib import resources

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from untwitch.web.hosting import Hosting
from untwitch.web.lan import Lan
from untwitch.web.safety import Safety
from untwitch.web.visit import environment

CERTIFICATE = "/untwitch.crt"


def create_lobby(hosting: Hosting, lan: Lan) -> FastAPI:
    """Gives the small app.

    Args:
        hosting: Where it runs.
        lan: What it hands out.
    """
    lobby = FastAPI(title="untwitch", docs_url=None, redoc_url=None, openapi_url=None)

    @lobby.get(CERTIFICATE)
    async def certificate() -> Response:
        """Gives the certificate as phones take it."""
        name = {"content-disposition": 'attachment; filename="untwitch.crt"'}
        return Response(lan.certificates.authority, media_type="application/x-x509-ca-cert", headers=name)

    @lobby.get("/")
    async def page() -> Response:
        """Shows the steps."""
        return _steps(lan)

    @lobby.get("/ca/{fingerprint}")
    async def page_of(fingerprint: str) -> Response:
        """Shows the steps to who has the code of this home."""
        if fingerprint != lan.certificates.fingerprint:
            raise HTTPException(404)
        return _steps(lan)

    async def on_http(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return PlainTextResponse(
            "There is no such page here. Show the codes anew on the computer, and scan the first.", status
        )

    lobby.add_exception_handler(HTTPException, on_http)
    with resources.as_file(resources.files("untwitch.web") / "static") as folder:
        lobby.mount("/static", StaticFiles(directory=folder))
    lobby.add_middleware(Safety, hosting=hosting)
    return lobby


def in_groups(fingerprint: str) -> str:
    """Gives a fingerprint in pairs of capital letters and digits, as phones show it.

    Args:
        fingerprint: Hexadecimal.
    """
    return " ".join(fingerprint[at : at + 2].upper() for at in range(0, len(fingerprint), 2))


def _steps(lan: Lan) -> Response:
    page = (
        environment().get_template("lobby.html").render(fingerprint=in_groups(lan.certificates.fingerprint))
    )
    return Response(page, media_type="text/html")
