"""The first ten minutes after a check: one thing for now, a sheet, four weeks of evenings, and an end."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.first_steps import beginning, choose_evenings, leave_evenings
from untwitch.actions.kept_check import kept_check
from untwitch.actions.right_now import right_now
from untwitch.web.visit import Form, Visitor, go

router = APIRouter(include_in_schema=False)
_LONGEST = 2


@router.get("/first/now")
def now(visit: Visitor) -> Response:
    """Shows one thing to do right now, and another one to who asks."""
    things = right_now(visit.session)
    if not things:
        return go("/first/sheet")
    asked = visit.request.query_params.get("n", "0")
    place = int(asked) if asked.isdecimal() and len(asked) <= _LONGEST else 0
    place %= len(things)
    return visit.page(
        "first_now.html",
        title="One thing for right now",
        thing=things[place],
        other=(place + 1) % len(things),
    )


@router.get("/first/sheet")
def sheet(visit: Visitor) -> Response:
    """Says what the sheet for an appointment is, and how soon it is wanted."""
    check = kept_check(visit.session)
    return visit.page("first_sheet.html", title="A sheet to take along", has_check=check is not None)


@router.get("/first/evenings")
def evenings(visit: Visitor) -> Response:
    """Asks whether a line each evening for four weeks is wanted."""
    return visit.page("first_evenings.html", title="Four weeks of evenings", at=beginning(visit.session))


@router.post("/first/evenings")
def chosen(visit: Visitor, form: Form) -> Response:
    """Keeps what was chosen."""
    if form.get("evenings") == "yes":
        choose_evenings(visit.session)
    else:
        leave_evenings(visit.session)
    return go("/first/done")


@router.get("/first/done")
def done(visit: Visitor) -> Response:
    """Says that there is nothing more to do today."""
    return visit.page("first_done.html", title="Done for today", at=beginning(visit.session))
