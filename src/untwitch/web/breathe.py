"""Breathe: a few slow breaths; the same for everybody, so it is kept offline."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.breathe import shown
from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


def shown() -> dict[str, Any]:
    """Gives what the page is drawn from; nothing of it is about anybody."""
    return {
        "ways": action.ways(),
        "minutes": action.MINUTES,
        "caution": action.CAUTION,
        "looking_out": action.LOOKING_OUT,
        "benefit": action.benefit(),
    }


@router.get("/breathe")
async def breathe(visit: Visitor) -> Response:
    """Shows the ways to breathe, as text to read with a clock, and with a pacer where scripts run."""
    return visit.page("breathe.html", title="Breathe", **shown())
