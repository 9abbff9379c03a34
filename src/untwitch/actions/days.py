"""Days as they were: a month at a glance, and one day with every entry and where each came from."""

import datetime as dt
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from untwitch.actions.attach import attached
from untwitch.actions.entry_words import clock_words, entry_words
from untwitch.actions.session import Session
from untwitch.facts.attachment import Attachment
from untwitch.facts.exposure import TYPED, Exposure
from untwitch.facts.fact_table import Fact
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.spoken import counted
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import DIARY, Twitch
from untwitch.facts.watch import Watch
from untwitch.record.provenance import Provenance
from untwitch.record.record import Record
from untwitch.report.wording import measure_words, number, unit_words

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_ADDED = frozenset({"amount", "duration", "count"})


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of a month.

    Attributes:
        day: The day.
        lines: Its evening lines in words.
        twitches: Twitches entered as they happened.
        symptoms: Other things felt.
        amounts: Amounts typed.
        is_future: Whether it is still to come.
    """

    day: dt.date
    lines: tuple[str, ...] = ()
    twitches: int = 0
    symptoms: int = 0
    amounts: int = 0
    is_future: bool = False

    @property
    def words(self) -> str:
        """What there is, in words; empty for nothing."""
        told = list(self.lines)
        if self.twitches:
            told.append(f"{self.twitches} entered at the time")
        if self.symptoms:
            told.append(counted(self.symptoms, "other feeling"))
        if self.amounts:
            told.append(counted(self.amounts, "amount"))
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class Month:
    """A month at a glance.

    Attributes:
        first: Its first day.
        days: Every day of it.
    """

    first: dt.date
    days: tuple[DayMark, ...]

    @property
    def weeks(self) -> tuple[tuple[DayMark | None, ...], ...]:
        """The days in rows from Monday to Sunday; None outside the month."""
        cells: list[DayMark | None] = [None] * self.first.weekday()
        cells += self.days
        cells += [None] * (-len(cells) % 7)
        return tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))

    @property
    def before(self) -> dt.date:
        """First day of the month before."""
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> dt.date:
        """First day of the month after."""
        return (self.first + dt.timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One entry of a day.

    Attributes:
        entity: Its kind.
        id: Its id.
        clock: When, by the clock of the place.
        words: What it is.
        note: The person's own words.
        origin: Where it came from, in words.
        attachments: Photos and clips beside it.
    """

    entity: str
    id: str
    clock: str
    words: str
    note: str
    origin: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class DaySamples:
    """Imported values of one measure and app on one day.

    Attributes:
        words: What and how much.
        app: App or device that recorded them.
    """

    words: str
    app: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day.

    Attributes:
        day: The day.
        entries: What was typed, and entries that files brought, by time.
        samples: What files brought as numbers.
        is_future: Whether it is still to come.
    """

    day: dt.date
    entries: tuple[DayEntry, ...]
    samples: tuple[DaySamples, ...] = field(default=())
    is_future: bool = False


def month_of(text: str, *, today: dt.date) -> dt.date:
    """Gives the first day of the month that an address names; that of today where it names none."""
    try:
        found = dt.date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return today.replace(day=1)
    return found if _FIRST_YEAR < found.year <= _LAST_YEAR else today.replace(day=1)


def month(session: Session, text: str = "") -> Month:
    """Gives a month at a glance.

    Args:
        session: Place, moment and person.
        text: `2026-03`, or anything for the month of today.
    """
    today = session.now.local_day()
    first = month_of(text, today=today)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    found: dict[dt.date, list[Fact]] = {}
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        for each in _entries(record, person_id, first, last):
            found.setdefault(_day_of(each), []).append(each)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return Month(first, tuple(_mark(each, found.get(each, ()), today=today) for each in days))


def _mark(day: dt.date, entries: Iterable[Fact], *, today: dt.date) -> DayMark:
    kept = list(entries)
    return DayMark(
        day,
        lines=tuple(
            entry_words(each) for each in kept if isinstance(each, Watch) and each.instrument == DIARY
        ),
        twitches=sum(isinstance(each, Twitch) for each in kept),
        symptoms=sum(isinstance(each, Symptom) for each in kept),
        amounts=len({(each.start, each.name or each.measure) for each in kept if isinstance(each, Exposure)}),
        is_future=day > today,
    )


def one_day(session: Session, day: dt.date) -> Day:
    """Gives one day with every entry.

    Args:
        session: Place, moment and person.
        day: The day, local where each entry was lived.
    """
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        entries = [each for each in _entries(record, person_id, day, day) if _day_of(each) == day]
        ids = [each.id for each in entries]
        origins = record.provenance(person_id, ids)
        history = record.history(person_id, first_day=day, last_day=day)
    beside = attached(session, ids)
    shown = [
        DayEntry(
            _KINDS[type(each)],
            each.id,
            _clock(each),
            entry_words(each),
            getattr(each, "note", ""),
            _origin(origins[each.id], zone=session.now.zone),
            beside.get(each.id, ()),
        )
        for each in entries
    ]
    return Day(day, tuple(shown), _samples(history, day), day > session.now.local_day())


def _entries(record: Record, person_id: str, first: dt.date, last: dt.date) -> list[Fact]:
    """Gives what touches some days, by time."""
    found = [
        each
        for kind in _KINDS.values()
        for each in record.entries(person_id, kind, first_day=first, last_day=last)
    ]
    return sorted(found, key=lambda each: (_start(each).utc_ms, each.id))


def _start(entry: Fact) -> Instant:
    start: Instant = getattr(entry, "start")  # noqa: B009 - the kinds of _KINDS all have one
    return start


def _day_of(entry: Fact) -> dt.date:
    return _start(entry).local_day()


def _clock(entry: Fact) -> str:
    end = getattr(entry, "end", None)
    start = _start(entry)
    if end is None or end == start:
        return clock_words(start)
    if isinstance(entry, Exposure):
        return "all day"
    return f"{clock_words(start)} to {clock_words(end)}"


def _origin(origin: Provenance, *, zone: str) -> str:
    told = []
    if origin.typed_ms is not None:
        told.append(f"typed on {origin.device}, {_moment(origin.typed_ms, zone)}")
    told += [f"from {app or 'a file'} ({PurePath(path).name})" for path, app in origin.files]
    if origin.changed_ms is not None:
        told.append(f"changed on {origin.changed_on}, {_moment(origin.changed_ms, zone)}")
    return "; ".join(told)


def _moment(utc_ms: int, zone: str) -> str:
    return f"{Instant(utc_ms, zone).local():%Y-%m-%d %H:%M}"


def _samples(history: History, day: dt.date) -> tuple[DaySamples, ...]:
    found: dict[tuple[str, str], list[float]] = {}
    for batch in history.batches:
        for row in batch.rows():
            # A night belongs to the day on which it ended.
            at_ms = row.end_ms if batch.measure == "sleep_h" else row.start_ms
            if row.app != TYPED and Instant(at_ms, row.zone).local_day() == day:
                found.setdefault((batch.measure, row.app), []).append(row.value)
    return tuple(DaySamples(_told(name, values), app) for (name, app), values in found.items())


def _told(measure_id: str, values: list[float]) -> str:
    chosen = measure(measure_id)
    unit = unit_words(chosen.unit)
    name = measure_words(measure_id)
    if len(values) == 1:
        return f"{name} {number(values[0])} {unit}".strip()
    if chosen.kind in _ADDED:
        return f"{name} {number(sum(values))} {unit}".strip() + f", {len(values)} values together"
    span = f"{number(min(values))} to {number(max(values))}"
    return (
        f"{name} {number(statistics.fmean(values))} {unit}".strip() + f" on average of {len(values)}, {span}"
    )


def entry_day(session: Session, entry_id: str) -> dt.date | None:
    """Gives the day of an entry; None if there is none of that id now.

    Args:
        session: Place, moment and person.
        entry_id: Its id.
    """
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        for kind in _KINDS.values():
            found = record.entry(person_id, kind, entry_id)
            if found is not None:
                return _day_of(found)
    return None


_KINDS: Mapping[type[Fact], str] = {
    Watch: "watch", Twitch: "twitch", Symptom: "symptom", Exposure: "exposure",
}  # fmt: skip


def _record(session: Session) -> Record:
    return Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device)
