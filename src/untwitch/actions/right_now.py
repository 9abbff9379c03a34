"""One thing that may take the edge off right now, as this person may use it."""

from dataclasses import dataclass

from untwitch.actions.kept_check import last_check
from untwitch.actions.session import Session
from untwitch.advise.plan import plan
from untwitch.facts.person import PersonFact, physiology_on
from untwitch.record.record import Record

BREATHING = "slow_breathing"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do now.

    Attributes:
        name: What it is.
        how: What to do.
        how_long: How long.
        benefit: What it may do, as far as that is known.
        stop_if: When to stop, or empty.
        not_if: For whom not, where that is not known of this person, or empty.
        is_breathing: Whether the app can guide it.
    """

    name: str
    how: str
    how_long: str
    benefit: str
    stop_if: str
    not_if: str
    is_breathing: bool


def right_now(session: Session) -> tuple[Thing, ...]:
    """Gives what may help now, the first thing first; nothing while something is urgent.

    Args:
        session: Place, moment and person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        check = last_check(record.settings(person_id))
        facts = [each for each in record.entries(person_id, "person_fact") if isinstance(each, PersonFact)]
    found = plan(
        attribution=None,
        answer=check.answer if check else None,
        facts=check.facts if check else None,
        physiology=physiology_on(facts, session.now.local_day()),
    )
    return tuple(
        Thing(
            name=each.remedy.name,
            how=each.remedy.how,
            how_long=each.remedy.how_long,
            benefit=each.remedy.benefit.text,
            stop_if=each.remedy.stop_if,
            not_if=each.not_if,
            is_breathing=each.remedy.id == BREATHING,
        )
        for each in found.right_now
    )
