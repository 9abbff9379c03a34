"""Now: a twitch as it happens, by three taps on a body map or from a list."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions.entries import NewEntry, keep, told
from untwitch.actions.entry_words import place_words
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.symptom import SYMPTOM_KINDS
from untwitch.web import body_map
from untwitch.web.visit import Form, Visitor, go

router = APIRouter(include_in_schema=False)
LASTED = (
    ("1", "A moment"),
    ("10", "About 10 seconds"),
    ("60", "About a minute"),
    ("600", "About 10 minutes"),
    ("3600", "An hour or more"),
)
"""Seconds, and what a person says."""


def shown(site: str = "") -> dict[str, Any]:
    """Gives what the page is drawn from; nothing of it is about anybody.

    Args:
        site: The place that is chosen already.
    """
    return {
        "views": body_map.views(),
        "width": body_map.WIDTH,
        "groups": body_map.groups(),
        "words": {each: place_words(each) for each in BODY_SITES},
        "site": site if site in BODY_SITES else "",
        "lasted": LASTED,
        "symptoms": SYMPTOM_KINDS,
    }


@router.get("/now")
def now(visit: Visitor, kept: str = "", site: str = "") -> Response:
    """Shows the body map, and what was kept last."""
    saved = told(visit.session, kept) if kept else None
    return visit.page("now.html", title="A twitch right now", told=saved, **shown(site))


@router.post("/now")
def save(visit: Visitor, form: Form) -> Response:
    """Keeps a twitch, or something else that is felt."""
    kind = "symptom" if form.get("what") else "twitch"
    kept = keep(visit.session, NewEntry.of_form(kind, form))
    return go(f"/now?kept={kept.id}")
