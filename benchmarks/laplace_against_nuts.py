"""Our posterior against long NUTS runs on the same people: means in posterior sd, ratio of sds, time.

NUTS runs in an environment of its own (nuts_oracle/requirements.txt); its figures are kept in the result, so
that ours can be fitted again without it. Inside the timed region: one call of `fit`. Outside: making people,
imports. Run: `python -m benchmarks.laplace_against_nuts [NUTS.json ...]`; the figures go to
results/laplace_against_nuts.json.
"""

import json
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from benchmarks.nuts_oracle.people import INTERCEPT_MEAN, RECIPES, Recipe, person

from untwitch.inference.nb_laplace import Counts, Posterior, Prior, fit

RESULT = Path(__file__).parent / "results" / "laplace_against_nuts.json"
BARS: dict[str, Any] = {"mean_in_sd": 0.05, "sd_ratio": [0.95, 1.05], "ess_of_nuts_at_least": 4000}
CALLS = 5


def stored(paths: list[str]) -> dict[str, Any]:
    """Gives the NUTS figures: those of the result as it stands, replaced by those of the files named."""
    known: dict[str, Any] = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    people = {key: entry["nuts"] for key, entry in known.get("people", {}).items()}
    about = known.get("nuts", {})
    for path in paths:
        fresh = json.loads(Path(path).read_text())
        people |= fresh["people"]
        about = {"sampler": fresh["sampler"], "versions": fresh["versions"]}
    return {"people": people, "nuts": about}


def ours(recipe: Recipe) -> tuple[Posterior, float]:
    """Gives our posterior of one person and the median CPU seconds of a fit."""
    made = person(recipe)
    counts = Counts(made.low, made.high, np.zeros(len(made.low)))
    prior = Prior(intercept_mean=INTERCEPT_MEAN)
    posterior = fit(counts, made.exposure, prior=prior)
    seconds = []
    for _ in range(CALLS):
        began = time.process_time()
        fit(counts, made.exposure, prior=prior)
        seconds.append(time.process_time() - began)
    return posterior, statistics.median(seconds)


def compared(recipe: Recipe, nuts: dict[str, Any]) -> dict[str, Any]:
    """Gives both posteriors of one person and how far they are apart; index 0 is the intercept."""
    posterior, seconds = ours(recipe)
    mean, covariance = posterior.moments()
    spread = np.sqrt(np.diagonal(covariance))
    away = (mean - np.array(nuts["mean"])) / np.array(nuts["sd"])
    ratio = spread / np.array(nuts["sd"])
    return {
        "rows": recipe.rows,
        "effect_mean_in_sd": round(float(np.abs(away[1:]).max()), 4),
        "effect_sd_ratio": [round(float(ratio[1:].min()), 4), round(float(ratio[1:].max()), 4)],
        "intercept_mean_in_sd": round(float(away[0]), 4),
        "intercept_sd_ratio": round(float(ratio[0]), 4),
        # how far the oracle itself may be off, one standard error
        "oracle_error_in_sd": round(float(np.max(np.array(nuts["ess"]) ** -0.5)), 4),
        "cpu_s": round(seconds, 4),
        "k_hat": round(posterior.k_hat, 3),
        "ours": {"mean": _short(mean), "sd": _short(spread)},
        "nuts": nuts,
    }


def _short(values: np.ndarray[Any, Any]) -> list[float]:
    return [round(float(each), 5) for each in values]


def worst(people: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Gives the worst figures over all people of each length, and how many meet the bars."""
    made: dict[str, Any] = {}
    for rows in sorted({entry["rows"] for entry in people.values()}):
        group = [entry for entry in people.values() if entry["rows"] == rows]
        low = [entry["effect_sd_ratio"][0] for entry in group]
        high = [entry["effect_sd_ratio"][1] for entry in group]
        own = [entry["intercept_sd_ratio"] for entry in group]
        away = [abs(entry["intercept_mean_in_sd"]) for entry in group]
        made[str(rows)] = {
            "people": len(group),
            "effect_mean_in_sd": max(entry["effect_mean_in_sd"] for entry in group),
            "effect_sd_ratio": [min(low), max(high)],
            "intercept_mean_in_sd": max(away),
            "intercept_sd_ratio": [min(own), max(own)],
            "people_with_every_effect_within": sum(
                entry["effect_mean_in_sd"] <= BARS["mean_in_sd"]
                and BARS["sd_ratio"][0] <= entry["effect_sd_ratio"][0]
                and entry["effect_sd_ratio"][1] <= BARS["sd_ratio"][1]
                for entry in group
            ),
            "smallest_ess_of_nuts": min(min(entry["nuts"]["ess"]) for entry in group),
        }
    return made


def _compact(found: dict[str, Any]) -> str:
    """One line a person: the columns of draws are long and nobody reads them one number a line."""
    people = found.pop("people")
    head = json.dumps(found, indent=1).removesuffix("\n}")
    rows = ",\n".join(f"  {json.dumps(key)}: {json.dumps(entry)}" for key, entry in people.items())
    return f'{head},\n "people": {{\n{rows}\n }}\n}}'


def main() -> None:
    """Compares everybody and stores the figures."""
    known = stored(sys.argv[1:])
    people = {
        recipe.key: compared(recipe, known["people"][recipe.key])
        for recipe in RECIPES
        if recipe.key in known["people"]
    }
    for key, entry in people.items():
        print(key, {name: value for name, value in entry.items() if name not in {"ours", "nuts"}})
    by_rows = worst(people)
    print(json.dumps(by_rows, indent=1))
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    found = {"bars": BARS, "versions": versions, "nuts": known["nuts"], "worst": by_rows, "people": people}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(_compact(found) + "\n")


if __name__ == "__main__":
    main()
