"""Questions and tags of an app, taken only for what a person said that they mean."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.symptom import Symptom
from untwitch.sources.csv_columns import ACTIVITY, Meaning, plain
from untwitch.sources.csv_outcomes import row_id
from untwitch.sources.csv_rows import activity_meanings
from untwitch.sources.shelf import Shelf, When, name_of, number
from untwitch.sources.source import ColumnPlan

_NOT_MAPPED = "this question or tag has no meaning yet; give it one with --map"
_NOON_MS = 12 * 3_600_000


class TagBook:
    """Knows what the person said of each tag."""

    def __init__(self, shelf: Shelf, *, mapping: Mapping[str, str]) -> None:
        """Reads what was said.

        Args:
            shelf: Takes what has a meaning.
            mapping: Meaning by column; those that begin with `activity:` are about tags.

        Raises:
            Refused: A meaning is not known.
        """
        self._shelf = shelf
        self._meanings = activity_meanings(mapping)

    def take(self, tag: str, is_yes: bool, when: When, *, app: str, where: str) -> Iterator[Symptom]:  # noqa: FBT001 - an answer
        """Takes one tag, or one answer to a question.

        A no is an answer too: a flag becomes 0. Of an amount a no says nothing that could be kept.

        Args:
            tag: The tag or question.
            is_yes: Whether it was answered with yes; a tag always is.
            when: When it was, mostly a whole day.
            app: The app.
            where: Place for problems.
        """
        meaning = self._meanings.get(plain(tag))
        if meaning is None:
            self._keep_apart(tag, when, answer="yes" if is_yes else "no")
        elif meaning.role == "measure":
            self._amount(meaning, is_yes, when, app=app, where=where)
        elif meaning.role != "ignore" and is_yes:
            moment_ms = when.start_ms + (_NOON_MS if when.end_ms > when.start_ms else 0)
            start = Instant(moment_ms, when.zone, when.known_by)
            yield Symptom(id=row_id("symptom", meaning.role, moment_ms, None), kind=meaning.role, start=start)

    def _amount(self, meaning: Meaning, is_yes: bool, when: When, *, app: str, where: str) -> None:  # noqa: FBT001
        held = measure(meaning.measure)
        if not is_yes and held.kind != "flag":
            self._shelf.skip(held.id, "answered with no")
            return
        value = number(meaning.detail or "1") if is_yes else 0.0
        if value is None:
            self._shelf.leave_out(
                held.id, f"{meaning.detail!r} is not a number", where, reason="not a number"
            )
            return
        self._shelf.take(held.id, value, when, app=app, where=where)

    def _keep_apart(self, tag: str, when: When, *, answer: str) -> None:
        self._shelf.complaints.quarantine(
            f"{ACTIVITY}{name_of(plain(tag))}",
            "",
            what=_NOT_MAPPED,
            example=lambda: answer,
            start_ms=when.start_ms,
        )


def plan_of(
    source: str,
    member: str,
    tags: Iterable[str],
    *,
    suggested: Callable[[str], str],
    mapping: Mapping[str, str] | None,
) -> ColumnPlan | None:
    """Gives what a person may say of the tags of a file; None where there is nothing to say and nothing said.

    Args:
        source: Name of the source, by which what is said is remembered.
        member: The file.
        tags: Its tags or questions.
        suggested: Gives a meaning that a plain tag may have, or nothing.
        mapping: What was said.
    """
    said = {plain(each[len(ACTIVITY) :]) for each in mapping or {} if each.startswith(ACTIVITY)}
    names = dict.fromkeys(map(plain, tags))
    found = {f"{ACTIVITY}{each}": suggested(each) for each in names if each not in said and suggested(each)}
    if not found and not said:
        return None
    return ColumnPlan(member, hashlib.sha256(source.encode()).hexdigest(), {}, found)
