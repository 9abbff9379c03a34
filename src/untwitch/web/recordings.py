"""Recordings: the list, one with its overlay and marks, and the page on which a phone records."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.actions import live_recording, recordings
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused
from untwitch.web.visit import Form, Visitor, go

router = APIRouter(include_in_schema=False)
SITES = tuple((site, site.replace("_", " ")) for site in sorted(BODY_SITES))
LONGEST_NUMBER = 20


@router.get("/recordings")
def every_recording(visit: Visitor) -> Response:
    """Shows what is kept, what is unfinished, and how to make one."""
    return visit.page(
        "recordings.html",
        title="Recordings",
        listed=recordings.listed(visit.session),
        unfinished=live_recording.unfinished(visit.session),
        sites=SITES,
    )


@router.get("/recordings/live")
def live(visit: Visitor) -> Response:
    """Shows the page on which a phone records its own movement."""
    return visit.page("live.html", title="Record with this phone", sites=SITES)


@router.post("/recordings/unfinished")
def unfinished(visit: Visitor, form: Form) -> Response:
    """Finishes an unfinished recording, or throws it away."""
    live_id = form.get("id", "")
    if form.get("do") == "throw away":
        live_recording.discard(visit.session, live_id)
        return go("/recordings")
    made = live_recording.finish(visit.session, live_id, site=form.get("site") or None)
    return go(f"/recordings/{made.kept.id}" if made.kept else "/recordings")


@router.get("/recordings/{which}")
def one(visit: Visitor, which: str) -> Response:
    """Shows one recording with its figures and marks."""
    return visit.page(
        "recording.html", title="A recording", shown=recordings.show(visit.session, which, draws=True)
    )


@router.post("/recordings/{which}/mark")
def mark(visit: Visitor, which: str, form: Form) -> Response:
    """Says of one moment that a twitch is there, or that none is."""
    recordings.mark(
        visit.session, which, _seconds(form.get("time_s", "")), is_twitch=form.get("is") == "twitch"
    )
    return go(f"/recordings/{which}")


@router.post("/recordings/{which}/remove")
def remove(visit: Visitor, which: str) -> Response:
    """Removes a recording and its watch; Days takes it back."""
    recordings.remove(visit.session, which)
    return go("/recordings")


def _seconds(typed: str) -> float:
    try:
        return float(typed[:LONGEST_NUMBER].replace(",", "."))
    except ValueError:
        raise Refused(f"{typed[:LONGEST_NUMBER]!r} is no number of seconds, such as 12.5") from None
