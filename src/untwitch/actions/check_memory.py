"""What the record remembers for the next check: the last one with its day, what is known, what is set."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from untwitch.actions.check_known import DAYS_READ, FromRecord, Prefilled
from untwitch.actions.check_openings import Opening, openings
from untwitch.actions.kept_check import last_check
from untwitch.actions.session import Session
from untwitch.check.spoken import in_words
from untwitch.facts.history import History
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.urgency_mode import checked_mode
from untwitch.record.record import Record
from untwitch.report.sheet import KeptCheck
from untwitch.report.wording import day_words

COUNTRY, MODE, ASKED = "country", "urgency_mode", "check_openings_asked"
REPEAT_DAYS = 7
_MOST_ASKED = 200
_LASTING = (
    "age_years", "sex", "breastfeeding", "medicines", "conditions", "family_motor_neurone_disease",
)  # fmt: skip
_COUNTED_DAYS = ("twitch_since_days", "nerve_exam_days_ago")
_ENTRY_DAYS = ("started_days_ago", "dose_raised_days_ago", "stopped_days_ago", "days_ago")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known before a check begins.

    Attributes:
        recent: The last check, when it is at most 7 days old, its facts as of today; None otherwise.
        country: Two letters of the country that was set, or None.
        mode: How the urgency was asked to be shown, or None.
        record: What is offered to confirm or change.
        openings: The questions that the record opens.
    """

    recent: KeptCheck | None = None
    country: str | None = None
    mode: str | None = None
    record: FromRecord = field(default_factory=FromRecord)
    openings: tuple[Opening, ...] = ()


def remembered(session: Session) -> Remembered:
    """Gives what the record remembers; where there is no record, nothing, and none is made.

    Args:
        session: Place, moment and person.

    Raises:
        Refused: The person is not known.
    """
    from untwitch.actions.check_prefill import prefilled  # noqa: PLC0415 - loads numpy

    if not session.record_path.exists():
        return Remembered()
    today = session.now.local_day()
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        settings = record.settings(person_id)
        history = _looked_at(record, person_id, today)
    recent = _recent(last_check(settings), today)
    found = prefilled(history, now=session.now)
    kept = {} if recent is None else {each.fact: each for each in _still_true(recent)}
    return Remembered(
        recent=recent,
        country=settings.get(COUNTRY),
        mode=settings.get(MODE),
        record=replace(found, told={**found.told, **kept}),
        openings=openings(history, now=session.now, asked=settings.get(ASKED, ())),
    )


def _looked_at(record: Record, person_id: str, today: dt.date) -> History:
    """Gives the samples of the last weeks, and everything that was typed of twitches."""
    history = record.history(person_id, first_day=today - dt.timedelta(days=DAYS_READ))
    twitches = (each for each in record.entries(person_id, "twitch") if isinstance(each, Twitch))
    watches = (each for each in record.entries(person_id, "watch") if isinstance(each, Watch))
    return replace(history, twitches=tuple(twitches), watches=tuple(watches))


def _recent(kept: KeptCheck | None, today: dt.date) -> KeptCheck | None:
    age_days = None if kept is None else (today - kept.day).days
    if kept is None or age_days is None or not 0 <= age_days <= REPEAT_DAYS:
        return None
    return replace(kept, facts=aged(kept.facts, days=age_days))


def aged(facts: Mapping[str, Any], *, days: int) -> dict[str, Any]:
    """Gives facts as they are some days later: what was counted in days, weeks or hours has moved on.

    Args:
        facts: Facts of a check.
        days: Days since then.
    """
    found = dict(facts)
    for name in _COUNTED_DAYS:
        if name in found:
            found[name] += days
    if "alcohol_stopped_ago_h" in found:
        found["alcohol_stopped_ago_h"] += 24 * days
    for name in ("medicines", "recent_events"):
        if name in found:
            found[name] = [_aged_entry(each, days) for each in found[name]]
    most = {name: fact.maximum for name, fact in check_facts().items() if fact.kind == "number"}
    return {
        name: min(value, most[name]) if most.get(name) is not None else value for name, value in found.items()
    }


def _aged_entry(entry: Mapping[str, Any], days: int) -> dict[str, Any]:
    return {key: value + days if key in _ENTRY_DAYS else value for key, value in entry.items()}


def _still_true(recent: KeptCheck) -> Iterator[Prefilled]:
    origin = f"your check of {day_words(recent.day)}"
    for name in _LASTING:
        if name in recent.facts:
            value = recent.facts[name]
            yield Prefilled(name, value, in_words(check_facts()[name], value), origin)


def was_checked_lately(session: Session) -> bool:
    """Says whether there is a check of the last days; unlike `remembered` without a look at the diary.

    Args:
        session: Place, moment and person.
    """
    if not session.record_path.exists():
        return False
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        settings = record.settings(record.person(session.person_name).person_id)
    return _recent(last_check(settings), session.now.local_day()) is not None


def country_of(session: Session) -> str | None:
    """Gives the two letters of the country that was set, so that the right number to call is shown.

    Args:
        session: Place, moment and person.
    """
    if not session.record_path.exists():
        return None
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        found = record.settings(record.person(session.person_name).person_id).get(COUNTRY)
    return found if isinstance(found, str) else None


def remember_country(session: Session, country: str) -> None:
    """Keeps the country of a person, so that the right numbers are shown from now on.

    Args:
        session: Place, moment and person.
        country: Two letters.
    """
    _set(session, COUNTRY, country)


def remember_mode(session: Session, mode: str) -> None:
    """Keeps whether a check gives a personal result or shows the published list.

    Args:
        session: Place, moment and person.
        mode: `personal` or `list`.

    Raises:
        Refused: It is neither.
    """
    _set(session, MODE, checked_mode(mode))


def remember_openings(session: Session, asked: Iterable[Opening]) -> None:
    """Keeps which questions of the record were asked, so that each is opened once.

    Args:
        session: Place, moment and person.
        asked: The openings that were asked.
    """
    ids = [each.id for each in asked]
    if not ids:
        return
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        before = record.settings(person_id).get(ASKED, [])
        record.set_setting(person_id, ASKED, list(dict.fromkeys([*before, *ids]))[-_MOST_ASKED:])


def _set(session: Session, name: str, value: str) -> None:
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        record.set_setting(record.person(session.person_name).person_id, name, value)
