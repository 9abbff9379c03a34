"""What a reader of tables takes out of one import: samples by measure, symptoms, and all that it leaves."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.intake.wall_clock import day_first_of
from untwitch.sources.complaints import Complaints
from untwitch.sources.csv_cells import read_amount
from untwitch.sources.csv_columns import ACTIVITY, Meaning, plain
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.csv_outcomes import row_id
from untwitch.sources.csv_rows import activity_meanings
from untwitch.sources.source import Item

ROWS_A_BATCH = 8192
CANNOT_BE_USED, TIME_UNREADABLE = "cannot be used", "time cannot be read"
NOT_KEPT = "this kind is not a measure that is kept here"
_IS_UNIT_RIGHT = "this cannot be used as it stands; is its unit right? Correct it in the app and import again"
_TAG_NOT_MAPPED = "this activity has no meaning yet; give it one with --map"
_ORDERS = {"date:day_first": True, "date:month_first": False}
_LONGEST_SHOWN, _LONGEST_SENTENCE = 80, 400


class Harvest:
    """Collects what one import gives."""

    def __init__(
        self, app: str, *, zone: str, stays: Iterable[Stay] = (), mapping: Mapping[str, str] | None = None
    ) -> None:
        """Starts empty.

        Args:
            app: Name that the samples carry.
            zone: Zone to assume where neither the file nor a stay names one.
            stays: Zone history.
            mapping: What a person said of tags and of the order of day and month, in the words of `--map`.

        Raises:
            Refused: A meaning is not known.
        """
        self._app = app
        self._zone = zone
        self._stays = tuple(stays)
        self._tags = activity_meanings(mapping)
        orders = [_ORDERS[target] for target in (mapping or {}).values() if target in _ORDERS]
        self._said_day_first = orders[-1] if orders else None
        self._builders: dict[str, BatchBuilder] = {}
        self._complaints = Complaints()

    def day_first(self, texts: Iterable[str]) -> bool | None:
        """Says whether the day comes before the month in a column of days; None where nothing says.

        Args:
            texts: The cells of the column; what a person said goes before them.

        Raises:
            Refused: One cell says yes and another no.
        """
        return day_first_of(texts) if self._said_day_first is None else self._said_day_first

    def place(self, *, day_first: bool | None = None) -> Place:
        """Gives what turns the wall clocks of a file into instants.

        Args:
            day_first: Whether `03/04/2026` is 3 April; None where nothing says.
        """
        return Place(self._zone, stays=self._stays, day_first=day_first)

    def add(self, measure_id: str, value: float, span: Span, *, estimate: bool = False) -> None:
        """Takes one value.

        Args:
            measure_id: Id in the registry.
            value: In the measure's canonical unit.
            span: When it was.
            estimate: Whether a rule made it.
        """
        for problem in span.problems:
            self.problem(problem.where, problem.what, reason="the clock was changed")
        self._builder(measure_id).add(
            SampleRow(
                start_ms=span.start.utc_ms,
                end_ms=span.end.utc_ms,
                value=value,
                app=self._app,
                zone=span.start.zone,
                zone_known_by=span.start.zone_known_by,
                estimate=estimate,
            )
        )

    def skip(self, measure_id: str, reason: str) -> None:
        """Counts a value that was met and not taken."""
        self._builder(measure_id).skip(reason)

    def _builder(self, measure_id: str) -> BatchBuilder:
        if measure_id not in self._builders:
            self._builders[measure_id] = BatchBuilder(measure_id)
        return self._builders[measure_id]

    def amount(
        self, cell: str, meaning: Meaning, span: Span, *, where: str, decimal_comma: bool = False
    ) -> bool:
        """Takes the amount of a cell; one that cannot be believed is told, kept apart and not taken.

        Args:
            cell: As written.
            meaning: Its measure and unit.
            span: When it was.
            where: Place for the problem.
            decimal_comma: Whether 6,5 is six and a half.

        Returns:
            Whether it was taken.
        """
        try:
            value = read_amount(cell, meaning, decimal_comma=decimal_comma)
        except Refused as refused:
            asked = "" if "?" in str(refused) else ": is the unit right?"
            what = f"{refused}; left out of the day and kept apart{asked}"
            self.problem(where, what, reason=CANNOT_BE_USED)
            self.skip(meaning.measure, CANNOT_BE_USED)
            self.keep_apart(meaning.measure, f"{cell} {meaning.unit}".strip(), span, what=_IS_UNIT_RIGHT)
            return False
        self.add(meaning.measure, value, span, estimate=meaning.factor is not None)
        return True

    def has_meaning(self, name: str) -> bool:
        """Says whether a person gave a tag a meaning."""
        return plain(name) in self._tags

    def tag(self, name: str, span: Span, *, where: str, amount: str = "") -> Iterator[Symptom]:
        """Takes a tag for what a person said that it means; else keeps it apart.

        Args:
            name: The tag as written.
            span: When it was.
            where: Place for problems.
            amount: What stands beside it, where it is rated; else the amount that the person gave the tag.
        """
        meaning = self._tags.get(plain(name))
        if not plain(name) or (meaning is not None and meaning.role == "ignore"):
            return
        if meaning is None:
            shown = f"{name.strip()} {amount}".strip()
            self.keep_apart(f"{ACTIVITY}{plain(name)}", shown, span, what=_TAG_NOT_MAPPED)
        elif meaning.role == "measure":
            of_measure = Meaning("measure", measure=meaning.measure)
            self.amount(meaning.detail or amount or "1", of_measure, span, where=f"{where}, activity {name}")
        else:
            yield self.symptom(meaning.role, span)

    def symptom(self, kind: str, span: Span, *, note: str = "") -> Symptom:
        """Gives a symptom, in the middle of the hours in which it was.

        Args:
            kind: One of the kinds of symptoms.
            span: When it was.
            note: Words of the file about it.
        """
        first, past = span.start, span.end
        middle = Instant((first.utc_ms + past.utc_ms) // 2, first.zone, first.zone_known_by)
        own_id = row_id("symptom", kind, middle.utc_ms, note or None)
        return Symptom(id=own_id, kind=kind, start=middle, note=note)

    def problem(self, where: str | Callable[[], str], what: str, *, reason: str) -> None:
        """Keeps a problem with its place; after the first few of a reason the others are counted."""
        if len(what) > _LONGEST_SENTENCE:
            what = f"{what[:_LONGEST_SENTENCE]}…"
        self._complaints.problem(where, what, reason=reason)

    def keep_apart(self, kind: str, example: str, span: Span | None, *, what: str, unit: str = "") -> None:
        """Counts what is of no known kind, with a few examples.

        Args:
            kind: As the file calls it.
            example: As the file writes it.
            span: When it was, or None if nothing says.
            what: Why it is not taken, in a sentence without numbers.
            unit: As the file writes it.
        """

        def shown() -> str:
            if span is None:
                return example[:_LONGEST_SHOWN]
            return f"{span.start.local_day()}: {example[:_LONGEST_SHOWN]}"

        start_ms = span.start.utc_ms if span else None
        self._complaints.quarantine(kind[:_LONGEST_SHOWN], unit, what=what, example=shown, start_ms=start_ms)

    def kinds(self) -> dict[str, int]:
        """Gives how many rows of each measure wait."""
        return {name: len(each) for name, each in self._builders.items() if len(each)}

    def items(self, *, at_least: int = ROWS_A_BATCH) -> Iterator[Item]:
        """Gives the problems so far, and the measures of which enough was collected.

        Args:
            at_least: Rows that must have been collected; with 0, rows that were all skipped make a batch too.
        """
        yield from self._complaints.new_problems()
        for builder in self._builders.values():
            if len(builder) >= at_least:
                yield builder.batch()

    def finish(self, *, where: str) -> Iterator[Item]:
        """Gives all that is left: samples, counts of problems, the quarantine.

        Args:
            where: Name of the input.
        """
        yield from self.items(at_least=0)
        yield from self._complaints.rest(where=where)
