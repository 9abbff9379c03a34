"""The door that takes files part by part, so that one of gigabytes can go on after a break."""

import base64
from typing import Annotated, Literal

from fastapi import Header, Path, Query, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from untwitch.actions import uploads as action
from untwitch.actions.import_desk import Work
from untwitch.actions.uploads import LARGEST_BYTES, PART_BYTES, Upload
from untwitch.web.api import IDENTITY, Document, api_router
from untwitch.web.hosting import Hosting
from untwitch.web.visit import Visitor

router = api_router("/uploads")
UploadId = Annotated[str, Path(pattern=IDENTITY, min_length=36, max_length=36)]
_LATEST_MS = 4_102_444_800_000


class NewFile(Document):
    """A file that a person chose."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    size_bytes: Annotated[int, Field(ge=1, le=LARGEST_BYTES)]
    modified_ms: Annotated[int | None, Field(ge=-_LATEST_MS, le=_LATEST_MS)] = None


class Held(Document):
    """How much of a file is here."""

    id: str
    name: str
    size_bytes: int | None
    offset: int = Field(description="Where the next part begins.")
    part_bytes: int = Field(description="Largest part.")


class Reading(Document):
    """How far the reading of a file is."""

    state: Literal["waiting", "reading", "done", "refused"]
    done_bytes: int
    total_bytes: int | None
    rows: int


@router.post("", summary="Begin, or go on with, a file")
def begin(visit: Visitor, new: NewFile) -> Held:
    """Makes room for a file; the same name, size and day of change give back one whose way was broken off."""
    return _held(action.begin(visit.session, new.name, new.size_bytes, modified_ms=new.modified_ms))


@router.get("/{upload_id}", summary="How much of a file is here")
def look(visit: Visitor, upload_id: UploadId) -> Held:
    """Says where the next part begins."""
    return _held(action.upload_of(visit.session, upload_id))


@router.put(
    "/{upload_id}",
    summary="Add a part",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def append(
    visit: Visitor,
    request: Request,
    upload_id: UploadId,
    offset: Annotated[int, Query(ge=0, le=LARGEST_BYTES, description="Where the part begins.")],
    content_digest: Annotated[
        str,
        Header(pattern=r"^sha-256=:[A-Za-z0-9+/]{43}=:$", description="SHA-256 of the part, as in RFC 9530."),
    ],
) -> Held:
    """Adds a part; it is on the disk when this answers. A part that is here already changes nothing."""
    digest = base64.b64decode(content_digest[len("sha-256=:") : -1]).hex()
    data = await request.body()

    def keep() -> Upload:
        return action.append(visit.session, upload_id, offset=offset, data=data, sha256=digest)

    return _held(await run_in_threadpool(keep))


@router.delete("/{upload_id}", summary="Drop a file")
def drop(visit: Visitor, upload_id: UploadId) -> Held:
    """Removes what is here of a file."""
    held = _held(action.upload_of(visit.session, upload_id))
    action.drop(visit.session, upload_id)
    return held


@router.get("/{upload_id}/reading", summary="How far the reading of a file is")
def reading(visit: Visitor, upload_id: UploadId) -> Reading:
    """Says how far it is; a file that nobody reads yet is waiting."""
    hosting: Hosting = visit.request.app.state.hosting
    work = hosting.imports.work(visit.session, upload_id)
    if work is None:
        name = action.upload_of(visit.session, upload_id).name
        work = Work(name, keeps=False, mapping={})
    return Reading(state=work.state, done_bytes=work.done_bytes, total_bytes=work.total_bytes, rows=work.rows)


def _held(upload: Upload) -> Held:
    return Held(
        id=upload.id,
        name=upload.name,
        size_bytes=upload.size_bytes,
        offset=upload.offset,
        part_bytes=PART_BYTES,
    )
