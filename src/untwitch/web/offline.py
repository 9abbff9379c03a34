"""What makes the app installable and keeps it working without its server.

The service worker keeps the app's own parts and a few pages that say nothing of anybody: the same templates,
filled with nothing personal. Its name for them follows from their content, so a change of one renews all.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from untwitch.actions.breathe import shown as breathing
from untwitch.actions.quick import nothing_typed, other_amounts
from untwitch.actions.signs import signs
from untwitch.actions.understand import understand
from untwitch.web.now import shown
from untwitch.web.visit import rendered

router = APIRouter(include_in_schema=False)
MANIFEST = {
    "name": "untwitch",
    "short_name": "untwitch",
    "description": "When a muscle twitch needs looking at, what may set yours off, what takes the edge off.",
    "start_url": "/evening",
    "scope": "/",
    "display": "standalone",
    "background_color": "#fbfaf6",
    "theme_color": "#fbfaf6",
    "icons": [{"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
}
AWAY = "/offline/away"
_Filling = Callable[[], dict[str, Any]]
SHELLS: Mapping[str, tuple[str, str, str, _Filling]] = {
    "evening": ("/evening", "evening.html", "Evening", lambda: {"week": None, "told": None, "day": ""}),
    "now": ("/now", "now.html", "A twitch right now", lambda: {"told": None, **shown()}),
    "quick": (
        "/quick",
        "quick.html",
        "Quick amounts",
        lambda: {"told": None, "amounts": nothing_typed(), "others": other_amounts()},
    ),
    "understand": (
        "/understand",
        "understand.html",
        "What is a twitch?",
        lambda: {"page": understand(more=True)},
    ),
    "breathe": ("/breathe", "breathe.html", "Breathe", breathing),
    "signs": ("/check", "signs.html", "Signs to act on", lambda: {"groups": signs()}),
    "away": ("", "away.html", "Your computer is away", dict),
}
"""By name: the page it stands for, its template, its title, and what fills it."""


@router.get("/manifest.webmanifest")
async def manifest() -> Response:
    """Gives what a phone needs to put the app on its home screen."""
    return Response(json.dumps(MANIFEST), media_type="application/manifest+json")


@router.get("/offline/{name}")
def shell(request: Request, name: str) -> Response:
    """Gives a page as it is kept for later: without anything of anybody."""
    if name not in SHELLS:
        return rendered(
            request, "refused.html", title="No such page", status=404, sentence="There is no such page here."
        )
    _, template, title, filling = SHELLS[name]
    return rendered(request, template, title=title, is_shell=True, new_id=str, **filling())


@router.get("/service-worker.js")
def service_worker(request: Request) -> Response:
    """Gives the script that keeps the app working without its server, with the names of what it keeps."""
    pages = {path: f"/offline/{name}" for name, (path, *_) in SHELLS.items() if path}
    content = hashlib.sha256(json.dumps([_parts(), pages]).encode())
    for name in SHELLS:
        content.update(shell(request, name).body)
    script = resources.files("untwitch.web").joinpath("static", "service-worker.js").read_text("utf-8")
    for mark, words in {
        "@KEPT@": f"untwitch-{content.hexdigest()[:16]}",
        "@PARTS@": json.dumps(list(_parts())),
        "@SHELLS@": json.dumps(pages),
        "@AWAY@": AWAY,
    }.items():
        script = script.replace(mark, words)
    return Response(script, media_type="text/javascript")


@cache
def _parts() -> dict[str, str]:
    """Gives every file of the app that a browser loads, by its path, with the hash of its content."""
    folder = resources.files("untwitch.web").joinpath("static")
    return {
        f"/static/{each.name}": hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(folder.iterdir(), key=lambda each: each.name)
        if each.name != "service-worker.js" and not each.name.startswith(".")
    }
