"""The door that takes entries one by one, under ids that a page made: said twice, they are kept once."""

from typing import Annotated, Literal

from pydantic import Field

from untwitch.actions.entries import NewEntry, keep
from untwitch.web.api import Document, Identity, api_router
from untwitch.web.visit import Visitor

router = api_router("/entries")
NEW_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
NewId = Annotated[str, Field(pattern=NEW_ID, description="UUID of version 4 that the page made.")]
Rating = Annotated[float | None, Field(ge=0, le=10)]
Word = Annotated[str, Field(min_length=1, max_length=80)]
Site = Annotated[str, Field(max_length=40, description="Place on the body map, such as calf_left.")]


class Entry(Document):
    """What every entry says."""

    id: NewId
    at_ms: Annotated[
        int | None,
        Field(ge=-2_208_988_800_000, le=4_102_444_800_000, description="When, milliseconds since 1970 UTC."),
    ] = None
    zone: Annotated[str, Field(max_length=64, description="Time zone of the browser.")] = ""
    when: Annotated[str, Field(max_length=40, description="A day or a time; at_ms goes before it.")] = ""
    note: Annotated[str, Field(max_length=4000)] = ""


class Evening(Entry):
    """The evening line: a word of the four, or a count."""

    kind: Literal["evening"]
    what: Literal["", "none", "few", "some", "many"] = ""
    count: Annotated[int | None, Field(ge=0, le=1_000_000)] = None
    twitch_min: Annotated[float | None, Field(ge=0, le=1440)] = None
    bother_0_10: Rating = None


class Twitch(Entry):
    """One twitch, or one bout of them."""

    kind: Literal["twitch"]
    site: Site = ""
    duration_s: Annotated[float | None, Field(ge=0, le=86_400)] = None
    strength_0_10: Rating = None
    bother_0_10: Rating = None


class Amount(Entry):
    """A drink, a food, a workout, or a number of any measure."""

    kind: Literal["amount"]
    what: Word
    amount: Annotated[str, Field(max_length=40, description="As typed: 2, 250 ml, 6h30.")] = ""
    unit: Annotated[str, Field(max_length=10)] = ""
    effort_0_10: Rating = None


class Symptom(Entry):
    """Something felt beside the twitching."""

    kind: Literal["symptom"]
    what: Word
    amount: Annotated[str, Field(max_length=10, description="How bad, 0 to 10.")] = ""
    site: Site = ""


class Note(Document):
    """Words on an entry that is there."""

    id: NewId
    kind: Literal["note"]
    of: Identity
    note: Annotated[str, Field(min_length=1, max_length=4000)]


class Undo(Document):
    """Takes back what was sent under an id."""

    id: NewId
    kind: Literal["undo"]
    of: Identity


Sent = Annotated[Evening | Twitch | Amount | Symptom | Note | Undo, Field(discriminator="kind")]


class EntryId(Document):
    """One entry that is kept now."""

    entity: str
    id: str


class Kept(Document):
    """What stands on the disk now; by its id all of it is taken back."""

    id: str
    entries: list[EntryId]
    said: list[str] = Field(description="What to show, one line each.")
    is_known: bool = Field(description="It was kept before, and nothing was done now.")
    is_worth_a_check: bool = Field(description="Pain or weakness: name the check, calmly.")


@router.post("", summary="Keep one entry")
def keep_entry(visit: Visitor, sent: Sent) -> Kept:
    """Keeps one entry; it is on the disk when this answers. The same once more changes nothing."""
    kept = keep(visit.session, NewEntry(**sent.model_dump()))
    return Kept(
        id=kept.id,
        entries=[EntryId(entity=entity, id=entry_id) for entity, entry_id in kept.entries],
        said=list(kept.said),
        is_known=kept.is_known,
        is_worth_a_check=kept.is_worth_a_check,
    )
