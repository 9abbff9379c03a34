"""The export of Apple Health: `export.xml`, the zip it comes in, or the folder it was unpacked to."""

import codecs
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from untwitch.facts.problem import Incomplete, Problem, Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.intake.clock import apple_ms
from untwitch.intake.members import Member, Members
from untwitch.intake.progress import Progress
from untwitch.sources import apple_column, apple_sleep, apple_workout
from untwitch.sources.apple_column import QUANTITIES, ROWS_A_BATCH, Column
from untwitch.sources.apple_scanner import ROOT, Block, RawRecord, Scanner, clean
from untwitch.sources.complaints import Complaints
from untwitch.sources.source import ColumnPlan, Item

_REPEATED = "repeats a record, inside a meal"
_RESTING = b"HKQuantityTypeIdentifierRestingHeartRate"
_DOCUMENT_TYPE = b"<!DOCTYPE HealthData"
_NOT_A_MEASURE = "this kind is not a measure that is kept here"
_SENTENCES = {
    apple_column.UNIT_UNKNOWN: "this unit does not fit the measure",
    apple_column.NOT_BELIEVABLE: "the value is not believable; look at it in the app that wrote it",
    apple_sleep.WORD_UNKNOWN: "this kind of sleep is not known",
}


_SEX_WORDS = {
    "HKBiologicalSexFemale": "female",
    "HKBiologicalSexMale": "male",
    "HKBiologicalSexOther": "other",
}
_TakeAll = Callable[[Sequence[RawRecord]], list[tuple[RawRecord, str]]]


@functools.lru_cache(maxsize=4096)
def _name(raw: bytes) -> str:
    return clean(raw[:120])


class _Collector:
    """Sorts the records of an export into columns."""

    def __init__(self) -> None:
        self.complaints = Complaints()
        self.sleep, self.workouts = apple_sleep.Sleep(), apple_workout.Workouts()
        quantities = {kind: Column(name) for kind, name in QUANTITIES.items()}
        self.columns = [
            *quantities.values(),
            self.sleep.column,
            self.workouts.column,
            self.workouts.heart_rate,
        ]
        self._take: dict[bytes, _TakeAll] = {kind: each.take_all for kind, each in quantities.items()}
        self._take[apple_sleep.KIND] = self.sleep.take_all
        self._take[apple_workout.HEART_RATE] = self.workouts.take_heart_rates
        self._of_kind = dict(quantities)
        self._of_kind[apple_sleep.KIND] = self.sleep.column
        self._of_kind[apple_workout.HEART_RATE] = self.workouts.heart_rate

    def take(self, block: Block) -> None:
        """Takes everything that one stretch of the file holds."""
        for kind, records in block.records.items():
            if kind not in self._take:
                for record in records:
                    self._keep_apart(record, _NOT_A_MEASURE)
                continue
            refused = self._take[kind](records)
            for record, reason in refused:
                self._complain(record, reason, block=block)
            if kind == _RESTING:
                self._note_resting(records, {each[2] for each, _ in refused})
        for kind, count in block.repeated.items():
            if kind in self._of_kind:
                self._of_kind[kind].skip(_REPEATED, count=count)
        for workout in block.workouts:
            reason = self.workouts.take(workout)
            if reason:
                where = f"workout of {workout.attributes.get('startDate', 'unknown time')}"
                self.complaints.problem(where, f"{reason}; the workout is left out", reason=reason)

    def _note_resting(self, records: list[RawRecord], refused: set[int]) -> None:
        for (_, _, unit, start, _, value, _), _, number in records:
            if number not in refused:
                bpm = float(value) * apple_column.factor_of(unit, "resting_hr_bpm")[0]
                self.workouts.take_resting(apple_ms(start), bpm)

    def _complain(self, record: RawRecord, reason: str, *, block: Block) -> None:
        kind, _, unit, _, _, value, _ = record[0]
        shown = (
            f"{clean(kind).removeprefix('HKQuantityTypeIdentifier')} of {clean(value[:40])!r} {_name(unit)}"
        )

        def where() -> str:
            return f"line {block.line_of(record[2])}"

        self.complaints.problem(where, f"{shown.rstrip()}: {reason}; left out", reason=reason)
        if reason in _SENTENCES:
            self._keep_apart(record, _SENTENCES[reason])

    def _keep_apart(self, record: RawRecord, what: str) -> None:
        kind, source, unit, start, _, value, _ = record[0]
        try:
            start_ms = apple_ms(start)
        except Refused:
            start_ms = None

        def example() -> str:
            return clean(b" ".join((start[:40], value[:60], unit[:20], source[:60])))

        self.complaints.quarantine(_name(kind), _name(unit), what=what, example=example, start_ms=start_ms)

    def batches(self, *, at_least: int) -> Iterator[Item]:
        for column in self.columns:
            yield from column.batches(at_least=at_least)
        yield from self.complaints.new_problems()

    def kinds(self) -> dict[str, int]:
        return {each.measure.id: each.seen for each in self.columns if each.seen}

    def finish(self, *, where: str) -> Iterator[Item]:
        self.sleep.finish()
        self.workouts.finish()
        yield from self.batches(at_least=1)
        yield from self.complaints.rest(where=where)


def _about_the_person(scanner: Scanner) -> Iterator[Problem]:
    """Says what the export tells of the person, and how to keep it: nobody is asked by an import."""
    facts = {"birth year": scanner.birth_day[:4], "sex": _SEX_WORDS.get(scanner.sex, "")}
    for name, value in facts.items():
        if value and (name == "sex" or value.isdecimal()):
            what = f"not kept; to keep it: untwitch log person {name} {value}"
            yield Quarantined("Me", what, kind=name, count=1, examples=(value,))


def _is_export(member: Member) -> bool:
    head = member.head(512).removeprefix(codecs.BOM_UTF8).lstrip()
    if not head.startswith(b"<"):
        return False
    if _DOCUMENT_TYPE in head or ROOT.search(head):
        return True
    return bool(ROOT.search(member.head()))


class AppleHealth:
    """Reads exports of Apple Health."""

    name = "apple_health"
    version = "1"
    measures = frozenset({*QUANTITIES.values(), "sleep_h", "exertion_au", "heart_rate_bpm"})
    together = False
    unproven = False

    def app(self, members: Members) -> str:  # noqa: ARG002 - one app writes this format
        """Gives the name of the app."""
        return "Apple Health"

    def claims(self, members: Members) -> float:
        """Says whether one of the files is an export, whatever its name; `export_cda.xml` is none."""
        return 1.0 if any(_is_export(each) for each in members.members) else 0.0

    def plan(
        self,
        members: Members,  # noqa: ARG002 - nothing to choose in this format
        *,
        mapping: Mapping[str, str] | None,  # noqa: ARG002
    ) -> tuple[ColumnPlan, ...]:
        """Gives nothing: the format leaves no choice."""
        return ()

    def read(
        self,
        members: Members,
        *,
        mapping: Mapping[str, str] | None,  # noqa: ARG002 - nothing to map
        zone: str,  # noqa: ARG002 - every time carries its offset
        progress: Progress,
        stays: Iterable[Stay] = (),  # noqa: ARG002 - a guessed zone gives way to stays in the timeline
    ) -> Iterator[Item]:
        """Gives the measures of an export.

        Food is taken once, although meals repeat it; time in bed only where nobody measured sleep; heart
        rates say how hard workouts were and are not kept themselves.

        Args:
            members: The opened files.
            mapping: Not used.
            zone: Not used.
            progress: Told after every stretch.
            stays: Not used.
        """
        collector = _Collector()
        done_bytes = 0
        if members.damage:
            yield Incomplete(members.name, members.damage)
        exports = [each for each in members.members if _is_export(each)]
        total = sum(each.size for each in exports if each.size) or None
        for member in exports:
            scanner = Scanner(name=member.name)
            try:
                stream = member.open()
            except Refused as refused:
                yield Incomplete(member.name, str(refused))
                continue
            with stream:
                for block in scanner.scan(stream):
                    collector.workouts.birth_day = scanner.birth_day or collector.workouts.birth_day
                    collector.take(block)
                    yield from block.problems
                    yield from collector.batches(at_least=ROWS_A_BATCH)
                    done_bytes += len(block.buffer)
                    progress(done_bytes, total, kinds=collector.kinds())
            yield from _about_the_person(scanner)
        yield from collector.finish(where=members.name)


SOURCE = AppleHealth()
