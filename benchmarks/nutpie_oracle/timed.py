"""Times nutpie on one table: the same model in PyMC, non-centred, four chains, one core.

Reads what explain_speed.py writes. The way that PyMC offers for an AR(1) (`pm.AR`, centred) did not converge
on such counts, so the drift is a matrix of powers of rho times noise. Compiling is timed apart from sampling.

    python -m benchmarks.nutpie_oracle.timed TABLE.json
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import arviz
import numpy as np
import nutpie
import pymc as pm
import pytensor.tensor as pt

CHAINS, WARMUP, DRAWS, ACCEPT = 4, 1000, 1000, 0.9


def model(table: dict[str, Any]) -> pm.Model:
    """Negative binomial around a latent AR(1), the priors of untwitch.inference; nan where nobody counted."""
    count = np.array([np.nan if each is None else each for each in table["count"]])
    matrix, spread = np.array(table["matrix"]), np.array(table["spread"])
    rows, columns = matrix.shape
    lag = np.subtract.outer(np.arange(rows), np.arange(rows))
    seen = np.flatnonzero(~np.isnan(count))
    with pm.Model() as made:
        intercept = pm.Normal("intercept", table["middle"], 1.5)
        scaled = pm.Normal("scaled", 0.0, 1.0, shape=columns)
        sigma = pm.HalfNormal("sigma", 0.5)
        rho = pm.Beta("rho", 2.0, 2.0)
        phi = pm.LogNormal("phi", np.log(5.0), 1.0)
        noise = pm.Normal("noise", 0.0, 1.0, shape=rows)
        step = pt.concatenate([noise[:1], pt.sqrt(1 - rho**2) * noise[1:]])
        powers = pt.switch(lag >= 0, pt.exp(np.maximum(lag, 0) * pt.log(rho)), 0.0)
        beta = pm.Deterministic("beta", spread * scaled)
        log_mean = intercept + matrix @ beta + sigma * (powers @ step)
        pm.NegativeBinomial("count", mu=pt.exp(log_mean[seen]), alpha=phi, observed=count[seen].astype(int))
    return made


def main() -> None:
    table = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    began = time.process_time()
    compiled = nutpie.compile_pymc_model(model(table))
    compiling = time.process_time() - began
    seconds = []
    for seed in range(2):
        began = time.process_time()
        draws = nutpie.sample(
            compiled,
            draws=DRAWS,
            tune=WARMUP,
            chains=CHAINS,
            cores=1,
            target_accept=ACCEPT,
            seed=seed,
            progress_bar=False,
        )
        seconds.append(round(time.process_time() - began, 2))
    told = arviz.summary(draws, var_names=["intercept", "beta"], kind="diagnostics", round_to=4)
    made = {
        "versions": {"nutpie": nutpie.__version__, "pymc": pm.__version__},
        "cpu_s_first": round(compiling + seconds[0], 2),
        "cpu_s_warm": seconds[1],
        "r_hat": float(told["r_hat"].max()),
        "fewest_ess": round(float(told["ess_bulk"].min())),
        "divergences": int(np.asarray(draws["sample_stats"]["diverging"]).sum()),
        "mean": [
            round(float(each), 4)
            for each in np.asarray(draws["posterior"]["beta"]).reshape(-1, len(table["spread"])).mean(axis=0)
        ],
    }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
