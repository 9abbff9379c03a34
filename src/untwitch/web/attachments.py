"""The doors for photos and clips: sent in parts, given back under headers that let nothing in them run."""

import re
from typing import Annotated, Literal

from fastapi import Path, Query, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from untwitch.actions.attach import PART_BYTES, add_part, attachment, content, finish
from untwitch.facts.attachment import LARGEST_BYTES
from untwitch.web.api import IDENTITY, Document, Identity, api_router
from untwitch.web.entries import NEW_ID
from untwitch.web.visit import Visitor

router = api_router("/attachments")
MOST_PARTS = LARGEST_BYTES // PART_BYTES
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})", re.ASCII)
_BYTES = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}  # fmt: skip  # noqa: E501

NewId = Annotated[str, Path(pattern=NEW_ID)]
Id = Annotated[str, Path(pattern=IDENTITY)]


class Received(Document):
    """How far it is."""

    id: str
    parts: int


class Finish(Document):
    """All parts were sent."""

    size_bytes: Annotated[int, Field(gt=0, le=LARGEST_BYTES)]


class Kept(Document):
    """A photo or clip that stands beside its entry now."""

    id: str
    media_type: str
    size_bytes: int
    sha256: str


@router.put("/{attachment_id}/{number}", summary="Send one part", openapi_extra=_BYTES)
async def part(
    visit: Visitor,
    request: Request,
    attachment_id: NewId,
    number: Annotated[int, Path(ge=0, lt=MOST_PARTS)],
    entity: Annotated[Literal["twitch", "watch", "exposure", "symptom"], Query()],
    of: Annotated[Identity, Query()],
) -> Received:
    """Keeps one part of at most a mebibyte; the first one says beside which entry. Parts come in order."""
    body = await request.body()
    await run_in_threadpool(add_part, visit.session, attachment_id, number, body, beside=(entity, of))
    return Received(id=attachment_id, parts=number + 1)


@router.post("/{attachment_id}", summary="All parts were sent")
def finished(visit: Visitor, attachment_id: Id, finish_: Finish) -> Kept:
    """Makes it seen; what kind it is follows from its content."""
    made = finish(visit.session, attachment_id, size_bytes=finish_.size_bytes)
    return Kept(id=made.id, media_type=made.media_type, size_bytes=made.size_bytes, sha256=made.sha256)


@router.get(
    "/{attachment_id}",
    summary="Give it back",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, 206: {"description": "A part of it."}},
)
def shown(visit: Visitor, request: Request, attachment_id: Id, *, download: bool = False) -> Response:
    """Gives a photo or clip, or the bytes of it that were asked for."""
    found = attachment(visit.session, attachment_id)
    start, end = _stretch(request.headers.get("range", ""), found.size_bytes)
    is_part = (start, end) != (0, found.size_bytes)
    headers = {
        "content-disposition": f'{"attachment" if download else "inline"}; filename="{found.file_name}"',
        "content-length": str(end - start),
        "accept-ranges": "bytes",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    if is_part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{found.size_bytes}"
    return StreamingResponse(
        content(visit.session, attachment_id, start=start, end=end),
        status_code=206 if is_part else 200,
        media_type=found.media_type,
        headers=headers,
    )


def _stretch(asked: str, size_bytes: int) -> tuple[int, int]:
    """Gives the first byte and one past the last that were asked for; all of it where that makes no sense."""
    found = _RANGE.fullmatch(asked)
    if found is None:
        return 0, size_bytes
    start, end = int(found[1]), min(int(found[2] or size_bytes) + 1, size_bytes)
    return (start, end) if start < end else (0, size_bytes)
