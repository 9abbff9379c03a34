"""One import of everything in a file, zip or folder, for one person."""

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import compress
from types import MappingProxyType
from typing import Any

from untwitch.actions.known_days import KnownDays
from untwitch.actions.understood import Unconfirmed, look_at
from untwitch.facts.instant import Instant, day_bounds_ms
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.intake.members import FIRST_BYTES, Member, Members
from untwitch.intake.progress import Progress
from untwitch.record.record import Record
from untwitch.record.summary import RunSummary
from untwitch.sources import Share, allot
from untwitch.sources.source import ColumnPlan, Item, NextFile, Source

CONFIRMED = "confirmed_sources"
"""Setting of a person: the sources whose first rows were looked at and found right, with their versions."""
_ACTIVITY = "activity:"
_NO_SUCH_TIME = "in the future, or before 1980"
_AHEAD_MS = 36 * 3_600_000
"""Clocks of devices and zones differ by so much at most; what begins later was never lived."""
_EARLIEST_MS = 315_532_800_000
"""1980: a night in 1900 is a blank that an app wrote as a date, and would stretch a diary by a century."""

Confirm = Callable[[Unconfirmed], bool]


def nobody_to_ask(_: Unconfirmed) -> bool:
    """Confirms nothing, because nobody is there to look."""
    return False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of an import.

    Attributes:
        mapping: Meaning by column.
        since: Leave out what ended before this day.
        dry_run: Keep nothing.
        is_one_file: Whether one path was named, so that every column said must be there.
        within: What paths begin with that nobody needs to see; empty for nothing.
    """

    mapping: Mapping[str, str]
    since: dt.date | None
    dry_run: bool
    is_one_file: bool
    within: str = ""

    def called(self, path: str) -> str:
        """Gives what a file is called where its folder is nobody's business."""
        return path.removeprefix(self.within)

    def told(self, problem: Problem) -> Problem:
        """Gives a problem with the folder left out."""
        if not self.within:
            return problem
        return Problem(self.called(problem.where), problem.what.replace(self.within, ""))


@dataclass(frozen=True, slots=True)
class FileImport:
    """What became of one file, or of all files of one format.

    Attributes:
        run: Counts and provenance.
        plans: What the columns of its tables were taken for.
        days: On which days it says something.
    """

    run: RunSummary
    plans: tuple[ColumnPlan, ...] = ()
    days: KnownDays = field(default_factory=KnownDays)

    @property
    def says_nothing(self) -> bool:
        """Whether nothing of it was understood, so that nothing of it is kept."""
        return not any(each.seen for each in (*self.run.measures.values(), *self.run.entries.values()))

    def to_json(self) -> dict[str, Any]:
        """Gives the run as it stands in the import contract, with its columns."""
        tables = [
            {"table": each.name, "columns": dict(each.columns), "suggestions": dict(each.suggestions)}
            for each in self.plans
        ]
        days = {name: each.to_json() for name, each in self.days.by_measure().items()}
        return {
            **self.run.to_json(),
            **({"days": days} if days else {}),
            **({"tables": tables} if tables else {}),
        }


@dataclass(frozen=True, slots=True)
class Repeated:
    """A file that says the same as another, byte for byte.

    Attributes:
        path: The file.
        same_as: The other one.
    """

    path: str
    same_as: str

    def to_json(self) -> dict[str, str]:
        """Gives both as one object."""
        return {"path": self.path, "same_as": self.same_as}


@dataclass(frozen=True, slots=True)
class _Part:
    """What becomes one run.

    Attributes:
        source: Reads it.
        members: Its files.
        path: As it is called.
        whole: What the hash and the size are of.
    """

    source: Source
    members: Members
    path: str
    whole: Members


class Importer:
    """Imports one opened file, zip or folder after the other.

    Attributes:
        done: The imports.
        unrecognised: Files of no known format.
        refused: What cannot be read.
        repeated: Files that say the same as another.
        unconfirmed: What nobody confirmed.
    """

    def __init__(
        self,
        record: Record,
        person_id: str,
        *,
        now: Instant,
        wish: Wish,
        progress: Progress,
        confirm: Confirm,
    ) -> None:
        """Prepares for the first.

        Args:
            record: The open record.
            person_id: Whose.
            now: The moment; its zone is assumed where nothing names one.
            wish: What the person wants.
            progress: Told how far the reading is.
            confirm: Asked before rows of an untried format are kept.
        """
        self.done: list[FileImport] = []
        self.unrecognised: list[str] = []
        self.refused: list[Problem] = []
        self.repeated: list[Repeated] = []
        self.unconfirmed: list[Unconfirmed] = []
        self._record = record
        self._person_id = person_id
        self._zone = now.zone
        self._latest_ms = now.utc_ms + _AHEAD_MS
        self._wish = wish
        self._progress = progress
        self._confirm = confirm
        self._stays = tuple(each for each in record.entries(person_id, "stay") if isinstance(each, Stay))
        self._path_of: dict[tuple[str, str], str] = {}

    def take(self, members: Members) -> None:
        """Imports what is in an opened file, zip or folder; what is refused hides nothing else.

        Args:
            members: What is in it.
        """
        shares, strangers = allot(members)
        self.unrecognised += [self._called(members, each) for each in strangers]
        if not members.members and not members.archives:
            self.unrecognised.append(self._wish.called(str(members.path)))
        parts = [part for share in shares for part in self._parts(share, members)]
        for part in parts:
            try:
                self._take_part(part, is_only=len(parts) == 1 and not strangers and not members.archives)
            except Refused as refusal:
                self.refused.append(self._wish.told(Problem(part.path, str(refusal))))

    def _parts(self, share: Share, members: Members) -> Iterator[_Part]:
        single = list(self._once(share.members, members))
        if not single:
            return
        if share.source.together:
            part = members.only(single)
            path = self._wish.called(str(members.path))
            yield _Part(share.source, part, path, members if members.is_file else part)
            return
        is_alone = len(share.members.members) == 1 and members.is_file
        for each in single:
            part = members.only([each])
            path = self._wish.called(str(members.path)) if is_alone else self._called(members, each)
            yield _Part(share.source, part, path, members if is_alone else part)

    def _called(self, members: Members, member: Member) -> str:
        return self._wish.called(path_of(members, member))

    def _once(self, files: Members, members: Members) -> Iterator[Member]:
        """Gives the files, of those that are equal byte for byte only the first."""
        alike: dict[tuple[int | None, bytes], list[Member]] = {}
        for each in files.members:
            others = alike.setdefault((each.size, each.head(FIRST_BYTES)), [])
            same = next((other for other in others if _are_equal(each, other)), None)
            if same is None:
                others.append(each)
                yield each
            else:
                self.repeated.append(Repeated(self._called(members, each), self._called(members, same)))

    def _take_part(self, part: _Part, *, is_only: bool) -> None:
        sha256 = part.whole.sha256
        said = (part.source.name, sha256)
        if said in self._path_of:
            self.repeated.append(Repeated(part.path, self._path_of[said]))
            return
        meaning = self._meaning(part, is_only=is_only and self._wish.is_one_file)
        plans = part.source.plan(part.members, mapping=meaning)
        if not self._is_confirmed(part, meaning):
            return
        items = part.source.read(
            part.members, mapping=meaning, zone=self._zone, progress=self._progress, stays=self._stays
        )
        days = KnownDays()
        run = self._run(part, sha256, items=self._wanted(items, days))
        self._path_of[said] = part.path
        if self._wish.mapping and not self._wish.dry_run:
            for plan in plans:
                self._record.remember_mapping(plan.header_hash, meaning)
        self.done.append(FileImport(run, plans, days))

    def _is_confirmed(self, part: _Part, meaning: Mapping[str, str]) -> bool:
        """Says whether the rows may be kept: a reader that was never tried needs a person to look."""
        source = part.source
        if not source.unproven or self._wish.dry_run:
            return True
        settings = self._record.settings(self._person_id)
        before = dict(settings.get(CONFIRMED) or {})
        if before.get(source.name) == source.version:
            return True
        rows = look_at(source, part.members, mapping=meaning, zone=self._zone)
        shown = Unconfirmed(part.path, source.name, source.app(part.members), rows)
        if not self._confirm(shown):
            self.unconfirmed.append(shown)
            return False
        confirmed = {**before, source.name: source.version}
        self._record.set_setting(self._person_id, CONFIRMED, confirmed)
        return True

    def _meaning(self, part: _Part, *, is_only: bool) -> dict[str, str]:
        """Gives what a person said of these columns, now or when a table with the same header came before."""
        meaning: dict[str, str] = {}
        columns: set[str] = set()
        for plan in part.source.plan(part.members, mapping=None):
            remembered = self._record.mapping_for(plan.header_hash) or {}
            meaning |= {str(column): str(target) for column, target in remembered.items()}
            columns |= {each.lower() for each in plan.columns}
        now = {
            column: target
            for column, target in self._wish.mapping.items()
            if is_only or column.startswith(_ACTIVITY) or column.lower() in columns
        }
        return meaning | now

    def _run(self, part: _Part, sha256: str, *, items: Iterable[Item]) -> RunSummary:
        with self._record.import_run(
            self._person_id,
            path=part.path,
            sha256=sha256,
            size_bytes=part.whole.bytes,
            format=part.source.name,
            app=part.source.app(part.members),
            importer_version=part.source.version,
        ) as run:
            for item in items:
                if isinstance(item, NextFile):
                    run.next_file()
                else:
                    run.take(item)
            # An import of which nothing was understood would only stand in the list.
            is_kept = run.has_seen_anything and not self._wish.dry_run
            return run.finish(complete=True) if is_kept else run.preview(complete=True)

    def _wanted(self, items: Iterable[Item], days: KnownDays) -> Iterator[Item]:
        since = self._wish.since
        since_ms = day_bounds_ms(since, self._zone)[0] if since else None
        for item in items:
            if isinstance(item, SampleBatch):
                kept = rows_between(item, _EARLIEST_MS, self._latest_ms, reason=_NO_SUCH_TIME)
                if since_ms is not None:
                    kept = rows_since(kept, since_ms, reason=f"before {since}")
                days.take(kept)
                yield kept
                continue
            end = getattr(item, "end", getattr(item, "start", None))
            if not isinstance(end, Instant) or since_ms is None or end.utc_ms > since_ms:
                yield item


def path_of(members: Members, member: Member) -> str:
    """Gives what a file is called: of a file by itself its path, else where it lies and its name there.

    Args:
        members: What was opened.
        member: The file in it.
    """
    is_itself = members.is_file and member.path == str(members.path) and member.name == members.name
    return str(members.path) if is_itself else f"{members.path}/{member.name}"


def _are_equal(one: Member, other: Member) -> bool:
    try:
        return one.sha256 == other.sha256
    except Refused:
        return False


def rows_since(batch: SampleBatch, since_ms: int, *, reason: str) -> SampleBatch:
    """Gives the rows of a batch that end at or after an instant; the others are counted as skipped.

    Args:
        batch: The rows.
        since_ms: Milliseconds since 1970 UTC.
        reason: What they are counted as.
    """
    if not len(batch) or min(batch.end_ms) >= since_ms:
        return batch
    return _kept(batch, [end >= since_ms for end in batch.end_ms], reason=reason)


def rows_between(batch: SampleBatch, first_ms: int, last_ms: int, *, reason: str) -> SampleBatch:
    """Gives the rows of a batch that begin between two instants; the others are counted as skipped.

    Args:
        batch: The rows.
        first_ms: Milliseconds since 1970 UTC.
        last_ms: Milliseconds since 1970 UTC.
        reason: What they are counted as.
    """
    if not len(batch) or (min(batch.start_ms) >= first_ms and max(batch.start_ms) <= last_ms):
        return batch
    return _kept(batch, [first_ms <= start <= last_ms for start in batch.start_ms], reason=reason)


def _kept(batch: SampleBatch, keep: list[bool], *, reason: str) -> SampleBatch:
    left_out = len(keep) - sum(keep)

    def kept(column: "array[Any]") -> "array[Any]":
        return array(column.typecode, compress(column, keep))

    skipped = {**batch.skipped, reason: batch.skipped.get(reason, 0) + left_out}
    return replace(
        batch,
        start_ms=kept(batch.start_ms),
        end_ms=kept(batch.end_ms),
        value=kept(batch.value),
        app_index=kept(batch.app_index),
        zone_index=kept(batch.zone_index),
        estimate=kept(batch.estimate),
        skipped=MappingProxyType(skipped),
    )
