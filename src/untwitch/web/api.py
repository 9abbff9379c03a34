"""What every door under /api shares: strict documents, and the answers that any of them may give."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Security
from fastapi.security import APIKeyCookie
from pydantic import BaseModel, ConfigDict, Field

PREFIX = "/api"
IDENTITY = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
Identity = Annotated[str, Field(pattern=IDENTITY, min_length=36, max_length=36)]
"""A UUID as text, in lower case."""


class Document(BaseModel):
    """A JSON document at the edge: no unknown name, no number that is not finite, no 1 for true."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="forbid", frozen=True)


class Trouble(Document):
    """Why something was not done."""

    error: str = Field(description="One sentence.")


RESPONSES: Mapping[int | str, dict[str, Any]] = {
    status: {"model": Trouble, "description": words}
    for status, words in (
        (400, "It cannot be read at all."),
        (401, "This browser is not paired."),
        (403, "It came from another site."),
        (404, "There is no such thing here."),
        (413, "It is too large."),
        (421, "It was asked for under a foreign name."),
        (422, "It is not what this address takes; nothing was done."),
        (429, "Too many at once; the answer says how many seconds to wait."),
    )
}
_COOKIE = APIKeyCookie(
    name="untwitch",
    auto_error=False,
    description="The secret of a paired browser (under HTTPS: __Host-untwitch).",
)


def api_router(path: str = "") -> APIRouter:
    """Gives a router for doors that speak JSON.

    Args:
        path: What they all begin with after `/api`, with a leading slash.
    """
    return APIRouter(prefix=PREFIX + path, responses=dict(RESPONSES), dependencies=[Security(_COOKIE)])
