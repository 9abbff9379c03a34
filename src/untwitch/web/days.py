"""Days: a calendar of months, and one day with every entry, where each came from, and how to change it."""

import datetime as dt

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from untwitch.actions.attach import PART_BYTES, add_part, finish, remove_attachment
from untwitch.actions.days import entry_day, month, one_day
from untwitch.actions.entries import told
from untwitch.actions.entry_form import change_entry, entry_form, remove_entry
from untwitch.facts.refused import Refused
from untwitch.web.visit import Form, Visitor, go

router = APIRouter(include_in_schema=False)


@router.get("/days")
def days(visit: Visitor, month_of: str = "") -> Response:
    """Shows a month as a calendar and as a list."""
    shown = month(visit.session, month_of)
    return visit.page("days.html", title="Days", month=shown, today=visit.session.now.local_day())


@router.get("/days/entry/{entry_id}")
def entry(visit: Visitor, entry_id: str) -> Response:
    """Goes to the day of an entry."""
    found = entry_day(visit.session, entry_id)
    return go(f"/days/{found}#e-{entry_id}" if found else "/days")


@router.get("/days/{day}")
def day(visit: Visitor, day: str, kept: str = "") -> Response:
    """Shows one day."""
    shown = one_day(visit.session, _day(day))
    saved = told(visit.session, kept) if kept else None
    return visit.page("day.html", title=f"{shown.day:%A}, {shown.day}", day=shown, told=saved)


@router.get("/days/{day}/{entity}/{entry_id}")
def change(visit: Visitor, day: str, entity: str, entry_id: str) -> Response:
    """Shows an entry as a form."""
    form = entry_form(visit.session, entity, entry_id)
    return visit.page("entry_form.html", title="Change an entry", form=form, day=_day(day))


@router.post("/days/{day}/{entity}/{entry_id}")
def changed(visit: Visitor, day: str, entity: str, entry_id: str, form: Form) -> Response:
    """Changes an entry; its day is shown, which can be another now."""
    kept = change_entry(visit.session, entity, entry_id, form)
    now = entry_form(visit.session, entity, entry_id).day
    return go(f"/days/{now}?kept={kept}" if kept else f"/days/{_day(day)}")


@router.post("/days/{day}/attachment/{attachment_id}/remove")
def attachment_removed(visit: Visitor, day: str, attachment_id: str, form: Form) -> Response:
    """Takes a photo or clip away."""
    action_id = form.get("id", "")
    remove_attachment(visit.session, attachment_id, action_id=action_id)
    return go(f"/days/{_day(day)}?kept={action_id}")


@router.post("/days/{day}/{entity}/{entry_id}/remove")
def removed(visit: Visitor, day: str, entity: str, entry_id: str, form: Form) -> Response:
    """Removes an entry."""
    action_id = form.get("id", "")
    remove_entry(visit.session, entity, entry_id, action_id=action_id)
    return go(f"/days/{_day(day)}?kept={action_id}")


@router.post("/evening/file")
async def attach(visit: Visitor, request: Request) -> Response:
    """Keeps a photo or clip beside an entry, from a plain form; scripts send larger ones in parts."""
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        own, entity, entry_id = (str(form.get(name, "")) for name in ("id", "entity", "of"))
        if not isinstance(file, UploadFile) or not file.size:
            raise Refused("no photo or clip was chosen")
        number, size = 0, 0
        while piece := await file.read(PART_BYTES):
            beside = (entity, entry_id)
            await run_in_threadpool(add_part, visit.session, own, number, piece, beside=beside)
            number, size = number + 1, size + len(piece)
        await run_in_threadpool(finish, visit.session, own, size_bytes=size)
    found = await run_in_threadpool(entry_day, visit.session, entry_id)
    return go(f"/days/{found}?kept={own}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text[:20]!r} is not a day; a day is written 2026-03-10") from None
