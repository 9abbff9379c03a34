"""Evening: the line of twenty seconds, and the seven days back."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.entries import NewEntry, keep, told
from untwitch.actions.evening import week
from untwitch.web.visit import Form, Visitor, go

router = APIRouter(include_in_schema=False)
LONGEST_PATH = 60


@router.get("/evening")
def evening(visit: Visitor, kept: str = "", day: str = "") -> Response:
    """Shows the form, what was kept last, and the days back."""
    return visit.page(
        "evening.html",
        title="Evening",
        week=week(visit.session),
        told=told(visit.session, kept) if kept else None,
        day=day[:10],
    )


@router.post("/evening")
def save(visit: Visitor, form: Form) -> Response:
    """Keeps an evening line."""
    kept = keep(visit.session, NewEntry.of_form("evening", form))
    return go(f"/evening?kept={kept.id}")


@router.post("/undo")
def undo(visit: Visitor, form: Form) -> Response:
    """Takes back what was sent under an id, and goes back to the page it came from."""
    keep(visit.session, NewEntry.of_form("undo", form))
    back = form.get("back", "/evening")[:LONGEST_PATH].partition("?")[0]
    return go(f"{back}?kept={form.get('of', '')[:36]}")
