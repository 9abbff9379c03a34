"""Report: the appointment sheet and all behind it, to read, print or take along."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from untwitch.actions.standing import Period, period_of
from untwitch.web.answers import made_of, working
from untwitch.web.visit import Form, Visit, Visitor, go

if TYPE_CHECKING:
    from untwitch.actions.report import Rendered
    from untwitch.actions.whole_path import Answered

router = APIRouter(include_in_schema=False)
CHOICES = (("28", "4 weeks"), ("90", "3 months"), ("365", "A year"), ("all", "Everything"))


@router.get("/report")
def report(visit: Visitor, days: str = "", first: str = "", last: str = "", said: str = "") -> Response:
    """Shows the report of a period, with what only the person can add to it."""
    from untwitch.actions.report import told  # noqa: PLC0415 - what it stands beside is slow to load

    found = _rendered(visit, period_of(days, first=first, last=last))
    if found is None:
        return working(visit)
    asked = {"days": days, "first": first, "last": last}
    return visit.page(
        "report.html",
        title="Report",
        body=found.body,
        words=told(visit.session),
        said=said,
        choices=CHOICES,
        asked=asked,
        query=urlencode({name: value for name, value in asked.items() if value}),
    )


@router.get("/report/file")
def file(visit: Visitor, days: str = "", first: str = "", last: str = "") -> Response:
    """Gives the report as a file of its own, with its own policy inside."""
    found = _rendered(visit, period_of(days, first=first, last=last))
    if found is None:
        return working(visit)
    name = f"twitches-{visit.session.now.local_day()}.html"
    return HTMLResponse(found.page, headers={"content-disposition": f'attachment; filename="{name}"'})


@router.post("/report/words")
def words(visit: Visitor, form: Form) -> Response:
    """Keeps what only the person can say."""
    from untwitch.actions.report import tell  # noqa: PLC0415 - as above

    tell(
        visit.session,
        worry=form.get("worry", ""),
        tests=_lines(form, "tests"),
        questions=_lines(form, "questions"),
    )
    return go("/report?said=kept")


@router.post("/report/words/back")
def words_back(visit: Visitor) -> Response:
    """Takes back what was said last."""
    from untwitch.actions.report import tell_back  # noqa: PLC0415 - as above

    tell_back(visit.session)
    return go("/report?said=back")


def _lines(form: Mapping[str, str], name: str) -> list[str]:
    return [each for each in form.get(name, "").splitlines() if each.strip()] or [""]


def _rendered(visit: Visit, period: Period) -> "Rendered | None":
    def make(found: "Answered") -> "Rendered":
        from untwitch.actions.report import rendered  # noqa: PLC0415 - draws, in the background

        return rendered(found, visit.session)

    return made_of(visit, "report", make, period)
