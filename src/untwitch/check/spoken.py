"""A typed reply to a question of the terminal as the value it stands for, and a value in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.check.answers import checked
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.check_fact import CheckFact, event_choices

DONT_KNOW, BACK = "?", "b"
NONE_WORDS = frozenset({"none", "no", "0", "n", "nothing"})
_YES = frozenset({"y", "yes", "true", "1"})
_NO = frozenset({"n", "no", "false", "0", "2"})
_SIDES = ("left", "right")
_DAYS_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "days_ago": "about",
        "started_days_ago": "first dose",
        "dose_raised_days_ago": "raised",
        "stopped_days_ago": "stopped",
    }
)


@dataclass(frozen=True, slots=True)
class Ticks:
    """What was ticked in a list.

    Attributes:
        ticked: Numbers from 1, in order.
        not_known: Numbers marked with a question mark.
    """

    ticked: tuple[int, ...]
    not_known: tuple[int, ...]


def ticks(text: str, *, count: int) -> Ticks:
    """Gives the ticks of a reply: `1 3`, `none`, `2 ?5` where 5 is not known.

    Args:
        text: The reply.
        count: How many lines the list has.

    Raises:
        Refused: It is neither none nor numbers of the list.
    """
    words = re.findall(r"[^\s,;]+", text.casefold())
    if not words:
        raise Refused("type the numbers that fit, none if none does, or ? if you don't know")
    if len(words) == 1 and words[0] in NONE_WORDS:
        return Ticks((), ())
    if words == [DONT_KNOW]:
        return Ticks((), tuple(range(1, count + 1)))
    found: dict[int, bool] = {}
    for word in words:
        digits = word.removeprefix(DONT_KNOW).removesuffix(DONT_KNOW)
        if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits[:4]) <= count:
            raise Refused(f"{word!r} is no line of the list; type numbers from 1 to {count}, none, ? or b")
        found[int(digits)] = digits == word
    return Ticks(
        tuple(sorted(number for number, sure in found.items() if sure)),
        tuple(sorted(number for number, sure in found.items() if not sure)),
    )


def reply(fact: CheckFact, text: str) -> Any:
    """Gives the value that a reply stands for.

    Args:
        fact: What was asked.
        text: The reply; for lists, entries with commas between.

    Returns:
        A value that keeps the contract.

    Raises:
        Refused: It is no answer to this question; the sentence says what would be.
    """
    value = _READERS[fact.kind](fact, text.strip())
    checked({fact.name: value})
    return value


def _yes_or_no(fact: CheckFact, text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise Refused(f"{fact.name}: type yes, no, or ? if you don't know")


def _number(_fact: CheckFact, text: str) -> float:
    return number_of(text)


def number_of(text: str) -> float:
    """Gives the number that a reply names; whole numbers stay whole.

    Args:
        text: Digits, with a point or comma before parts.

    Raises:
        Refused: It is no number from 0 on.
    """
    found = re.fullmatch(r"([0-9]{1,9})(?:[.,]([0-9]{1,6}))?", text)
    if found is None:
        raise Refused(f"{text!r} is not a number; type a number, or ? if you don't know")
    number = float(f"{found[1]}.{found[2] or 0}")
    return int(number) if number.is_integer() else number


def _choice(fact: CheckFact, text: str) -> str:
    return _one_of(list(fact.choices), text)


def _one_of(choices: Sequence[str], text: str) -> str:
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= len(choices):
        return choices[int(text) - 1]
    wanted = text.casefold().replace(" ", "_")
    if wanted in choices:
        return wanted
    raise Refused(f"{text!r} is no line of the list; type a number from 1 to {len(choices)}, or ?")


def _entries(text: str) -> list[str]:
    if text.casefold() in NONE_WORDS:
        return []
    return [entry.strip() for entry in re.split(r"[,;]", text) if entry.strip()]


def _choices(fact: CheckFact, text: str) -> list[str]:
    choices = list(fact.choices)
    entries = [word for entry in _entries(text) for word in _numbers_or_words(entry)]
    return list(dict.fromkeys(_one_of(choices, entry) for entry in entries))


def _numbers_or_words(entry: str) -> list[str]:
    words = entry.split()
    return words if all(word.isdigit() for word in words) else [entry]


def _sites(_fact: CheckFact, text: str) -> list[str]:
    return list(dict.fromkeys(site_of(entry) for entry in _entries(text)))


def site_of(words: str) -> str:
    """Gives the body site that words mean: `left calf`, `calf left` and `calf_left` are one.

    Args:
        words: As typed.

    Raises:
        Refused: The body map has no such site; the nearest are named.
    """
    parts = re.findall("[a-z]+", words.casefold())
    sides = [part for part in parts if part in _SIDES]
    places = [part for part in parts if part not in {*_SIDES, "my", "the"}]
    place = "_".join(places)
    for name in (place, place.removesuffix("s"), f"{place}s"):
        site = "_".join([name, *sides[:1]])
        if site in BODY_SITES:
            return site
    site = "_".join([place, *sides[:1]])
    raise Refused(f"{words!r} is not on the body map{nearest(site, BODY_SITES)}")


def _medicines(_fact: CheckFact, text: str) -> list[dict[str, Any]]:
    return [{"name": entry} for entry in _entries(text)]


def _events(_fact: CheckFact, text: str) -> list[dict[str, Any]]:
    events = list(event_choices())
    return [{"event": _one_of(events, word)} for entry in _entries(text) for word in _numbers_or_words(entry)]


def _text(_fact: CheckFact, text: str) -> str:
    return text


_READERS: Mapping[str, Callable[[CheckFact, str], Any]] = MappingProxyType(
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


def in_words(fact: CheckFact, value: Any) -> str:
    """Gives a value as a person reads it.

    Args:
        fact: What was asked.
        value: A value that keeps the contract.
    """
    if fact.kind == "yes_or_no":
        return "yes" if value else "no"
    if fact.kind == "number":
        return f"{value:g}"
    if fact.kind == "choice":
        return fact.choices[value]
    if fact.kind == "text":
        return str(value)
    return ", ".join(_entry_in_words(fact, each) for each in value) or "none"


def _entry_in_words(fact: CheckFact, entry: Any) -> str:
    if fact.kind == "choices":
        return fact.choices[entry]
    if fact.kind == "sites":
        return _site_in_words(entry)
    name = event_choices()[entry["event"]] if "event" in entry else entry["name"]
    said = [f"{words} {_days_ago(entry[key])}" for key, words in _DAYS_IN_WORDS.items() if key in entry]
    return f"{name} ({', '.join(said)})".replace(" ()", "").replace("about today", "today")


def _days_ago(days: float) -> str:
    return "today" if days == 0 else f"{days:g} {'day' if days == 1 else 'days'} ago"


def _site_in_words(site: str) -> str:
    for side in _SIDES:
        if site.endswith(f"_{side}"):
            site = f"{side}_{site.removesuffix(f'_{side}')}"
    return site.replace("_", " ")
