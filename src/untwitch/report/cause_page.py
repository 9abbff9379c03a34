"""All that the diary says of one cause: its figures, the numbers behind, and what limits them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.explain.picture import Picture
from untwitch.explain.track_record import sentence as track_record
from untwitch.explain.wording import OUTCOME_WORDS
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.spoken import cause_words, counted
from untwitch.report import sentences
from untwitch.report.dose_chart import doses
from untwitch.report.figure import Figure, Table
from untwitch.report.share_chart import what_if
from untwitch.report.why import CauseLine, cause_line
from untwitch.report.wording import measure_words, number

_GUARDS: Mapping[str, str] = {
    "positivity": "It went up and down on too few days to compare.",
    "collinearity": "It went up and down together with another reason.",
    "tomorrow_control": "It also went with twitches of the day before, so the twitches may have come first.",
    "dispersion": "Your days jump about more than the model expects, so this is told with less weight.",
    "k_hat": "The working-out was not steady enough to rely on.",
}


@dataclass(frozen=True, slots=True)
class CausePage:
    """One cause in full.

    Attributes:
        line: As on the page of all six.
        limits: What to bear in mind, one sentence each.
        dose: What its dose does, or None.
        what_if: What less of it would do, or None.
        numbers: The numbers behind.
    """

    line: CauseLine
    limits: tuple[str, ...]
    dose: Figure | None
    what_if: Figure | None
    numbers: Table


def cause_page(explain: Mapping[str, Any], picture: Picture | None, cause: str) -> CausePage:
    """Gives all of one cause.

    Args:
        explain: `explain/1`.
        picture: What was kept of the fit for figures, or None.
        cause: Its id.

    Raises:
        Refused: There is no such cause.
    """
    by_id = {str(each["cause"]): each for each in explain["causes"]}
    if cause not in by_id:
        raise Refused(f"there is no reason called {cause!r}{nearest(cause, by_id)}")
    found = by_id[cause]
    curves = [each for each in picture.curves if each.cause == cause] if picture else []
    paths = [each for each in picture.what_if if each.cause == cause] if picture else []
    return CausePage(
        line=cause_line(found, explain=explain),
        limits=tuple(_limits(found, days=explain["rows_used"])),
        dose=doses(curves, explain["causes"]),
        what_if=what_if(paths, explain["causes"]),
        numbers=_numbers(found, outcome=OUTCOME_WORDS[explain["outcome"]]),
    )


def _limits(cause: Mapping[str, Any], *, days: int) -> list[str]:
    tied = bool(cause["inseparable_from"])
    failed = [each for each in cause["guards_failed"] if not (tied and each == "collinearity")]
    made = [_GUARDS[each] for each in failed if each in _GUARDS]
    if tied:
        others = " and ".join(cause_words(each).lower() for each in cause["inseparable_from"])
        made.append(f"In your diary it went up and down with {others}; they cannot be told apart.")
    record = track_record(sentences.rung(cause), days=days)
    return [*made, record] if record else made


def _numbers(cause: Mapping[str, Any], *, outcome: str) -> Table:
    rows = [
        (f"Times as many {outcome}, for {each['per']}", *_three(each))
        for each in (cause["rate_ratio"], cause["rate_ratio_per_swing"])
        if each
    ]
    rows += [
        (f"Of 100 {outcome}, if the link is causal", *_three(cause["share"], times=100)),
        ("Days without any, more than now, if the link is causal", *_three(cause["days_avoided"])),
        ("Days from it to a twitch, as taken here", *_three(cause["lag_days"])),
    ]
    rows += [
        (f"Through {measure_words(each['measure'])}: times as many {outcome}", *_three(each["rate_ratio"]))
        for each in cause["parts"]
    ]
    known = f"{round(100 * cause['known_fraction'])} of 100"
    needed = cause["days_needed"]
    rows += [
        ("Rows in which it is known", known, "", ""),
        ("Further days that may settle it", counted(needed, "day") if needed else "not known", "", ""),
    ]
    return Table("The numbers behind it (90 of 100)", ("What", "Middle", "From", "To"), tuple(rows))


def _three(value: Mapping[str, Any] | None, *, times: float = 1) -> tuple[str, str, str]:
    found = sentences.interval(value)
    if not found:
        return "not known", "", ""
    middle, low, high = (number(times * found[each]) for each in ("median", "low", "high"))
    return middle, low, high
