"""Better?: weeks beside the person's own usual range."""

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.web.answers import made_of, working
from untwitch.web.visit import Visitor

if TYPE_CHECKING:
    from untwitch.actions.better import Better
    from untwitch.actions.whole_path import Answered

router = APIRouter(include_in_schema=False)


@router.get("/better")
def better(visit: Visitor) -> Response:
    """Shows the latest weeks beside what was usual before them."""

    def make(found: "Answered") -> "Better":
        from untwitch.actions.better import weeks_beside_usual  # noqa: PLC0415 - draws, in the background

        return weeks_beside_usual(found, visit.session)

    told = made_of(visit, "better", make)
    return working(visit) if told is None else visit.page("better.html", title="Better?", told=told)
