"""Bring in: a file chosen or dropped, looked at, then kept; and any import taken back."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from untwitch.actions import bring_in as action
from untwitch.actions import uploads
from untwitch.actions.import_desk import ImportDesk, Work
from untwitch.actions.import_preview import imports_told, mapping_said, meanings, preview
from untwitch.web.hosting import Hosting
from untwitch.web.multipart import file_of
from untwitch.web.visit import Form, Visit, Visitor, go

router = APIRouter(include_in_schema=False)
_MEGABYTE = 1_000_000


@router.get("/bring-in")
def start(visit: Visitor, undone: str = "", gone: int = 0) -> Response:
    """Shows where to choose a file, and the imports that stand."""
    return visit.page(
        "bring_in.html",
        title="Bring in",
        imports=imports_told(action.runs(visit.session)),
        waiting=[_waiting(each) for each in uploads.uploads(visit.session) if each.size_bytes is not None],
        undone=undone if undone.isdecimal() else "",
        gone=gone,
    )


@router.post("/bring-in/file")
async def sent(visit: Visitor, request: Request) -> Response:
    """Takes a file from the form, also without a script."""
    held = await file_of(request, visit.session)
    return go(f"/bring-in/{held.id}")


@router.post("/bring-in/undo")
def undone(visit: Visitor, form: Form) -> Response:
    """Takes an import back."""
    number = form.get("run", "")
    gone = action.undo(visit.session, number)
    return go(f"/bring-in?undone={number}&gone={gone}")


@router.get("/bring-in/{upload_id}")
def looked(visit: Visitor, upload_id: str) -> Response:
    """Shows how far the reading is, then what it found."""
    return _page(visit, upload_id, _desk(visit).look(visit.session, upload_id))


@router.post("/bring-in/{upload_id}")
def kept(visit: Visitor, upload_id: str, form: Form) -> Response:
    """Keeps what was found."""
    _desk(visit).keep(visit.session, upload_id, is_right=form.get("is_right") == "1")
    return go(f"/bring-in/{upload_id}")


@router.post("/bring-in/{upload_id}/columns")
def explained(visit: Visitor, upload_id: str, form: Form) -> Response:
    """Reads the file anew with what the person said of its columns."""
    said = [
        (column, form.get(f"means.{number}", ""), form.get(f"each.{number}", ""))
        for name, column in form.items()
        if name.startswith("column.")
        for number in [name.partition(".")[2]]
    ]
    _desk(visit).look(visit.session, upload_id, mapping=mapping_said(said))
    return go(f"/bring-in/{upload_id}")


@router.post("/bring-in/{upload_id}/drop")
def dropped(visit: Visitor, upload_id: str) -> Response:
    """Drops a file that was only looked at."""
    uploads.drop(visit.session, upload_id)
    return go("/bring-in")


def _desk(visit: Visit) -> ImportDesk:
    hosting: Hosting = visit.request.app.state.hosting
    return hosting.imports


def _page(visit: Visit, upload_id: str, work: Work) -> Response:
    found = preview(work.answer) if work.answer is not None else None
    return visit.page(
        "brought.html",
        title=work.name,
        work=work,
        found=found,
        upload_id=upload_id,
        meanings=meanings() if found is not None and found.questions else (),
        progress=_progress(work),
    )


def _progress(work: Work) -> str:
    total = f" of {work.total_bytes / _MEGABYTE:.0f}" if work.total_bytes else ""
    return f"{work.done_bytes / _MEGABYTE:.0f}{total} MB read, {work.rows} rows met."


def _waiting(held: uploads.Upload) -> dict[str, Any]:
    percent = 100 * held.offset // (held.size_bytes or 1)
    return {"id": held.id, "name": held.name, "percent": percent, "is_whole": held.is_whole}
