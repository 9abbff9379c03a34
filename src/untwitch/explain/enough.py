"""How many more days a diary needs, and whether more days could change an answer.

Everything here is a normal approximation around what the diary has said so far: information grows with the
days that were used, so the standard error of n + m days is that of n times sqrt(n / (n + m)).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Literal

Verdict = Literal["likely", "possible", "unlikely", "cannot_tell"]
Enough = Literal["more", "enough", "diary_cannot"]

LIKELY, POSSIBLE, UNLIKELY = 0.80, 0.50, 0.10
STRONG_EFFECT, WEAK_EFFECT = math.log(1.35), math.log(1.10)
POWER = 0.8
MORE_DAYS = 14
MOST_DAYS = 60
_LONGEST_DAYS = 365
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the likelihood says of one dose.

    Attributes:
        effect: Estimate per usual swing on the log scale, prior divided out.
        error: Its standard error; inf where the diary says nothing.
        prior_odds: Prior probability of this dose over that of none of its cause.
        slab_sd: Standard deviation of the effect's prior before it is cut off at zero.
        slab_mean: Its mean before the cut.
        dilution: What the record leaves of an effect on average, 0 to 1.
    """

    effect: float
    error: float
    prior_odds: float
    slab_sd: float
    slab_mean: float = 0.0
    dilution: float = 1.0


def probability(standing: Standing) -> float:
    """Gives the posterior probability that the dose has an effect in the harmful direction."""
    effect, error = standing.effect, standing.error
    mean, slab = standing.slab_mean, standing.slab_sd
    if not math.isfinite(error):
        return standing.prior_odds / (1 + standing.prior_odds)
    precision = slab**-2 + error**-2
    centre = (mean / slab**2 + effect / error**2) / precision
    log_factor = (
        _log_normal_cdf(centre * math.sqrt(precision))
        - _log_normal_cdf(mean / slab)
        - 0.5 * math.log(precision * slab**2)
        + 0.5 * (precision * centre**2 - (mean / slab) ** 2)
    )
    log_odds = log_factor + math.log(standing.prior_odds)
    return 1 / (1 + math.exp(-min(max(log_odds, -700.0), 700.0)))


def _log_normal_cdf(value: float) -> float:
    if value > -30:
        return math.log(0.5 * math.erfc(-value / math.sqrt(2)))
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

    Knowing means: a strong effect would be found likely, and no effect would be found unlikely. Where the
    diary could tell those already and still does not, what is left is a weaker effect: then the days that
    one of the size estimated needs.

    Args:
        standing: What the diary says now.
        days: Days used so far.

    Returns:
        1 or more; None where a year would not do, or where the diary says nothing of the dose.
    """
    if not math.isfinite(standing.error) or days <= 0:
        return None
    strong, weak = standing.dilution * STRONG_EFFECT, standing.dilution * WEAK_EFFECT
    effect = strong
    if _would_know(standing, days, more=0, effect=effect):
        effect = min(max(weak, standing.effect), strong)
    low, high = 0, _LONGEST_DAYS
    if not _would_know(standing, days, more=high, effect=effect):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        known = _would_know(standing, days, more=middle, effect=effect)
        low, high = (low, middle) if known else (middle, high)
    return high


def _would_know(standing: Standing, days: int, *, more: int, effect: float) -> bool:
    error = standing.error * math.sqrt(days / (days + more))
    margin = _NORMAL.inv_cdf(POWER) * error
    found = probability(replace(standing, effect=effect - margin, error=error))
    cleared = probability(replace(standing, effect=margin, error=error))
    return found >= LIKELY and cleared <= UNLIKELY


def standing_at(chance: float, standing: Standing) -> Standing:
    """Gives the standing of a cause whose probability and error are known.

    Args:
        chance: Its posterior probability over all combinations of causes and doses.
        standing: Error of its leading dose, prior divided out, and its prior; any effect.
    """
    if not math.isfinite(standing.error):
        return replace(standing, effect=0.0)
    inside = min(max(chance, 1e-6), 1 - 1e-6)
    return replace(standing, effect=_effect_at(inside, standing, error=standing.error))


def _effect_at(chance: float, standing: Standing, *, error: float) -> float:
    """The estimate that gives a probability; the probability grows with the estimate."""
    low, high = -20 * error - 20, 20 * error + 20
    for _ in range(60):
        middle = (low + high) / 2
        there = probability(replace(standing, effect=middle, error=error))
        low, high = (middle, high) if there < chance else (low, middle)
    return (low + high) / 2


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
    wander = _NORMAL.inv_cdf(0.95) * math.sqrt(max(standing.error**2 - error**2, 0.0))
    now = verdict(probability(standing), guards_pass=guards_pass)
    for effect in (standing.effect - wander, standing.effect + wander):
        then = probability(replace(standing, effect=effect, error=error))
        if verdict(then, guards_pass=guards_pass) != now:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Prospect:
    """What more days could do for one cause that was measured.

    Attributes:
        is_open: Whether its verdict is `possible` or `cannot_tell`.
        could_change: Whether fourteen more days could change it.
        days_needed: Days until it would be settled; None where no diary would do.
    """

    is_open: bool
    could_change: bool
    days_needed: int | None


def enough(prospects: Sequence[Prospect], *, days: int) -> Enough:
    """Gives the one word about going on.

    Args:
        prospects: Of the causes that were measured.
        days: Days used so far.

    Returns:
        `diary_cannot` when something is open and all that is open needs more than 60 further days, after 60
        days at least (every younger diary needs more days); `enough` when fourteen more days could change
        nothing; else `more`.
    """
    if not prospects:
        return "more"
    still_open = [each for each in prospects if each.is_open]
    beyond = all(each.days_needed is None or each.days_needed > MOST_DAYS for each in still_open)
    if still_open and beyond and days >= MOST_DAYS:
        return "diary_cannot"
    return "more" if any(each.could_change for each in prospects) else "enough"
