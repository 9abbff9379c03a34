"""One request: who asks, for whom, and how an answer is rendered; every page door uses this."""

import dataclasses
import uuid
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Any
from urllib.parse import urlsplit

import jinja2
from fastapi import Depends, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from untwitch import __version__
from untwitch.actions import devices
from untwitch.actions.example import example_of
from untwitch.actions.session import Session
from untwitch.facts.device import Device
from untwitch.facts.refused import Refused
from untwitch.web.hosting import Hosting

THEME_COOKIE = "theme"
EXAMPLE_COOKIE = "example"
EXAMPLE_HEADER = "x-untwitch-example"
"""With what a script says whose page it stands on, `1` for the example person; it may send much later."""
THEMES = {"calm": "Calm", "contrast": "High contrast", "dark": "Dark"}
COOKIE_AGE_S = 400 * 24 * 3600
"""As long as browsers keep one."""
NAVIGATION = (
    ("/evening", "Evening"),
    ("/check", "Check"),
    ("/why", "Why"),
    ("/plan", "Plan"),
    ("/more", "More"),
)


class Stranger(Exception):  # noqa: N818 - not an error: somebody who has not been let in
    """A browser that is not paired asked for a page."""


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """One request of a paired browser.

    Attributes:
        request: As it came.
        session: Place, moment, person, and the browser as the device of every edit.
        device: The browser.
        is_example: Whether the page is about the made-up person; then the session is theirs.
    """

    request: Request
    session: Session
    device: Device
    is_example: bool = False

    def page(self, template: str, /, *, title: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Gives a rendered page.

        Args:
            template: Its file in `templates/`.
            title: What stands in the tab and is read out first.
            status: HTTP status.
            context: What the template shows; never markup from outside.
        """
        return rendered(self.request, template, title=title, status=status, **context)


async def visit(request: Request) -> Visit:
    """Gives the visit of a paired browser.

    Raises:
        Stranger: It shows no secret, or one that is not on the list.
    """
    from starlette.concurrency import run_in_threadpool  # noqa: PLC0415 - beside its only use

    hosting: Hosting = request.app.state.hosting
    secret = request.cookies.get(hosting.cookie, "")
    session = hosting.session()
    device = await run_in_threadpool(devices.device_of, session, secret) if secret else None
    if device is None:
        raise Stranger
    session = dataclasses.replace(session, device=device.name)
    if request.headers.get(EXAMPLE_HEADER, request.cookies.get(EXAMPLE_COOKIE)) != "1":
        return Visit(request, session, device)
    example = await run_in_threadpool(example_of, session)
    if example is None and EXAMPLE_HEADER in request.headers:
        raise Refused("the example person is closed; what was tried on them is gone")
    request.state.is_example = example is not None
    return Visit(request, example or session, device, is_example=example is not None)


Visitor = Annotated[Visit, Depends(visit)]
"""What a page door asks for as its first argument."""


def rendered(
    request: Request, template: str, /, *, title: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """Gives a page, also for a browser that is not paired.

    Args:
        request: As it came.
        template: Its file in `templates/`.
        title: What stands in the tab.
        status: HTTP status.
        context: What the template shows.
    """
    theme = request.cookies.get(THEME_COOKIE, "")
    page = (
        environment()
        .get_template(template)
        .render(
            title=title,
            path=request.url.path.removeprefix("/offline"),
            theme=theme if theme in THEMES else "calm",
            navigation=NAVIGATION,
            version=__version__,
            is_example=getattr(request.state, "is_example", False),
            **context,
        )
    )
    return HTMLResponse(page, status_code=status)


def go(path: str) -> RedirectResponse:
    """Sends a browser on after a form, so that going back does not send it twice.

    Args:
        path: A path of this app.
    """
    parts = urlsplit(path)
    safe = (
        path if not parts.scheme and not parts.netloc and path.startswith("/") and "\\" not in path else "/"
    )
    return RedirectResponse(safe, status_code=303)


async def form_of(request: Request) -> Mapping[str, str]:
    """Gives the plain fields of a form, each as text; of several of one name the last."""
    async with request.form(max_files=0, max_fields=400) as form:
        return {name: value for name, value in form.multi_items() if isinstance(value, str)}


Form = Annotated[Mapping[str, str], Depends(form_of)]
"""What a page door asks for when a form was sent."""


@cache
def environment() -> jinja2.Environment:
    """Gives where the templates come from; everything that is shown is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["new_id"] = lambda: str(uuid.uuid4())
    made.filters["drawn_here"] = Markup  # only for what the report room drew from numbers and our own words
    return made


def _template_text(name: str) -> str | None:
    try:
        return resources.files("untwitch.web").joinpath("templates", name).read_text(encoding="utf-8")
    except OSError:
        return None


def sets_cookie(answer: Response, request: Request, name: str, value: str) -> None:
    """Gives a browser a long-lived word that no script and no other site can read.

    Args:
        answer: What is sent.
        request: As it came.
        name: Name of the cookie.
        value: The word.
    """
    hosting: Hosting = request.app.state.hosting
    answer.set_cookie(
        name,
        value,
        max_age=COOKIE_AGE_S,
        path="/",
        secure=hosting.is_secure,
        httponly=True,
        samesite="strict",
    )
