"""The report as one HTML page that needs nothing else: no script, no address, every word escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from untwitch.advise.plan import Plan
from untwitch.advise.plan_text import parts
from untwitch.explain.ladder import LADDER, NO_SIGN
from untwitch.explain.track_record import sentence
from untwitch.facts.spoken import cause_words, spoken
from untwitch.report import sentences
from untwitch.report.answer_figures import answer_figures
from untwitch.report.charts import per_weekday, twitches_per_day
from untwitch.report.figure import Figure
from untwitch.report.findings import Findings, condition_words, medicine_words
from untwitch.report.page import environment, style
from untwitch.report.sheet import (
    CLINICIAN_QUESTIONS,
    RED_FLAG_QUESTIONS,
    URGENCY_WORDS,
    KeptCheck,
    answers,
)
from untwitch.report.wording import day_words, plain

ENOUGH_WORDS: Mapping[str, str] = {
    "enough": "You have measured enough. More days would hardly change this. One entry a week will do.",
    "diary_cannot": "A diary cannot answer this. It would take more than 60 more days. A planned trial may.",
    "more": "More days will make this surer.",
}
_MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report as HTML.

    Attributes:
        page: A file of its own, that any encoding of Unicode can carry; it fetches nothing and runs nothing.
        body: The same without a head and a style, to stand in the page of an app.
    """

    page: str
    body: str


def render(findings: Findings) -> str:
    """Gives the report as a file of its own.

    Args:
        findings: What it shows.
    """
    return render_both(findings).page


def render_both(findings: Findings) -> Rendered:
    """Gives the report as a file of its own and as a part of a page.

    Args:
        findings: What it shows.
    """
    text, digest = style()
    templates, shown = environment(), _shown(findings)
    return Rendered(
        page=templates.get_template("report.html").render(style=text, style_hash=digest, **shown) + "\n",
        body=templates.get_template("report_body.html").render(**shown),
    )


def _shown(findings: Findings) -> dict[str, Any]:
    """Gives what the templates show; the drawings are made once for both."""
    return {
        "found": findings,
        "no_clinician": sentences.NO_CLINICIAN,
        "period": _period(findings),
        "made_on": day_words(findings.made_day),
        "medicines": medicine_words(findings.medicines),
        "conditions": condition_words(findings.conditions),
        "check": _check(findings.check),
        "figures": _figures(findings),
        "causes": _causes(findings),
        "clinician_rows": _clinician_rows(findings.explain),
        "guards": _guards(findings.explain),
        "confounders": [
            cause_words(each["cause"]).lower() for each in (findings.explain or {}).get("confounders", ())
        ],
        "track_records": _track_records(findings.explain),
        "enough": ENOUGH_WORDS.get(str((findings.explain or {}).get("enough")), ""),
        "plan": _plan(findings.plan),
        "recordings": findings.recordings,
        "imports": [_import(each) for each in findings.imports],
        "problems": _problems(findings),
    }


def _plan(plan: Plan | None) -> list[tuple[str, tuple[str, ...]]]:
    """Gives the titled parts; what stands without a title is said elsewhere on the page."""
    return [] if plan is None else [(title, lines) for title, lines in parts(plan) if title]


def _period(findings: Findings) -> str:
    if not findings.days:
        return "nothing logged yet"
    return f"{day_words(findings.days[0].day)} to {day_words(findings.days[-1].day)}"


def _figures(findings: Findings) -> dict[str, Figure | None]:
    return {
        "days": twitches_per_day(findings.days, outcome_words=findings.outcome_words),
        "weekdays": per_weekday(findings.days, outcome_words=findings.outcome_words),
        **dict.fromkeys(("causes", "rate", "doses", "shares", "what_if")),
        **answer_figures(
            findings.explain,
            findings.picture,
            truth=findings.truth,
        ),
    }


def _causes(findings: Findings) -> list[dict[str, str]]:
    rows = []
    for each in (findings.explain or {}).get("causes", ()):
        true = (findings.truth or {}).get(each["cause"])
        rows.append(
            {
                "words": cause_words(each["cause"]),
                "rung": sentences.rung(each),
                "ratio": _ratio(each),
                "sentence": sentences.about_cause(each),
                "truth": _truth(true),
            }
        )
    return rows


def _track_records(explain: Mapping[str, Any] | None) -> list[str]:
    """Gives, for each rung that claims something here, how often such findings were wrong."""
    rungs = {sentences.rung(each) for each in (explain or {}).get("causes", ())}
    return [
        f'"{each[:1].upper()}{each[1:]}": {sentence(each)}'
        for each in LADDER
        if each in rungs and sentence(each)
    ]


def _ratio(cause: Mapping[str, Any]) -> str:
    if sentences.rung(cause) == NO_SIGN:
        return "no more of them with more of it"
    return sentences.ratio_words(cause.get("rate_ratio")) or "not known yet"


def _truth(ratio: float | None) -> str:
    if ratio is None:
        return "not known"
    return "no effect" if ratio == 1 else f"{ratio:.2f} times as many for a usual step up"


def _clinician_rows(explain: Mapping[str, Any] | None) -> list[dict[str, str]]:
    found = explain or {}
    return [
        {
            "words": each["cause"],
            "probability": _decimals(each.get("probability")),
            "matters": _decimals(each.get("probability_matters")),
            "ratio": _spread(each.get("rate_ratio_per_swing")),
            "share": _spread(each.get("share")),
            "known": _decimals(each.get("known_fraction")),
        }
        for each in (*found.get("causes", ()), *found.get("confounders", ()))
    ]


def _decimals(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, int | float) else "not known"


def _spread(value: Mapping[str, Any] | None) -> str:
    found = sentences.interval(value)
    return f"{found['median']:.2f} ({found['low']:.2f} to {found['high']:.2f})" if found else "not known"


def _guards(explain: Mapping[str, Any] | None) -> list[str]:
    return [f"{spoken(name)}: {_guard(value)}" for name, value in (explain or {}).get("guards", {}).items()]


def _guard(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{spoken(str(name))} {_guard(each)}" for name, each in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(_guard(each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _decimals(value)
    return "not known" if value is None else plain(spoken(str(value)))


def _check(check: KeptCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    reasons: Sequence[Mapping[str, Any]] = check.answer.get("reasons", ())
    urgency = str(check.answer.get("urgency", ""))
    return {
        "day": day_words(check.day),
        "urgency": URGENCY_WORDS.get(urgency, "no answer was kept"),
        "signs": [plain(each.get("sign", "")) for each in reasons],
        "answers": answers(check.facts, RED_FLAG_QUESTIONS),
        "ask_again": [plain(spoken(str(each))) for each in check.answer.get("ask_again", ())],
        "clinician_answers": answers(check.facts, CLINICIAN_QUESTIONS),
        "why_clinician": [
            "{}: {} ({})".format(*(plain(each.get(name, "")) for name in ("id", "why_clinician", "source")))
            for each in reasons
        ],
        "look_alike": plain(spoken(str(check.answer.get("look_alike") or ""))),
    }


def _import(run: Mapping[str, Any]) -> dict[str, Any]:
    counts: Sequence[Mapping[str, Any]] = list(run.get("measures", {}).values())
    totals = [sum(int(each.get(name, 0)) for each in counts) for name in ("seen", "taken", "already_known")]
    left_out = sum(sum(each.get("skipped", {}).values()) for each in counts)
    first, last = run.get("first_day"), run.get("last_day")
    return {
        # Only the name: folders of a person's machine are nobody's business.
        "name": plain(str(run.get("path", "")).replace("\\", "/").rstrip("/").rpartition("/")[2]),
        "format": plain(spoken(str(run.get("format", "")))),
        "complete": bool(run.get("complete", True)),
        "days": f"{first} to {last}" if first and last else "none",
        "rows": ", ".join(str(each) for each in (*totals, left_out)),
    }


def _problems(findings: Findings) -> list[str]:
    said = [f"{plain(each.where)}: {plain(each.what)}" for each in findings.problems]
    for each in (findings.explain or {}).get("problems", ()):
        where, what = (
            (each.get("where"), each.get("what")) if isinstance(each, Mapping) else ("explain", each)
        )
        said.append(f"{plain(where)}: {plain(what)}")
    said = list(dict.fromkeys(said))
    if len(said) > _MOST_LINES:
        return [*said[:_MOST_LINES], f"and {len(said) - _MOST_LINES} more"]
    return said
