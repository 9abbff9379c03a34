"""Entries as rows and back: what a person typed, or an import brought, one row for each."""

import dataclasses
import datetime as dt
import functools
import json
import typing
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, Table

from untwitch.facts.exposure import Exposure
from untwitch.facts.fact_table import Fact
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import SENSORS, KeptRecording
from untwitch.facts.mark import Mark
from untwitch.facts.person import Condition, Medicine, PersonFact
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.record import schema

Entry = Fact
"""What the record keeps one row of."""

_ENTITIES: Mapping[str, tuple[type[Entry], Table]] = {
    "twitch": (Twitch, schema.twitch),
    "watch": (Watch, schema.watch),
    "exposure": (Exposure, schema.exposure),
    "symptom": (Symptom, schema.symptom),
    "medicine": (Medicine, schema.medicine),
    "condition": (Condition, schema.condition),
    "person_fact": (PersonFact, schema.person_fact),
    "stay": (Stay, schema.stay),
    "recording": (KeptRecording, schema.recording),
    "mark": (Mark, schema.mark),
}
_NAME_OF = {kind: name for name, (kind, _) in _ENTITIES.items()}
ENTITIES: tuple[str, ...] = tuple(_ENTITIES)


def entity_of(entry: Entry) -> str:
    """Gives the kind of an entry by name: a `Twitch` is `twitch`.

    Raises:
        Refused: The record does not keep such things.
    """
    if type(entry) not in _NAME_OF:
        raise Refused(f"a {type(entry).__name__} cannot be kept as an entry; known: {', '.join(ENTITIES)}")
    return _NAME_OF[type(entry)]


def kind_of(entity: str) -> type[Entry]:
    """Gives the dataclass of a kind of entry.

    Raises:
        Refused: There is no such kind.
    """
    return _known(entity)[0]


def table_of(entity: str) -> Table:
    """Gives the table of a kind of entry."""
    return _known(entity)[1]


def _known(entity: str) -> tuple[type[Entry], Table]:
    if entity not in _ENTITIES:
        raise Refused(f"kind of entry {entity!r} is not known{nearest(entity, ENTITIES)}")
    return _ENTITIES[entity]


def to_row(entry: Entry, person_key: int) -> dict[str, Any]:
    """Gives an entry as the row of its table; an instant takes three columns."""
    row: dict[str, Any] = {"person_id": person_key}
    for field in dataclasses.fields(entry):
        value = getattr(entry, field.name)
        if isinstance(value, Instant):
            row[f"{field.name}_ms"] = value.utc_ms
            row[f"{field.name}_zone"] = value.zone
            row[f"{field.name}_zone_known_by"] = value.zone_known_by
        else:
            row[field.name] = value
    return row


def from_row(entity: str, row: RowMapping) -> Entry:
    """Gives the entry that a row holds, checked as every fact is."""
    kind, plain, instants = _parts_of(entity)
    values: dict[str, Any] = {name: row[name] for name in plain}
    for name, columns in instants.items():
        values[name] = Instant(*(row[column] for column in columns))
    return kind(**values)


@functools.cache
def _parts_of(entity: str) -> tuple[type[Entry], tuple[str, ...], Mapping[str, tuple[str, str, str]]]:
    """Gives the dataclass of a kind, its plain fields, and its instants with their three columns."""
    kind, table = _known(entity)
    names = [field.name for field in dataclasses.fields(kind)]
    instants = {
        name: (f"{name}_ms", f"{name}_zone", f"{name}_zone_known_by")
        for name in names
        if f"{name}_ms" in table.c
    }
    return kind, tuple(name for name in names if name not in instants), instants


def changed(entry: Entry, changes: Mapping[str, Any]) -> Entry:
    """Gives an entry with some fields changed, checked again.

    Raises:
        Refused: It has no such field, the field is its id, or the value does not fit.
    """
    names = [field.name for field in dataclasses.fields(entry) if field.name != "id"]
    for name, value in changes.items():
        if name not in names:
            raise Refused(f"{entity_of(entry)} has no field {name!r} to change{nearest(name, names)}")
        _refuse_other_type(entry, name, value)
    return dataclasses.replace(entry, **changes)


def _refuse_other_type(entry: Entry, name: str, value: Any) -> None:
    """Refuses a value that a check of the fact would not see: a word for a number, a number for a day."""
    hint = typing.get_type_hints(type(entry))[name]
    wanted = set(typing.get_args(hint) or (hint,))
    if type(value) not in wanted | ({int} if float in wanted else set()):
        raise Refused(f"{name} of {entity_of(entry)} cannot be {value!r}")


def to_json(value: Any) -> str:
    """Gives the value of a field as text, for an operation."""
    if isinstance(value, Instant):
        return json.dumps({"utc_ms": value.utc_ms, "zone": value.zone, "zone_known_by": value.zone_known_by})
    if isinstance(value, dt.date):
        return json.dumps({"day": value.isoformat()})
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def from_json(text: str) -> Any:
    """Gives the value of a field back from the text of an operation."""
    if text == "true":  # by far the most: that an entry was typed
        return True
    value = json.loads(text)
    if isinstance(value, dict):
        return dt.date.fromisoformat(value["day"]) if "day" in value else Instant(**value)
    return value


def in_words(entry: Entry) -> str:
    """Gives an entry in words, as who typed it knows it: `twitch at calf_left, 18:30 on 2024-03-02`."""
    if isinstance(entry, Twitch):
        what = [f"twitch{_at(entry.site)}"]
    elif isinstance(entry, Watch):
        what = [f"watch of {entry.observed_h:g} h{_at(entry.site)}", _tally(entry)]
    elif isinstance(entry, Exposure):
        what = [f"{entry.measure} {entry.value:g}", entry.name]
    elif isinstance(entry, Symptom):
        what = [f"{entry.kind}{_at(entry.site)}"]
    elif isinstance(entry, PersonFact):
        what = [f"{entry.fact} {entry.value}"]
    elif isinstance(entry, Stay):
        what = [f"stay in {entry.zone}"]
    elif isinstance(entry, KeptRecording):
        what = [f"{SENSORS[entry.sensor]} recording {entry.name}{_at(entry.site)}"]
    elif isinstance(entry, Mark):
        what = [f"mark at {entry.time_s:.2f} s{'' if entry.is_twitch else ', no twitch'}"]
    else:
        what = [f"{entity_of(entry)} {entry.name}"]
    start = getattr(entry, "start", None)
    if isinstance(start, Instant):
        what.append(start.local().strftime("%H:%M on %Y-%m-%d"))
    return ", ".join(each for each in what if each)


def value_in_words(value: Any) -> str:
    """Gives the value of a field as a person writes it: a day as 2026-11-01, nothing as `nothing`."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, Instant):
        return value.local().strftime("%H:%M on %Y-%m-%d")
    if isinstance(value, float):
        return f"{value:g}"
    return repr(value) if isinstance(value, str) else str(value)


def _at(site: str | None) -> str:
    return f" at {site}" if site else ""


def _tally(watch: Watch) -> str:
    if watch.twitches_low is None:
        return ""
    exact = watch.twitches_low == watch.twitches_high
    tally = str(watch.twitches_low) if exact else f"{watch.twitches_low} to {watch.twitches_high}"
    return f"{tally} twitches"
