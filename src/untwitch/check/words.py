"""The words of the rule language that take arguments: `has`, `event`, `medicine`, `at_least` and so on."""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from untwitch.check.case import Case, Outlook, TakenMedicine
from untwitch.check.rules import (
    ANYTHING,
    Expression,
    Truth,
    compiled,
    days,
    fact_named,
    joined,
    leaf,
    names,
    of_result,
    part,
    without_side,
    words,
)
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused
from untwitch.knowledge.cause_strength import CAUSES, STRENGTHS
from untwitch.knowledge.check_fact import check_facts, event_choices
from untwitch.knowledge.medicine import CLASSES
from untwitch.knowledge.red_flag import URGENCIES, red_flags

MINERALS = ("magnesium", "potassium", "calcium")
NO_SIGNS = (
    "weakness == 'none' and not muscle_stiffness and twitch_trend in ['unchanged', 'improving']"
    " and (pain_severity_0_10 == 0 or pain_kind in ['training_soreness', 'cramp'])"
)
SELF_CARE_OPEN = "whether self-care fits"
"""What self-care and its signs hang on; watched for its own sake only while self-care is possible."""
_EXAMINED = (
    "nerve_exam_result == 'normal' and nerve_exam_days_ago <= {days:g}"
    " and twitch_trend in ['unchanged', 'improving']"
)


def _sure(call: ast.Call) -> Expression:
    """`sure(x)` is true only if x is true."""
    if len(call.args) != 1 or call.keywords:
        raise Refused(f"{ast.unparse(call)!r} should hold one picture")
    return joined(_is_sure, [part(call.args[0])])


def _is_sure(values: Iterable[Truth]) -> Truth:
    (value,) = values
    return value is True


def _at_least(call: ast.Call) -> Expression:
    """`at_least(n, a, b, ...)`: n of them are true."""
    first = call.args[0] if call.args else None
    wanted = first.value if isinstance(first, ast.Constant) else None
    parts = [part(each) for each in call.args[1:]]
    if not isinstance(wanted, int) or isinstance(wanted, bool) or not 1 <= wanted <= len(parts):
        raise Refused(f"{ast.unparse(call)!r} should begin with how many of them")
    number: int = wanted

    def fold(values: Iterable[Truth]) -> Truth:
        found = list(values)
        if found.count(True) >= number:
            return True
        return None if len(found) - found.count(False) >= number else False

    return joined(fold, parts)


def _list_word(holds: Callable[[list[str]], bool], name: str) -> Expression:
    def value(case: Case) -> Truth:
        found = case.facts.get(name)
        return None if found is None else holds(found)

    return leaf(value, [name])


def _has(call: ast.Call) -> Expression:
    """`has(list, 'x', ...)`: the list holds one of them, the side ignored."""
    (name,) = names(call, "sites", "choices")
    choices = check_facts()[name].choices or {without_side(site) for site in BODY_SITES}
    wanted = words(call.args[1:], choices, what=f"choice of {name}")
    return _list_word(lambda found: any(without_side(each) in wanted for each in found), name)


def _some(call: ast.Call) -> Expression:
    """`some(list)`: the list is not empty."""
    (name,) = names(call, "sites", "choices", "medicines", "events")
    return _list_word(bool, name)


def _only(call: ast.Call) -> Expression:
    """`only(sites, 'eyelid')`: there are sites, and all of them begin with it."""
    (name,) = names(call, "sites")
    (beginning,) = words(_just_one(call), {without_side(site) for site in BODY_SITES}, what="place")
    return _list_word(lambda found: bool(found) and all(x.startswith(beginning) for x in found), name)


def _condition(call: ast.Call) -> Expression:
    """`condition('x', ...)`: one of these conditions is known."""
    wanted = words(call.args, check_facts()["conditions"].choices, what="condition")
    return _list_word(lambda found: not wanted.isdisjoint(found), "conditions")


def _event(call: ast.Call) -> Expression:
    """`event('x', days=N)`: it happened at most N days ago; a day not given is recent."""
    wanted = words(call.args, event_choices(), what="event")
    within = days(call)

    def holds(events: list[Any]) -> bool:
        return any(
            each["event"] in wanted and (within is None or each.get("days_ago", 0) <= within)
            for each in events
        )

    return _list_word(holds, "recent_events")


def _any_medicine(
    counts: Callable[[TakenMedicine], bool], fits: Callable[[TakenMedicine], Truth]
) -> Expression:
    def value(case: Case) -> Truth:
        if case.medicines is None:
            return None
        found = [fits(each) for each in case.medicines if counts(each)]
        return True if True in found else None if None in found else False

    return leaf(value, ["medicines"])


def _of_class(wanted: frozenset[str]) -> Callable[[TakenMedicine], Truth]:
    def fits(medicine: TakenMedicine) -> Truth:
        if not wanted.isdisjoint(medicine.known.classes):
            return True
        return False if medicine.known.is_known else None

    return fits


def _medicine(call: ast.Call) -> Expression:
    """`medicine('class')`: one of the class is taken, now or within 7 days."""
    wanted = words(call.args, CLASSES, what="class of medicine")
    return _any_medicine(lambda each: each.is_taken, _of_class(wanted))


def _stopped(call: ast.Call) -> Expression:
    """`stopped('class', days=N)`: one of the class was stopped at most N days ago."""
    wanted = words(call.args, CLASSES, what="class of medicine")
    within = days(call)
    if within is None:
        raise Refused(f"{ast.unparse(call)!r} should say days=N")
    limit: float = within

    def counts(medicine: TakenMedicine) -> bool:
        return medicine.stopped_days_ago is not None and medicine.stopped_days_ago <= limit

    return _any_medicine(counts, _of_class(wanted))


def _medicine_change(call: ast.Call) -> Expression:
    """`medicine_change(days=N)`: a first dose or a raise 0 to N days before the twitch began.

    ```
    started or raised      twitch began        now
          |<--- 0 to N days --->|               |
    ```
    """
    within = days(call)
    if within is None or call.args:
        raise Refused(f"{ast.unparse(call)!r} should say days=N")
    limit: float = within

    def value(case: Case) -> Truth:
        if case.medicines is None:
            return None
        since = case.facts.get("twitch_since_days")
        found = [_changed_before(each, since, limit) for each in case.medicines]
        return True if True in found else None if None in found else False

    changed = leaf(value, ["medicines", "twitch_since_days"])

    def open_facts(outlook: Outlook) -> frozenset[str]:
        takes_none = outlook.case.medicines == () and "medicines" not in outlook.open
        return frozenset() if takes_none else changed.open_facts(outlook)

    def possible(outlook: Outlook) -> frozenset[Truth]:
        return ANYTHING if open_facts(outlook) else frozenset({value(outlook.case)})

    return replace(changed, possible=possible, open_facts=open_facts)


def _changed_before(medicine: TakenMedicine, since_days: float | None, limit: float) -> Truth:
    changes = [medicine.started_days_ago]
    if medicine.dose_raised_days_ago is not None:
        changes.append(medicine.dose_raised_days_ago)
    if since_days is None:
        return None
    if any(change is not None and 0 <= change - since_days <= limit for change in changes):
        return True
    return None if None in changes else False


def _trigger(call: ast.Call) -> Expression:
    """`trigger()`: a plausible cause of at least moderate strength."""
    _nothing_inside(call)
    wanted = set(STRENGTHS[1:])
    return of_result(lambda case: not wanted.isdisjoint(case.causes.values()))


def _cause(call: ast.Call) -> Expression:
    """`cause('water', ...)`: one of these causes is plausible."""
    wanted = words(call.args, CAUSES, what="cause")
    return of_result(lambda case: not wanted.isdisjoint(case.causes))


def _low(call: ast.Call) -> Expression:
    """`low('magnesium')`: the log is far under the reference; says nothing about the blood."""
    wanted = words(call.args, MINERALS, what="mineral")
    return of_result(lambda case: not wanted.isdisjoint(case.low_minerals))


def _fired(call: ast.Call) -> Expression:
    """`fired('E05', ...)`: one of these rules decided."""
    levels = {flag.id: flag.urgency for flag in red_flags()}
    wanted = words(call.args, levels, what="rule")
    asked = frozenset(levels[rule] for rule in wanted)

    def possible(outlook: Outlook) -> frozenset[Truth]:
        return frozenset({False}) if asked.isdisjoint(outlook.urgencies) else ANYTHING

    return of_result(lambda case: not wanted.isdisjoint(case.fired), possible=possible)


def _unmapped(call: ast.Call) -> Expression:
    """`unmapped_medicine()`: a medicine is taken whose name is not known here."""
    _nothing_inside(call)
    return of_result(lambda case: bool(case.unmapped))


def _known(call: ast.Call) -> Expression:
    """`known(fact)`: the fact was told."""
    first = call.args[0] if len(call.args) == 1 else None
    if not isinstance(first, ast.Name) or call.keywords:
        raise Refused(f"{ast.unparse(call)!r} should name one fact")
    name = fact_named(first.id).name
    told = leaf(lambda case: name in case.facts, [name])
    return replace(told, unknown_facts=lambda _: frozenset(), facts=frozenset())


def _unanswered(call: ast.Call) -> Expression:
    """`unanswered('emergency')`: a rule of that level is unknown; `signs`: whether there are signs."""
    wanted = words(call.args, (*URGENCIES, "signs"), what="level")
    return of_result(lambda case: not wanted.isdisjoint(case.unknown), hangs_on=SELF_CARE_OPEN)


def _any_self_care(call: ast.Call) -> Expression:
    """`any_self_care()`: a self-care rule is surely true."""
    _nothing_inside(call)
    return of_result(lambda case: case.self_care_fits, hangs_on=SELF_CARE_OPEN)


def _no_signs(call: ast.Call) -> Expression:
    """`no_signs()`: no weakness, stiffness, worsening, or pain beyond ordinary soreness or cramp."""
    _nothing_inside(call)
    return compiled(NO_SIGNS)


def _examined_normal(call: ast.Call) -> Expression:
    """`examined_normal(days=N)`: a normal examination at most N days ago, and nothing grew since."""
    within = days(call)
    if within is None or call.args:
        raise Refused(f"{ast.unparse(call)!r} should say days=N")
    return compiled(_EXAMINED.format(days=within))


def _nothing_inside(call: ast.Call) -> None:
    if call.args or call.keywords:
        raise Refused(f"{ast.unparse(call)!r} should stand with empty brackets")


def _just_one(call: ast.Call) -> list[ast.expr]:
    if len(call.args) > 2:
        raise Refused(f"{ast.unparse(call)!r} should name one place")
    return call.args[1:]


def _undated(read: Callable[[ast.Call], Expression]) -> Callable[[ast.Call], Expression]:
    """Gives a word that refuses `days=N`, which it would otherwise silently leave out."""

    def checked(call: ast.Call) -> Expression:
        if call.keywords:
            raise Refused(f"{ast.unparse(call)!r}: days=N does not belong to this word")
        return read(call)

    return checked


FUNCTIONS: Mapping[str, Callable[[ast.Call], Expression]] = MappingProxyType(
    {
        "sure": _sure,
        "at_least": _undated(_at_least),
        "has": _undated(_has),
        "some": _undated(_some),
        "only": _undated(_only),
        "condition": _undated(_condition),
        "event": _event,
        "medicine": _undated(_medicine),
        "stopped": _stopped,
        "medicine_change": _medicine_change,
        "trigger": _trigger,
        "cause": _undated(_cause),
        "low": _undated(_low),
        "fired": _undated(_fired),
        "known": _known,
        "unmapped_medicine": _unmapped,
        "unanswered": _undated(_unanswered),
        "any_self_care": _any_self_care,
        "no_signs": _no_signs,
        "examined_normal": _examined_normal,
    }
)
"""Every word that takes arguments; `places(...)` is a number and stands in comparisons only."""


def functions() -> Iterable[str]:
    """Gives the names of the words, `places` included."""
    return (*FUNCTIONS, "places")
