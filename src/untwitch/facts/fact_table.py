"""Facts as rows of named cells, for files that people keep: written and read back without loss.

A fact has one cell a field; an instant has three: when, where lived, how that is known. The name of the first
cell says of what kind the row is: `untwitch_twitch_id`.
"""

import dataclasses
import datetime as dt
import typing
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from untwitch.facts.exposure import Exposure
from untwitch.facts.instant import ZONE_KNOWN_BY, Instant, ZoneKnownBy
from untwitch.facts.kept_recording import KeptRecording
from untwitch.facts.mark import Mark
from untwitch.facts.person import Condition, Medicine, PersonFact
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch

Fact = Twitch | Watch | Exposure | Symptom | Medicine | Condition | PersonFact | Stay | KeptRecording | Mark
Cell = str | float | int | bool | None

KINDS: Mapping[str, type[Fact]] = MappingProxyType(
    {
        "twitch": Twitch,
        "watch": Watch,
        "exposure": Exposure,
        "symptom": Symptom,
        "medicine": Medicine,
        "condition": Condition,
        "person_fact": PersonFact,
        "stay": Stay,
        "recording": KeptRecording,
        "mark": Mark,
    }
)
SAMPLE = "sample"
SAMPLE_COLUMNS = (
    "untwitch_sample_id", "measure", "value", "unit", "start", "end", "zone", "zone_known_by", "source",
    "estimate", "runs",
)  # fmt: skip


def id_column(kind: str) -> str:
    """Gives the name of the first column of a kind."""
    return f"untwitch_{kind}_id"


def columns(kind: str) -> tuple[str, ...]:
    """Gives the names of the cells of one kind of fact."""
    names = []
    for field in dataclasses.fields(KINDS[kind]):
        if field.name == "id":
            names.append(id_column(kind))
        elif _hints(kind)[field.name] is Instant:
            names += [field.name, f"{field.name}_zone", f"{field.name}_zone_known_by"]
        else:
            names.append(field.name)
    return tuple(names)


def cells(kind: str, fact: Fact) -> dict[str, Cell]:
    """Gives the cells of a fact; None is unknown."""
    row: dict[str, Cell] = {}
    for field in dataclasses.fields(fact):
        value = getattr(fact, field.name)
        if field.name == "id":
            row[id_column(kind)] = value
        elif isinstance(value, Instant):
            row[field.name] = clock(value)
            row[f"{field.name}_zone"] = value.zone
            row[f"{field.name}_zone_known_by"] = value.zone_known_by
        else:
            row[field.name] = value.isoformat() if isinstance(value, dt.date) else value
    return row


def fact_of(kind: str, row: Mapping[str, Any]) -> Fact:
    """Gives the fact of some cells, each as written to a table of text or as a value.

    Args:
        kind: One of `KINDS`.
        row: Cells by name.

    Raises:
        Refused: A cell is missing, or holds what the fact cannot.
    """
    hints = _hints(kind)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(KINDS[kind]):
        name = id_column(kind) if field.name == "id" else field.name
        if name not in row:
            raise Refused(f"there is no {name}")
        if hints[field.name] is Instant:
            zone, known_by = row.get(f"{name}_zone"), row.get(f"{name}_zone_known_by")
            values[field.name] = instant_of(row[name], zone=zone, known_by=known_by)
        else:
            values[field.name] = _value(name, row[name], _options(hints[field.name]))
    return KINDS[kind](**values)


def clock(instant: Instant) -> str:
    """Gives an instant to the millisecond, with its offset."""
    return instant.local().isoformat(timespec="milliseconds")


def instant_of(text: object, *, zone: object, known_by: object) -> Instant:
    """Gives the instant of what `clock` wrote.

    Args:
        text: When, with its offset.
        zone: Zone lived in.
        known_by: How the zone is known.

    Raises:
        Refused: It is no time with an offset, or the zone is not known.
    """
    try:
        moment = dt.datetime.fromisoformat(str(text))
    except ValueError:
        raise Refused(f"{_shown(text)} is not a time") from None
    if moment.tzinfo is None:
        raise Refused(f"{_shown(text)} has no offset")
    if known_by not in ZONE_KNOWN_BY:
        raise Refused(f"zone_known_by is {_shown(known_by)}; known: {', '.join(ZONE_KNOWN_BY)}")
    since = moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    how: ZoneKnownBy = known_by
    return Instant(since // dt.timedelta(milliseconds=1), str(zone), how)


def _hints(kind: str) -> dict[str, Any]:
    return typing.get_type_hints(KINDS[kind])


def _options(hint: Any) -> Sequence[type]:
    return typing.get_args(hint) or (hint,)


def _value(name: str, cell: object, options: Sequence[type]) -> Any:
    if cell is None or (cell == "" and type(None) in options):
        if type(None) in options:
            return None
        raise Refused(f"{name} is missing")
    kind = next(each for each in options if each is not type(None))
    try:
        return _READ[kind](cell)
    except (ValueError, KeyError, OverflowError, TypeError):
        raise Refused(f"{name} is {_shown(cell)}") from None


def _shown(cell: object) -> str:
    text = repr(cell)
    return text if len(text) <= 60 else text[:60] + "…"


def _integer(cell: object) -> int:
    number = float(str(cell))
    if number != int(number):
        raise ValueError(cell)
    return int(number)


_READ: Mapping[type, Any] = MappingProxyType(
    {
        str: str,
        float: lambda cell: float(str(cell)),
        int: _integer,
        bool: lambda cell: {"true": True, "false": False}[str(cell).lower()],
        dt.date: lambda cell: dt.date.fromisoformat(str(cell)),
    }
)
