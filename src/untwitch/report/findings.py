"""All that a page about one person needs, gathered from the record, the timeline, explain, plan and check."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from untwitch.advise.plan import Plan
from untwitch.explain.picture import Picture
from untwitch.facts.history import History
from untwitch.facts.person import Condition, Medicine
from untwitch.facts.problem import Problem
from untwitch.facts.spoken import spoken
from untwitch.report import sheet
from untwitch.report.recording_series import Series, series
from untwitch.report.sentences import course
from untwitch.report.series import Day
from untwitch.report.sheet import KeptCheck, OwnWords, SymptomLine
from untwitch.report.table_days import OUTCOME_WORDS, Logged, days_of, logged, outcome_to_draw
from untwitch.report.wording import day_words, plain
from untwitch.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Findings:
    """What a page shows; every text is plain and still to be escaped by the page.

    Attributes:
        name: What the person is called here.
        person: Facts of the person as words.
        made_day: Day on which the page is made.
        days: The diary, one a day; unknown days are unknown.
        outcome_words: What the diary counts.
        logged: How much is known of each measure.
        explain: `explain/1`, or None.
        plan: The plan, or None.
        check: The last check that was kept, or None.
        onset: When it began.
        course: How it went, as a sentence; empty if too little is known.
        sites: Places with how many noticed twitches.
        symptoms: Other symptoms.
        medicines: With dates.
        conditions: With dates.
        own: Worry, earlier tests, own questions.
        questions: Three questions to ask.
        imports: Import runs as in `import/1`.
        problems: What could not be used.
        truth: For a simulated person the true rate ratios, else None.
        version: Version of the program.
        picture: What figures need of the answer, or None.
        recordings: Kept recordings, series by series.
        attachments: Photos and clips, one line each; what is in them is not looked at.
        sites_told: Places that the check was told, in words; empty if none.
    """

    name: str
    person: tuple[str, ...]
    made_day: dt.date
    days: tuple[Day, ...]
    outcome_words: str
    logged: tuple[Logged, ...]
    explain: Mapping[str, Any] | None
    plan: Plan | None
    check: KeptCheck | None
    onset: str
    course: str
    sites: tuple[tuple[str, int], ...]
    symptoms: tuple[SymptomLine, ...]
    medicines: tuple[Medicine, ...]
    conditions: tuple[Condition, ...]
    own: OwnWords
    questions: tuple[str, ...]
    imports: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    truth: Mapping[str, float] | None
    version: str
    picture: Picture | None = None
    recordings: tuple[Series, ...] = ()
    attachments: tuple[str, ...] = ()
    sites_told: str = ""

    @property
    def days_known(self) -> int:
        """Days with an entry."""
        return sum(each.low is not None for each in self.days)


@dataclass(frozen=True, slots=True)
class About:
    """What surrounds the findings: when, with which program, and what only the person can say.

    Attributes:
        made_day: Day on which the page is made.
        version: Version of the program.
        own: The person's own words.
        imports: Import runs as in `import/1`.
        problems: What could not be used.
        truth: For a simulated person the true rate ratios, else None.
        picture: What figures need of the answer, or None.
    """

    made_day: dt.date
    version: str
    own: OwnWords = field(default_factory=OwnWords)
    imports: tuple[Mapping[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    truth: Mapping[str, float] | None = None
    picture: Picture | None = None


def find(
    history: History,
    timeline: Timeline,
    *,
    about: About,
    explain: Mapping[str, Any] | None = None,
    plan: Plan | None = None,
    check: KeptCheck | None = None,
) -> Findings:
    """Gives the findings of one person.

    Args:
        history: Facts of the period.
        timeline: The table that explain saw.
        about: What surrounds them.
        explain: `explain/1`, or None where it was not asked.
        plan: The plan, or None.
        check: The last check that was kept.
    """
    outcome = outcome_to_draw(timeline, asked=(explain or {}).get("outcome"))
    days = days_of(timeline, outcome=outcome)
    return Findings(
        name=plain(history.person.name),
        person=person_words(history),
        made_day=about.made_day,
        days=days,
        outcome_words=OUTCOME_WORDS[outcome],
        logged=logged(timeline),
        explain=explain,
        plan=plan,
        check=check,
        onset=sheet.onset(history, check),
        course=course(days, outcome_words=OUTCOME_WORDS[outcome]),
        sites=sheet.sites(history),
        sites_told=sheet.sites_told(check),
        symptoms=sheet.symptoms(history),
        medicines=history.medicines,
        conditions=history.conditions,
        own=_clean(about.own),
        questions=sheet.three_questions(
            about.own.questions, explain=explain, has_medicine=bool(history.medicines)
        ),
        imports=about.imports,
        problems=about.problems,
        truth=about.truth,
        version=about.version,
        picture=about.picture,
        recordings=series(history),
    )


def _clean(own: OwnWords) -> OwnWords:
    return OwnWords(
        worry=plain(own.worry),
        tests=tuple(plain(each) for each in own.tests if plain(each)),
        questions=tuple(plain(each) for each in own.questions if plain(each)),
    )


def person_words(history: History) -> tuple[str, ...]:
    """Gives the facts of a person as words with their dates, as typed; unknown facts are not guessed."""
    return tuple(
        f"{spoken(each.fact)}: {plain(each.value)}{dates(each.from_day, each.to_day)}"
        for each in history.person_facts
    )


def dates(from_day: dt.date | None, to_day: dt.date | None) -> str:
    """Gives a stretch of days as the end of a phrase; empty if neither end is known."""
    if from_day and to_day:
        return f", {day_words(from_day)} to {day_words(to_day)}"
    if from_day:
        return f", since {day_words(from_day)}"
    return f", until {day_words(to_day)}" if to_day else ""


def medicine_words(medicines: Sequence[Medicine]) -> tuple[str, ...]:
    """Gives each medicine with its dates and note."""
    lines = []
    for each in medicines:
        changed = f", dose changed {day_words(each.dose_changed_day)}" if each.dose_changed_day else ""
        stopped = f", stopped {day_words(each.stopped_day)}" if each.stopped_day else ""
        started = f", started {day_words(each.started_day)}" if each.started_day else ", start not told"
        note = f" ({plain(each.note)})" if plain(each.note) else ""
        lines.append(f"{plain(each.name)}{started}{changed}{stopped}{note}")
    return tuple(lines)


def condition_words(conditions: Sequence[Condition]) -> tuple[str, ...]:
    """Gives each known condition with its dates and note."""
    return tuple(
        f"{plain(each.name)}{dates(each.from_day, each.to_day)}"
        + (f" ({plain(each.note)})" if plain(each.note) else "")
        for each in conditions
    )
