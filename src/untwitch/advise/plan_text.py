"""A plan as parts with a title and lines, in the order in which a person reads them."""

from collections.abc import Iterator

from untwitch.advise.plan import Plan, PlannedStep, Relief
from untwitch.advise.visit import Visit


def parts(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Gives the parts of a plan; a part without lines is left out.

    Args:
        plan: The plan.

    Returns:
        Titles, each with its lines.
    """
    found = [("First", tuple(_first(plan.visit)))]
    found.append(("What to change", tuple(_step(place, each) for place, each in enumerate(plan.steps, 1))))
    found.append(("For right now", tuple(_relief(each) for each in plan.right_now)))
    found.append(("Also", tuple(_relief(each) for each in plan.habits)))
    found.append(("What to leave", tuple(text for _, text in plan.avoid)))
    found.append(("What to log", plan.log.lines if plan.log else ()))
    found.append(("See somebody if you notice", (*plan.visit.return_signs, plan.visit.beside_signs)))
    said = [(title, tuple(text for text in texts if text)) for title, texts in found]
    return (*(part for part in said if part[1]), ("", (plan.notice,)))


def lines(plan: Plan) -> tuple[str, ...]:
    """Gives the plan as text for a terminal."""
    found: list[str] = []
    for title, texts in parts(plan):
        if found:
            found.append("")
        if title:
            found.append(title)
        found.extend(f"  {text}" if title else text for text in texts)
    return tuple(found)


def _first(visit: Visit) -> Iterator[str]:
    if visit.urgency is None:
        yield visit.ask_first
    if visit.whom:
        yield f"{visit.whom[:1].upper()}{visit.whom[1:]}{', ' if visit.within else ''}{visit.within}."
    yield from visit.reasons
    yield from (text for _, text in visit.actions)


def _step(place: int, step: PlannedStep) -> str:
    told = f"{place}. {step.name[:1].upper()}{step.name[1:]} ({step.chosen.ladder}). {step.text}"
    if step.how_long:
        told += f" For how long: {step.how_long}."
    if step.chosen.inseparable_from:
        told += f" The diary cannot tell it from {' and '.join(step.chosen.inseparable_from)} yet."
    return told + _not_if(step.not_if)


def _relief(relief: Relief) -> str:
    remedy = relief.remedy
    told = f"{remedy.name[:1].upper()}{remedy.name[1:]}: {remedy.how} ({remedy.how_long})"
    if remedy.stop_if:
        told += f" Stop if {remedy.stop_if}."
    return told + _not_if(relief.not_if)


def _not_if(words: str) -> str:
    return f" Not if {words}." if words else ""
