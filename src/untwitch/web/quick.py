"""Quick amounts: coffee, water, sleep, stress, exertion, typing and every other measure."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.entries import NewEntry, keep, told
from untwitch.actions.quick import other_amounts, quick_amounts
from untwitch.web.visit import Form, Visitor, go

router = APIRouter(include_in_schema=False)


@router.get("/quick")
def quick(visit: Visitor, kept: str = "") -> Response:
    """Shows a form for each amount, with what was typed last."""
    return visit.page(
        "quick.html",
        title="Quick amounts",
        amounts=quick_amounts(visit.session),
        others=other_amounts(),
        told=told(visit.session, kept) if kept else None,
    )


@router.post("/quick")
def save(visit: Visitor, form: Form) -> Response:
    """Keeps an amount."""
    kept = keep(visit.session, NewEntry.of_form("amount", form))
    return go(f"/quick?kept={kept.id}")
