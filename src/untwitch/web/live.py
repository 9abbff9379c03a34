"""The doors a phone sends its movement through while it records."""

from typing import Annotated

from fastapi import Path, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from untwitch.actions import live_recording
from untwitch.web.api import IDENTITY, Document, Identity, api_router
from untwitch.web.visit import Visitor

router = api_router("/recordings")
LiveId = Annotated[str, Path(pattern=IDENTITY, max_length=36, description="Id that the page made.")]
Moment = Annotated[float, Field(ge=0)]


class Begin(Document):
    """A recording that begins now."""

    id: Identity
    holds_gravity: bool | None = Field(description="Whether gravity is in the values; null for not known.")


class Begun(Document):
    """It is on the disk, empty."""

    id: str


class Appended(Document):
    """A block is on the disk."""

    number: int


class SoFar(Document):
    """What there is until now; never a count, which one recording alone cannot give."""

    recorded_s: Moment
    marks_s: list[Moment]


class Finish(Document):
    """Where the phone lay."""

    site: Annotated[str, Field(max_length=40, description="Place on the body map; empty for not said.")] = ""


class Finished(Document):
    """What is kept, and how it reads."""

    id: str
    lines: list[str]


@router.post("", summary="Begin a recording")
def begin(visit: Visitor, sent: Begin) -> Begun:
    """Begins a recording of a phone's movement."""
    live_recording.begin(visit.session, sent.id, holds_gravity=sent.holds_gravity)
    return Begun(id=sent.id)


@router.post(
    "/{live_id}/blocks",
    summary="Append a block",
    openapi_extra={"requestBody": {"content": {"application/octet-stream": {}}, "required": True}},
)
async def append(visit: Visitor, live_id: LiveId, request: Request) -> Appended:
    """Appends a block, which is on the disk when this answers; the same once more does no harm."""
    data = await request.body()
    return Appended(number=await run_in_threadpool(live_recording.append, visit.session, live_id, data))


@router.get("/{live_id}/so-far", summary="What it came to until now")
def so_far(visit: Visitor, live_id: LiveId) -> SoFar:
    """Gives the seconds on the disk and the moments of what may be twitches."""
    found = live_recording.so_far(visit.session, live_id)
    return SoFar(recorded_s=found.recorded_s, marks_s=list(found.marks_s))


@router.post("/{live_id}/finish", summary="Measure and keep it")
def finish(visit: Visitor, live_id: LiveId, sent: Finish) -> Finished:
    """Measures a recording and keeps what it came to; the movement itself is not kept."""
    made = live_recording.finish(visit.session, live_id, site=sent.site or None)
    return Finished(id=made.kept.id if made.kept else "", lines=list(made.lines))


@router.delete("/{live_id}", summary="Throw it away")
def discard(visit: Visitor, live_id: LiveId) -> Begun:
    """Throws an unfinished recording away."""
    live_recording.discard(visit.session, live_id)
    return Begun(id=live_id)
