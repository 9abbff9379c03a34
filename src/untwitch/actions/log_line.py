"""A line that a person logs: what was said of it, the call it makes, and what was kept."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from untwitch.actions.session import Session
from untwitch.facts.exposure import Exposure
from untwitch.facts.instant import Instant
from untwitch.facts.person import Condition, Medicine, PersonFact
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.intake.typed_kind import Kind
from untwitch.intake.typed_watch import Moment, read_past_day
from untwitch.record.operations import Sent
from untwitch.record.record import Record

if TYPE_CHECKING:
    from untwitch.actions.foods import Found

CONTRACT = "log/1"

Entry = Twitch | Watch | Exposure | Symptom | Medicine | Condition | PersonFact | Stay
Days = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Details:
    """What may stand beside the words of a log line; None is not said.

    Attributes:
        site: Place on the body map.
        at: When, as typed.
        note: The person's own words.
        lasted: How long: of a bout, of a watch.
        strength_0_10: How strong a twitch was.
        bother_0_10: How much it bothered.
        effort_0_10: How hard a workout was.
        twitch_min: Minutes of twitching on an evening.
        days: Days as typed: `started`, `changed`, `stopped`, `from`, `to`.
    """

    site: str | None = None
    at: str | None = None
    note: str = ""
    lasted: str | None = None
    strength_0_10: float | None = None
    bother_0_10: float | None = None
    effort_0_10: float | None = None
    twitch_min: float | None = None
    days: Days = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Logged:
    """What was kept.

    Attributes:
        entries: New entries.
        said: What to say, one line each.
        unknown: Amounts of a food that are not known, as measures.
        undone: What was taken back, or None.
    """

    entries: tuple[Entry, ...] = ()
    said: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    undone: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Gives the contract `log/1`."""
        return {
            "contract": CONTRACT,
            "entries": [_entry_json(each) for each in self.entries],
            "said": list(self.said),
            "unknown": list(self.unknown),
            "undone": self.undone,
        }


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of the app says beside a line.

    Attributes:
        sent: The id that the page made, and the hash of what it says.
        families: Kinds of lines that it may log.
        at_ms: When it was by the clock of the browser, milliseconds since 1970 UTC; None for `Details.at`.
        zone: Zone of the browser; empty for that of the server's machine.
    """

    sent: Sent
    families: frozenset[str]
    at_ms: int | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One line on its way into the record: where, when, whose and what."""

    session: Session
    record: Record
    person_id: str
    now: Instant
    kind: Kind
    details: Details
    moment: Moment
    found: "Found | None" = None

    @property
    def at(self) -> Instant:
        """When it was."""
        return self.moment.at

    def day(self, name: str) -> dt.date | None:
        """Gives a day that was said; None if it was not."""
        return read_past_day(self.details.days.get(name), now=self.now, what=name)


def entity_of(entry: Entry) -> str:
    """Gives the kind of an entry by name: a `Twitch` is `twitch`."""
    return _ENTITY[type(entry)]


def _entry_json(entry: Entry) -> dict[str, Any]:
    document: dict[str, Any] = {"entity": entity_of(entry)}
    for field in dataclasses.fields(entry):
        value = getattr(entry, field.name)
        if value is None or value == "":
            continue
        if isinstance(value, Instant):
            document[field.name] = value.local().isoformat()
            document["zone"] = value.zone
        else:
            document[field.name] = value.isoformat() if isinstance(value, dt.date) else value
    return document


_ENTITY: Mapping[type[Entry], str] = {
    Twitch: "twitch", Watch: "watch", Exposure: "exposure", Symptom: "symptom", Medicine: "medicine",
    Condition: "condition", PersonFact: "person_fact", Stay: "stay",
}  # fmt: skip
