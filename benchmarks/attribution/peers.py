"""What others do with the same table: one exposure at a time, or a regression without memory.

Each gives the form of `explain/1` that score.py reads. None of them gives a probability that a cause acts;
their p value stands in for it when people are ranked, and `likely` means p < .05 in the harmful direction.
"""

import warnings
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.stats import pearsonr

from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]

_COLUMNS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "stress": ("stress_0_10", 1.0),
        "exertion": ("exertion_au", 1.0),
        "sleep": ("sleep_h", -1.0),
        "diet": ("magnesium_mg", -1.0),
        "caffeine": ("caffeine_mg", 1.0),
        "water": ("water_ml", -1.0),
    }
)
_ALPHA = 0.05
_Z90 = 1.645


def _exposures(timeline: Timeline) -> dict[str, Floats]:
    """Raw amounts of the day, harmful direction up, mean 0 and sd 1."""
    made = {}
    for cause, (name, sign) in _COLUMNS.items():
        column = sign * timeline.column(name)
        spread = float(np.nanstd(column)) if np.isfinite(column).any() else 0.0
        if spread > 0:
            made[cause] = (column - np.nanmean(column)) / spread
    return made


def _cause(name: str, p_value: float, effect: float | None, error: float | None) -> dict[str, Any]:
    harmful = effect is not None and effect > 0 and p_value < _ALPHA
    interval = None
    if effect is not None and error is not None and np.isfinite(error) and abs(effect) + error < 20:
        interval = {
            "low": float(np.exp(effect - _Z90 * error)),
            "high": float(np.exp(effect + _Z90 * error)),
        }
    ranked = (1 - p_value) if effect is not None and effect > 0 else 0.0
    return {
        "cause": name,
        "probability": float(ranked) if np.isfinite(ranked) else 0.0,
        "verdict": "likely" if harmful else "cannot_tell",
        "rate_ratio_per_swing": interval,
    }


def pearson(timeline: Timeline) -> dict[str, Any]:
    """Correlation of each exposure with the day's count, as trackers show it."""
    twitches = timeline.column("twitches")
    causes = []
    for name, values in _exposures(timeline).items():
        known = np.isfinite(values) & np.isfinite(twitches)
        found = pearsonr(values[known], twitches[known])
        made = _cause(name, float(found.pvalue), float(found.statistic), None)
        causes.append(made)
    return {"causes": causes}


def negative_binomial(timeline: Timeline) -> dict[str, Any]:
    """All exposures together in a negative binomial regression (statsmodels), days as if independent."""
    twitches, exposures = timeline.column("twitches"), _exposures(timeline)
    known = np.isfinite(twitches)
    matrix = np.column_stack(
        [np.ones(known.sum()), *(np.nan_to_num(each[known]) for each in exposures.values())]
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitted = sm.NegativeBinomial(twitches[known], matrix).fit(disp=0, maxiter=200)
        effects, errors, p_values = fitted.params, fitted.bse, fitted.pvalues
    except (np.linalg.LinAlgError, ValueError):
        return {"causes": [_cause(name, 1.0, None, None) for name in exposures]}
    return {
        "causes": [
            _cause(name, float(p_values[i]), float(effects[i]), float(errors[i]))
            for i, name in enumerate(exposures, start=1)
        ]
    }


def one_factor_cox(timeline: Timeline) -> dict[str, Any]:
    """The discrete analogue of one Cox model a factor: hazard of a bad day by the exposure of that day.

    A bad day has more than the person's median. Days since the last bad day are the clock: 1, 2, 3 and more
    have a baseline each.

    Reference:
        Peris F et al. (2017), DOI 10.1177/0333102416649761 (method of N1-Headache).
    """
    twitches = timeline.column("twitches")
    bad = (twitches > np.nanmedian(twitches)).astype(np.float64)
    since, clock = 1, np.ones(len(bad))
    for day in range(len(bad)):
        clock[day] = min(since, 3)
        since = 1 if bad[day] else since + 1
    baseline = np.column_stack([clock == each for each in (1, 2, 3)]).astype(np.float64)
    causes = []
    for name, values in _exposures(timeline).items():
        known = np.isfinite(values) & np.isfinite(twitches)
        used = baseline[:, baseline[known].any(axis=0)]
        link = sm.families.links.CLogLog()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fitted = sm.GLM(
                    bad[known],
                    np.column_stack([used[known], values[known]]),
                    family=sm.families.Binomial(link=link),
                ).fit(maxiter=50)
            causes.append(_cause(name, float(fitted.pvalues[-1]), float(fitted.params[-1]), None))
        except (np.linalg.LinAlgError, ValueError):
            causes.append(_cause(name, 1.0, None, None))
    return {"causes": causes}


PEERS: Mapping[str, Callable[[Timeline], dict[str, Any]]] = MappingProxyType(
    {"pearson": pearson, "negative_binomial": negative_binomial, "one_factor_cox": one_factor_cox}
)
