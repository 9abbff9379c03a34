"""Every figure of one answer, in the order in which a page shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from untwitch.explain.picture import Picture
from untwitch.explain.wording import OUTCOME_WORDS
from untwitch.report.charts import causes_on_the_ladder, shares
from untwitch.report.dose_chart import doses
from untwitch.report.figure import Figure
from untwitch.report.rate_chart import fitted_rate
from untwitch.report.share_chart import share_draws, what_if


def answer_figures(
    explain: Mapping[str, Any] | None,
    picture: Picture | None,
    *,
    truth: Mapping[str, float] | None = None,
) -> dict[str, Figure]:
    """Gives the figures that an answer allows, by name.

    Args:
        explain: `explain/1`, or None.
        picture: What was kept of the fit for figures, or None: then only what the document itself can show.
        truth: For a simulated person the true rate ratios.
    """
    answer = explain or {}
    causes: Sequence[Mapping[str, Any]] = answer.get("causes", ())
    drawn: list[Figure | None] = [causes_on_the_ladder(causes, truth=truth)]
    if picture is None:
        drawn.append(shares(causes, answer.get("unexplained_share")))
    else:
        words = OUTCOME_WORDS[str(answer["outcome"])]
        drawn += [
            fitted_rate(picture.rate, outcome_words=words),
            doses(picture.curves, causes),
            share_draws(picture),
            what_if(picture.what_if, causes),
        ]
    return {each.name: each for each in drawn if each is not None}
