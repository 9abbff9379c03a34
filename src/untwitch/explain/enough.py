"""How many more days a diary needs, and whether more days could change an answer.

Everything here is a normal approximation around what the diary has said so far: information grows with the
days that were used, so the standard error of n + m days is that of n times sqrt(n / (n + m)).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

Verdict = Literal["likely", "possible", "unlikely", "cannot_tell"]
Enough = Literal["more", "enough", "diary_cannot"]

LIKELY, POSSIBLE, UNLIKELY = 0.80, 0.50, 0.10
STRONG_EFFECT = math.log(1.35)
POWER = 0.8
MORE_DAYS = 14
MOST_DAYS = 60
_LONGEST_DAYS = 3650
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the likelihood says of one dose.

    Attributes:
        effect: Estimate per usual swing on the log scale, prior divided out.
        error: Its standard error; inf where the diary says nothing.
        prior_odds: Prior probability of this dose over that of none of its cause.
        slab_sd: Scale of the half-normal prior.
    """

    effect: float
    error: float
    prior_odds: float
    slab_sd: float


def probability(standing: Standing) -> float:
    """Gives the posterior probability that the dose has an effect in the harmful direction."""
    effect, error, slab = standing.effect, standing.error, standing.slab_sd
    if not math.isfinite(error):
        return standing.prior_odds / (1 + standing.prior_odds)
    shrink = slab**2 / (slab**2 + error**2)
    score = effect / error
    log_factor = (
        math.log(2)
        + 0.5 * math.log1p(-shrink)
        + 0.5 * score**2 * shrink
        + _log_normal_cdf(score * math.sqrt(shrink))
    )
    log_odds = log_factor + math.log(standing.prior_odds)
    return 1 / (1 + math.exp(-min(max(log_odds, -700.0), 700.0)))


def _log_normal_cdf(value: float) -> float:
    if value > -8:
        return math.log(_NORMAL.cdf(value))
    return -0.5 * value**2 - math.log(-value) - 0.5 * math.log(2 * math.pi)


def verdict(chance: float, *, guards_pass: bool) -> Verdict:
    """Gives the verdict of a posterior probability.

    Args:
        chance: Probability of an effect in the harmful direction.
        guards_pass: Whether every guard passes for this cause.
    """
    if chance >= LIKELY:
        return "likely" if guards_pass else "possible"
    if chance >= POSSIBLE:
        return "possible"
    return "unlikely" if chance <= UNLIKELY else "cannot_tell"


def days_needed(standing: Standing, days: int) -> int | None:
    """Gives the further days after which the diary would, in 8 of 10 cases, know.

    Knowing means: a strong effect (or the one estimated, if it is larger) would be found likely, and no
    effect would be found unlikely. 0 where the answer stands already, None where ten years would not do.

    Args:
        standing: What the diary says now.
        days: Days used so far.
    """
    chance = probability(standing)
    if chance >= LIKELY or chance <= UNLIKELY:
        return 0
    if not math.isfinite(standing.error) or days <= 0:
        return None
    low, high = 0, _LONGEST_DAYS
    if not _would_know(standing, days, more=high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _would_know(standing, days, more=middle) else (middle, high)
    return high


def _would_know(standing: Standing, days: int, *, more: int) -> bool:
    error = standing.error * math.sqrt(days / (days + more))
    margin = _NORMAL.inv_cdf(POWER) * error
    strong = max(STRONG_EFFECT, standing.effect)
    found = probability(Standing(strong - margin, error, standing.prior_odds, standing.slab_sd))
    cleared = probability(Standing(margin, error, standing.prior_odds, standing.slab_sd))
    return found >= LIKELY and cleared <= UNLIKELY


def could_change(standing: Standing, days: int, *, guards_pass: bool, more: int = MORE_DAYS) -> bool:
    """Says whether the verdict could still change within some more days, leaving out the outer 10 in 100.

    Args:
        standing: What the diary says now.
        days: Days used so far.
        guards_pass: Whether the guards pass for this cause.
        more: How many more days.
    """
    if not math.isfinite(standing.error) or days <= 0:
        return True
    error = standing.error * math.sqrt(days / (days + more))
    # What the estimate of all days may be, given that of the days so far: it wanders by the difference.
    wander = _NORMAL.inv_cdf(0.95) * math.sqrt(max(standing.error**2 - error**2, 0.0))
    now = verdict(probability(standing), guards_pass=guards_pass)
    for effect in (standing.effect - wander, standing.effect + wander):
        then = probability(Standing(effect, error, standing.prior_odds, standing.slab_sd))
        if verdict(then, guards_pass=guards_pass) != now:
            return True
    return False


def enough(changing: Sequence[bool], needed: Sequence[int | None]) -> Enough:
    """Gives the one word about going on.

    Args:
        changing: For each cause that was measured, whether its verdict could change in fourteen days.
        needed: For each cause that was measured, the days it still needs; None where no diary would do.

    Returns:
        `enough` when nothing could change; `diary_cannot` when every open cause needs more than 60 days;
        else `more`.
    """
    if not changing:
        return "more"
    if not any(changing):
        return "enough"
    still_open = [each for each, is_open in zip(needed, changing, strict=True) if is_open]
    if all(each is None or each > MOST_DAYS for each in still_open):
        return "diary_cannot"
    return "more"
