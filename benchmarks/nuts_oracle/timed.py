"""Times numpyro on one table, as its documentation writes such a model: non-centred, four chains, one core.

Reads what explain_speed.py writes (counts, matrix, prior standard deviations), runs `MCMC` twice and says the
processor seconds of both runs and whether the second one converged. Also the seconds of sampling alone, with
code that was compiled before, which no call of `MCMC` reaches.

    python -m benchmarks.nuts_oracle.timed TABLE.json
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.diagnostics import summary
from numpyro.infer import MCMC, NUTS

CHAINS, WARMUP, DRAWS, ACCEPT = 4, 1000, 1000, 0.9


def joined(left: Any, right: Any) -> Any:
    """Composes two steps of `z -> a z + b`."""
    return left[0] * right[0], left[1] * right[0] + right[1]


def model(count: Any, matrix: Any, spread: Any, middle: Any) -> None:
    """Negative binomial around a latent AR(1), the priors of untwitch.inference; nan where nobody counted."""
    rows, columns = matrix.shape
    intercept = numpyro.sample("intercept", dist.Normal(middle, 1.5))
    scaled = numpyro.sample("scaled", dist.Normal(0.0, 1.0).expand([columns]).to_event(1))
    sigma = numpyro.sample("sigma", dist.HalfNormal(0.5))
    rho = numpyro.sample("rho", dist.Beta(2.0, 2.0))
    phi = numpyro.sample("phi", dist.LogNormal(jnp.log(5.0), 1.0))
    noise = numpyro.sample("noise", dist.Normal(0.0, 1.0).expand([rows]).to_event(1))
    step = jnp.concatenate([noise[:1], jnp.sqrt(1 - rho**2) * noise[1:]])
    latent = sigma * jax.lax.associative_scan(joined, (jnp.full(rows, rho), step))[1]
    beta = numpyro.deterministic("beta", spread * scaled)
    mean = jnp.exp(intercept + matrix @ beta + latent)
    with numpyro.handlers.mask(mask=~jnp.isnan(count)):
        numpyro.sample("count", dist.NegativeBinomial2(mean, phi), obs=jnp.nan_to_num(count))


def sampling_alone(given: tuple[Any, ...]) -> float:
    """Gives processor seconds of warm-up and draws when everything was compiled before."""
    kernel = NUTS(model, target_accept_prob=ACCEPT)
    state = kernel.init(jax.random.PRNGKey(0), WARMUP, None, given, {})
    run = jax.jit(
        lambda state, steps: jax.lax.fori_loop(0, steps, lambda _, now: kernel.sample(now, given, {}), state)
    )
    jax.block_until_ready(run(state, 1))
    began = time.process_time()
    for chain in range(CHAINS):
        jax.block_until_ready(run(state._replace(rng_key=jax.random.PRNGKey(chain)), WARMUP + DRAWS))
    return time.process_time() - began


def main() -> None:
    table = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    jax.config.update("jax_enable_x64", True)
    count = jnp.array([np.nan if each is None else each for each in table["count"]])
    given = (count, jnp.array(table["matrix"]), jnp.array(table["spread"]), table["middle"])
    chains = MCMC(
        NUTS(model, target_accept_prob=ACCEPT),
        num_warmup=WARMUP,
        num_samples=DRAWS,
        num_chains=CHAINS,
        chain_method="sequential",
        progress_bar=False,
    )
    seconds = []
    for seed in range(2):
        began = time.process_time()
        chains.run(jax.random.PRNGKey(seed), *given, extra_fields=("diverging",))
        draws = chains.get_samples(group_by_chain=True)
        jax.block_until_ready(draws)
        seconds.append(round(time.process_time() - began, 2))
    told = summary({"intercept": draws["intercept"], "beta": draws["beta"]}, group_by_chain=True)
    made = {
        "versions": {"numpyro": numpyro.__version__, "jax": jax.__version__},
        "cpu_s_first": seconds[0],
        "cpu_s_warm": seconds[1],
        "cpu_s_sampling_alone": round(sampling_alone(given), 2),
        "r_hat": round(float(max(np.max(each["r_hat"]) for each in told.values())), 4),
        "fewest_ess": round(float(min(np.min(each["n_eff"]) for each in told.values()))),
        "divergences": int(np.asarray(chains.get_extra_fields()["diverging"]).sum()),
        "mean": [round(float(each), 4) for each in draws["beta"].mean(axis=(0, 1))],
    }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
