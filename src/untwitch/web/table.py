"""Table: an answer straight from a table of days, which is kept nowhere."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from untwitch.actions import uploads
from untwitch.actions.session import Session
from untwitch.web.multipart import file_of
from untwitch.web.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/table")
def table(visit: Visitor) -> Response:
    """Shows where to choose a table."""
    return visit.page("table.html", title="A table of days", lines=(), name="")


@router.post("/table/file")
async def explained(visit: Visitor, request: Request) -> Response:
    """Explains a table of days, and forgets it."""
    held = await file_of(request, visit.session)
    lines = await run_in_threadpool(_explained, visit.session, held)
    return visit.page("table.html", title="A table of days", lines=lines, name=held.name)


def _explained(session: Session, held: uploads.Upload) -> list[str]:
    from untwitch.actions.explain import explain_table, in_words  # noqa: PLC0415 - loads the model
    from untwitch.actions.plan import without_command  # noqa: PLC0415 - same

    try:
        made = explain_table(held.path)
    finally:
        uploads.drop(session, held.id)
    return [without_command(each.strip()) for each in in_words(made.document) if each.strip()]
