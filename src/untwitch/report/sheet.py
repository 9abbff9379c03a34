"""The appointment sheet: what a clinician asks first, answered or openly left blank."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.explain.ladder import GOES_WITH, POSSIBLE, TESTED
from untwitch.facts.history import History
from untwitch.facts.spoken import cause_words, spoken
from untwitch.facts.twitch import DIARY
from untwitch.report.sentences import rung
from untwitch.report.wording import day_words, number, plain, site_words

NOT_ANSWERED = "not answered"
RED_FLAG_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("twitch_trend", "The twitching over the last weeks"),
    ("weakness", "Weak in daily life"),
    ("drops_or_fumbles_things", "Dropping or fumbling things"),
    ("trips_or_foot_drags", "Tripping, or a foot that drags"),
    ("muscle_thinning", "A muscle that got thinner"),
    ("muscle_stiffness", "Stiff muscles, slow to relax"),
    ("cramps", "Cramps"),
    ("pain_severity_0_10", "Pain at its worst, 0 to 10"),
    ("numb_or_tingling_sites", "Numb or tingling skin"),
    ("speech_slurred", "Slurred speech"),
    ("swallowing_trouble", "Trouble swallowing"),
    ("breathless_rest_or_lying_flat", "Breathless at rest or lying flat"),
    ("face_droop", "One side of the face drops"),
    ("eyelid_droop", "An eyelid hangs lower"),
    ("double_vision", "Seeing double"),
    ("bladder_or_bowel_change", "New trouble with bladder or bowel"),
    ("saddle_numbness", "Numb between the legs"),
    ("unsteady", "Unsteady on the feet"),
    ("fever", "Fever"),
    ("unplanned_weight_loss_kg", "Weight lost without meaning to, kg"),
)
CLINICIAN_QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "family_motor_neurone_disease",
        "First-degree relative with motor neurone disease or frontotemporal dementia",
    ),
    ("nerve_exam_result", "Earlier examination of nerves and muscles"),
    ("nerve_exam_days_ago", "Days since that examination, when answered"),
    ("fears_serious_illness", "Worried on most days that it is serious"),
)
URGENCY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "emergency": "Call an ambulance or go to an emergency department now",
        "urgent": "Speak to a clinician soon; do not wait and see",
        "routine": "Book an ordinary appointment",
        "self_care": "Look after it at home, with the signs to come back for",
    }
)


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """The last check that was kept.

    Attributes:
        day: When it was answered.
        facts: What was answered.
        answer: What the check said.
    """

    day: dt.date
    facts: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What only the person can say.

    Attributes:
        worry: The biggest worry, empty if not told.
        tests: Earlier tests, each in the person's words.
        questions: Questions to ask.
    """

    worry: str = ""
    tests: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SymptomLine:
    """One kind of symptom over the period.

    Attributes:
        kind: In words.
        times: How often it was logged.
        first_day: First time.
        last_day: Last time.
        worst: Worst severity of 10, or None.
        sites: Where, in words.
        note: The newest note.
    """

    kind: str
    times: int
    first_day: dt.date
    last_day: dt.date
    worst: float | None
    sites: str
    note: str


def answers(
    facts: Mapping[str, Any] | None, questions: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Gives each question with its answer in words; what is missing is `not answered`, never no."""
    known = facts or {}
    return tuple((words, _answer(known.get(name), name in known)) for name, words in questions)


def _answer(value: object, given: bool) -> str:  # noqa: FBT001 - says whether the value means anything
    if not given or value is None:
        return NOT_ANSWERED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, list | tuple):
        return ", ".join(site_words(plain(each)) for each in value) or "no"
    return "no" if value == "none" else plain(spoken(str(value)))


def onset(history: History, check: KeptCheck | None) -> str:
    """Gives when it began: as told in the check, else the first entry, said to be only that."""
    since = check.facts.get("twitch_since_days") if check else None
    if check and isinstance(since, int | float) and 0 <= since < 40_000:
        return f"about {day_words(check.day - dt.timedelta(days=round(since)))}, as told in the check"
    seen = [each.start.local_day() for each in history.twitches if each.instrument == DIARY]
    seen += [
        each.start.local_day() for each in history.watches if each.instrument == DIARY and each.twitches_high
    ]
    if not seen:
        return "not told yet"
    return f"not told; the first entry with a twitch is of {day_words(min(seen))}"


def sites(history: History) -> tuple[tuple[str, int], ...]:
    """Gives the places on the body map with how many noticed twitches each, most first."""
    counts: dict[str, int] = {}
    for each in history.twitches:
        if each.instrument == DIARY:
            words = site_words(each.site) if each.site else "place not told"
            counts[words] = counts.get(words, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def sites_told(check: KeptCheck | None) -> str:
    """Gives the places that the check was told, in words; empty if none."""
    told = check.facts.get("twitch_sites") if check else None
    if not isinstance(told, list | tuple) or not told:
        return ""
    return f"{', '.join(site_words(plain(each)) for each in told)}, as told in the check"


def symptoms(history: History) -> tuple[SymptomLine, ...]:
    """Gives the other symptoms, one line a kind, most often logged first."""
    lines = []
    for kind in dict.fromkeys(each.kind for each in history.symptoms):
        alike = sorted((each for each in history.symptoms if each.kind == kind), key=lambda each: each.start)
        severities = [each.severity_0_10 for each in alike if each.severity_0_10 is not None]
        notes = [each.note for each in alike if each.note]
        lines.append(
            SymptomLine(
                kind=spoken(kind),
                times=len(alike),
                first_day=alike[0].start.local_day(),
                last_day=alike[-1].start.local_day(),
                worst=max(severities, default=None),
                sites=", ".join(sorted({site_words(each.site) for each in alike if each.site})),
                note=plain(notes[-1]) if notes else "",
            )
        )
    return tuple(sorted(lines, key=lambda line: -line.times))


def three_questions(
    own: Sequence[str], *, explain: Mapping[str, Any] | None, has_medicine: bool
) -> tuple[str, ...]:
    """Gives the person's own questions, filled up to three with ones that are worth asking."""
    offered = ["Does any of this need to be looked at, and how soon?"]
    found = [
        each for each in (explain or {}).get("causes", ()) if rung(each) in {TESTED, GOES_WITH, POSSIBLE}
    ]
    if found:
        top = max(found, key=lambda each: float(each.get("probability") or 0))
        offered.append(
            f"My diary points to this first: {cause_words(top['cause']).lower()}. Is it wise to change that?"
        )
    if has_medicine:
        offered.append("Could one of my medicines play a part?")
    offered += ["Would a test help, and what would it change?", "Which signs should bring me back?"]
    asked = [plain(each) for each in own if plain(each)]
    return tuple([*asked, *offered][: max(3, len(asked))])
