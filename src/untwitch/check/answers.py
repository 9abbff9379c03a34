"""What a person told, checked against the contract before anything looks at it."""

import json
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.check_fact import CheckFact, check_facts, event_choices
from untwitch.knowledge.medicine import LONGEST_NAME

LONGEST_CASE_BYTES = 1_000_000
MOST_ENTRIES = 500
LATEST_EVENT_DAYS = 3660
LONGEST_DAYS = 1e12
_MEDICINE_DAYS = ("started_days_ago", "dose_raised_days_ago", "stopped_days_ago")
_SITES = frozenset(BODY_SITES)


def read_case(raw: bytes) -> dict[str, Any]:
    """Gives the checked facts of one case as JSON.

    Args:
        raw: UTF-8 text of one object; a byte-order mark before it does not matter.

    Raises:
        Refused: It is no JSON, no single flat object, or breaks the contract; the sentence says where.
    """
    if len(raw) > LONGEST_CASE_BYTES:
        raise Refused(f"the case has more than {LONGEST_CASE_BYTES} bytes; a case is a few thousand")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"the case is not UTF-8 text (byte {error.start})") from error
    if not text.strip():
        raise Refused("there is no case; it should be one JSON object")
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_not_finite)
    except RecursionError as error:
        raise Refused("the case is nested too deeply; it should be one flat object") from error
    except json.JSONDecodeError as error:
        raise Refused(
            f"the case is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except Refused:
        raise
    except ValueError as error:
        raise Refused("the case holds a number with far too many digits") from error
    return checked(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(f"{_shown(twice)} stands twice in one object")
    return found


def _not_finite(word: str) -> NoReturn:
    raise Refused(f"{word} is not a number; leave a fact out when it is unknown")


def checked(document: Any) -> dict[str, Any]:
    """Gives facts back when they keep the contract.

    Args:
        document: Facts by name; a fact left out is unknown.

    Returns:
        The facts in the order of the contract.

    Raises:
        Refused: The first fact that breaks it, with what would be right.
    """
    if not isinstance(document, dict):
        raise Refused(f"a case is one object of facts, not {_kind_of(document)}")
    known = check_facts()
    for name, value in document.items():
        fact = known.get(name)
        if fact is None:
            raise Refused(f"fact {_shown(name)} is not known{nearest(str(name)[:80], known)}")
        if value is None:
            raise Refused(f"{name} is null; leave a fact out when it is unknown")
        _CHECKS[fact.kind](fact, value)
    return {name: document[name] for name in known if name in document}


def _yes_or_no(fact: CheckFact, value: Any) -> None:
    if not isinstance(value, bool):
        raise Refused(f"{fact.name} is {_shown(value)}; it should be true or false")


def _number(fact: CheckFact, value: Any) -> None:
    _amount(fact.name, value, least=fact.minimum, most=fact.maximum)


def _amount(name: str, value: Any, *, least: float | None, most: float | None) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(f"{name} is {_shown(value)}; it should be a number")
    if not (isinstance(value, int) or math.isfinite(value)):
        raise Refused(f"{name} is {_shown(value)}; it should be a finite number")
    if (least is not None and value < least) or (most is not None and value > most):
        upper = "" if most is None else f" to {most:g}"
        raise Refused(f"{name} is {_shown(value)}; it goes from {least or 0:g}{upper}")


def _choice(fact: CheckFact, value: Any) -> None:
    _word(fact.name, value, fact.choices)


def _word(name: str, value: Any, known: Mapping[str, str] | frozenset[str]) -> None:
    if not isinstance(value, str) or value not in known:
        raise Refused(
            f"{name} is {_shown(value)}, which is no choice{nearest(str(value)[:80], sorted(known))}"
        )


def _choices(fact: CheckFact, value: Any) -> None:
    _unique_words(fact.name, value, fact.choices)


def _sites(fact: CheckFact, value: Any) -> None:
    _unique_words(fact.name, value, _SITES)


def _unique_words(name: str, value: Any, known: Mapping[str, str] | frozenset[str]) -> None:
    for each in _list(name, value):
        _word(name, each, known)
    if len(set(value)) != len(value):
        raise Refused(f"{name} names something twice")


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Refused(f"{name} is {_shown(value)}; it should be a list")
    if len(value) > MOST_ENTRIES:
        raise Refused(f"{name} has {len(value)} entries; more than {MOST_ENTRIES} are not believable")
    return value


def _text(fact: CheckFact, value: Any) -> None:
    _string(fact.name, value, least=0, most=int(fact.maximum or 0))


def _string(name: str, value: Any, *, least: int, most: int) -> None:
    if not isinstance(value, str):
        raise Refused(f"{name} is {_shown(value)}; it should be text")
    if not value.isascii() and any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise Refused(f"{name} holds half a character; it should be text")
    if not least <= len(value) <= most:
        raise Refused(f"{name} has {len(value)} letters; it may have {least} to {most}")


def _medicines(fact: CheckFact, value: Any) -> None:
    for number, each in enumerate(_list(fact.name, value), start=1):
        where = f"{fact.name}, entry {number}"
        _keys(where, each, needed="name", known=("name", *_MEDICINE_DAYS))
        _string(f"{where}: name", each["name"], least=1, most=LONGEST_NAME)
        for days in _MEDICINE_DAYS:
            if days in each:
                _amount(f"{where}: {days}", each[days], least=0, most=LONGEST_DAYS)


def _events(fact: CheckFact, value: Any) -> None:
    for number, each in enumerate(_list(fact.name, value), start=1):
        where = f"{fact.name}, entry {number}"
        _keys(where, each, needed="event", known=("event", "days_ago"))
        _word(f"{where}: event", each["event"], event_choices())
        if "days_ago" in each:
            _amount(f"{where}: days_ago", each["days_ago"], least=0, most=LATEST_EVENT_DAYS)


def _keys(where: str, value: Any, *, needed: str, known: tuple[str, ...]) -> None:
    if not isinstance(value, dict):
        raise Refused(f"{where} is {_shown(value)}; it should be an object with {needed}")
    for key in value:
        if key not in known:
            raise Refused(f"{where}: {_shown(key)} is not known{nearest(str(key)[:80], known)}")
    if needed not in value:
        raise Refused(f"{where} has no {needed}")


def _shown(value: Any) -> str:
    """Gives a value short enough to stand in a sentence."""
    if isinstance(value, (list, dict)):
        return _kind_of(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > 10**20:
        return "a very large number"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _kind_of(value: Any) -> str:
    kinds = {list: "a list", dict: "an object", str: "text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


_CHECKS: Mapping[str, Callable[[CheckFact, Any], None]] = MappingProxyType(
    {
        "yes_or_no": _yes_or_no,
        "number": _number,
        "choice": _choice,
        "choices": _choices,
        "sites": _sites,
        "medicines": _medicines,
        "events": _events,
        "text": _text,
    }
)
