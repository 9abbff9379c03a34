"""What an import brought, or would bring, as a page shows it: by app and cause, with what is still asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from untwitch.actions.app_imports import AppImports
from untwitch.actions.bring_in import ImportAnswer
from untwitch.actions.importing import FileImport
from untwitch.actions.known_days import OTHER, Days, cause_of
from untwitch.facts.measure import CAUSES, measures
from untwitch.facts.problem import Problem
from untwitch.facts.spoken import cause_words, spoken
from untwitch.facts.symptom import SYMPTOM_KINDS
from untwitch.record.summary import KindCount
from untwitch.report.wording import measure_words, unit_words

PROBLEMS_SHOWN = 10
STRANGERS_SHOWN = 20
COLUMNS_ASKED = 60
IGNORE = "ignore"
_ORDER = (*CAUSES, OTHER)
_BESIDE = "Besides"
_MARKS: Mapping[str, str] = {
    "date": "the day",
    "time": "the time of day",
    "start": "when it began",
    "end": "when it ended",
    "sleep_start": "when sleep began",
    "sleep_end": "when sleep ended",
    "site": "the place on the body",
    "evening": "the word of the evening",
    "twitches": "number of twitches",
    "twitch_min": "minutes of twitching",
    "bother_0_10": "bother, 0 to 10",
    "observed_h": "hours in which a twitch would have been noticed",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one measure, or one kind of entry.

    Attributes:
        name: In words.
        new: Rows that are new.
        known: Rows that were known already.
        left_out: Rows that were left out, with why, in words.
        days: On which days, in words; empty where that is not told.
    """

    name: str
    new: int
    known: int
    left_out: tuple[str, ...]
    days: str


@dataclass(frozen=True, slots=True)
class Group:
    """The lines about one cause.

    Attributes:
        name: The cause in words.
        lines: One a measure.
    """

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What came of the files of one app.

    Attributes:
        app: Its name.
        numbers: Of the imports that stand, by which they are undone.
        files: How many files or tables.
        incomplete: How many ended too early.
        groups: By cause.
        apart: Kinds that are not kept here, with their counts.
        problem_count: How many problems there were.
        problems: The first of them.
    """

    app: str
    numbers: tuple[str, ...]
    files: int
    incomplete: int
    groups: tuple[Group, ...]
    apart: tuple[tuple[str, int], ...]
    problem_count: int
    problems: tuple[Problem, ...]

    @property
    def says_nothing(self) -> bool:
        """Whether nothing of it can be kept here."""
        return not any(line.new or line.known for group in self.groups for line in group.lines)


@dataclass(frozen=True, slots=True)
class Question:
    """A column of a table that nobody has explained yet, or whose meaning was guessed.

    Attributes:
        table: The table.
        column: Its name.
        meaning: What it is taken for, in the words of `--map`; empty for nothing.
        words: The same in words.
        suggestions: Meanings that fit, in the words of `--map`.
    """

    table: str
    column: str
    meaning: str
    words: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a page shows of an import.

    Attributes:
        parts: By app.
        questions: Columns that a person may explain.
        days: Days by cause over everything, in words.
        unconfirmed: By app, the first rows of formats that were never tried, in words.
        refused: Files that cannot be read.
        strangers: The first files that nobody knows.
        stranger_count: How many there are.
        repeated: Files that say the same as another.
    """

    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    days: tuple[tuple[str, str], ...]
    unconfirmed: tuple[tuple[str, tuple[str, ...]], ...]
    refused: tuple[Problem, ...]
    strangers: tuple[str, ...]
    stranger_count: int
    repeated: int

    @property
    def brings_anything(self) -> bool:
        """Whether anything of it can be kept here."""
        return any(not each.says_nothing for each in self.parts)

    @property
    def brings_news(self) -> bool:
        """Whether anything of it is new."""
        return any(line.new for part in self.parts for group in part.groups for line in group.lines)


def preview(answer: ImportAnswer) -> Preview:
    """Gives an import as a page shows it.

    Args:
        answer: What became of it.
    """
    return Preview(
        parts=tuple(_part(each, answer.files) for each in answer.by_app()),
        questions=tuple(_questions(answer.files))[:COLUMNS_ASKED],
        days=tuple((cause_words(cause), days.words()) for cause, days in answer.days().items()),
        unconfirmed=tuple((each.app, tuple(row.words() for row in each.rows)) for each in answer.unconfirmed),
        refused=answer.refused,
        strangers=answer.unrecognised[:STRANGERS_SHOWN],
        stranger_count=len(answer.unrecognised),
        repeated=len(answer.repeated),
    )


def meanings() -> tuple[tuple[str, str], ...]:
    """Gives everything that a column can mean, in the words of `--map` and in plain ones."""
    amounts = [
        (each.id, f"{measure_words(each.id)} ({unit_words(each.unit)})".replace(" ()", ""))
        for each in measures().values()
        if each.timeline
    ]
    symptoms = [(each, spoken(each)) for each in SYMPTOM_KINDS]
    return (*_MARKS.items(), *amounts, *symptoms)


def mapping_said(said: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Gives the meanings that a person chose, as `--map` takes them.

    Args:
        said: Column, meaning (empty to leave it to the reader) and, for a number of things such as cups,
            how much one of them holds.
    """
    found = {}
    for column, meaning, each in said:
        if column and meaning:
            amount = each.strip().replace(",", ".")
            found[column] = f"{meaning}*{amount}" if amount and "*" not in meaning else meaning
    return found


def _part(app: AppImports, files: Iterable[FileImport]) -> Part:
    own = [each for each in files if each.run.app == app.app]
    problems = [_named(problem, each, len(own)) for each in own for problem in each.run.problems]
    return Part(
        app=app.app,
        numbers=app.numbers,
        files=app.imports,
        incomplete=app.incomplete,
        groups=_groups(app.counts, app.days),
        apart=app.apart,
        problem_count=app.problems,
        problems=tuple(problems[:PROBLEMS_SHOWN]),
    )


def _named(problem: Problem, file: FileImport, files: int) -> Problem:
    return problem if files == 1 else Problem(f"{file.run.path}, {problem.where}", problem.what)


def _groups(counts: Mapping[str, KindCount], days: Mapping[str, Days]) -> tuple[Group, ...]:
    by_cause: dict[str, list[Line]] = {}
    for name, count in sorted(counts.items(), key=lambda each: _ORDER.index(cause_of(each[0]))):
        by_cause.setdefault(cause_of(name), []).append(_line(name, count, days.get(name)))
    return tuple(
        Group(_BESIDE if cause == OTHER else cause_words(cause), tuple(lines))
        for cause, lines in by_cause.items()
    )


def _line(name: str, count: KindCount, days: Days | None) -> Line:
    left_out = tuple(f"{number} {reason}" for reason, number in count.skipped.items())
    words = measure_words(name) if name in measures() else spoken(name)
    return Line(words, count.taken, count.already_known, left_out, days.words() if days else "")


def _questions(files: Iterable[FileImport]) -> Iterable[Question]:
    plain = dict(meanings())
    for file in files:
        for plan in file.plans:
            for column, meaning in plan.columns.items():
                suggestion = plan.suggestions.get(column, "")
                if meaning and not suggestion:
                    continue
                words = plain.get(meaning.partition(":")[0].partition("*")[0], spoken(meaning))
                yield Question(plan.name, column, meaning, words, (suggestion,) if suggestion else ())
            for column, suggestion in plan.suggestions.items():
                if column not in plan.columns:
                    yield Question(plan.name, column, "", "", (suggestion,))


@dataclass(frozen=True, slots=True)
class Standing:
    """An import that stands.

    Attributes:
        number: By which it is undone.
        name: What was imported.
        app: The app that wrote it.
        days: The first and last day, in words.
        rows: How many rows it brought that were new.
        is_incomplete: Whether the file ended too early.
    """

    number: str
    name: str
    app: str
    days: str
    rows: int
    is_incomplete: bool


def imports_told(files: Iterable[FileImport]) -> tuple[Standing, ...]:
    """Gives the imports that stand, the newest first.

    Args:
        files: The imports, oldest first.
    """
    return tuple(_standing(each) for each in reversed(tuple(files)))


def _standing(file: FileImport) -> Standing:
    run = file.run
    counts = (*run.measures.values(), *run.entries.values())
    return Standing(
        number=run.id,
        name=run.path.replace("\\", "/").rpartition("/")[2],
        app=run.app,
        days=f"{run.first_day} to {run.last_day}" if run.first_day else "no day that can be used",
        rows=sum(each.taken for each in counts),
        is_incomplete=not run.complete,
    )
