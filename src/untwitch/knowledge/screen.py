"""The screens of `check`: which facts are asked together, in which order, and what `none of these` stores."""

import functools
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "screens.csv"
WORDS_FILE = "question_words.toml"
COLUMNS = (
    "order", "id", "kind", "ask_if", "question", "facts", "none_stores", "then_ask", "stores_unasked",
    "why_asked",
)  # fmt: skip
KINDS = ("ticks", "answers")
ALWAYS = "always"
TICK = "tick"
ASKED_FOR = ("self", "my_child", "someone_else")


@dataclass(frozen=True, slots=True)
class Screen:
    """Facts that are asked together.

    Attributes:
        order: Place among the screens.
        id: Its name.
        kind: `ticks` is one list with `none of these`; `answers` asks each fact by itself.
        ask_if: `always`, or a picture in the language of check/rules.py; surely false, it is not shown.
        question: What is asked.
        facts: The facts on it.
        none_stores: What `none of these` stores.
        then_ask: Pictures, and the facts that are asked on the same screen once one is surely true.
        stores_unasked: Pictures, and the fact and value stored without asking once one is surely true.
        why_asked: The reason, for the person.
        where: Place in the file.
    """

    order: int
    id: str
    kind: str
    ask_if: str
    question: str
    facts: tuple[str, ...]
    none_stores: Mapping[str, Any]
    then_ask: tuple[tuple[str, tuple[str, ...]], ...]
    stores_unasked: tuple[tuple[str, str, Any], ...]
    why_asked: str
    where: str


@functools.cache
def screens() -> tuple[Screen, ...]:
    """Gives every screen in order."""
    return parse(packaged_text(FILE))


def parse(text: str) -> tuple[Screen, ...]:
    """Gives the screens of a table, or refuses all of it.

    Args:
        text: Content of screens.csv.

    Raises:
        Refused: A fact, kind or value makes no sense, or `none of these` leaves a tick of a screen open.
    """
    found = tuple(_screen(where, row) for where, row in rows_of(text, file_name=FILE, columns=COLUMNS))
    if [screen.order for screen in found] != list(range(1, len(found) + 1)):
        raise Refused(f"{FILE}: the order does not count up from 1")
    return found


def _screen(where: str, row: Mapping[str, str]) -> Screen:
    if row["kind"] not in KINDS:
        raise Refused(f"{where}: kind {row['kind']!r} is not known{nearest(row['kind'], KINDS)}")
    if not row["order"].isdigit() or not row["question"] or not row["why_asked"]:
        raise Refused(f"{where}: order, question or why_asked is empty")
    facts = tuple(_fact(name, where) for name in row["facts"].split())
    none_stores = dict(_stored(part, where) for part in row["none_stores"].split(";") if part)
    if row["kind"] == "ticks" and set(none_stores) != set(facts):
        raise Refused(f"{where}: none_stores should name every fact of the screen once")
    return Screen(
        order=int(row["order"]),
        id=row["id"],
        kind=row["kind"],
        ask_if=row["ask_if"],
        question=row["question"],
        facts=facts,
        none_stores=MappingProxyType(none_stores),
        then_ask=tuple(_then_ask(part, where) for part in row["then_ask"].split(" ; ") if part),
        stores_unasked=tuple(_unasked(part, where) for part in row["stores_unasked"].split(" ; ") if part),
        why_asked=row["why_asked"],
        where=f"{where} ({row['id']})",
    )


def _fact(name: str, where: str) -> str:
    if name not in check_facts():
        raise Refused(f"{where}: fact {name!r} is not known{nearest(name, check_facts())}")
    return name


def _stored(part: str, where: str) -> tuple[str, Any]:
    name, sign, value = part.strip().partition("=")
    if not sign:
        raise Refused(f"{where}: {part!r} should be fact=value")
    try:
        return _fact(name, where), json.loads(value)
    except json.JSONDecodeError as error:
        raise Refused(f"{where}: {value!r} is no value") from error


def _split(part: str, where: str) -> tuple[str, str]:
    picture, arrow, rest = part.partition(" -> ")
    if not arrow or not picture.strip() or not rest.strip():
        raise Refused(f"{where}: {part!r} should be picture -> facts")
    return picture.strip(), rest.strip()


def _then_ask(part: str, where: str) -> tuple[str, tuple[str, ...]]:
    picture, rest = _split(part, where)
    return picture, tuple(_fact(name, where) for name in rest.split())


def _unasked(part: str, where: str) -> tuple[str, str, Any]:
    picture, rest = _split(part, where)
    name, value = _stored(rest, where)
    return picture, name, value


@functools.cache
def question_words() -> Mapping[str, Mapping[str, str]]:
    """Gives, by fact, the words of a question for whom it is about, where they differ from the contract's."""
    return parse_words(packaged_text(WORDS_FILE))


def parse_words(text: str) -> Mapping[str, Mapping[str, str]]:
    """Gives the words of a file, or refuses all of it.

    Args:
        text: Content of question_words.toml: a table by fact with `self`, `my_child` and `someone_else`, or
            `all` for everybody, and `tick` for how it reads as a line of a list.

    Raises:
        Refused: A fact or a name of whom is not known, or words are missing.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{WORDS_FILE}: {error}") from error
    for name, words in document.items():
        _fact(name, WORDS_FILE)
        if set(words) - {TICK} not in (set(), {"all"}, set(ASKED_FOR)) or not all(words.values()):
            raise Refused(f"{WORDS_FILE}: {name} should have all, or self, my_child and someone_else")
    return MappingProxyType({name: MappingProxyType(_by_whom(words)) for name, words in document.items()})


def _by_whom(words: Mapping[str, str]) -> dict[str, str]:
    found = {whom: words.get(whom, words.get("all", "")) for whom in ASKED_FOR}
    return {name: text for name, text in (*found.items(), (TICK, words.get(TICK, ""))) if text}
