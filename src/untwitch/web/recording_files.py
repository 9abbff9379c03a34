"""Files of a kept recording: its overlay as one page, and a data set for whoever works with such data."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/recordings/{which}/page.html")
def page(visit: Visitor, which: str) -> Response:
    """Gives the trace and the marks of a recording as a file of its own."""
    from untwitch.actions import recording_page, recordings  # noqa: PLC0415 - slow to load

    shown = recordings.show(visit.session, which)
    return HTMLResponse(recording_page.page_text(visit.session, shown), headers=_named("recording.html"))


@router.get("/recordings/{which}/bids.zip")
def bids(visit: Visitor, which: str) -> Response:
    """Gives a recording with its marks as a BIDS data set, without the signal."""
    from untwitch.actions.recording_export import zipped_bids  # noqa: PLC0415 - slow to load

    data = zipped_bids(visit.session, which)
    return Response(data, media_type="application/zip", headers=_named("recording-bids.zip"))


def _named(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
