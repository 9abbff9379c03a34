"""Start: two doors, and what to do with ten minutes."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start(visit: Visitor) -> Response:
    """Shows the two doors."""
    return visit.page("start.html", title="untwitch")
