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
from benchmarks.nuts_oracle.people import INTERCEPT_MEAN, RECIPES, person

from untwitch.inference.nb_laplace import Counts, Posterior, Prior, fit

RESULT = Path(__file__).parent / "results" / "laplace_against_nuts.json"
BARS = {"effect_mean_in_sd": 0.05, "effect_sd_ratio": [0.95, 1.05], "effect_ess_of_nuts_at_least": 4000}
CALLS = 15


def stored(paths: list[str]) -> dict[str, Any]:
    """Gives the NUTS figures: those of the result as it stands, replaced by those of the files named."""
    known: dict[str, Any] = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    people = {seed: entry["nuts"] for seed, entry in known.get("people", {}).items()}
    about = known.get("nuts", {})
    for path in paths:
        fresh = json.loads(Path(path).read_text())
        people |= fresh["people"]
        about = {"sampler": fresh["sampler"], "versions": fresh["versions"]}
    return {"people": people, "nuts": about}


def ours(seed: int) -> tuple[Posterior, float]:
    """Gives our posterior of one person and the median CPU seconds of a fit."""
    made = person(next(recipe for recipe in RECIPES if recipe.seed == seed))
    counts = Counts(made.low, made.high, np.zeros(len(made.low)))
    prior = Prior(intercept_mean=INTERCEPT_MEAN)
    posterior = fit(counts, made.exposure, prior=prior)
    seconds = []
    for _ in range(CALLS):
        began = time.process_time()
        fit(counts, made.exposure, prior=prior)
        seconds.append(time.process_time() - began)
    return posterior, statistics.median(seconds)


def compared(seed: int, nuts: dict[str, Any]) -> dict[str, Any]:
    """Gives both posteriors of one person and how far they are apart; index 0 is the intercept."""
    posterior, seconds = ours(seed)
    mean, covariance = posterior.moments()
    spread = np.sqrt(np.diagonal(covariance))
    away = (mean - np.array(nuts["mean"])) / np.array(nuts["sd"])
    ratio = spread / np.array(nuts["sd"])
    return {
        "rows": nuts["recipe"]["rows"],
        "effect_mean_in_sd": round(float(np.abs(away[1:]).max()), 4),
        "effect_sd_ratio": [round(float(ratio[1:].min()), 4), round(float(ratio[1:].max()), 4)],
        "intercept_mean_in_sd": round(float(away[0]), 4),
        "intercept_sd_ratio": round(float(ratio[0]), 4),
        "cpu_s": round(seconds, 4),
        "k_hat": round(posterior.k_hat, 3),
        "ours": {"mean": mean.tolist(), "sd": spread.tolist()},
        "nuts": nuts,
    }


def main() -> None:
    """Compares everybody and stores the figures."""
    known = stored(sys.argv[1:])
    people = {seed: compared(int(seed), entry) for seed, entry in sorted(known["people"].items())}
    for seed, entry in people.items():
        print(seed, {name: value for name, value in entry.items() if name not in {"ours", "nuts"}})
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    found = {"bars": BARS, "versions": versions, "nuts": known["nuts"], "people": people}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
