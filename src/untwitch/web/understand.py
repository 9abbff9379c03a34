"""Understand: what a twitch is, to read before any question; the same for everybody."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.understand import understand as explained
from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/understand")
async def understand(visit: Visitor) -> Response:
    """Shows the page, with what somebody may rather not read behind a tap."""
    return visit.page("understand.html", title="What is a twitch?", page=explained(more=True))
