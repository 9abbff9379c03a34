"""The example person, opened and left: a made-up diary to look around in."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from untwitch.actions.example import close_example, open_example
from untwitch.web.hosting import Hosting
from untwitch.web.visit import EXAMPLE_COOKIE, Visitor, go, sets_cookie

router = APIRouter(include_in_schema=False)


@router.post("/example/open")
async def opened(visit: Visitor) -> Response:
    """Makes the made-up person and shows their diary from now on."""
    if not visit.is_example:
        await run_in_threadpool(open_example, visit.session)
    answer = go("/")
    sets_cookie(answer, visit.request, EXAMPLE_COOKIE, "1")
    return answer


@router.post("/example/leave")
async def left(visit: Visitor) -> Response:
    """Takes the made-up person away and shows the own diary again."""
    hosting: Hosting = visit.request.app.state.hosting
    await run_in_threadpool(close_example, hosting.session())
    answer = go("/")
    answer.delete_cookie(EXAMPLE_COOKIE, path="/", secure=hosting.is_secure, httponly=True, samesite="strict")
    return answer
