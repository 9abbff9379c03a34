"""Plan: whom to see and how soon, one thing to change, and what helps right now."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.plan import RIGHT_NOW, WHAT_TO_LOG, page_of
from untwitch.web.answers import made_of, working
from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/plan")
def plan(visit: Visitor) -> Response:
    """Shows the plan."""
    found = made_of(visit, "plan", page_of)
    if found is None:
        return working(visit)
    return visit.page("plan.html", title="Plan", plan=found, right_now=RIGHT_NOW, what_to_log=WHAT_TO_LOG)
