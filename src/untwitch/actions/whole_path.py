"""From the record of one person to their answer: timeline, explain and plan in one go."""

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from untwitch import __version__
from untwitch.actions.kept_check import last_check
from untwitch.actions.session import Session
from untwitch.advise.plan import Plan
from untwitch.advise.plan import plan as plan_of
from untwitch.explain.attribution import attribute
from untwitch.explain.picture import Picture
from untwitch.facts.history import History
from untwitch.facts.person import Physiology, physiology_on
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.record.record import Record
from untwitch.report.sheet import KeptCheck
from untwitch.timeline.build import build
from untwitch.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Answered:
    """All that is known of one person, from facts to plan.

    Attributes:
        history: Facts of the period; the samples stand in the timeline only.
        timeline: The table that explain saw.
        problems: What could not be used on the way to it.
        explain: `explain/1`.
        plan: What to do.
        check: The last check that was kept, or None.
        settings: Settings of the person.
        imports: Import runs as in `import/1`.
        picture: What figures need of the answer; None where nothing could be fitted.
        body: What was known of the body on that day.
    """

    history: History
    timeline: Timeline
    problems: tuple[Problem, ...]
    explain: Mapping[str, Any]
    plan: Plan
    check: KeptCheck | None
    settings: Mapping[str, Any]
    imports: tuple[Mapping[str, Any], ...]
    picture: Picture | None = None
    body: Physiology = field(default_factory=Physiology)


def answered(
    session: Session,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    since: dt.date | None = None,
    earlier: Answered | None = None,
) -> Answered:
    """Gives the answer of the person of this session.

    Args:
        session: Place, moment and person.
        first_day: First local day, or None for the earliest fact.
        last_day: Last local day, included, or None for the latest.
        since: Day before which nothing is looked at where no first day is given; unlike that one it makes no
            rows before the first fact.
        earlier: An answer about the same person; where its table is the same, so is its attribution.

    Raises:
        Refused: The days are the wrong way round, or there is no such person.
    """
    if first_day and last_day and last_day < first_day:
        raise Refused(f"the last day {last_day} lies before the first day {first_day}")
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        history = record.history(person.person_id, first_day=first_day or since, last_day=last_day)
        settings = record.settings(person.person_id)
        imports = tuple(each.to_json() for each in record.runs(person.person_id))
    timeline, problems = build(history, first_day=first_day, last_day=last_day)
    if first_day is None and since is not None and timeline.starts and timeline.days()[0] < since:
        # What is read reaches a little further back, as far as that day is anywhere on Earth.
        timeline, problems = build(history, first_day=since, last_day=last_day)
    check = last_check(settings)
    body = physiology_on(history.person_facts, session.now.local_day())
    if earlier is not None and (earlier.timeline, earlier.problems, earlier.body) == (
        timeline,
        problems,
        body,
    ):
        explain, picture = earlier.explain, earlier.picture
    else:
        started = time.perf_counter()
        attribution = attribute(timeline, physiology=body, with_picture=True)
        attribution = attribution.finished(
            seconds=time.perf_counter() - started, version=__version__, problems=problems
        )
        explain, picture = attribution.to_json(), attribution.picture
    could_tell = any(each["rate_ratio"] is not None for each in explain["causes"])
    plan = plan_of(
        attribution=explain if could_tell else None,
        answer=check.answer if check else None,
        facts=check.facts if check else None,
        physiology=body,
    )
    return Answered(
        history=replace(history, batches=()),  # an answer may be kept for long, a million samples may not
        timeline=timeline,
        problems=problems,
        explain=explain,
        plan=plan,
        check=check,
        settings=settings,
        imports=imports,
        picture=picture,
        body=body,
    )
