"""Breathe: a few slow breaths; the same for everybody, so it is kept offline."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.breathe import shown
from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/breathe")
async def breathe(visit: Visitor) -> Response:
    """Shows the ways to breathe, as text to read with a clock, and with a pacer where scripts run."""
    return visit.page("breathe.html", title="Breathe", **shown())
