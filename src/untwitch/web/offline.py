"""What makes the app installable: its manifest and its service worker, at the top of its paths."""

import json
from importlib import resources

from fastapi import APIRouter
from starlette.responses import Response

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


@router.get("/manifest.webmanifest")
async def manifest() -> Response:
    """Gives what a phone needs to put the app on its home screen."""
    return Response(json.dumps(MANIFEST), media_type="application/manifest+json")


@router.get("/service-worker.js")
async def service_worker() -> Response:
    """Gives the script that keeps the app working without its server."""
    script = resources.files("untwitch.web").joinpath("static", "service-worker.js").read_bytes()
    return Response(script, media_type="text/javascript")
