"""Measure: a recording chosen, its twitches counted on this machine, and kept where that is wanted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from untwitch.actions import uploads
from untwitch.actions.session import Session
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused
from untwitch.web.multipart import file_of
from untwitch.web.visit import Visitor

if TYPE_CHECKING:
    from untwitch.actions.measure import Measured

router = APIRouter(include_in_schema=False)
_SAID = ("site", "sensor", "unit", "rate", "at", "save")
SENSORS = {"phone": "Phone on the skin", "emg": "Muscle signal (EMG)", "video": "Video of the skin"}


@router.get("/measure")
def measure(visit: Visitor) -> Response:
    """Asks what the file may not say, then for the file."""
    return _page(visit, lines=())


@router.post("/measure/file")
async def measured(visit: Visitor, request: Request) -> Response:
    """Counts the twitches of a recording."""
    held = await file_of(request, visit.session)
    found = await run_in_threadpool(_measured, visit.session, held, visit.request.query_params)
    return _page(visit, lines=found.lines, kept=found.kept.id if found.kept else "")


def _page(visit: Visitor, **more: Any) -> Response:
    asked = visit.request.query_params
    said = {name: asked.get(name, "")[:60] for name in _SAID}
    return visit.page(
        "measure.html",
        title="Measure a recording",
        said=said,
        query=str(asked),
        is_said="site" in asked,
        sites=sorted(BODY_SITES),
        sensors=SENSORS,
        **{"kept": "", **more},
    )


def _measured(session: Session, held: uploads.Upload, said: Mapping[str, str]) -> "Measured":
    from untwitch.actions import measure as action  # noqa: PLC0415 - loads numpy

    def of(name: str) -> str | None:
        return said.get(name, "").strip() or None

    try:
        asked = action.Asked(
            sensor=of("sensor"),
            unit=of("unit"),
            rate_hz=_rate(of("rate")),
            site=of("site"),
            at=of("at"),
            save=of("save") == "on",
        )
        return action.measure(session, held.path, asked)
    finally:
        uploads.drop(session, held.id)


def _rate(typed: str | None) -> float | None:
    if typed is None:
        return None
    try:
        return float(typed[:20].replace(",", "."))
    except ValueError:
        raise Refused(f"{typed[:20]!r} is no number of samples a second, such as 100") from None
