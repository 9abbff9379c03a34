"""More: every other page of the app, in one list."""

from fastapi import APIRouter
from starlette.responses import Response

from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)
PAGES = (
    ("/understand", "What a twitch is", "Read this first if twitches worry you."),
    ("/now", "A twitch right now", "Three taps on a body map."),
    ("/breathe", "Breathe", "A few slow breaths, with nothing that moves unless you choose it."),
    ("/better", "Better?", "Your weeks beside your own usual range."),
    ("/days", "Days", "Every day and entry; change or undo any of them."),
    ("/bring-in", "Bring in", "Files from apps and devices that you already own."),
    ("/recordings", "Recordings", "Count twitches in a few minutes of one muscle, by phone or file."),
    ("/report", "Report", "A sheet for an appointment."),
    ("/devices", "Devices", "Which browsers may come in; add a phone or take one off."),
    ("/phone", "This phone", "What works in this browser, and why not."),
    ("/settings", "Settings", "You, units, themes, export, erase."),
)


@router.get("/more")
async def more(visit: Visitor) -> Response:
    """Shows the list."""
    return visit.page("more.html", title="More", pages=PAGES)
