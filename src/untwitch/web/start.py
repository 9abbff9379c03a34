"""Start: the app leads somebody who is new, and a person with a diary to their evening."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.first_steps import beginning
from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(visit: Visitor) -> Response:
    """Shows what to do first, or what there is to do today."""
    return visit.page("start.html", title="untwitch", at=beginning(visit.session))
