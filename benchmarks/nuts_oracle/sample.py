"""Samples the count model by NUTS, non-centred, long enough to be the oracle; run in its own environment.

Usage, from the project's root: `python -m benchmarks.nuts_oracle.sample OUT.json [SEED ...]`
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from benchmarks.nuts_oracle.people import INTERCEPT_MEAN, RECIPES, Person, person
from jax.scipy.special import gammaln, logsumexp
from numpyro.diagnostics import summary
from numpyro.infer import MCMC, NUTS

CHAINS, WARMUP, DRAWS, ACCEPT = 4, 2000, 5000, 0.95


def joined(left: Any, right: Any) -> Any:
    """Composes two steps of `z -> a z + b`."""
    return left[0] * right[0], left[1] * right[0] + right[1]


def model(made: Person) -> None:
    """The model of untwitch.inference.nb_laplace, its default priors, a fixed prior mean of the intercept."""
    rows, columns = made.exposure.shape
    intercept = numpyro.sample("intercept", dist.Normal(INTERCEPT_MEAN, 1.5))
    beta = numpyro.sample("beta", dist.Normal(0.0, 0.5).expand([columns]).to_event(1))
    sigma = numpyro.sample("sigma", dist.HalfNormal(0.5))
    rho = numpyro.sample("rho", dist.Beta(2.0, 2.0))
    phi = numpyro.sample("phi", dist.LogNormal(jnp.log(5.0), 1.0))
    noise = numpyro.sample("noise", dist.Normal(0.0, 1.0).expand([rows]).to_event(1))
    step = jnp.concatenate([noise[:1], jnp.sqrt(1 - rho**2) * noise[1:]])
    latent = sigma * jax.lax.associative_scan(joined, (jnp.full(rows, rho), step))[1]
    log_mean = intercept + made.exposure @ beta + latent
    seen = ~np.isnan(made.low)
    low, high = made.low[seen], made.high[seen]
    count = low[:, None] + np.arange(int((high - low).max()) + 1)
    ratio = (log_mean[seen] - jnp.log(phi))[:, None]
    term = gammaln(count + phi) - gammaln(phi) - gammaln(count + 1)
    term = term + count * ratio - (count + phi) * jnp.logaddexp(0.0, ratio)
    numpyro.factor("counts", logsumexp(jnp.where(count <= high[:, None], term, -jnp.inf), axis=1).sum())


def sampled(made: Person, *, seed: int) -> dict[str, Any]:
    """Runs the chains and gives means, standard deviations and convergence of every coefficient."""
    began = time.perf_counter()
    kernel = NUTS(model, target_accept_prob=ACCEPT)
    chains = MCMC(
        kernel,
        num_warmup=WARMUP,
        num_samples=DRAWS,
        num_chains=CHAINS,
        chain_method="sequential",
        progress_bar=False,
    )
    chains.run(jax.random.PRNGKey(seed), made, extra_fields=("diverging",))
    draws = chains.get_samples(group_by_chain=True)
    coefficient = np.concatenate(
        [np.asarray(draws["intercept"])[..., None], np.asarray(draws["beta"])], axis=2
    )
    hyper = {name: np.asarray(draws[name]) for name in ("sigma", "rho", "phi")}
    told = summary({"coefficient": coefficient, **hyper}, group_by_chain=True)
    return {
        "mean": coefficient.mean(axis=(0, 1)).tolist(),
        "sd": coefficient.std(axis=(0, 1)).tolist(),
        "quantiles_05_50_95": np.quantile(coefficient, [0.05, 0.5, 0.95], axis=(0, 1)).T.tolist(),
        "ess": np.asarray(told["coefficient"]["n_eff"]).tolist(),
        "r_hat": np.asarray(told["coefficient"]["r_hat"]).tolist(),
        "hyper_mean": {name: float(value.mean()) for name, value in hyper.items()},
        "hyper_ess": {name: float(told[name]["n_eff"]) for name in hyper},
        "divergences": int(np.asarray(chains.get_extra_fields()["diverging"]).sum()),
        "seconds": round(time.perf_counter() - began, 1),
    }


def main() -> None:
    """Samples every recipe, or those whose seeds are named, and adds them to the file."""
    out = Path(sys.argv[1])
    wanted = {int(word) for word in sys.argv[2:]}
    jax.config.update("jax_enable_x64", True)
    found: dict[str, Any] = json.loads(out.read_text()) if out.exists() else {"people": {}}
    found["sampler"] = {"chains": CHAINS, "warmup": WARMUP, "draws": DRAWS, "target_accept": ACCEPT}
    found["versions"] = {"numpyro": numpyro.__version__, "jax": jax.__version__, "numpy": np.__version__}
    for recipe in RECIPES:
        if wanted and recipe.seed not in wanted:
            continue
        made = person(recipe)
        entry = {"recipe": asdict(recipe), "low": [None if np.isnan(k) else int(k) for k in made.low]}
        found["people"][str(recipe.seed)] = entry | sampled(made, seed=recipe.seed)
        out.write_text(json.dumps(found))
        print(recipe.seed, found["people"][str(recipe.seed)]["seconds"], "s", flush=True)


if __name__ == "__main__":
    main()
