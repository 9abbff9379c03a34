"""The questions of a screen as fields of a form, with what stands in them already."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.actions.check_known import Prefilled
from untwitch.actions.check_walk import Question, View, event_choices, meant_names
from untwitch.check.spoken import in_words
from untwitch.facts.body_site import BODY_SITES, region
from untwitch.knowledge.check_fact import CheckFact

NOT_SURE = "?"
NONE = "none"
"""Name of the field `none of these` of a screen of ticks."""
Form = Mapping[str, str]
ON = "on"
LISTS = frozenset({"choices", "sites", "events"})
_REGIONS: Mapping[str, str] = {
    "eye": "Eyes", "face": "Face", "head_and_neck": "Head and neck", "arm": "Arms and hands",
    "trunk": "Chest, belly and back", "leg": "Legs and feet", "widespread": "Nearly everywhere",
}  # fmt: skip
_DAYS = (
    ("started_days_ago", "First dose: how many days ago?"),
    ("dose_raised_days_ago", "Dose raised: how many days ago?"),
    ("stopped_days_ago", "Stopped: how many days ago?"),
)
_MOST_MEDICINES = 40


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen.

    Attributes:
        name: Name of its field.
        value: What is sent.
        words: What it says.
        is_chosen: Whether it is.
        days: Name of a field for how many days ago, or empty.
        days_value: What stands in it.
    """

    name: str
    value: str
    words: str
    is_chosen: bool
    days: str = ""
    days_value: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question as it stands in a form.

    Attributes:
        fact: Name of the fact.
        kind: What it holds: as `CheckFact.kind` says.
        text: The question.
        tick: How it reads as a line to be ticked; empty for a question asked by itself.
        is_ticked: Whether the line is ticked.
        groups: What can be chosen, by title.
        value: What stands in a field to be typed in.
        least: Least number, or None.
        most: Greatest number, or None.
        is_none: Whether `none` is said of a list.
        is_not_sure: Whether `not sure` is said.
        medicines: Medicines that were named.
        told: Where the value comes from that stands there already; empty where the person gave it.
        reason: Why this is asked; empty without a special reason.
        error: What has to be put right; empty if nothing.
    """

    fact: str
    kind: str
    text: str
    tick: str = ""
    is_ticked: bool = False
    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    value: str = ""
    least: float | None = None
    most: float | None = None
    is_none: bool = False
    is_not_sure: bool = False
    medicines: tuple["MedicineRow", ...] = ()
    told: str = ""
    reason: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class MedicineRow:
    """One medicine that was named, with what is asked about it.

    Attributes:
        number: Its place.
        name: As typed.
        near: Names it may be a misspelling of; None where it is known as it stands.
        days: Questions for days, as (key, words, what stands there).
    """

    number: int
    name: str
    near: tuple[str, ...] | None
    days: tuple[tuple[str, str, str], ...]


def is_asked_alone(question: Question, view: View, reasons: Mapping[str, str]) -> bool:
    """Says whether a question is asked by itself and not as a line to be ticked."""
    return view.kind != "ticks" or question.fact.name in reasons or question not in view.questions


def fields(
    view: View,
    questions: Iterable[Question],
    form: Form,
    *,
    told: Mapping[str, Prefilled],
    reasons: Mapping[str, str],
    errors: Mapping[str, str],
) -> Iterator[Field]:
    """Gives questions as fields.

    Args:
        view: The screen.
        questions: Questions of it, or those that an answer opened.
        form: What stands in the fields.
        told: What a record says, by fact.
        reasons: Why something is asked, by fact.
        errors: What has to be put right, by fact.
    """
    for question in questions:
        fact = question.fact
        name = fact.name
        is_alone = is_asked_alone(question, view, reasons)
        known = told.get(name)
        made = Field(
            fact=name,
            kind=fact.kind,
            text=question.text,
            tick="" if is_alone else question.tick,
            is_ticked=form.get(f"t.{name}") == ON,
            value=form.get(f"v.{name}", ""),
            least=fact.minimum,
            most=fact.maximum,
            is_none=form.get(f"n.{name}") == ON,
            is_not_sure=form.get(f"q.{name}") == ON,
            told=f"From {known.origin}: {known.words}." if known else "",
            reason=reasons.get(name, ""),
            error=errors.get(name, ""),
        )
        yield dataclasses.replace(
            made,
            groups=tuple(_groups(question, form, is_alone=is_alone)),
            medicines=tuple(medicine_rows(form)) if fact.kind == "medicines" else (),
        )


def _groups(question: Question, form: Form, *, is_alone: bool) -> Iterator[tuple[str, tuple[Option, ...]]]:
    fact = question.fact
    name, chosen = f"v.{fact.name}", form.get(f"v.{fact.name}", "")
    if fact.kind == "yes_or_no":
        words = {"yes": "Yes", **({"no": "No"} if is_alone else {}), NOT_SURE: "Not sure"}
        if not is_alone and not chosen:
            chosen = "yes"
        yield "", tuple(Option(name, value, said, value == chosen) for value, said in words.items())
    elif fact.kind == "choice":
        words = {
            value: said for value, said in fact.choices.items() if is_alone or value != question.none_stores
        }
        words[NOT_SURE] = "Not sure"
        yield "", tuple(Option(name, value, said, value == chosen) for value, said in words.items())
    elif fact.kind == "choices":
        yield "", tuple(_box(fact.name, value, said, form) for value, said in fact.choices.items())
    elif fact.kind == "events":
        yield "", tuple(_dated_box(fact.name, value, said, form) for value, said in event_choices().items())
    elif fact.kind == "sites":
        for part, title in _REGIONS.items():
            sites = [site for site in BODY_SITES if region(site) == part]
            yield title, tuple(_box(fact.name, site, in_words(fact, [site]), form) for site in sites)


def _box(fact: str, value: str, words: str, form: Form) -> Option:
    name = f"c.{fact}.{value}"
    return Option(name, ON, words, form.get(name) == ON)


def _dated_box(fact: str, value: str, words: str, form: Form) -> Option:
    days = f"d.{fact}.{value}"
    return dataclasses.replace(_box(fact, value, words, form), days=days, days_value=form.get(days, ""))


def medicine_rows(form: Form) -> Iterator[MedicineRow]:
    """Gives the medicines that a form names, with their days as typed.

    Args:
        form: The fields as sent.
    """
    for number in range(_MOST_MEDICINES):
        name = form.get(f"m.{number}.name", "").strip()
        if not name:
            continue
        days = tuple((key, words, form.get(f"m.{number}.{key}", "")) for key, words in _DAYS)
        yield MedicineRow(number, name, meant_names(name), days)


def filled(
    view: View, questions: Iterable[Question], given: Mapping[str, Any], not_sure: Iterable[str]
) -> Form:
    """Gives the fields as they stood when these facts were told.

    Args:
        view: The screen.
        questions: All questions on it.
        given: Facts by name; those of other screens do not matter.
        not_sure: Facts that were not known.
    """
    unknown = frozenset(not_sure)
    found: dict[str, str] = {}
    for question in questions:
        fact = question.fact
        if fact.name in given:
            value = given[fact.name]
            if value != question.none_stores:
                found[f"t.{fact.name}"] = ON
            found.update(_written(fact, value))
        elif fact.name in unknown:
            found[f"t.{fact.name}"] = ON
            found[f"q.{fact.name}"] = ON
            found[f"v.{fact.name}"] = NOT_SURE if fact.kind in {"yes_or_no", "choice"} else ""
    lines = [each for each in view.questions if each.fact.name in given or each.fact.name in unknown]
    is_none = view.kind == "ticks" and lines and not any(f"t.{each.fact.name}" in found for each in lines)
    return {**found, **({NONE: ON} if is_none else {})}


def _written(fact: CheckFact, value: Any) -> Iterator[tuple[str, str]]:
    name = fact.name
    if fact.kind == "yes_or_no":
        yield f"v.{name}", "yes" if value else "no"
    elif fact.kind == "number":
        yield f"v.{name}", _digits(value)
    elif fact.kind == "medicines":
        for number, each in enumerate(value):
            yield f"m.{number}.name", each["name"]
            yield from ((f"m.{number}.{key}", _digits(each[key])) for key, _ in _DAYS if key in each)
    elif fact.kind == "events":
        for each in value:
            yield f"c.{name}.{each['event']}", ON
            if "days_ago" in each:
                yield f"d.{name}.{each['event']}", _digits(each["days_ago"])
    elif fact.kind in LISTS:
        yield from ((f"c.{name}.{each}", ON) for each in value)
    else:
        yield f"v.{name}", str(value)
    if fact.kind in {*LISTS, "medicines"} and not value:
        yield f"n.{name}", ON


def _digits(number: float) -> str:
    """Gives a number as a person types it, never with an exponent."""
    return f"{number:.6f}".rstrip("0").rstrip(".")
