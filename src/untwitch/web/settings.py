"""Settings: who you are, how the app looks, a reminder, and what is kept, taken along or erased."""

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from untwitch.actions import about_you, check, export, foods, keep, sources, uploads
from untwitch.actions.first_steps import beginning
from untwitch.actions.log import undo
from untwitch.actions.reminder import DAYS, reminder
from untwitch.actions.session import LEAVES_THIS_MACHINE
from untwitch.facts.refused import Refused
from untwitch.web.multipart import file_of
from untwitch.web.visit import (
    THEME_COOKIE,
    THEMES,
    Form,
    Visitor,
    go,
    rendered,
    sets_cookie,
)

router = APIRouter(include_in_schema=False)
ERASE = "erase"
"""The word that has to be typed before anything is erased or replaced."""
_PERSON = "person"
_YOU = "/settings/you"
_DATA = "/settings/data"


@router.get("/settings")
def settings(visit: Visitor) -> Response:
    """Shows what can be set."""
    theme = visit.request.cookies.get(THEME_COOKIE, "calm")
    return visit.page(
        "settings.html",
        title="Settings",
        you=about_you.about_you(visit.session),
        countries=check.countries(),
        themes=THEMES,
        theme_now=theme if theme in THEMES else "calm",
        days=DAYS,
        at=beginning(visit.session),
        leaves=LEAVES_THIS_MACHINE,
    )


@router.post("/settings/theme")
async def themed(visit: Visitor, form: Form) -> Response:
    """Keeps how the app looks in this browser."""
    if form.get("theme") not in THEMES:
        raise Refused("please choose one of the three looks")
    answer = go("/settings")
    sets_cookie(answer, visit.request, THEME_COOKIE, form["theme"])
    return answer


@router.post("/settings/check")
def checked(visit: Visitor, form: Form) -> Response:
    """Keeps the country and how a check answers."""
    about_you.set_check(visit.session, country=form.get("country", ""), mode=form.get("mode", ""))
    return go("/settings#country")


@router.get("/settings/reminder.ics")
def calendar(visit: Visitor, at: str = "", days: str = "") -> Response:
    """Gives a calendar file with an entry each evening."""
    return Response(
        reminder(visit.session, at=at, days=days),
        media_type="text/calendar",
        headers={"content-disposition": 'attachment; filename="evening-line.ics"'},
    )


@router.get("/settings/you")
def you(visit: Visitor, said: str = "") -> Response:
    """Shows what was told, and takes more."""
    return visit.page(
        "settings_you.html",
        title="About you",
        you=about_you.about_you(visit.session),
        facts=[(name, words, about_you.CHOICES[name]) for name, words in about_you.WORDS.items()],
        said=said if said in {"kept", "gone", "back"} else "",
    )


@router.post("/settings/you")
def told(visit: Visitor, form: Form) -> Response:
    """Keeps one thing."""
    words = f"{form.get('fact', '').replace('_', ' ')} {form.get('words', '')}".strip()
    if not form.get("words", "").strip():
        words = ""
    days = {name: form.get(name, "") for name in ("from", "to", "started", "changed", "stopped")}
    about_you.tell(visit.session, kind=form.get("kind", ""), words=words, days=days)
    return go(f"{_YOU}?said=kept")


@router.post("/settings/you/out")
def out(visit: Visitor, form: Form) -> Response:
    """Takes one thing out."""
    about_you.take_out(visit.session, entity=form.get("entity", ""), entity_id=form.get("id", ""))
    return go(f"{_YOU}?said=gone")


@router.post("/settings/you/undo")
def undone(visit: Visitor) -> Response:
    """Takes back what was typed or taken out last."""
    undo(visit.session)
    return go(f"{_YOU}?said=back")


@router.get("/settings/data")
def data(visit: Visitor, said: str = "") -> Response:
    """Shows what can be taken along, copied, brought back and erased."""
    return visit.page(
        "settings_data.html",
        title="Your data",
        backups=keep.backups(visit.session),
        kinds=keep.erasable(),
        name=about_you.about_you(visit.session).name,
        word=ERASE,
        said=said if said in {"copied", "back"} else "",
    )


@router.get("/settings/export.zip")
def everything(visit: Visitor) -> Response:
    """Gives everything that is kept, as tables and one document."""
    return StreamingResponse(
        export.zipped(visit.session), media_type="application/zip", headers=_named(visit, "zip")
    )


@router.get("/settings/export.json")
def document(visit: Visitor) -> Response:
    """Gives everything that is kept as one document."""
    return StreamingResponse(
        export.document(visit.session), media_type="application/json", headers=_named(visit, "json")
    )


@router.get("/settings/table.csv")
def table(visit: Visitor) -> Response:
    """Gives the table that the answer to why is worked out from."""
    from untwitch.actions.timeline import table_of_record  # noqa: PLC0415 - slow to load

    made = table_of_record(visit.session)
    return Response(made.csv, media_type="text/csv", headers=_named(visit, "csv"))


def _named(visit: Visitor, ending: str) -> dict[str, str]:
    day = visit.session.now.local_day()
    return {"content-disposition": f'attachment; filename="untwitch-{day}.{ending}"'}


@router.post("/settings/backup")
def copied(visit: Visitor) -> Response:
    """Copies the record as it is now."""
    keep.backup(visit.session)
    return go(f"{_DATA}?said=copied")


@router.post("/settings/restore")
def restored(visit: Visitor, form: Form) -> Response:
    """Brings a copy back, once the word is typed."""
    _sure(form)
    known = {each.path.name for each in keep.backups(visit.session)}
    if form.get("copy") not in known:
        raise Refused("please choose one of the copies")
    keep.restore(visit.session, form["copy"])
    return go(f"{_DATA}?said=back")


@router.post("/settings/erase")
def erased(visit: Visitor, form: Form) -> Response:
    """Erases one kind, or everything, once the word is typed."""
    _sure(form)
    what = form.get("what", "")
    keep_backups = form.get("copies") != "on"
    if what not in {keep.EVERYTHING, _PERSON, *keep.erasable()}:
        raise Refused("please choose what to erase")
    done = keep.erase(
        visit.session,
        everything=what == keep.EVERYTHING,
        kind=None if what in {keep.EVERYTHING, _PERSON} else what,
        keep_backups=keep_backups,
    )
    return rendered(
        visit.request, "settings_erased.html", title="Erased", done=done, everything=keep.EVERYTHING
    )


def _sure(form: Form) -> None:
    if form.get("word", "").strip().lower() != ERASE:
        raise Refused(f"to be sure, type the word {ERASE} first; nothing was changed")


@router.get("/settings/state")
def state(visit: Visitor) -> Response:
    """Shows what is kept where, how fresh it is, and whether it is whole."""
    from untwitch.actions.doctor import doctor  # noqa: PLC0415 - slow to load

    return visit.page("settings_state.html", title="State", found=doctor(visit.session))


@router.get("/settings/formats")
def formats(visit: Visitor) -> Response:
    """Shows every format that can be brought in."""
    return visit.page("settings_formats.html", title="What can be brought in", sources=sources.listed())


@router.get("/settings/foods")
def looked_up(visit: Visitor, name: str = "", loaded: str = "") -> Response:
    """Looks a food up in the table that was loaded."""
    found = foods.search(visit.session, name[:200]) if name.strip() else ()
    return visit.page(
        "settings_foods.html",
        title="Foods",
        name=name[:200],
        found=found,
        loaded=loaded if loaded.isdecimal() else "",
    )


@router.post("/settings/foods/file")
async def loaded(visit: Visitor, request: Request) -> Response:
    """Loads a table of foods from a file."""
    from starlette.concurrency import run_in_threadpool  # noqa: PLC0415 - beside its only use

    held = await file_of(request, visit.session)
    try:
        done = await run_in_threadpool(foods.load, visit.session, held.path)
    finally:
        await run_in_threadpool(uploads.drop, visit.session, held.id)
    return go(f"/settings/foods?loaded={done['foods']}")
