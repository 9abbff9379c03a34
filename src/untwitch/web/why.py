"""Why: what goes with the twitches, the surest first; figures and numbers on request."""

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.web.answers import made_of, working
from untwitch.web.visit import Visitor

if TYPE_CHECKING:
    from untwitch.actions.whole_path import Answered
    from untwitch.actions.why import AllFigures, CausePage, MoreDays, Why

router = APIRouter(include_in_schema=False)


@router.get("/why")
def why(visit: Visitor) -> Response:
    """Shows the six, one sentence and one band each."""
    told = made_of(visit, "why", _in_short)
    return working(visit) if told is None else visit.page("why.html", title="Why", told=told)


@router.get("/why/figures")
def figures(visit: Visitor) -> Response:
    """Shows every figure of the answer."""
    drawn = made_of(visit, "why figures", _all_figures)
    if drawn is None:
        return working(visit)
    return visit.page("why_figures.html", title="All figures", figures=drawn.figures)


@router.get("/why/more-days")
def more_days(visit: Visitor) -> Response:
    """Shows what more days would tell."""
    told = made_of(visit, "why more days", _more_days)
    if told is None:
        return working(visit)
    return visit.page("why_more_days.html", title="What more days would tell", told=told)


@router.get("/why/{cause}")
def cause(visit: Visitor, cause: str) -> Response:
    """Shows all of one cause."""
    found = made_of(visit, f"why {cause}", lambda answer: _in_full(answer, cause))
    if found is None:
        return working(visit)
    return visit.page("why_cause.html", title=found.line.name, found=found)


# The actions load what they draw and compute with, which the start of the server need not wait for.


def _in_short(found: "Answered") -> "Why":
    from untwitch.actions.why import in_short  # noqa: PLC0415

    return in_short(found)


def _in_full(found: "Answered", cause: str) -> "CausePage":
    from untwitch.actions.why import in_full  # noqa: PLC0415

    return in_full(found, cause)


def _all_figures(found: "Answered") -> "AllFigures":
    from untwitch.actions.why import all_figures  # noqa: PLC0415

    return all_figures(found)


def _more_days(found: "Answered") -> "MoreDays":
    from untwitch.actions.why import what_more_days_tell  # noqa: PLC0415

    return what_more_days_tell(found)
